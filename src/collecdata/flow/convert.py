"""The whole run: take in, plan, convert each lot, finish, report, commit."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.errors import UsageError
from collecdata.flow.apart import Job, Kept, convert_apart, folders_of, gather, put_away, take_up
from collecdata.flow.aside import Aside
from collecdata.flow.fragment import totals_of
from collecdata.flow.intake import find_files, take_in
from collecdata.flow.lot import DOCUMENTS, Workshop
from collecdata.flow.packaging import write_package
from collecdata.flow.params import unknown, unread
from collecdata.flow.privacy import read_key
from collecdata.flow.progress import counted
from collecdata.flow.reporting import write_report
from collecdata.flow.schedule import WORTH_RECOGNISING, Inline, in_order, lot_workers, workers
from collecdata.flow.target import target
from collecdata.flow.totals import compare, read_expected
from collecdata.flow.work import Terms, convert_lot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.domains import Publication
    from collecdata.flow.ahead import Ahead
    from collecdata.flow.fragment import Fragment
    from collecdata.flow.intake import Intake
    from collecdata.flow.lot import Rearrange
    from collecdata.flow.lots import Asked, Waiting
    from collecdata.flow.params import Given
    from collecdata.issues import IssueLog
    from collecdata.report.text import Summary

__all__ = ["Request", "Run", "convert"]

SINGLE, PARTS = "single", "parts"
REPORT = "rapport"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a run.

    `highest` is the highest confidentiality class to keep (None: all). `layout` is `single` (one ordered file a
    table), `parts` (one a lot), or None: `parts` as soon as there are several lots. `rearrange` cuts or shuffles what
    readers give; the result must not depend on it, and the conformance kit holds adapters to that. `documents`: the
    contents of attachments are written too. `publication`: what is written is to be published, and must be allowed to.
    `resume`: lots that a run cut short had finished are not done again. `spare`: nor those of a run to its end, for the
    package is only a step of what is asked. `ahead`: the input that is being hashed already.
    """

    asked: tuple[Asked, ...]
    to: Path
    params: Mapping[str, Given] = field(default_factory=dict)
    attendus: Path | None = None
    layout: str | None = None
    highest: int | None = None
    key: Path | None = None
    jobs: int | str = "auto"
    lang: str | None = None
    executor: Executor | None = None
    progress: Callable[[int, int], None] | None = None
    rearrange: Rearrange | None = None
    documents: bool = False
    publication: Publication | None = None
    resume: bool = False
    spare: bool = False
    ahead: Ahead | None = None

    @property
    def spared(self) -> Path | None:
        """Where the folders of the lots stay."""
        return self.to.with_name(f".{self.to.name}.lots") if self.spare else None


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to; the whole report, and where the files are, the package says."""

    path: Path
    summary: Summary
    issues: IssueLog

    @property
    def exit_code(self) -> int:
        """0: all good; 1: errors in the data, a file not read whole, an identity that does not hold."""
        return 1 if self.issues.errors or self.summary.standing.state != "balanced" else 0


def convert(request: Request, catalogue: Catalogue, own: Mapping[str, AdapterFolder] | None = None) -> Run:
    """Convert what is asked into a package at `request.to`.

    Args:
        request: what is asked.
        catalogue: schemas and adapters.
        own: adapters that stand before those of the catalogue.

    Raises:
        UsageError, InputError, AdapterError: misuse, or nothing to read; nothing is left at `to` then.
    """
    if request.documents and request.highest is not None:
        raise UsageError("usage.documents")
    expected = read_expected(request.attendus) if request.attendus else []
    key = read_key(request.key)
    found, issues = find_files(request.asked)
    with ExitStack() as stack:
        pool = stack.enter_context(lot_workers(request.jobs, len(found), request.executor))
        here = request.executor is None and len(found) < WORTH_RECOGNISING
        intake = take_in(found, issues, catalogue, own or {}, (Inline(), 1) if here else pool)
        del found  # each has been put by with its lot
        terms = _terms(request, intake, catalogue, own or {}, key)
        folder = stack.enter_context(target(request.to, keep=request.resume))
        if request.resume:
            take_up(folder, request.spared)
        info = terms.info(folder)
        aside = Aside(folder, counts_only=request.highest is not None)
        stack.callback(aside.abort)
        aside.log.extend(intake.issues)
        columns = (name for one in request.asked for name in one.params)
        aside.log.extend(unread(terms.languages, columns))
        fragments: Iterable[Fragment]
        if len(intake.lots) == 1:
            executor, width = stack.enter_context(workers(request.jobs, request.executor))
            advance = counted(request.progress, sum(intake.lots[0].sizes))
            alone, ahead = isinstance(executor, Inline), request.ahead
            shop = Workshop(
                executor, width, aside, folder / DOCUMENTS, advance, request.rearrange, alone=alone, ahead=ahead
            )
            fragments = [convert_lot(intake.lots[0].lot(), terms, info, shop)]
        else:
            fragments = _many(intake.lots, terms, aside, request, pool)
        declared = totals_of(fragments, expected)
        aside.log.extend(compare(declared))
        aside.close()
        summary = write_report(folder / REPORT, fragments, aside.log, info, declared, request.lang)
        write_package(info, fragments)
        put_away(folder, request.spared)
    return Run(request.to, summary, aside.log)


def _terms(
    request: Request, intake: Intake, catalogue: Catalogue, own: Mapping[str, AdapterFolder], key: bytes | None
) -> Terms:
    """Decide what every lot is converted on.

    Raises:
        UsageError: a parameter that no adapter of the run has, or a layout that does not suit.
    """
    names = tuple(dict.fromkeys(name for lot in intake.lots for name in lot.adapters))
    parts = _parts(request.layout, len(intake.lots))
    terms = Terms(
        catalogue, names, request.params, request.highest, key, parts, own, request.documents, request.publication
    )
    if (error := unknown(terms.languages, request.params)) is not None:
        raise error
    return terms


def _many(lots: Sequence[Waiting], terms: Terms, aside: Aside, request: Request, pool: tuple[Executor, int]) -> Kept:
    """Convert several lots, each apart; one that cannot be is an issue, and the others go on."""
    folder = aside.folder.parent
    folders = folders_of([one.siren for one in lots], folder)
    sizes = [sum(one.sizes) for one in lots]
    advance = counted(request.progress, sum(sizes))
    jobs = (
        Job(one.lot(), terms, apart, request.lang, request.rearrange) for one, apart in zip(lots, folders, strict=True)
    )
    for size, _ in zip(sizes, in_order(*pool, convert_apart, jobs), strict=True):
        advance(size)
    made = Kept(folders)
    gather(made, folder, aside)
    return made


def _parts(layout: str | None, lots: int) -> bool:
    """Say whether each lot has files of its own."""
    if layout not in (None, SINGLE, PARTS):
        raise UsageError("usage.layout", value=str(layout))
    if layout == SINGLE and lots > 1:
        raise UsageError("usage.layout_single", lots=lots)
    return layout == PARTS or lots > 1
