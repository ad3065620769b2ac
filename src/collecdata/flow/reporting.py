"""The report of a run: lots are added one by one, what is said of all of them last."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from collecdata.messages import language
from collecdata.report import model
from collecdata.report.files import ReportFiles
from collecdata.report.privacy import Classes
from collecdata.report.problems import problems
from collecdata.sinks.draft import writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal
    from pathlib import Path

    from collecdata.flow.fragment import Fragment
    from collecdata.flow.packaging import PackageInfo
    from collecdata.flow.totals import Expected
    from collecdata.issues import IssueLog
    from collecdata.report.text import Summary

__all__ = ["write_report"]


def write_report(
    path: Path,
    fragments: Iterable[Fragment],
    log: IssueLog,
    info: PackageInfo,
    declared: Mapping[Expected, Decimal],
    lang: str | None,
) -> Summary:
    """Write the report of some lots, `path` with the suffixes `.json` and `.md`.

    Raises:
        UsageError: the disk is full, or the folder cannot be written.
    """
    names: dict[str, None] = {}
    parameters: dict[str, dict[str, None]] = {}
    with writing(path), ReportFiles(language(lang)) as files:
        for fragment in fragments:
            files.add(fragment)
            names |= dict.fromkeys(table.table for table in fragment.tables)
            for name, value in fragment.parameters.items():
                parameters.setdefault(name, {})[value] = None
        tables = [info.catalogue.tables[name] for name in names]
        head = model.Report(
            lang=language(lang),
            collecdata=version("collecdata"),
            adapters=tuple(_adapters(info)),
            schemas=info.schema_versions(tables),
            parameters={name: ", ".join(values) for name, values in parameters.items()},
            declared=tuple(_declared(total, found) for total, found in declared.items()),
            problems=problems(log, Classes.of(tables), lang),
        )
        files.write(head, path.with_name(f"{path.name}.json"), path.with_name(f"{path.name}.md"))
        return files.summary


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


def _declared(total: Expected, found: Decimal) -> model.Declared:
    return model.Declared(
        table=total.table,
        field=total.field,
        expected=total.value,
        found=found,
        siren=total.siren,
        source=total.source,
    )
