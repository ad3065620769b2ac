"""Characters written as references, and line ends: what is read is not what is written, in a few cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import cells, from_int64, texts
from collecdata.readers.xml.fast.errors import IrregularError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.kernels.buffers import Bytes, Cells, Offsets
    from collecdata.readers.nested.tree import Indices, Mask

__all__ = ["as_text", "resolve"]

_REFERENCE = re.compile(r"&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|(lt|gt|amp|quot|apos));|&")
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
"""The ampersand comes last: what it makes is no reference."""
_AMPERSAND, _BLANK, _RETURN = b"& \r"
_WORD = 8
_LONGEST = 12
"""Characters of a reference beyond which it is none."""
_LINE_END = re.compile(r"\r\n?")
_IN_ATTRIBUTES = str.maketrans("\t\n", "  ")
_NO_CHARACTERS = ((0, 0x8), (0xB, 0xC), (0xE, 0x1F), (0xD800, 0xDFFF), (0xFFFE, 0xFFFF), (0x110000, 1 << 40))


def resolve(values: pa.StringArray, attributes: Mask) -> tuple[pa.StringArray, Indices]:
    """Read references and line ends; return values, with others behind them, and where each one now is.

    Args:
        values: as they are written.
        attributes: which of them are; they lose their line ends.

    Raises:
        IrregularError: an ampersand that begins no reference, a character that XML does not have.
    """
    seen = cells(values)
    by_hand = [_with_controls(seen, attributes)]
    places = np.flatnonzero(seen.data == _AMPERSAND)
    referring = _rows(seen.offsets, places)
    names: list[str] = []
    if len(places):
        names, named = _are_named(seen.data, places)
        by_hand.append(_rows(seen.offsets, places[~named]))
    alone = np.unique(np.concatenate(by_hand))
    together = np.setdiff1d(referring, alone, assume_unique=True)
    at, parts = np.arange(len(values)), [values]
    if len(together):
        at[together] = len(values) + np.arange(len(together))
        parts.append(_named(values.take(from_int64(together)), names))
    if len(alone):
        at[alone] = len(values) + len(together) + np.arange(len(alone))
        read = zip(values.take(from_int64(alone)).to_pylist(), attributes[alone].tolist(), strict=True)
        parts.append(texts(as_text(text, attribute=is_one) for text, is_one in read))
    return pa.concat_arrays(parts) if len(parts) > 1 else values, at


def as_text(text: str, *, attribute: bool) -> str:
    r"""Return one value as it is to be read.

    >>> as_text("a&#233;\r\n&lt;", attribute=True), as_text("\t&amp;lt;\r", attribute=False)
    ('aé <', '\t&lt;\n')

    Raises:
        IrregularError: an ampersand that begins no reference, a character that XML does not have.
    """
    text = _LINE_END.sub("\n", text)
    return _REFERENCE.sub(_character, text.translate(_IN_ATTRIBUTES) if attribute else text)


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return _NAMED[name]
    if not (decimal or hexadecimal) or len(found[0]) > _LONGEST:
        raise IrregularError
    point = int(decimal) if decimal else int(hexadecimal, 16)
    if any(low <= point <= high for low, high in _NO_CHARACTERS):
        raise IrregularError
    return chr(point)


def _with_controls(seen: Cells, attributes: Mask) -> Indices:
    """Return the rows that lose control characters: attributes that have any, texts that have carriage returns."""
    low = np.flatnonzero(seen.data < _BLANK)
    if not len(low):
        return low
    rows = np.searchsorted(seen.offsets, low, side="right") - 1
    return np.unique(rows[attributes[rows] | (seen.data[low] == _RETURN)])


def _are_named(data: Bytes, places: Indices) -> tuple[list[str], Mask]:
    """Mark the ampersands that begin one of the five named references; say which names there are."""
    padded = np.concatenate([data, np.zeros(_WORD, np.uint8)])
    behind = np.ndarray((len(data),), "<u8", padded, strides=(1,))[places + 1 - (places + 1 == len(data))]
    names, named = [], np.zeros(len(places), np.bool_)
    for name in _NAMED:
        wanted = f"{name};".encode()
        mine = (behind & np.uint64((1 << (8 * len(wanted))) - 1)) == np.uint64(int.from_bytes(wanted, "little"))
        if mine.any():
            names.append(name)
            named |= mine
    return names, named


def _named(values: pa.StringArray, names: Sequence[str]) -> pa.StringArray:
    for name in names:
        values = pc.replace_substring(values, f"&{name};", _NAMED[name])
    return values


def _rows(offsets: Offsets, places: Indices) -> Indices:
    return np.unique(np.searchsorted(offsets, places, side="right") - 1)
