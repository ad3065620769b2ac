"""`validate`: each table of each file judged against its schema."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from collecdata.errors import CollecdataError, InputError, UsageError
from collecdata.flow.packages_found import Item, package_items
from collecdata.flow.schema_names import find_schema
from collecdata.flow.tables_found import open_table, sources_of
from collecdata.issues import Severity
from collecdata.messages import language
from collecdata.validation.baseline import Baseline
from collecdata.validation.finish import verdict_of
from collecdata.validation.judge import Judge
from collecdata.validation.rules import chosen
from collecdata.verdicts import FIRST, Finding, Judgement, Place, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from collecdata.domains import Publication
    from collecdata.validation.descriptor import TableSchema
    from collecdata.validation.header import HeaderMode

__all__ = ["Request", "validate"]

PACKAGE = "datapackage.json"
HEADERS = ("by-name", "strict", "ignore-case")
FAILS = ("error", "warning", "never")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `said`: `encoding`, `sheet`, `delimiter`, for the files that do not say it themselves."""

    data: Sequence[Path]
    schema: str | None = None
    header: str = "by-name"
    said: Mapping[str, Any] = field(default_factory=dict)
    fail_on: str = "error"
    baseline: Path | None = None
    max_errors: int | None = FIRST
    redact: bool | None = None
    rules: Sequence[str] = ()
    at: str | None = None
    lang: str | None = None
    roots: Sequence[Path] = ()
    publication: Publication | None = None


def validate(request: Request) -> Judgement:
    """Judge.

    Raises:
        UsageError: wrong arguments, or no schema.
        SchemaError: the schema is not one that frictionless takes.
        InputError: the only input cannot be read.
    """
    _check(request)
    known = Baseline(request.baseline) if request.baseline else None
    items = [item for path in request.data for item in _items(path, request)]
    verdicts = []
    for item in items:
        try:
            verdict = _judged(item, request)
        except InputError as error:
            if len(items) == 1:
                raise
            verdict = _unread(item, error)
        if known is not None:
            known.leave_out(verdict)
        if request.publication is not None and not verdict.stopped:
            from collecdata.flow.publishable import forbidden

            verdict.findings += tuple(forbidden(item, request.publication))
        verdicts.append(verdict)
    return Judgement(tuple(verdicts), request.fail_on, language(request.lang))


def _check(request: Request) -> None:
    for option, value, known in (("--header", request.header, HEADERS), ("--fail-on", request.fail_on, FAILS)):
        if value not in known:
            raise UsageError("usage.one_of", option=option, value=value, known=", ".join(known))
    chosen(request.rules)
    if not request.data:
        raise UsageError("usage.no_data")


def _items(path: Path, request: Request) -> Iterator[Item]:
    package = path / PACKAGE if (path / PACKAGE).is_file() else path
    if package.name == PACKAGE:
        yield from package_items(package, request.said)
        return
    if request.schema is None:
        raise UsageError("usage.no_schema_given", source=str(path))
    if Path(request.schema).name == PACKAGE:
        by_path = {item.source.path.name: item for item in package_items(Path(request.schema), request.said)}
        like = by_path.get(path.name) or (next(iter(by_path.values())) if len(by_path) == 1 else None)
        if like is None:
            raise UsageError("usage.no_resource", source=path.name, known=", ".join(by_path))
        schema = like.schema
    else:
        schema = find_schema(request.schema, request.roots)
    for source in sources_of(path):
        yield Item(source, schema, request.said)


def _judged(item: Item, request: Request) -> Verdict:
    table = open_table(item.source, item.said)
    judge = Judge(
        table,
        item.schema,
        cast("HeaderMode", request.header),
        request.max_errors,
        item.parents(request.header),
        chosen(request.rules),
        _valid_codes(item.schema, request),
    )
    redact = item.schema.confidential if request.redact is None else request.redact
    return verdict_of(judge, redact=redact)


def _valid_codes(schema: TableSchema, request: Request) -> dict[str, list[str]] | None:
    """Return the codes of our own lists that may be used on the day asked for, by field; None when none is."""
    if request.at is None:
        return None
    from collecdata.catalogue.catalogue import Catalogue

    try:
        day = dt.date.fromisoformat(request.at)
    except ValueError as error:
        raise UsageError("usage.day", option="--at", value=request.at) from error
    lists = Catalogue.from_roots(tuple(request.roots)).codes
    said = {one.name: str((one.descriptor.get("collecdata") or {}).get("vocabulaire")) for one in schema.fields}
    return {
        name: [code.code for code in lists[vocabulary] if code.valid_on(day)]
        for name, vocabulary in said.items()
        if vocabulary in lists
    }


def _unread(item: Item, error: CollecdataError) -> Verdict:
    """Say of one table among several that it cannot be read."""
    finding = Finding("source-error", error.code, Severity.ERROR, count=1, places=[Place()], params=error.params)
    return Verdict(item.source.name, schema=item.schema.name, findings=(finding,), stopped=True)
