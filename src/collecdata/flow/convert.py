"""The whole run: take in, plan, convert each lot, finish, report, commit."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from collecdata.errors import UsageError
from collecdata.flow.account import report_of
from collecdata.flow.aside import Aside
from collecdata.flow.collect import TableFile
from collecdata.flow.compiling import compile_lot
from collecdata.flow.finish import finish_lot, totals_of
from collecdata.flow.intake import take_in
from collecdata.flow.lot import LotRun, Workshop, run_lot
from collecdata.flow.packaging import PackageInfo, write_package
from collecdata.flow.params import unknown
from collecdata.flow.privacy import privacy_of, read_key
from collecdata.flow.publication import allow_run
from collecdata.flow.schedule import workers
from collecdata.flow.target import target
from collecdata.flow.totals import compare, read_expected
from collecdata.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.domains import Publication
    from collecdata.flow.lots import Asked, Lot
    from collecdata.flow.params import Given
    from collecdata.flow.unit import Task
    from collecdata.issues import IssueLog
    from collecdata.report.model import Report

    Rearrange = Callable[[Iterator[Task]], Iterator[Task]]

__all__ = ["Rearrange", "Request", "Run", "convert"]

SINGLE, PARTS = "single", "parts"
DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a run.

    `highest` is the highest confidentiality class to keep (None: all). `layout` is `single` (one ordered file a
    table), `parts` (one a lot), or None: `parts` as soon as there are several lots. `rearrange` cuts or shuffles what
    readers give; the result must not depend on it, and the conformance kit holds adapters to that. `documents`: the
    contents of attachments are written too. `publication`: what is written is to be published, and must be allowed to.
    """

    asked: tuple[Asked, ...]
    to: Path
    params: Mapping[str, Given] = field(default_factory=dict)
    attendus: Path | None = None
    layout: str | None = None
    highest: int | None = None
    publication: Publication | None = None
    key: Path | None = None
    documents: bool = False
    jobs: int | str = "auto"
    lang: str | None = None
    executor: Executor | None = None
    progress: Callable[[int, int], None] | None = None
    rearrange: Rearrange | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to."""

    path: Path
    report: Report
    issues: IssueLog
    tables: Mapping[str, tuple[Path, ...]]
    """Files of each table, lot by lot."""

    @property
    def exit_code(self) -> int:
        """0: all good; 1: errors in the data, a file not read whole, an identity that does not hold."""
        return 1 if self.issues.errors or self.report.state != "balanced" else 0


def convert(request: Request, catalogue: Catalogue, adapters: Mapping[str, AdapterFolder]) -> Run:
    """Convert what is asked into a package at `request.to`.

    Raises:
        UsageError, InputError, AdapterError: misuse, or nothing to read; nothing is left at `to` then.
    """
    if request.documents and request.highest is not None:
        raise UsageError("usage.documents")
    expected = read_expected(request.attendus) if request.attendus else []
    key = read_key(request.key)
    intake = take_in(request.asked, adapters)
    used = {match.adapter: adapters[match.adapter] for lot in intake.lots for match, _ in lot.files}
    if (error := unknown({name: f.adapter for name, f in used.items() if f.adapter}, request.params)) is not None:
        raise error
    parts = _parts(request.layout, len(intake.lots))
    with target(request.to) as folder, ExitStack() as stack:
        info = PackageInfo(folder, catalogue, used, parts, request.highest)
        aside = Aside(folder, counts_only=request.highest is not None)
        stack.callback(aside.abort)
        aside.log.extend(intake.issues)
        executor, width = stack.enter_context(workers(request.jobs, request.executor))
        scratch = Path(stack.enter_context(TemporaryDirectory(dir=folder)))
        progress, documents = _progress(request.progress, intake.lots), folder / DOCUMENTS
        shop = Workshop(executor, width, aside, documents, progress, request.rearrange)
        runs = [
            run
            for lot in intake.lots
            if (run := _lot(lot, request, info, key, shop, scratch, alone=len(intake.lots) == 1))
        ]
        if request.publication is not None:
            for run in runs:
                allow_run(run, request.publication)
        found = totals_of(runs)
        aside.log.extend(compare(expected, found))
        aside.close()
        declared = {one: found.get((one.table, one.field, one.siren), Decimal(0)) for one in expected}
        report = report_of(runs, aside.log, info, declared, request.lang)
        stack.pop_all().close()
        write_package(info, runs, report)
    return Run(request.to, report, aside.log, _files(runs, folder, request.to.absolute()))


def _parts(layout: str | None, lots: int) -> bool:
    """Say whether each lot has files of its own."""
    if layout not in (None, SINGLE, PARTS):
        raise UsageError("usage.layout", value=str(layout))
    if layout == SINGLE and lots > 1:
        raise UsageError("usage.layout_single", lots=lots)
    return layout == PARTS or lots > 1


def _lot(
    lot: Lot, request: Request, info: PackageInfo, key: bytes | None, shop: Workshop, scratch: Path, *, alone: bool
) -> LotRun | None:
    """Convert one lot. One of several that cannot be is an issue; the others go on."""
    shop.lot_folder = "" if alone else lot.siren
    tables: dict[str, TableFile] = {}
    try:
        plan = compile_lot(
            lot,
            info.catalogue,
            info.adapters,
            request.params,
            highest=request.highest,
            key=key,
            documents=request.documents,
        )
        for table in plan.tables.values():
            privacy = privacy_of(table, request.highest, key)
            path = info.table_path(table, lot.siren)
            tables[table.id] = TableFile(table, path, scratch, privacy, info.metadata(table, plan.adapters))
        run = run_lot(plan, tables, shop)
        shop.aside.log.extend(finish_lot(run, scratch))
    except UsageError as error:
        if alone or error.code.startswith("target."):
            raise
        params = {name: str(value) for name, value in error.params.items()} | {"siren": lot.siren}
        shop.aside.log.add(Issue(error.code, params=params))
        return None
    finally:
        for one in tables.values():
            one.abort()
    return run


def _progress(show: Callable[[int, int], None] | None, lots: Sequence[Lot]) -> Callable[[int], None]:
    """Turn bytes as they are read into (bytes done, bytes in all)."""
    total = sum(match.layout.source.size for lot in lots for match, _ in lot.files)
    done = 0

    def advance(size: int) -> None:
        nonlocal done
        done += size
        if show is not None:
            show(done, total)

    return advance


def _files(runs: Sequence[LotRun], folder: Path, to: Path) -> dict[str, tuple[Path, ...]]:
    """Say where the files of each table are, now that the folder has its name."""
    files: dict[str, tuple[Path, ...]] = {}
    for run in runs:
        for name, table in run.tables.items():
            files[name] = (*files.get(name, ()), to / table.path.relative_to(folder))
    return files
