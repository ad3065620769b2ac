"""The reader `properties`: the reader `xml` finds elements and properties, each element becomes a row."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import pyarrow as pa

from collecdata.errors import InputError
from collecdata.issues import Severity
from collecdata.kernels.buffers import from_int64, integers, nulls, texts
from collecdata.kernels.distinct import decode, places
from collecdata.kernels.stream import ID, LINE, PARENT, RANK, REASONS, RESERVED, SURPLUS, Batch, Tally
from collecdata.readers.base import Layout, Split
from collecdata.readers.nested.findings import Findings
from collecdata.readers.properties.options import ITEM, PROPERTY, PropertiesOptions
from collecdata.readers.xml.reader import READER as XML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray
    from pydantic import BaseModel

    from collecdata.issues import Issue
    from collecdata.readers.base import Reader
    from collecdata.readers.source import Source

    Rows = NDArray[np.int64]

__all__ = ["READER", "PropertiesReader"]

_SEEN = 1 << 20
_LIKE = re.compile(rb"<(?:\w+:)?\w+\s[^<>]*\bname=[\"'][^<>]*\bvalue=[\"']")
_PLACES = (LINE, ID, PARENT, RANK)


class _Dialect(NamedTuple):
    """What a worker needs to know of a file: what the reader `xml` knows of it, what is asked, columns. Picklable."""

    xml: Layout
    asked: PropertiesOptions
    columns: tuple[str, ...]


class PropertiesReader:
    """Lists of properties. Without state: all that is known of a file is in its layout."""

    name = "properties"
    options: type[BaseModel] = PropertiesOptions

    def fits(self, source: Source, head: bytes) -> bool:
        """Whether these bytes are mark-up with named values in it."""
        return XML.fits(source, head) and _LIKE.search(head) is not None

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix the columns from the first properties. Raises `InputError` where there is none."""
        asked = cast("PropertiesOptions", options)
        head = source.head(_SEEN)
        tags = re.findall(rb"<(?:\w+:)?%s\b([^<>]*)>" % re.escape(asked.property.encode()), head)
        attribute = re.compile(rb"\b%s\s*=\s*(?:\"([^\"]*)\"|'([^']*)')" % re.escape(asked.name.encode()))
        raw = [found[1] or found[2] for tag in tags if (found := attribute.search(tag))]
        if not raw or not re.search(rb"<(?:\w+:)?%s\b" % re.escape(asked.item.encode()), head):
            raise InputError("xml.other", source=source.name, found="", expected=f"{asked.item}/{asked.property}")
        xml = XML.inspect(source, asked.xml())
        codec = xml.facts["encoding"]
        names = (unescape(one.decode(codec, "replace")).strip() for one in dict.fromkeys(raw))
        own = (name for name in xml.record_sets[ITEM] if name not in RESERVED)
        columns = tuple(dict.fromkeys((*asked.columns, *own, *names)))
        return Layout(self.name, source, {ITEM: columns}, xml.facts, _Dialect(xml, asked, columns), xml.issues)

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Cut the file between elements, as the reader `xml` does."""
        dialect = cast("_Dialect", layout.dialect)
        for split in XML.splits(dialect.xml, observe):
            yield replace(split, layout=layout)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one piece: one batch."""
        dialect = cast("_Dialect", split.layout.dialect)
        found: dict[str, list[pa.RecordBatch]] = {ITEM: [], PROPERTY: []}
        aside: list[pa.RecordBatch] = []
        issues: list[Issue] = []
        tally = Tally()
        for batch in XML.read(replace(split, layout=dialect.xml)):
            if batch.record_set in found and not batch.context:
                found[batch.record_set].append(batch.data)
            if batch.rejects is not None:
                aside.append(batch.rejects)
            issues += batch.issues
            tally += batch.tally
        findings = Findings(split.layout.source.name)
        data, left = _rows(found, dialect, findings)
        aside += left
        rejects = _aside(aside, data) if aside else None
        issues += findings.issues()
        yield Batch(split.layout.source.name, data, ITEM, tuple(issues), rejects, tally=tally)


READER: Reader = PropertiesReader()


def _rows(
    found: dict[str, list[pa.RecordBatch]], dialect: _Dialect, findings: Findings
) -> tuple[pa.RecordBatch, list[pa.RecordBatch]]:
    """Lay properties out, each in the row of what holds it; also return those that nothing whole holds."""
    items, held = _whole(found[ITEM]), _whole(found[PROPERTY])
    count = 0 if items is None else items.num_rows
    columns = {name: texts([None] * count) for name in dialect.columns}
    stand = {name: from_int64(np.zeros(0, np.int64)) for name in _PLACES}
    if items is not None:
        columns |= {name: decode(items.column(name)) for name in items.schema.names if name in columns}
        stand = {name: items.column(name) for name in _PLACES}
    if held is None:
        return _batch(columns, stand), []
    ids, parents = integers(stand[ID]), integers(held.column(PARENT))
    row = np.searchsorted(ids, parents)
    known = row < count
    known[known] = ids[row[known]] == parents[known]
    names, values = (decode(held.column(f"@{one}")) for one in (dialect.asked.name, dialect.asked.value))
    place = places(names, dialect.columns)
    slot = place * count + row
    taken = np.flatnonzero(known & (place >= 0))
    first = np.full(len(dialect.columns) * count, -1, np.int64)
    first[slot[taken][::-1]] = taken[::-1]  # of two for one cell the first is written last
    for number in np.unique(place[taken]).tolist():
        cells = first[number * count : (number + 1) * count]
        columns[dialect.columns[number]] = values.take(from_int64(np.maximum(cells, 0), cells < 0))
    again = taken[first[slot[taken]] != taken]
    lines = integers(held.column(LINE))
    for code, rows in (("cell.repeated", again), ("column.late", np.flatnonzero(known & (place < 0)))):
        for one in rows.tolist():
            name, value = names[one].as_py() or "", values[one].as_py()
            findings.note(
                code, Severity.ERROR, int(lines[one]), column=name, value=value, record_set=dialect.asked.item
            )
    lost = np.flatnonzero(~known)
    return _batch(columns, stand), [held.take(from_int64(lost))] if len(lost) else []


def _whole(parts: Sequence[pa.RecordBatch]) -> pa.RecordBatch | None:
    """Put rows together in the order of the file."""
    if not parts:
        return None
    names = parts[0].schema.names
    joined = [pa.concat_arrays([decode(part.column(name)) for part in parts]) for name in names]
    whole = pa.RecordBatch.from_arrays(joined, names=names)
    return whole.take(from_int64(np.argsort(integers(whole.column(ID)), kind="stable"))) if len(parts) > 1 else whole


def _batch(columns: dict[str, pa.Array], stand: dict[str, pa.Array]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([*columns.values(), *stand.values()], names=[*columns, *stand])


def _aside(parts: Sequence[pa.RecordBatch], data: pa.RecordBatch) -> pa.RecordBatch:
    """Set aside what is not whole, with what was read of it."""
    lines: list[int] = []
    said: list[str] = []
    reasons: list[str] = []
    for part in parts:
        cells = [decode(part.column(name)) for name in part.schema.names if name not in (*_PLACES, REASONS)]
        shown = [one.to_pylist() for one in cells if not nulls(one).all()]
        said += [" ".join(str(cell) for cell in row if cell is not None) for row in zip(*shown, strict=True)]
        said += [""] * (part.num_rows if not shown else 0)
        lines += integers(part.column(LINE)).tolist()
        reasons += (
            part.column(REASONS).to_pylist() if REASONS in part.schema.names else ["xml.malformed"] * part.num_rows
        )
    own = [name for name in data.schema.names if name not in _PLACES]
    arrays = [*(texts([None] * len(lines)) for _ in own), texts(said), from_int64(np.array(lines)), texts(reasons)]
    return pa.RecordBatch.from_arrays(arrays, names=[*own, SURPLUS, LINE, REASONS])
