"""How an adapter recognises its files, read without the rest of it: most files are not for most adapters.

The outputs are nine tenths of an adapter. Only the top-level parts that detection asks are parsed, each cut from the
text of the file; whatever cannot be read that way is read whole, so that a fault is said at its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.catalogue import adapter, located
from collecdata.catalogue.faults import validated
from collecdata.catalogue.language import Input  # noqa: TC001 - pydantic reads it
from collecdata.catalogue.steps import Strict
from collecdata.errors import AdapterError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.located import Located

__all__ = ["Signature", "load"]

_PART = re.compile(r"^(?=[^\s#-])", re.MULTILINE)
"""Where a key of the top level begins."""
_WANTED = ("inputs:", "extends:")


class _Parts(Strict):
    inputs: dict[str, Input]
    extends: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is asked of an adapter to recognise a file. Picklable.

    Attributes:
        id: the adapter's.
        inputs: its kinds of file, by name; none where it has no way in.
        extends: the adapter that it extends, if any.
    """

    id: str
    inputs: Mapping[str, Input] = field(default_factory=dict)
    extends: str = ""

    @classmethod
    def of(cls, folder: AdapterFolder) -> Signature:
        """Return that of an adapter that is loaded."""
        found = folder.adapter
        return cls(folder.id, found.inputs, found.extends or "") if found else cls(folder.id)


def load(folder: Path) -> Signature:
    """Read the signature of the adapter in a folder.

    Raises:
        AdapterError: see `adapter.load`; faults beyond the inputs may go unseen.
    """
    if not (folder / adapter.ADAPTER).is_file():
        return Signature(folder.name)
    try:
        document, _ = adapter.extended(folder, adapter.ADAPTER, read=_recognition)
        parts = validated(_Parts, document)
    except AdapterError:
        return Signature.of(adapter.load(folder))
    return Signature(folder.name, parts.inputs, parts.extends)


def _recognition(path: Path) -> Located:
    """Read the parts of a file that detection asks."""
    parts = _PART.split(located.text_of(path))
    return located.parse("".join(part for part in parts if part.startswith(_WANTED)), str(path))
