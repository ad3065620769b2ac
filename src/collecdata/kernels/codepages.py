"""Single-byte code pages to UTF-8: one codec call for all the cells of a column, and their offsets moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import counts, running, strings

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Bytes, Cells, Mask, Offsets

__all__ = ["CodePage", "code_page", "decode"]

_HIGH = 0x80
_UNDEFINED = "\ufffe"
_LATIN = "latin-1"


@dataclass(frozen=True, slots=True)
class CodePage:
    """What a code page does to each byte.

    `growth` is how many bytes of UTF-8 it makes beyond one (as U+FFFD, where undefined). `ascii`: bytes below 0x80
    are themselves. `odd`: from which to which of the others it is not Latin-1, whose codec is twice as fast.
    """

    name: str
    growth: Bytes
    undefined: Mask
    ascii: bool
    odd: tuple[int, int]


@cache
def code_page(name: str) -> CodePage | None:
    """Return the code page of a codec's normalised name; None if it is not a single-byte one."""
    table = _table(name)
    if table is None:
        return None
    made = table.replace(_UNDEFINED, "\ufffd")
    odd = [byte for byte in range(_HIGH, 256) if made[byte] != chr(byte)] or [255]
    return CodePage(
        name,
        np.fromiter((len(char.encode()) - 1 for char in made), np.uint8, 256),
        np.fromiter((char == _UNDEFINED for char in table), np.bool_, 256),
        made[:_HIGH] == bytes(range(_HIGH)).decode("ascii"),
        (odd[0], odd[-1]),
    )


def decode(seen: Cells, page: CodePage) -> tuple[pa.StringArray, Mask | None]:
    """Decode cells to UTF-8; also return the mask of those with an undefined byte (null in the result), or None."""
    data, bounds = seen.data, seen.offsets
    if not page.ascii:
        return _decode_from(seen, page, np.flatnonzero(page.growth[data] | page.undefined[data]), 0)
    if not len(data) or int(data.max()) < _HIGH:
        return strings(bounds, data, seen.null), None
    first, last = page.odd
    odd = data - np.uint8(first) <= np.uint8(last - first)
    if odd.any():
        return _decode_from(seen, page, np.flatnonzero(odd), 1)
    return strings(bounds + _high_before(seen), bytes(data).decode(_LATIN).encode(), seen.null), None


def _decode_from(
    seen: Cells, page: CodePage, places: NDArray[np.int64], common: int
) -> tuple[pa.StringArray, Mask | None]:
    """Decode with the page's own codec; `places` hold every byte that grows by more than `common` (if high)."""
    at = seen.data[places]
    extra = running(page.growth[at].astype(np.int32) - common)
    bounds = seen.offsets + extra[np.searchsorted(places, seen.offsets)]
    if common:
        bounds = bounds + _high_before(seen)
    bad = np.zeros(len(seen), np.bool_)
    bad[np.searchsorted(seen.offsets, places[page.undefined[at]], side="right") - 1] = True
    utf8 = bytes(seen.data).decode(page.name, "replace").encode()
    if not bad.any():
        return strings(bounds, utf8, seen.null), None
    return strings(bounds, utf8, bad if seen.null is None else bad | seen.null), bad


def _high_before(seen: Cells) -> Offsets:
    return running(counts(seen.offsets, seen.data & np.uint8(_HIGH)))


def _table(name: str) -> str | None:
    if name == "ascii":
        return bytes(range(_HIGH)).decode("ascii") + _UNDEFINED * _HIGH
    try:
        module = import_module(f"encodings.{name.replace('-', '_')}")
    except ImportError:
        return None
    table = getattr(module, "decoding_table", None)
    return table if isinstance(table, str) and len(table) == 256 else None  # noqa: PLR2004
