"""The report of a run, filled from what was counted."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from collecdata.messages import language
from collecdata.report import model
from collecdata.report.codes import code_uses
from collecdata.report.privacy import Classes
from collecdata.report.problems import problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from collecdata.flow.collect import TableFile
    from collecdata.flow.lot import FileAccount, LotRun
    from collecdata.flow.packaging import PackageInfo
    from collecdata.flow.totals import Expected
    from collecdata.issues import IssueLog

__all__ = ["report_of"]

ENCODING, SEPARATOR = "encoding", "delimiter"


def report_of(
    runs: Sequence[LotRun],
    log: IssueLog,
    info: PackageInfo,
    declared: Mapping[Expected, Decimal],
    lang: str | None,
) -> model.Report:
    """Make the report of a run. Values of personal fields are masked, keys of pseudonyms are nowhere."""
    tables = [table for run in runs for table in run.tables.values()]
    classes = Classes.of(dict.fromkeys(table.table for table in tables))
    return model.Report(
        lang=language(lang),
        collecdata=version("collecdata"),
        adapters=tuple(_adapters(info)),
        schemas=info.schema_versions(table.table for table in tables),
        parameters=_parameters(runs),
        inputs=tuple(_input(run, account) for run in runs for account in run.files),
        blocks=tuple(_blocks(runs)),
        tables=tuple(_table(run, table, log, info, classes) for run in runs for table in run.tables.values()),
        declared=tuple(_declared(total, found) for total, found in declared.items()),
        not_carried=tuple(_not_carried(runs)),
        problems=problems(log, classes, lang),
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


def _parameters(runs: Iterable[LotRun]) -> dict[str, str]:
    """Show parameters; a table by its number of entries, for its keys may name people."""
    shown: dict[str, str] = {}
    for run in runs:
        for name, value in run.plan.params.items():
            text = value if isinstance(value, str) else f"table ({len(value)})"
            shown[name] = text if shown.get(name, text) == text else f"{shown[name]}, {text}"
    return shown


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


def _blocks(runs: Iterable[LotRun]) -> Iterator[model.Block]:
    for run in runs:
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


def _table(run: LotRun, table: TableFile, log: IssueLog, info: PackageInfo, classes: Classes) -> model.TableWritten:
    measures = table.measures
    return model.TableWritten(
        table=table.table.id,
        title=table.table.title,
        siren=run.plan.siren,
        path=table.path.relative_to(info.folder).as_posix(),
        rows=measures.rows,
        distinct_keys=measures.rows if table.unique else None,
        period=table.period(),
        sums=tuple(
            model.Sum(field=name, exercice=year, value=value) for (name, year), value in sorted(measures.sums.items())
        ),
        filled=dict(measures.filled),
        codes=code_uses(table.table.id, measures.codes, classes),
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


def _not_carried(runs: Iterable[LotRun]) -> Iterator[model.NotCarried]:
    for run in runs:
        for account in run.files:
            source = account.plan.layout.source.name
            for names in account.plan.residual.values():
                for name in names:
                    filled = account.filled.get(name, 0)
                    yield model.NotCarried(source=source, column=name, filled=filled, rows=account.rows)
