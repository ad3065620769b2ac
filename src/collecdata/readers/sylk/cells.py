"""The cells of a SYLK file, as columns: row, place in the row, text, physical line.

Source: Microsoft, *Symbolic Link (SYLK) File Format*: records `C` (cell) and `F` (format) move to a row and a column
that stay until another is said; `;` is doubled in text; `ESC N` gives a letter of ISO 6937, `ESC` and two others
a byte.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, integers, nulls, strings, texts
from collecdata.kernels.distinct import decode, on_distinct
from collecdata.readers.sylk.dates import Formats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask

    Places = NDArray[np.int64]

__all__ = ["WIDEST", "Cells", "read_cells"]

WIDEST = 16_384
"""Columns of the largest sheet there is: beyond, a column is a fault of the file."""

_PLACED = r"(?:;Y(?P<y>\d{1,9})|;X(?P<x>\d{1,9})|;[A-JL-WZ](?:[^;]|;;)*)*"
_CELL = rf"^C{_PLACED}(?:;K(?P<k>(?:[^;]|;;)*))?(?:;.*)?$"
_FORMAT = rf"^F{_PLACED}.*$"

_ACCENTS = dict(zip("ABCDHJKO", "\u0300\u0301\u0302\u0303\u0308\u030a\u0327\u030c", strict=True))
_SIGNS = dict(zip("!#'+;0123567?ajqziy{RS", "¡£§«»°±²³µ¶·¿ÆŒæœØøß®©", strict=True))
_ESCAPED = re.compile("\x1b(?:N([ABCDHJKO])(.)|N(.)|([ -/])([0-?]))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells in the order of the file; `rows` and `columns` from 1.

    `lines` is the physical line of each; `odd` the lines of cells that could not be read; `ended` whether the file says
    its end.
    """

    rows: Places
    columns: Places
    text: pa.StringArray
    lines: Places
    odd: Places
    ended: bool


def read_cells(data: bytes, encoding: str, decimal: str, date: str = "%Y-%m-%d") -> Cells:
    """Read a whole file. Numbers get the mark `decimal`, or are days written by `date` where their cell shows them so.

    An error of a formula (`#N/A`) stands as it is.
    """
    lines = _lines(data, encoding)
    cell, form = (bools(pc.starts_with(lines, f"{kind};")) for kind in "CF")
    moving = np.flatnonzero(cell | form)
    found = pc.extract_regex(lines.take(pa.array(moving)), _CELL)
    other = pc.extract_regex(lines.take(pa.array(moving)), _FORMAT)
    is_cell = cell[moving]
    rows, columns = (_forward(_number(found, other, name, is_cell)) for name in "yx")
    value = found.field("k")
    odd = is_cell & (nulls(found) | (rows < 1) | (columns < 1) | (columns > WIDEST))
    kept = np.flatnonzero(is_cell & ~odd & ~_empty(value))
    words = value.take(pa.array(kept))
    formats = _formats(lines, moving[~is_cell], rows[~is_cell], columns[~is_cell])
    if formats.dates:
        places = zip(words.to_pylist(), rows[kept].tolist(), columns[kept].tolist(), strict=True)
        words = texts(formats.shown(word, row, column, date) for word, row, column in places)
    return Cells(
        rows[kept],
        columns[kept],
        decode(on_distinct(words.dictionary_encode(), lambda words: _plain(words, decimal))),
        moving[kept] + 1,
        moving[odd] + 1,
        bool(bools(pc.is_in(lines, texts(["E"])))[-3:].any()),
    )


def _formats(lines: pa.StringArray, at: Places, rows: Places, columns: Places) -> Formats:
    """Take what the file says of formats; which cell has which is looked for only where some are of dates."""
    listed = lines.filter(pc.starts_with(lines, "P;P")).to_pylist()
    formats = Formats.of(listed, lines.filter(pc.starts_with(lines, "O;")).to_pylist())
    if formats.dates:
        records = lines.take(pa.array(at)).to_pylist()
        for record, row, column in zip(records, rows.tolist(), columns.tolist(), strict=True):
            formats.note(record, row, column)
    return formats


def _lines(data: bytes, encoding: str) -> pa.StringArray:
    """Cut into lines, whatever ends them."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if encoding != "utf-8":
        data = data.decode(encoding, "replace").encode()
    ends = np.append(np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")), len(data))
    starts = np.concatenate([[0], ends[:-1] + 1])
    whole = strings(np.append(starts, len(data) + 1), data + b"\n")
    return pc.utf8_slice_codeunits(whole, 0, -1)


def _number(found: pa.StructArray, other: pa.StructArray, name: str, is_cell: Mask) -> Places:
    """Return the place that each record says, 0 where it says none."""
    said = pc.if_else(pa.array(is_cell), found.field(name), other.field(name))
    said = pc.if_else(pc.equal(pc.fill_null(said, ""), ""), "0", said)
    return integers(said.cast(pa.int64())).astype(np.int64)


def _forward(places: Places) -> Places:
    """Let each place hold until another is said."""
    last = np.maximum.accumulate(np.where(places > 0, np.arange(len(places)), -1))
    return np.where(last < 0, 0, places[last])


def _empty(values: pa.StringArray) -> Mask:
    return nulls(values) | bools(pc.fill_null(pc.equal(values, ""), True))  # noqa: FBT003 - a null is no value


def _plain(words: pa.StringArray, decimal: str) -> pa.StringArray:
    quoted = bools(pc.starts_with(words, '"'))
    return texts(
        _text(word) if is_text else word.replace(".", decimal)
        for word, is_text in zip(words.to_pylist(), quoted.tolist(), strict=True)
    )


def _text(word: str) -> str:
    r"""Return what a quoted value says.

    >>> _text('"Libell\x1bNBe ;; 2"')
    'Libellé ; 2'
    """
    word = word[1:-1] if word.endswith('"') and len(word) > 1 else word[1:]
    word = word.replace(";;", ";")
    return unicodedata.normalize("NFC", _ESCAPED.sub(_letter, word)) if "\x1b" in word else word


def _letter(found: re.Match[str]) -> str:
    accent, letter, sign, high, low = found.groups()
    if accent:
        return f"{letter}{_ACCENTS[accent]}"
    if sign:
        return _SIGNS.get(sign, found[0])
    code = (ord(high) - ord(" ")) << 4 | (ord(low) - ord("0"))
    return bytes([code]).decode("cp1252", "replace")
