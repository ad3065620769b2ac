"""What a conversion gives back to Python: tables on demand, the report, the issues."""

from __future__ import annotations

import shutil
import weakref
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from collecdata.sinks.stored import read_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from collecdata.flow.convert import Run
    from collecdata.issues import IssueLog
    from collecdata.report.model import Report
    from collecdata.report.text import Summary
    from collecdata.sinks.stored import Stored

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

    @cached_property
    def report(self) -> Report:
        """What the run says of itself, as `rapport.json` does."""
        from collecdata.report.model import Report

        return Report.model_validate_json((self.path / "rapport.json").read_bytes())

    @property
    def summary(self) -> Summary:
        """The report in a few lines, whatever the number of collectivities."""
        return self._run.summary

    @property
    def issues(self) -> IssueLog:
        """Everything found wrong: exact counts, first places."""
        return self._run.issues

    @property
    def balanced(self) -> bool:
        """Whether every physical line and every row is accounted for."""
        return self.summary.standing.balanced

    @property
    def exit_code(self) -> int:
        """What the command line would exit with."""
        return self._run.exit_code

    def __getitem__(self, table: str) -> pa.Table:
        files = self._tables[table].files
        return pa.concat_tables(pq.read_table(file, partitioning=None) for file in files)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __contains__(self, table: object) -> bool:
        return table in self._tables

    def keys(self) -> list[str]:
        """Names of the tables written."""
        return list(self._tables)

    @cached_property
    def _tables(self) -> Mapping[str, Stored]:
        return read_package(self.path).tables

    def __repr__(self) -> str:
        state, rows = self.summary.standing.state, self.summary.rows
        return f"<collecdata {state}: {rows}, {self.issues.errors} errors, {self.path}>"

    def _repr_html_(self) -> str:
        """Show itself in a notebook: state, tables, number of issues."""
        import html

        found = self.summary
        rows = "".join(f"<tr><td>{html.escape(name)}</td><td>{rows}</td></tr>" for name, rows in found.rows.items())
        counts = f"{found.standing.state}, {self.issues.errors} / {self.issues.warnings}"
        return f"<p><b>collecdata</b> {html.escape(counts)}</p><table>{rows}</table>"
