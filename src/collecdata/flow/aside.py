"""What does not go into the tables: rejected rows, columns nothing uses, every issue. Class 4, apart."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from collecdata.issues import IssueLog
from collecdata.kernels.stream import LINE, RESERVED, SOURCE
from collecdata.sinks.anomalies import AnomaliesSink
from collecdata.sinks.rejects import Dialect, RejectsSink
from collecdata.sinks.residus import residus_sink

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from collecdata.flow.unit import FilePlan
    from collecdata.readers.base import Layout
    from collecdata.sinks.parquet import ParquetSink

__all__ = ["ANOMALIES", "FOLDER", "Aside"]

FOLDER, REJECTS, RESIDUES, ANOMALIES = "confidentiel", "rejets", "residus", "anomalies.parquet"
LINE_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
"""How the fact `line_end` is written; a mixture is mended to the default."""


class Aside:
    """The folder `confidentiel/` of one run; with `counts_only`, nothing is written and only counts remain."""

    def __init__(self, folder: Path, *, counts_only: bool = False) -> None:
        self.folder = folder / FOLDER
        self._counts_only = counts_only
        self._rejects: dict[str, RejectsSink] = {}
        self._residues: dict[str, ParquetSink] = {}
        self._anomalies = None if counts_only else AnomaliesSink(self.folder / ANOMALIES)
        self.log = IssueLog(stream=self._anomalies.write if self._anomalies else None)

    def reject(self, plan: FilePlan, record_set: str, rows: pa.RecordBatch, lot: str) -> None:
        """Keep rows in their file's own columns and name: a corrected reject file is recognised as the input was."""
        if self._counts_only:
            return
        name = plan.layout.source.name
        if record_set not in self._rejects:
            suffix = f".{record_set}.csv" if record_set else ".csv"
            path = self.folder / REJECTS / lot / PurePosixPath(name).with_suffix(suffix)
            columns = [column for column in rows.schema.names if column not in RESERVED]
            self._rejects[record_set] = RejectsSink(path, columns, _dialect(plan.layout))
        self._rejects[record_set].write(rows, name)

    def keep(self, plan: FilePlan, record_set: str, rows: pa.RecordBatch, lot: str) -> None:
        """Keep the cells of columns that nothing uses."""
        if self._counts_only:
            return
        if record_set not in self._residues:
            suffix = f".{record_set}.parquet" if record_set else ".parquet"
            path = self.folder / RESIDUES / lot / PurePosixPath(f"{plan.layout.source.name}{suffix}")
            columns = [column for column in rows.schema.names if column not in (SOURCE, LINE)]
            self._residues[record_set] = residus_sink(path, columns)
        self._residues[record_set].write(rows)

    def end_of_file(self) -> None:
        """Finish what was set aside of one input: the next one has files of its own."""
        for rejects in self._rejects.values():
            rejects.commit()
            self.log.extend(rejects.issues)
        for residue in self._residues.values():
            residue.commit()
        self._rejects.clear()
        self._residues.clear()

    def copy(self, anomalies: Path) -> None:
        """Append the anomalies that another wrote."""
        if self._anomalies is not None:
            self._anomalies.copy(anomalies)

    def close(self) -> None:
        """Finish."""
        self.end_of_file()
        if self._anomalies is not None:
            self._anomalies.commit()

    def abort(self) -> None:
        """Leave nothing behind."""
        for sink in (*self._rejects.values(), *self._residues.values(), self._anomalies):
            if sink is not None:
                sink.abort()


def _dialect(layout: Layout) -> Dialect:
    """Write the way the input was; a file that was no delimited text gets the defaults."""
    facts, usual = layout.facts, Dialect()
    if "delimiter" not in facts:
        return usual
    return Dialect(
        delimiter=facts["delimiter"],
        encoding=facts.get("encoding", usual.encoding),
        line_end=LINE_ENDS.get(facts.get("line_end", ""), usual.line_end),
        quote="" if facts.get("quote") == "none" else facts.get("quote", usual.quote),
    )
