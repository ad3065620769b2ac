"""Fix the layout of a file from samples of it: all that is decided once, so that workers decide nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.kernels.text import escape
from collecdata.readers.base import Layout
from collecdata.readers.csv.block import read_cells
from collecdata.readers.csv.cells import Block
from collecdata.readers.csv.convert import mostly_unique
from collecdata.readers.csv.dialect import Kind
from collecdata.readers.csv.encoding import guess_encoding, has_mark, over_ascii
from collecdata.readers.csv.findings import Findings
from collecdata.readers.csv.judge import without_empty_end
from collecdata.readers.csv.kinds import parts
from collecdata.readers.csv.names import Names, given_names, header_names
from collecdata.readers.csv.records import Grammar
from collecdata.readers.csv.samples import take_samples
from collecdata.readers.csv.sniff import line_end_fact, read_head
from collecdata.readers.magic import LABELS, kind_of_head
from collecdata.readers.rows import HEADER_SAMPLE, is_blank, kept

if TYPE_CHECKING:
    from collecdata.readers.csv.dialect import Dialect
    from collecdata.readers.csv.kinds import Part
    from collecdata.readers.csv.options import CsvOptions
    from collecdata.readers.csv.samples import Samples
    from collecdata.readers.csv.sniff import Head
    from collecdata.readers.source import Source

__all__ = ["inspect_file"]


def inspect_file(source: Source, options: CsvOptions) -> Layout:
    """Read samples of a file and fix its layout.

    Raises:
        InputError: a directory, not text, empty, without a header, not readable.
    """
    samples = take_samples(source)
    encoding = options.encoding
    if encoding is None or has_mark(samples.head):
        encoding = guess_encoding([samples.head, *samples.others]).encoding
    transcode = "" if over_ascii(encoding) else encoding
    if transcode:
        samples = take_samples(source, transcode)
    if (kind := kind_of_head(samples.head)) != "text":
        raise InputError("input.not_text", source=source.name, kind=LABELS[kind])
    head = read_head(samples.head, options, "utf-8" if transcode else encoding, whole=samples.whole)
    if options.record_sets:
        dialect = replace(head.dialect, transcode=transcode)
        dialect = replace(dialect, kinds=_kinds(dialect, options, samples.head, whole=samples.whole))
        return Layout(
            reader="csv",
            source=source,
            record_sets={
                kind.name: tuple(kind.dialect.columns[at] for at in kept(kind.dialect.columns))
                for kind in dialect.kinds
            },
            facts=_facts(dialect, encoding, head, samples.head),
            dialect=dialect,
        )
    names = _names(source, samples, head, options)
    dialect = replace(
        head.dialect,
        transcode=transcode,
        columns=names.columns,
        width=names.width,
        fewest=options.fewest(options.columns) or len(names.columns),
        header=without_empty_end(head.header.cells) if head.header else (),
    )
    dialect = replace(dialect, plain=_plain(dialect, samples.head))
    line = _line_of_header(dialect, head, samples.head)
    return Layout(
        reader="csv",
        source=source,
        record_sets={"": tuple(names.columns[at] for at in kept(names.columns))},
        facts=_facts(dialect, encoding, head, samples.head),
        dialect=dialect,
        issues=(*_titles(source, head, line), *names.at(source.name, line)),
    )


def _names(source: Source, samples: Samples, head: Head, options: CsvOptions) -> Names:
    below = [record.cells for record in head.below]
    if not options.header and (options.columns or any(map(any, below))):
        return given_names(options.columns, below)
    if head.header is None or is_blank([escape(cell) for cell in head.header.cells]):
        if samples.whole:
            raise InputError("file.no_record", source=source.name)
        raise InputError("header.missing", source=source.name)
    return header_names(head.header.cells, below, head.dialect.encoding)


def _kinds(dialect: Dialect, options: CsvOptions, sample: bytes, *, whole: bool) -> tuple[Kind, ...]:
    """Describe the types of record of a file, by the records of each at its head."""
    kinds = []
    for name, one in options.record_sets.items():
        marks = tuple(mark.encode(dialect.encoding) for mark in one.when.equals)
        own = replace(dialect, columns=one.columns, width=len(one.columns), fewest=options.fewest(one.columns))
        kinds.append(Kind(name, one.when.column - 1, marks, replace(own, plain=(True,) * len(one.columns))))
    end = len(sample) if whole else sample.rfind(dialect.eol) + 1
    data = bytearray(sample[dialect.start : end])
    lines = data.count(dialect.eol) + (len(data) > 0 and not data.endswith(dialect.eol))
    met = {
        part.kind.name: part
        for part in parts(replace(dialect, kinds=tuple(kinds)), Block(data, len(data), 1, lines))
        if part.kind
    }
    return tuple(_met(kind, met[kind.name]) if kind.name in met else kind for kind in kinds)


def _met(kind: Kind, part: Part) -> Kind:
    """Complete a type by its first records: how many cells they have, which columns are dictionaries."""
    records = [
        record.cells
        for record in islice(Grammar(kind.dialect).read_all(part.block.data, 0, part.block.stop), HEADER_SAMPLE)
    ]
    own = replace(kind.dialect, width=given_names(kind.dialect.columns, records).width)
    raw = read_cells(Grammar(own), part.block, Findings("", own))
    return replace(kind, dialect=replace(own, plain=tuple(map(mostly_unique, raw.columns))))


def _plain(dialect: Dialect, sample: bytes) -> tuple[bool, ...]:
    """Decide which columns are better off without a dictionary, on the first rows."""
    data = bytearray(sample[dialect.start :])
    block = Block(data, len(data), first_line=1, lines=-1, regular=False)
    return tuple(map(mostly_unique, read_cells(Grammar(dialect), block, Findings("", dialect)).columns))


def _line_of_header(dialect: Dialect, head: Head, sample: bytes) -> int:
    return sample.count(dialect.eol, 0, head.header.start) + 1 if head.header else 0


def _titles(source: Source, head: Head, line: int) -> tuple[Issue, ...]:
    titles = _title_texts(head)
    if not titles:
        return ()
    return (Issue("csv.title_lines", Severity.INFO, source=source.name, lines=(line,), count=len(titles)),)


def _title_texts(head: Head) -> list[str]:
    shown = ([escape(cell, head.dialect.encoding).strip() for cell in record.cells] for record in head.above)
    return [" ".join(filter(None, cells)) for cells in shown if any(cells)]


def _facts(dialect: Dialect, encoding: str, head: Head, sample: bytes) -> dict[str, str]:
    facts = {
        "encoding": encoding,
        "delimiter": dialect.delimiter.decode(dialect.encoding),
        "line_end": line_end_fact(dialect, sample),
        "quote": dialect.quote.decode() or "none",
    }
    if head.header is None and head.below:
        facts["columns"] = str(len(head.below[0].cells))
    if titles := _title_texts(head):
        facts["titles"] = "\n".join(titles)
    return facts
