"""Text as it should be: decoded to UTF-8, trimmed, NFC, empty is null."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import cells, counts, from_int64, strings, texts
from collecdata.kernels.codepages import code_page, decode
from collecdata.kernels.replaced import replaced

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Cells, Mask

__all__ = ["clean", "escape", "transcode"]

_ASCII = 0x80
_BLANK = 0x20
_COMPOSED_BELOW = 0xCC
"""UTF-8 whose bytes all lie below is NFC: U+0300 (CC 80) is the first code point that NFC may change or move."""
_PUNCTUATION = 0xE2
"""Leads U+2000 to U+2FFF, where dashes, apostrophes, the euro and thin spaces are."""
_USUAL = 0x82
"""Second byte of U+2080 to U+20BF: up to there all are NFC and none combines, but U+2000 and U+2001."""
_OF_TWO = 0xC2
_OF_THREE = np.isin(np.arange(256), [0xE1, 0xE2, 0xE3])
"""First bytes of white space beyond ASCII, of two bytes and of three."""
_BLANK_LEADS = _OF_THREE | (np.arange(256) == _OF_TWO)


def clean(values: pa.StringArray) -> pa.StringArray:
    """Trim Unicode white space (no-break spaces too), compose (NFC), and make empty cells null.

    White space is what `str.isspace` says: U+200B and U+FEFF are not. A buffer of ASCII without blanks at the
    edges of cells, the usual one, is not copied.
    """
    seen = cells(values)
    if len(seen.data) and _may_need_trim(seen):
        values = pc.utf8_trim_whitespace(values)
        seen = cells(values)
    if len(seen.data) and int(seen.data.max()) >= _COMPOSED_BELOW:
        suspects = _suspects(seen)
        if len(suspects):
            values = _compose(values, suspects)
            seen = cells(values)
    empty = seen.lengths == 0
    return strings(seen.offsets, seen.data, empty) if empty.any() else values


def _may_need_trim(seen: Cells) -> bool:
    """Whether a cell may begin or end with white space; no, for cells that begin or end with accents."""
    starts, ends = seen.starts, seen.ends
    if not (filled := seen.lengths > 0).all():
        starts, ends = starts[filled], ends[filled]
    first, last = seen.data.take(starts), seen.data.take(ends - 1)
    if int(first.min()) <= _BLANK or int(last.min()) <= _BLANK:
        return True
    if int(first.max()) >= _ASCII and _BLANK_LEADS.take(first).any():
        return True
    if int(last.max()) < _ASCII:
        return False
    ends = ends[last >= _ASCII]
    second, third = seen.data.take(ends - 2), seen.data.take(ends - 3, mode="clip")
    return bool(((second == _OF_TWO) | _OF_THREE.take(third)).any())


def _suspects(seen: Cells) -> NDArray[np.int64]:
    """Return the rows that may not be NFC; the usual punctuation (dashes, apostrophes, euro) is known to be."""
    places = np.flatnonzero(seen.data >= _COMPOSED_BELOW)
    second = seen.data.take(places + 1)  # a byte this high has a second, and a third if E2
    usual = (seen.data.take(places) == _PUNCTUATION) & (second <= _USUAL)
    at = places[usual & (second == _ASCII)]
    usual[usual & (second == _ASCII)] = seen.data.take(at + 2) > _ASCII + 1
    places = places[~usual]
    rows: NDArray[np.int64] = np.searchsorted(seen.offsets, places, side="right") - 1
    return rows[np.flatnonzero(np.diff(rows, prepend=-1))]  # `unique` would import numpy.ma


def _compose(values: pa.StringArray, rows: NDArray[np.int64]) -> pa.StringArray:
    composed = pc.utf8_normalize(values.take(from_int64(rows)), form="NFC")
    return replaced(values, rows, composed)


def transcode(values: pa.BinaryArray, encoding: str) -> tuple[pa.StringArray, Mask | None]:
    """Decode cells to UTF-8; also return the mask of those that cannot be (null in the result), or None.

    ASCII bytes cost nothing; a single-byte code page costs one codec call for the whole buffer; UTF-8 is checked,
    and cells are looked at one by one only when one of them is wrong; so is any other encoding.

    Raises:
        LookupError: Python does not know the encoding.
        OverflowError: the result is beyond 2 GiB.
    """
    name = codecs.lookup(encoding).name
    page = code_page(name)
    if page is not None:
        return decode(cells(values), page)
    if name != "utf-8":
        return _one_by_one(values, name)
    try:
        return values.cast(pa.string()), None
    except pa.ArrowInvalid:
        return _sort_out(cells(values))


def escape(raw: bytes, encoding: str = "utf-8") -> str:
    r"""Show bytes that may not be text: those that cannot be decoded as `\xE9`.

    >>> print(escape(b"caf\xe9"))
    caf\xE9
    >>> print(escape(b"caf\xe9\x81", "cp1252"))
    café\x81
    """
    return raw.decode(encoding, _SHOW_BYTES)


def _sort_out(seen: Cells) -> tuple[pa.StringArray, Mask]:
    """Separate cells that are UTF-8 from those that are not, some being known to be wrong."""
    raw, bounds = bytes(seen.data), seen.offsets
    bad = np.zeros(len(seen), np.bool_)
    for row in np.flatnonzero(counts(bounds, seen.data & np.uint8(_ASCII))).tolist():
        bad[row] = _decoded(raw[bounds[row] : bounds[row + 1]], "utf-8") is None
    null = bad if seen.null is None else bad | seen.null
    left = cells(strings(bounds, seen.data, null, pa.binary()))
    return strings(left.offsets, left.data, null), bad


def _one_by_one(values: pa.BinaryArray, encoding: str) -> tuple[pa.StringArray, Mask | None]:
    raw: list[bytes | None] = values.to_pylist()
    decoded = [None if cell is None else _decoded(cell, encoding) for cell in raw]
    bad = np.fromiter((a is not None and b is None for a, b in zip(raw, decoded, strict=True)), np.bool_, len(raw))
    return texts(decoded), bad if bad.any() else None


def _decoded(cell: bytes, encoding: str) -> str | None:
    try:
        return cell.decode(encoding)
    except UnicodeDecodeError:
        return None


_SHOW_BYTES = "collecdata.show_bytes"


def _show_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(f"\\x{byte:02X}" for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_SHOW_BYTES, _show_bytes)
