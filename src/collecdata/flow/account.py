"""The part of a report that one lot has, filled from what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.flow.fragment import Fragment, PartFile
from collecdata.report import model
from collecdata.report.codes import code_uses
from collecdata.report.privacy import Classes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collecdata.flow.collect import TableFile
    from collecdata.flow.lot import FileAccount, LotRun
    from collecdata.issues import IssueLog

__all__ = ["fragment_of"]

ENCODING, SEPARATOR = "encoding", "delimiter"


def fragment_of(run: LotRun, log: IssueLog, folder: Path) -> Fragment:
    """Make the part of one lot. Values of personal fields are masked, keys of pseudonyms are nowhere.

    Args:
        run: the lot, its tables closed.
        log: its issues.
        folder: what paths are relative to.
    """
    classes = Classes.of(table.table for table in run.tables.values())
    return Fragment(
        siren=run.plan.siren,
        parameters=_parameters(run),
        inputs=tuple(_input(run, account) for account in run.files),
        blocks=tuple(_blocks(run)),
        tables=tuple(_table(run, table, log, folder, classes) for table in run.tables.values()),
        not_carried=tuple(_not_carried(run)),
        files=tuple(_file(table, folder) for table in run.tables.values() if table.written is not None),
    )


def _file(table: TableFile, folder: Path) -> PartFile:
    assert table.written is not None  # noqa: S101 - the caller chose those that are
    written = table.written
    path = table.path.relative_to(folder).as_posix()
    columns = tuple(table.schema.names)
    return PartFile(
        table=table.table.id, path=path, rows=written.rows, bytes=written.bytes, sha256=written.sha256, columns=columns
    )


def _parameters(run: LotRun) -> dict[str, str]:
    """Show parameters; a table by its number of entries, for its keys may name people."""
    given = run.plan.params.items()
    return {name: value if isinstance(value, str) else f"table ({len(value)})" for name, value in given}


def _input(run: LotRun, account: FileAccount) -> model.InputFile:
    layout = account.plan.layout
    adapter, _, name = account.plan.input.partition("/")
    facts = dict(layout.facts)
    return model.InputFile(
        name=layout.source.name,
        sha256=account.sha256,
        bytes=account.bytes,
        siren=run.plan.siren,
        adapter=adapter,
        input=name,
        reader=layout.reader,
        encoding=facts.pop(ENCODING, ""),
        separator=facts.pop(SEPARATOR, ""),
        facts=facts,
        identity=model.Identity.of(account.tally),
        partial=account.partial,
    )


def _blocks(run: LotRun) -> Iterator[model.Block]:
    for name, account in run.accounts.items():
        yield model.Block(
            name=name,
            table=account.table,
            siren=run.plan.siren,
            read=account.read,
            kept=account.kept,
            filtered=account.filtered,
            rejected=account.rejected,
            expanded=account.expanded,
            deduplicated=account.deduplicated,
            written=account.written,
        )


def _table(run: LotRun, table: TableFile, log: IssueLog, folder: Path, classes: Classes) -> model.TableWritten:
    measures = table.measures
    fields = {field.name: place for place, field in enumerate(table.table.fields)}
    codes = dict(sorted(measures.codes.items(), key=lambda one: fields[one[0][0]]))
    return model.TableWritten(
        table=table.table.id,
        title=table.table.title,
        siren=run.plan.siren,
        path=table.path.relative_to(folder).as_posix(),
        rows=measures.rows,
        distinct_keys=measures.rows if table.unique else None,
        period=table.period(),
        sums=tuple(
            model.Sum(field=name, exercice=year, value=value) for (name, year), value in sorted(measures.sums.items())
        ),
        filled=dict(measures.filled),
        codes=code_uses(table.table.id, codes, classes),
        orphans=tuple(_orphans(table, log)),
    )


def _orphans(table: TableFile, log: IssueLog) -> Iterator[model.Orphans]:
    for link in table.checked_links:
        names = ", ".join(link.fields)
        found = sum(
            issue.count
            for issue in log
            if issue.code == "key.foreign" and issue.table == table.table.id and issue.field == names
        )
        yield model.Orphans(fields=link.fields, reference=link.table, count=found)


def _not_carried(run: LotRun) -> Iterator[model.NotCarried]:
    for account in run.files:
        source = account.plan.layout.source.name
        for names in account.plan.residual.values():
            for name in names:
                filled = account.filled.get(name, 0)
                yield model.NotCarried(source=source, column=name, filled=filled, rows=account.rows)
