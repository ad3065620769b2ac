"""The reader `marcxml`: MARC in XML, by the reader `xml`, laid out as the reader `marc` does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import pyarrow as pa

from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import from_int64, integers, nulls, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import ID, LINE, REASONS, RESERVED, SURPLUS, Batch, Tally
from collecdata.readers.base import Layout, Split
from collecdata.readers.marc.options import MarcOptions
from collecdata.readers.marc.views import Views
from collecdata.readers.marcxml.forms import FIELDS, FORMS, RECORD, facts_of, form_of
from collecdata.readers.marcxml.records import records_of
from collecdata.readers.xml.reader import READER as XML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from collecdata.readers.base import Reader
    from collecdata.readers.marc.options import MarcSet
    from collecdata.readers.source import Source

__all__ = ["READER", "MarcXmlReader", "strange"]

_SEEN = 1 << 20


class _Dialect(NamedTuple):
    """What a worker needs to know of a file: what the reader `xml` knows of it, its form, what is asked. Picklable."""

    xml: Layout
    form: str
    sets: Mapping[str, MarcSet]
    ids: tuple[str, ...]


class MarcXmlReader:
    """MARC in XML: MARCXML, MarcXchange, XML of PMB. Without state."""

    name = "marcxml"
    options: type[BaseModel] = MarcOptions

    def fits(self, source: Source, head: bytes) -> bool:
        """Whether these bytes are mark-up with fields in it."""
        return XML.fits(source, head) and bool(form_of(head))

    def inspect(self, source: Source, options: BaseModel) -> Layout:
        """Fix form, record sets and facts from the head. Raises `InputError` where it has no field."""
        given = cast("MarcOptions", options)
        head = source.head(_SEEN)
        form = form_of(head)
        if not form:
            raise InputError("marc.other", source=source.name)
        xml = XML.inspect(source, FORMS[form].options(given.block))
        columns = {name: one.names for name, one in given.sets.items()}
        facts = {**xml.facts, "form": form, **facts_of(head)}
        return Layout(self.name, source, columns, facts, _Dialect(xml, form, dict(given.sets), given.id), xml.issues)

    def splits(self, layout: Layout, observe: Callable[[memoryview], object]) -> Iterator[Split]:
        """Cut the file between records, as the reader `xml` does."""
        dialect = cast("_Dialect", layout.dialect)
        for split in XML.splits(dialect.xml, observe):
            yield replace(split, layout=layout)

    def read(self, split: Split) -> Iterator[Batch]:
        """Read one piece: a batch for each record set."""
        layout = split.layout
        dialect = cast("_Dialect", layout.dialect)
        form = FORMS[dialect.form]
        found: dict[str, list[pa.RecordBatch]] = {}
        broken, tally = [np.zeros(0, np.int64)], Tally()
        rejects: list[pa.RecordBatch] = []
        issues: list[Issue] = []
        for batch in XML.read(replace(split, layout=dialect.xml)):
            if batch.record_set in form.sets:
                found.setdefault(batch.record_set, []).append(batch.data)
                issues += strange(batch, form.sets[batch.record_set][1])
            if batch.context and batch.record_set == RECORD:
                broken.append(integers(batch.data.column(ID)))
            if batch.rejects is not None and batch.record_set not in (RECORD, *FIELDS):
                rejects.append(_rejects(batch.rejects))
            issues += batch.issues
            tally += batch.tally
        records = records_of(found, form, np.concatenate(broken))
        issues += _said(layout.source.name, records.lines[records.repaired], "marc.unended")
        if "???" in records.odd_tags:
            lines = records.lines[records.field_record[records.field_tag == records.tag("???")]]
            issues += _said(layout.source.name, np.unique(lines), "marc.tag")
        views = Views(records, dialect.ids)
        for rank, (name, wanted) in enumerate(dialect.sets.items()):
            data = views.batch(wanted)
            if rank:
                yield Batch(layout.source.name, data, name)
                continue
            together = pa.Table.from_batches(rejects).combine_chunks().to_batches()[0] if rejects else None
            yield Batch(layout.source.name, data, name, tuple(issues), together, tally=tally)


READER: Reader = MarcXmlReader()


def strange(batch: Batch, known: Sequence[str]) -> Iterator[Issue]:
    """Say what a record holds that no record should: it is in no column."""
    for name in batch.data.schema.names:
        if name in known or name in RESERVED or name.startswith(("@", "#")):
            continue
        column = decode(batch.data.column(name))
        rows = np.flatnonzero(~nulls(column))
        if len(rows):
            lines, values = batch.data.column(LINE), column.take(from_int64(rows)).to_pylist()
            places = tuple(integers(lines)[rows].tolist())
            yield Issue(
                "marc.element", Severity.WARNING, column=name, source=batch.source, lines=places, values=tuple(values)
            )


def _said(source: str, lines: np.ndarray[tuple[int], np.dtype[np.int64]], code: str) -> Iterator[Issue]:
    if len(lines):
        yield Issue(code, Severity.WARNING, source=source, lines=tuple(lines.tolist()))


def _rejects(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Set aside elements that are not whole, with what was read of them."""
    cells = [decode(rows.column(name)).to_pylist() for name in rows.schema.names if name not in (LINE, REASONS)]
    text = texts([" ".join(column[row] or "" for column in cells) for row in range(rows.num_rows)])
    return pa.RecordBatch.from_arrays([text, rows.column(LINE), rows.column(REASONS)], names=[SURPLUS, LINE, REASONS])
