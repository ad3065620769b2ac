"""The value that was probably meant, where it can be computed, and is then certainly right."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from collecdata.kernels.buffers import texts
from collecdata.validation.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.validation.descriptor import SchemaField

__all__ = ["hint"]

_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO = re.compile(r"(\d{4})[/.\-]?(\d{1,2})[/.\-]?(\d{1,2})(?:[T ]00:00(?::00)?)?")
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_UNITS = re.compile(r"(?:€|EUR|euros?|%)$", re.IGNORECASE)


def hint(field: SchemaField, cell: str) -> str | None:
    """Return a corrected value that the field takes; None where none is plain.

    >>> from collecdata.validation.descriptor import SchemaField
    >>> hint(SchemaField("d", 1, "date"), "31/12/2019"), hint(SchemaField("m", 1, "number"), "12 500,00 €")
    ('2019-12-31', '12500.00')
    >>> hint(SchemaField("b", 1, "boolean", descriptor={"trueValues": ["oui"], "falseValues": ["non"]}), "Oui")
    'oui'
    """
    proof = Proof(field)
    for one in dict.fromkeys(_guesses(field, cell)):
        if one and one != cell and not proof.unproven(texts([one])).any():
            return one
    return None


def _guesses(field: SchemaField, cell: str) -> Iterator[str]:
    stripped = unicodedata.normalize("NFC", cell).strip().strip("\u00a0\u202f")
    if field.type in ("date", "datetime"):
        yield from _dates(field, stripped)
    elif field.type in ("number", "integer"):
        yield from _numbers(field, stripped)
    enumerated = field.constraints.get("enum") or ()
    known = {_plain(str(one)): str(one) for one in enumerated if isinstance(one, str)}
    if field.type == "boolean":
        said = (*field.descriptor.get("trueValues", ("true",)), *field.descriptor.get("falseValues", ("false",)))
        known = {_plain(str(one)): str(one) for one in reversed(said)}
    if found := known.get(_plain(stripped)):
        yield found
    yield stripped
    if field.constraints.get("pattern") and any(character.isdigit() for character in stripped):
        yield _SPACES.sub("", stripped)


def _dates(field: SchemaField, cell: str) -> Iterator[str]:
    parts = None
    if found := _DAY.fullmatch(cell):
        parts = found[3], found[2].zfill(2), found[1].zfill(2)
    elif found := _ISO.fullmatch(cell):
        parts = found[1], found[2].zfill(2), found[3].zfill(2)
    if parts is not None:
        form = "%Y-%m-%d" if field.format in ("default", "any") else field.format
        yield form.replace("%Y", parts[0]).replace("%m", parts[1]).replace("%d", parts[2])


def _numbers(field: SchemaField, cell: str) -> Iterator[str]:
    bare = _UNITS.sub("", _SPACES.sub("", cell))
    decimal = str(field.descriptor.get("decimalChar", "."))
    if bare.count(",") + bare.count(".") <= 1:
        yield bare.replace(",", decimal).replace(".", decimal)
    if field.type == "integer":
        yield re.sub(r"[.,]0+$", "", bare)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(one for one in decomposed if not unicodedata.combining(one)).casefold().strip()
