"""Text columns to delimited rows, all rows of a batch at once: quoting on distinct values, one join, one buffer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, offsets, texts
from collecdata.kernels.distinct import decode, mask_on_distinct, on_distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.kernels.buffers import Mask

__all__ = ["holds", "join_rows", "quoted"]


def join_rows(columns: Sequence[pa.Array], delimiter: str, line_end: str) -> pa.Buffer:
    """Join text columns of one length to rows, each followed by `line_end`; null is the empty cell. UTF-8.

    >>> rows = pa.RecordBatch.from_pydict({"a": ["é", "b"], "b": ["1", None]})
    >>> join_rows(rows.columns, ";", "|").to_pybytes().decode()
    'é;1|b;|'

    Raises:
        pyarrow.ArrowInvalid: more than 2 GiB of text; give smaller batches.
    """
    *cells, empty = *(decode(column) for column in columns), _scalar("")
    rows = cells[0] if len(cells) == 1 else _join(*cells, _scalar(delimiter))
    joined = _join(rows, _scalar(line_end), empty)
    start, stop = _bounds(joined)
    return (joined.buffers()[2] or pa.py_buffer(b"")).slice(start, stop - start)


def holds(column: pa.Array, characters: str) -> Mask:
    r"""Mark the rows whose cell holds one of these characters.

    >>> holds(pa.array(["a;b", None, "c"]), ";\n").tolist()
    [True, False, False]
    """
    return mask_on_distinct(column, lambda values: bools(_matches(values, characters)))


def quoted(column: pa.Array, delimiter: str, quote: str = '"', *, every: bool = False) -> pa.Array:
    """Put between quotes, those inside doubled, the cells that need it (or `every` cell, null too).

    >>> quoted(pa.array(['5" inox', "a;b", "c", None]), ";").to_pylist()
    ['"5"" inox"', '"a;b"', 'c', None]
    """
    if every:
        if column.null_count:
            column = pc.fill_null(decode(column), _scalar(""))
        return on_distinct(column, lambda values: _enclosed(values, quote))

    def where_needed(values: pa.Array) -> pa.Array:
        special = _matches(values, f"{delimiter}{quote}\r\n")
        return pc.if_else(special, _enclosed(values, quote), values) if bools(special).any() else values

    return on_distinct(column, where_needed)


def _enclosed(values: pa.Array, quote: str) -> pa.Array:
    doubled = pc.replace_substring(values, pattern=quote, replacement=quote * 2)
    return _join(_scalar(quote), doubled, _scalar(quote), _scalar(""), keep_null=True)


def _matches(values: pa.Array, characters: str) -> pa.Array:
    """Search the whole buffer first: most columns hold none of them."""
    start, stop = _bounds(values)
    data = values.buffers()[2].slice(start, stop - start).to_pybytes() if stop > start else b""
    if not any(character.encode() in data for character in characters):
        return pa.nulls(len(values), pa.bool_())
    return pc.match_substring_regex(values, pattern=f"[{re.escape(characters)}]")


def _bounds(values: pa.Array) -> tuple[int, int]:
    bounds = offsets(values)
    return int(bounds[0]), int(bounds[-1])


def _join(*parts: pa.Array | pa.Scalar, keep_null: bool = False) -> pa.Array:
    handling = "emit_null" if keep_null else "replace"
    return pc.binary_join_element_wise(*parts, null_handling=handling, null_replacement="")


def _scalar(text: str) -> pa.Scalar:
    return texts([text])[0]
