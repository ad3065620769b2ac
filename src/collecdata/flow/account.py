"""The report of a run, lot by lot, filled from what was counted."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from collecdata.flow.fragment import Fragment, PartFile
from collecdata.messages import language
from collecdata.report import model
from collecdata.report.codes import code_uses
from collecdata.report.privacy import Classes
from collecdata.report.problems import problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from collecdata.flow.collect import TableFile
    from collecdata.flow.lot import FileAccount, LotRun
    from collecdata.flow.packaging import PackageInfo
    from collecdata.flow.totals import Expected
    from collecdata.issues import IssueLog

__all__ = ["fragment_of", "report_of"]

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


def report_of(
    fragments: Sequence[Fragment],
    log: IssueLog,
    info: PackageInfo,
    declared: Mapping[Expected, Decimal],
    lang: str | None,
) -> model.Report:
    """Put the parts of a run together, and say its issues in words."""
    names = dict.fromkeys(table.table for fragment in fragments for table in fragment.tables)
    tables = [info.catalogue.tables[name] for name in names]
    return model.Report(
        lang=language(lang),
        collecdata=version("collecdata"),
        adapters=tuple(_adapters(info)),
        schemas=info.schema_versions(tables),
        parameters=_joined(fragment.parameters for fragment in fragments),
        inputs=tuple(one for fragment in fragments for one in fragment.inputs),
        blocks=tuple(one for fragment in fragments for one in fragment.blocks),
        tables=tuple(one for fragment in fragments for one in fragment.tables),
        declared=tuple(_declared(total, found) for total, found in declared.items()),
        not_carried=tuple(one for fragment in fragments for one in fragment.not_carried),
        problems=problems(log, Classes.of(tables), lang),
    )


def _file(table: TableFile, folder: Path) -> PartFile:
    assert table.written is not None  # noqa: S101 - the caller chose those that are
    written = table.written
    path = table.path.relative_to(folder).as_posix()
    columns = tuple(table.schema.names)
    return PartFile(
        table=table.table.id, path=path, rows=written.rows, bytes=written.bytes, sha256=written.sha256, columns=columns
    )


def _adapters(info: PackageInfo) -> Iterator[model.AdapterUsed]:
    for folder in info.adapters.values():
        if (adapter := folder.adapter) is not None:
            yield model.AdapterUsed(
                id=adapter.id,
                version=adapter.version,
                digest=folder.digest,
                evidence=adapter.evidence,
                title=adapter.title,
            )


def _parameters(run: LotRun) -> dict[str, str]:
    """Show parameters; a table by its number of entries, for its keys may name people."""
    given = run.plan.params.items()
    return {name: value if isinstance(value, str) else f"table ({len(value)})" for name, value in given}


def _joined(parameters: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Put the parameters of lots together, each value once."""
    found: dict[str, dict[str, None]] = {}
    for one in parameters:
        for name, value in one.items():
            found.setdefault(name, {})[value] = None
    return {name: ", ".join(values) for name, values in found.items()}


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


def _declared(total: Expected, found: Decimal) -> model.Declared:
    return model.Declared(
        table=total.table,
        field=total.field,
        expected=total.value,
        found=found,
        siren=total.siren,
        source=total.source,
    )


def _not_carried(run: LotRun) -> Iterator[model.NotCarried]:
    for account in run.files:
        source = account.plan.layout.source.name
        for names in account.plan.residual.values():
            for name in names:
                filled = account.filled.get(name, 0)
                yield model.NotCarried(source=source, column=name, filled=filled, rows=account.rows)
