"""Numbers that may belong to somebody: none may stand in a sample."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum import iban
from stdnum.fr import nir

from collecdata.readers.sources import expand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["personal_numbers"]

NIR = re.compile(r"(?<!\d)[12]\d{4}(?:\d{2}|2[AB])\d{8}(?!\d)")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")


def personal_numbers(folder: Path) -> Iterator[str]:
    """Yield, for each valid NIR or IBAN in a folder of samples, where it is; never the number itself."""
    for source in expand(folder).sources:
        with source.open() as stream:
            text = stream.read().decode("latin-1")
        for line, content in enumerate(text.splitlines(), 1):
            if any(nir.is_valid(found) for found in NIR.findall(content)):
                yield f"{source.name}:{line}: a valid NIR"
            if any(iban.is_valid(found) for found in IBAN.findall(content)):
                yield f"{source.name}:{line}: a valid IBAN"
