"""Elements and attributes, the way products that import XML want them: flat rows in, a tree declared as data out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.catalogue.xml_tree import tree
from collecdata.kernels.buffers import bools, from_bools, from_int64, nulls, texts
from collecdata.kernels.delimited import holds
from collecdata.kernels.distinct import decode, on_distinct
from collecdata.kernels.equality import changes
from collecdata.writers.base import Fault, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collecdata.catalogue.export_language import XmlLayout
    from collecdata.catalogue.xml_tree import Element
    from collecdata.kernels.buffers import Mask

__all__ = ["XmlWriter"]

CONTROLS = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r") + "￾￿"
"""Characters that no XML file may hold, however they are written."""
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
"""Blanks too: a reader would make a space of them in an attribute."""


@dataclass(slots=True)
class _Level:
    """One repeated element, or the root (without a `key`): its leaves, and what is open of it."""

    element: Element
    key: str = ""
    leaves: tuple[str, ...] = ()
    last_key: str | None = None
    open_with: dict[str, str | None] = field(default_factory=dict)
    """The cells that the element now open was written with."""


class XmlWriter(Writer):
    """One XML file.

    A row opens the elements whose key differs from that of the row before it, and all that is inside them; it must
    open the innermost one (`write.same_element`), and agree with the cells that the elements left open were written
    with (`write.differs`): what it says would be lost otherwise. Empty leaves are not written, nor what holds nothing
    else. A character that the encoding does not have is written by its number.
    """

    def __init__(
        self, layout: XmlLayout, columns: Sequence[str], *, encoding: str = "utf-8", line_end: str = "\n"
    ) -> None:
        """Prepare.

        Args:
            layout: the shape of the file.
            columns: paths of the leaves, in order.
            encoding: of the file, declared in it.
            line_end: after every element.
        """
        super().__init__(columns, encoding=encoding, line_end=line_end, delimiter="", header=True)
        self._encoding_name = encoding
        self._layout = layout
        self._levels = [_Level(one, one.repeated or "", tuple(_own(one))) for one in _levels(tree(layout, columns))]
        self._open = False

    def header(self) -> bytes:
        """Give the declaration; the root comes with the first row, whose cells it may hold."""
        return f'<?xml version="1.0" encoding="{self._encoding_name.upper()}"?>{self._line_end}'.encode()

    def footer(self) -> bytes:
        """Close what is open; a file without a row is an empty root."""
        if self._open:
            return self._ends(0).encode()
        root = self._levels[0].element
        return f"{self._begin(root)}{self._end(root)}".encode()

    def _faults(self, column: str, values: pa.Array) -> Iterator[Fault]:
        yield Fault(column, "write.control", holds(values, CONTROLS), {})

    def _written(self, column: str, values: pa.Array) -> pa.Array:  # noqa: ARG002 - all columns alike
        return values

    def _found(self, batch: pa.RecordBatch) -> list[Fault]:
        """Find what cannot be written, row by row, then what the rows that are left cannot say together."""
        faults = super()._found(batch)
        bad = np.zeros(batch.num_rows, np.bool_)
        while True:
            for fault in faults:
                bad |= fault.rows
            rows = np.flatnonzero(~bad)
            left = (
                [fault for fault in self._unfit(batch.take(from_int64(rows))) if fault.rows.any()] if len(rows) else []
            )
            if not left:
                return faults
            for fault in left:
                mask = np.zeros(batch.num_rows, np.bool_)
                mask[rows[fault.rows]] = True
                faults.append(replace(fault, rows=mask))

    def _unfit(self, batch: pa.RecordBatch) -> Iterator[Fault]:
        """Find the rows that say what the elements already open do not, or open none."""
        opens = self._opens(batch)
        for depth, level in enumerate(self._levels):
            openings = np.flatnonzero(opens <= depth)
            # The row that opened the element of each row; -1: a row of an earlier batch did.
            opener = np.searchsorted(openings, np.arange(batch.num_rows), side="right") - 1
            at = np.append(openings, -1)[opener]
            for name in level.leaves:
                own = decode(batch.column(name))
                before = texts([level.open_with.get(name)])
                first = pa.concat_arrays([own, before]).take(from_int64(np.where(at < 0, len(own), at)))
                same = bools(pc.equal(own, first)) | (nulls(own) & nulls(first))
                yield Fault(name, "write.differs", ~same, {"element": level.element.name})
        innermost = self._levels[-1]
        column = innermost.leaves[0] if innermost.leaves else self.columns[0]
        yield Fault(column, "write.same_element", opens >= len(self._levels), {"element": innermost.element.name})

    def _opens(self, batch: pa.RecordBatch) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return the outermost level that each row opens; the number of levels where it opens none."""
        opens = np.full(batch.num_rows, len(self._levels), np.int64)
        for depth in range(len(self._levels) - 1, 0, -1):
            key = decode(batch.column(self._levels[depth].key))
            begins = changes(key)
            begins[0] = key[0].as_py() != self._levels[depth].last_key
            opens[begins] = depth
        if not self._open:
            opens[0] = 0
        return opens

    def _rows(self, batch: pa.RecordBatch) -> bytes:
        opens = self._opens(batch)
        cells = {name: on_distinct(batch.column(name), _escaped) for name in self.columns}
        parts: list[pa.Array] = []
        closing = [self._ends(depth) for depth in range(len(self._levels))] + [""]
        if not self._open:
            closing = ["", *closing[1:]]
        parts.append(texts(closing).take(from_int64(opens)))
        for depth, level in enumerate(self._levels):
            opened = self._opening(level.element, cells, batch.num_rows)
            parts.append(_where(opens <= depth, opened))
        self._remember(batch, opens)
        text = pc.binary_join_element_wise(*parts, texts([""])[0])
        return "".join(text.to_pylist()).encode(self._encoding, "xmlcharrefreplace")

    def _remember(self, batch: pa.RecordBatch, opens: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        for depth, level in enumerate(self._levels):
            found = np.flatnonzero(opens <= depth)
            if len(found):
                row = batch.slice(int(found[-1]), 1)
                level.open_with = {name: decode(row.column(name))[0].as_py() for name in level.leaves}
            if level.key:
                level.last_key = decode(batch.column(level.key))[batch.num_rows - 1].as_py()
        self._open = True

    def _opening(self, element: Element, cells: Mapping[str, pa.Array], rows: int) -> pa.StringArray:
        """Write the beginning of an element and all that comes before the next repeated one in it."""
        parts: list[pa.Array | pa.Scalar] = [texts([self._begin(element)])[0]]
        goes_on = element.goes_on()
        for one in element.children:
            if one is not goes_on:
                parts.append(self._whole(one, cells, rows))
            elif one.repeated is None:
                parts.append(self._opening(one, cells, rows))
        return _joined(parts, rows)

    def _whole(self, element: Element, cells: Mapping[str, pa.Array], rows: int) -> pa.StringArray:
        """Write an element that holds no repeated one; empty where it holds nothing."""
        if element.column is not None:
            return self._leaf(element.name, decode(cells[element.column]))
        inner = _joined([self._whole(one, cells, rows) for one in element.children], rows)
        around = texts([self._begin(element)])[0], inner, texts([self._end(element)])[0], texts([""])[0]
        return pc.if_else(pc.equal(inner, texts([""])[0]), texts([""])[0], pc.binary_join_element_wise(*around))

    def _leaf(self, name: str, cells: pa.StringArray) -> pa.StringArray:
        attribute = self._layout.attribute
        before, after = (f'<{name} {attribute}="', '"/>') if attribute else (f"<{name}>", f"</{name}>")
        ends = texts([before])[0], texts([after + self._line_end])[0], texts([""])[0]
        written = pc.binary_join_element_wise(ends[0], cells, ends[1], ends[2])
        empty = pc.fill_null(pc.equal(cells, texts([""])[0]), fill_value=True)
        return pc.if_else(empty, texts([""])[0], written)

    def _begin(self, element: Element) -> str:
        spaces = self._layout.namespaces if element is self._levels[0].element else {}
        declared = "".join(f" xmlns:{prefix}={quoteattr(address)}" for prefix, address in spaces.items())
        return f"<{element.name}{declared}>{self._line_end}"

    def _end(self, element: Element) -> str:
        return f"</{element.name}>{self._line_end}"

    def _ends(self, depth: int) -> str:
        """Close the elements of this level and of those in it, innermost first."""
        return "".join(
            self._end(one) for level in reversed(self._levels[depth:]) for one in reversed(_chain(level.element))
        )


def _levels(root: Element) -> Iterator[Element]:
    """Give the root, then each repeated element in the one before."""
    yield root
    inner = _chain(root)[-1].goes_on()
    if inner is not None:
        yield from _levels(inner)


def _chain(element: Element) -> list[Element]:
    """Return an element and those in it that hold the next repeated one."""
    found = [element]
    while (inner := found[-1].goes_on()) is not None and inner.repeated is None:
        found.append(inner)
    return found


def _own(element: Element) -> Iterator[str]:
    """Give the leaves of an element, without those of the next repeated one."""
    for one in element.children:
        if one.column is not None:
            yield one.column
        elif one.repeated is None:
            yield from _own(one)


def _escaped(values: pa.StringArray) -> pa.StringArray:
    for plain, written in ESCAPES.items():
        values = pc.replace_substring(values, pattern=plain, replacement=written)
    return values


def _joined(parts: Sequence[pa.Array | pa.Scalar], rows: int) -> pa.StringArray:
    blank = texts([""]).take(from_int64(np.zeros(rows, np.int64)))
    return pc.binary_join_element_wise(blank, *parts, texts([""])[0])


def _where(mask: Mask, text: pa.StringArray) -> pa.StringArray:
    return pc.if_else(from_bools(mask), text, texts([""])[0])
