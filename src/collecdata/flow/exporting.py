"""The way out: a package as CSV or a workbook, or the files that another product imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from collecdata.catalogue.export_language import file_name
from collecdata.catalogue.nearest import nearest
from collecdata.errors import UsageError
from collecdata.flow.params import resolve_export
from collecdata.flow.publication import allow_package
from collecdata.issues import Issue, IssueLog, Severity
from collecdata.kernels.buffers import from_int64
from collecdata.kernels.distinct import decode
from collecdata.kernels.equality import repeated, row_labels
from collecdata.kernels.stream import LINE, SOURCE
from collecdata.mapping.brought import Brought, loads
from collecdata.mapping.counted import Counted
from collecdata.mapping.export import Before, compile_export, run_export
from collecdata.report.exported import export_text
from collecdata.report.privacy import Classes
from collecdata.report.problems import problems
from collecdata.sinks.csv import export_csv
from collecdata.sinks.stored import read_package
from collecdata.sinks.textfile import TextFile
from collecdata.sinks.xlsx import export_xlsx
from collecdata.writers import writer_of
from collecdata.writers.marc.added import Added, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.export_language import ExportFile
    from collecdata.domains import Publication
    from collecdata.flow.params import Given
    from collecdata.mapping.export import Exported as ExportedRows
    from collecdata.mapping.export import ExportPlan
    from collecdata.sinks.draft import WrittenFile
    from collecdata.sinks.stored import Package, Stored
    from collecdata.writers.base import Writer

__all__ = ["Exported", "export", "to_product"]

CSV, XLSX = "csv", "xlsx"


@dataclass(slots=True)
class Exported:
    """What was written. `read` = `filtered` + `left_out` + `merged` + the rows of `files`, for a product's layout.

    `merged` are rows that another row of the file counts.
    """

    format: str
    files: list[WrittenFile] = field(default_factory=list)
    issues: IssueLog = field(default_factory=IssueLog)
    read: int = 0
    filtered: int = 0
    left_out: int = 0
    merged: int = 0
    classes: Classes = field(default_factory=Classes)
    lang: str | None = None

    @property
    def exit_code(self) -> int:
        """0: all good; 1: rows were left out, or codes are unknown."""
        return 1 if self.issues.errors else 0

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as plain data, personal values masked."""
        return {
            "format": self.format,
            "files": [{"path": str(one.path), "rows": one.rows, "sha256": one.sha256} for one in self.files],
            "read": self.read,
            "filtered": self.filtered,
            "left_out": self.left_out,
            "merged": self.merged,
            "problems": [one.model_dump(mode="json") for one in problems(self.issues, self.classes, self.lang)],
        }

    def text(self) -> str:
        """Return a summary for a terminal."""
        found = problems(self.issues, self.classes, self.lang)
        files = [(str(one.path), one.rows) for one in self.files]
        gone = self.filtered, self.left_out, self.merged
        return export_text(files, found, read=self.read, gone=gone, lang=self.lang)


def export(
    path: Path,
    to: str,
    out: Path,
    params: Mapping[str, Given],
    catalogue: Catalogue,
    lang: str | None,
    publication: Publication | None = None,
) -> Exported:
    """Write a package in a format.

    Raises:
        UsageError: no such format, not a package, a parameter missing, the target cannot be written; or what is
            written is to be published (`publication`) and may not be.
    """
    package = read_package(path)
    if publication is not None:
        allow_package(package, publication)
    tables = [catalogue.tables[name] for name in package.tables if name in catalogue.tables]
    done = Exported(to, classes=Classes.of(tables), lang=lang)
    if to == CSV:
        done.files += export_csv(package, out, catalogue.codes)
    elif to == XLSX:
        workbook = out if out.suffix.lower() == ".xlsx" else out / f"{path.resolve().name}.xlsx"
        file, issues = export_xlsx(package, workbook, catalogue.codes)
        done.files.append(file)
        done.issues.extend(issues)
    else:
        to_product(package, _way_out(to, catalogue), out, params, catalogue, done)
    return done


def _way_out(name: str, catalogue: Catalogue) -> AdapterFolder:
    ways = {key: folder for key, folder in catalogue.adapters.items() if folder.export is not None}
    if name not in ways:
        known = (CSV, XLSX, *ways)
        raise UsageError("usage.unknown_format", value=name, nearest=nearest(name, known) or "", known=", ".join(known))
    return ways[name]


def to_product(
    package: Package,
    folder: AdapterFolder,
    out: Path,
    params: Mapping[str, Given],
    catalogue: Catalogue,
    done: Exported,
) -> None:
    """Write what one product imports, by an adapter that has a way out; `done` is added to.

    Raises:
        UsageError: no table that it takes, a parameter missing, or the target cannot be written.
    """
    assert folder.export is not None  # noqa: S101 - chosen for its way out
    values = resolve_export(folder.export, params)
    if not any(file.from_ in package.tables for file in folder.export.files):
        wanted = ", ".join(dict.fromkeys(file.from_ for file in folder.export.files))
        raise UsageError("usage.no_table_to_export", wanted=wanted, found=", ".join(package.tables))
    for file in folder.export.files:
        if file.from_ in package.tables:
            layout = _Layout(file, compile_export(folder, file, catalogue.tables, values), values, done)
            plans = [compile_export(folder, zone.rows, catalogue.tables, values) for zone in file.zones]
            layout.added = layout.zones(package, plans) if plans else None
            layout.write(package, out)


@dataclass(slots=True)
class _Layout:
    """One file of the layout, or one a combination of `group_by`, being written."""

    file: ExportFile
    plan: ExportPlan
    values: Mapping[str, str]
    done: Exported
    open_files: dict[Path, tuple[TextFile, Writer]] = field(default_factory=dict)
    before: dict[Path, Before] = field(default_factory=dict)
    counted: dict[Path, Counted] = field(default_factory=dict)
    added: Added | None = None

    def zones(self, package: Package, plans: Sequence[ExportPlan]) -> Added:
        """Read the fields that records are given besides their own, whole."""
        made: list[pa.RecordBatch] = []
        count = 0
        for zone, plan in zip(self.file.zones, plans, strict=True):
            if plan.table not in package.tables:
                self.done.issues.add(
                    Issue("write.table_absent", Severity.INFO, table=plan.table, params={"alias": zone.zone})
                )
                continue
            brought = self._brought(package, plan)
            for rows in self._batches(package.tables[plan.table], plan.fields, plan.kinds):
                found = run_export(plan, rows, brought)
                self._account(found)
                made.append(laid_out(found.data, zone.zone, zone.indicators, count))
                count += found.data.num_rows
        return Added(made)

    def write(self, package: Package, out: Path) -> None:
        """Write the rows of a package."""
        try:
            brought = self._brought(package, self.plan)
            for rows in self._rows(package.tables[self.file.from_]):
                for named, part in _groups(rows, self.file.group_by):
                    self._write(part, brought, out / file_name(self.file.name, {**self.values, **named}))
            for path, counted in self.counted.items():
                self._write_counted(path, counted)
            for target, writer in self.open_files.values():
                target.write(writer.footer(), self.added.written if self.added else 0)
                self.done.files.append(target.commit())
            self._say_added()
        finally:
            for target, _ in self.open_files.values():
                target.abort()

    def _say_added(self) -> None:
        """Say what fields no record was there for."""
        if self.added is None:
            return
        self.done.left_out += self.added.lost
        if missing := self.added.without_record:
            lines = tuple(range(1, len(missing) + 1))
            issue = Issue(
                "write.marc_without_record", Severity.ERROR, column="notice", lines=lines, values=tuple(missing)
            )
            self.done.issues.add(issue)

    def _account(self, made: ExportedRows) -> None:
        self.done.issues.extend(made.issues)
        self.done.read += made.read
        self.done.filtered += made.filtered
        self.done.left_out += len(made.rejected)

    def _brought(self, package: Package, plan: ExportPlan) -> dict[str, Brought]:
        """Read what lookups bring, whole; a table that the package does not have brings nothing, and is told."""
        found: dict[str, Brought] = {}
        for lookup, aliases in loads(plan.lookups):
            if lookup.table in package.tables:
                names = tuple(name for name, _ in lookup.read)
                one = Brought.load(self._batches(package.tables[lookup.table], names, dict(lookup.read)), lookup)
                found |= dict.fromkeys(aliases, one)
            else:
                params = {"alias": ", ".join(aliases)}
                self.done.issues.add(Issue("write.table_absent", Severity.INFO, table=lookup.table, params=params))
        return found

    def _rows(self, stored: Stored) -> Iterator[pa.RecordBatch]:
        """Read the columns the plan needs; sorting, and keeping last rows, take the whole table in memory."""
        file = self.file
        names = tuple(dict.fromkeys((*self.plan.fields, *file.group_by, *file.sort, *file.last_of)))
        batches = self._batches(stored, names, self.plan.kinds)
        if not file.sort and not file.last_of:
            yield from batches
            return
        table = pa.Table.from_batches(list(batches))
        if file.sort:
            table = table.sort_by([(name, "ascending") for name in file.sort])
        for batch in table.combine_chunks().to_batches():
            yield self._last(batch) if file.last_of else batch

    def _last(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Keep the last row of each combination of `last_of`; the others are filtered."""
        gone = repeated(row_labels([rows.column(name) for name in self.file.last_of]), "last")
        self.done.read += int(gone.sum())
        self.done.filtered += int(gone.sum())
        return rows.take(from_int64(np.flatnonzero(~gone)))

    def _batches(
        self, stored: Stored, names: Sequence[str], kinds: Mapping[str, pa.DataType]
    ) -> Iterator[pa.RecordBatch]:
        """Read columns of a table; those left out of the result (as personal) are empty, and told."""
        absent = [name for name in names if name not in stored.columns]
        for name in absent:
            self.done.issues.add(Issue("write.field_absent", Severity.WARNING, table=stored.id, field=name))
        for batch in stored.batches([name for name in names if name not in absent]):
            for name in absent:
                batch = batch.append_column(name, pa.nulls(batch.num_rows, kinds[name]))  # noqa: PLW2901
            yield batch

    def _write(self, rows: pa.RecordBatch, brought: Mapping[str, Brought], path: Path) -> None:
        """Write some rows of one file; a file that no row is for is not made."""
        before = self.before.setdefault(path, Before())
        made = run_export(self.plan, rows, brought, before)
        self._account(made)
        if made.filtered == made.read:
            return
        kept, data = from_int64(made.rows), made.data
        for name in (SOURCE, LINE):
            data = data.append_column(name, decode(rows.column(name).take(kept)))
        if counting := self.file.counted:
            name, column = counting
            self.counted.setdefault(path, Counted(name, column.count or ())).add(data)
        else:
            self._put(path, data)

    def _write_counted(self, path: Path, counted: Counted) -> None:
        """Write the rows of a file that counts; those of fewer than asked are filtered."""
        name, column = self.file.counted or ("", None)
        fewest = self.values.get(column.at_least or "", "") if column else ""
        data, below = counted.result(int(fewest or 1))
        if data is None:
            return
        self.done.filtered += below
        self.done.merged += int(counted.counts.sum()) - below - data.num_rows
        if below:
            params = {"fewest": fewest}
            self.done.issues.add(Issue("write.below", Severity.INFO, column=name, count=below, params=params))
        if data.num_rows:
            self._put(path, data)

    def _put(self, path: Path, data: pa.RecordBatch) -> None:
        """Write text rows to a file, opened if it is not."""
        if path not in self.open_files:
            self.open_files[path] = TextFile(path), writer_of(self.file, self.added)
            self.open_files[path][0].write(self.open_files[path][1].header())
        target, writer = self.open_files[path]
        encoded = writer.write(data)
        target.write(encoded.data, encoded.rows)
        self.done.issues.extend(encoded.issues)
        self.done.left_out += encoded.left_out


def _groups(rows: pa.RecordBatch, names: Sequence[str]) -> Iterator[tuple[dict[str, Any], pa.RecordBatch]]:
    """Cut a batch by the values of some fields, in order of first appearance."""
    if not names:
        yield {}, rows
        return
    labels = row_labels([rows.column(name) for name in names])
    _, first, group = np.unique(labels, return_index=True, return_inverse=True)
    for place in np.argsort(first, kind="stable"):
        part = rows.take(from_int64(np.flatnonzero(group == place)))
        yield {name: decode(part.column(name))[0].as_py() for name in names}, part
