"""Canonical tables as they fill: one ordered file a table (and a lot), measured as it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from collecdata.catalogue.arrow import arrow_schema, checked_schema
from collecdata.flow.measure import Measures, add_measures, measure
from collecdata.flow.stage import Stage
from collecdata.flow.watch import Watch
from collecdata.report.model import Period
from collecdata.report.privacy import SHOWN
from collecdata.sinks.parquet import ParquetSink, group_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from collecdata.catalogue.language import Dedupe
    from collecdata.catalogue.table import ForeignKey, Table
    from collecdata.flow.privacy import Privacy
    from collecdata.flow.unit import Part
    from collecdata.sinks.parquet import WrittenFile

__all__ = ["Account", "TableFile"]


@dataclass(slots=True)
class Account:
    """What one output block did with what it read: the second identity."""

    table: str
    read: int = 0
    filtered: int = 0
    rejected: int = 0
    expanded: int = 0
    deduplicated: int = 0
    written: int = 0

    @property
    def kept(self) -> int:
        """Source rows that gave rows."""
        return self.read - self.filtered - self.rejected

    def add(self, part: Part) -> None:
        """Count one more batch."""
        self.read += part.read
        self.filtered += part.filtered
        self.rejected += part.rejected
        self.expanded += part.expanded

    @property
    def balanced(self) -> bool:
        """Whether nothing is lost: what was made of the rows kept is written, or was a duplicate."""
        return self.kept >= 0 and self.written == self.expanded - self.deduplicated


@dataclass(slots=True)
class TableFile:
    """One table of one lot, being written: `privacy` is applied last, for which row is kept may hang on what goes."""

    table: Table
    path: Path
    scratch: Path
    privacy: Privacy
    metadata: Mapping[str, str]
    beside: int = 1
    """How many tables are filled together, this one included."""
    alone: bool = False
    """Whether who gives the rows encodes them too."""
    measures: Measures = field(default_factory=Measures)
    conflicts: int = 0
    unique: bool = False
    """Whether every row has a key of its own; known at the end."""
    checked_links: tuple[ForeignKey, ...] = ()
    """Foreign keys that could be checked: both sides have rows."""
    written: WrittenFile | None = None
    _schema: pa.Schema | None = None
    _sink: ParquetSink | None = None
    _stages: dict[Dedupe, Stage] = field(default_factory=dict)
    _watch: Watch | None = None
    _accounts: dict[str, Account] = field(default_factory=dict)
    """Of the blocks whose rows are set aside."""

    @property
    def schema(self) -> pa.Schema:
        """The columns of the file."""
        if self._schema is None:
            self._schema = self.privacy.schema(checked_schema(self.table))
        return self._schema

    def take(self, part: Part, account: Account, dedupe: Dedupe | None, left: float | None = None) -> None:
        """Write the rows of one batch, or set them aside when only one a key is kept.

        `left`: how many are thought to come for each that came.
        """
        account.add(part)
        if dedupe is not None:
            self._accounts[part.block] = account
            self._stage(dedupe).add(part.data, part.block)
        else:
            self._write(part.data, part.measures, left)
            account.written += part.data.num_rows

    def fill(self, rows: pa.RecordBatch) -> None:
        """Write rows that no block made, and no check saw."""
        self._schema = self.privacy.schema(arrow_schema(self.table))
        self._write(rows, measure(self.table, rows))

    def close(self, metadata: Mapping[str, str]) -> None:
        """Write what was set aside, after the rest, and close the file, `metadata` known only now added."""
        for stage in self._stages.values():
            for rows, by_block in stage.kept():
                self._write(rows, measure(self.table, rows))
                for block, count in by_block.items():
                    self._accounts[block].written += count
            for block, count in stage.dropped.items():
                self._accounts[block].deduplicated += count
            self.conflicts += stage.conflicts
        sink = self._open()
        self.written = sink.close(metadata)
        sink.commit()

    @property
    def quiet(self) -> frozenset[str]:
        """The rules of its domain that looked at all its rows, and found nothing."""
        return self._watch.quiet() if self._watch is not None else frozenset()

    def period(self) -> Period | None:
        """Return the first date field that has dates, with its ends, from the statistics of the file.

        A date of the key, as that of a closing, is the same on every row: any other is preferred. A date of a person
        is left out, for its ends are somebody's.
        """
        dates = [one for one in self.table.fields if one.type == "date" and one.confidentialite <= SHOWN]
        if not any(self.measures.filled.get(one.name) for one in dates):
            return None
        groups = pq.read_metadata(self.path)
        places = {groups.schema.column(i).name: i for i in range(groups.num_columns)}
        for one in sorted(dates, key=lambda one: one.name in self.table.primary_key):
            if self.measures.filled.get(one.name) and one.name in places:
                found = [groups.row_group(i).column(places[one.name]).statistics for i in range(groups.num_row_groups)]
                ends = [statistics for statistics in found if statistics is not None and statistics.has_min_max]
                if ends:
                    return Period(field=one.name, first=min(s.min for s in ends), last=max(s.max for s in ends))
        return None

    def abort(self) -> None:
        """Let go of everything on disk."""
        for stage in self._stages.values():
            stage.abort()
        if self._sink is not None:
            self._sink.abort()

    def _stage(self, dedupe: Dedupe) -> Stage:
        """Return where rows wait for those of the same key, from whatever block of the lot."""
        if dedupe not in self._stages:
            path = self.scratch / f"{self.table.id}-{len(self._stages)}.arrow"
            self._stages[dedupe] = Stage(path, arrow_schema(self.table), dedupe)
        return self._stages[dedupe]

    def _write(self, rows: pa.RecordBatch, measures: Measures, left: float | None = None) -> None:
        sink, kept = self._open(), self.privacy.apply(rows)
        come = self.measures.rows + measures.rows
        sink.write(kept, None if left is None else int(left * come))
        if self._watch is None:
            self._watch = Watch(self.table, self.schema.names)
        self._watch.add(kept)
        self.measures = add_measures(self.measures, measures)

    def _open(self) -> ParquetSink:
        if self._sink is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            room = group_bytes(self.beside)
            self._sink = ParquetSink(self.path, self.schema, self.metadata, group_bytes=room, alone=self.alone)
        return self._sink
