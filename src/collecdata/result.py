"""What a conversion gives back to Python: tables on demand, the report, the issues."""

from __future__ import annotations

import html
import shutil
import weakref
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collecdata.flow.convert import Run
    from collecdata.issues import IssueLog
    from collecdata.report.model import Report

__all__ = ["Result"]


class Result:
    """A converted package. `result["compta.ecriture"]` is an Arrow table (it speaks the Arrow C stream protocol)."""

    def __init__(self, run: Run, kept: Path | None = None, sent: str = "", stays: Path | None = None) -> None:
        """Hold a run.

        Args:
            run: what came of it.
            kept: a folder of ours that goes with the result.
            sent: the address of its copy.
            stays: the folder of what was not sent there.
        """
        self._run = run
        self.sent = sent
        self._stays = stays
        if kept is not None:
            weakref.finalize(self, shutil.rmtree, kept, ignore_errors=True)

    @property
    def path(self) -> Path:
        """Folder of the package; where it was sent to an address (`sent`), the folder it was made in."""
        return self._run.path

    @property
    def confidentiel(self) -> Path | None:
        """Folder of rejects, anomalies and residues (raw values), if there is any."""
        here = None if self.sent else self.path / "confidentiel"
        return here if here is not None and here.is_dir() else self._stays

    @property
    def report(self) -> Report:
        """What the run says of itself."""
        return self._run.report

    @property
    def issues(self) -> IssueLog:
        """Everything found wrong: exact counts, first places."""
        return self._run.issues

    @property
    def balanced(self) -> bool:
        """Whether every physical line and every row is accounted for."""
        return self.report.balanced

    @property
    def exit_code(self) -> int:
        """What the command line would exit with."""
        return self._run.exit_code

    def __getitem__(self, table: str) -> pa.Table:
        files = self._run.tables[table]
        return pa.concat_tables(pq.read_table(file, partitioning=None) for file in files)

    def __iter__(self) -> Iterator[str]:
        return iter(self._run.tables)

    def __len__(self) -> int:
        return len(self._run.tables)

    def __contains__(self, table: object) -> bool:
        return table in self._run.tables

    def keys(self) -> list[str]:
        """Names of the tables written."""
        return list(self._run.tables)

    def __repr__(self) -> str:
        rows = {table.table: table.rows for table in self.report.tables}
        return f"<collecdata {self.report.state}: {rows}, {self.issues.errors} errors, {self.path}>"

    def _repr_html_(self) -> str:
        """Show itself in a notebook: state, tables, number of issues."""
        rows = "".join(
            f"<tr><td>{html.escape(one.table)}</td><td>{html.escape(one.siren)}</td><td>{one.rows}</td></tr>"
            for one in self.report.tables
        )
        counts = f"{self.report.state}, {self.issues.errors} / {self.issues.warnings}"
        return f"<p><b>collecdata</b> {html.escape(counts)}</p><table>{rows}</table>"
