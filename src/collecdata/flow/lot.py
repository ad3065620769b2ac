"""One lot, start to end: its files read in order, its tables written, everything counted."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.flow.collect import Account, TableFile
from collecdata.flow.schedule import in_order
from collecdata.flow.together import Group, convert_together, kindred
from collecdata.flow.unit import Result, convert_task, tasks
from collecdata.issues import Issue, Severity
from collecdata.kernels.stream import Tally
from collecdata.readers.base import STOPS
from collecdata.readers.registry import READERS
from collecdata.sinks.documents import write_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from collecdata.flow.ahead import Ahead
    from collecdata.flow.aside import Aside
    from collecdata.flow.compiling import LotPlan
    from collecdata.flow.unit import FilePlan, Task
    from collecdata.readers.base import Split

    Rearrange = Callable[[Iterator[Task]], Iterator[Task]]

__all__ = ["DOCUMENTS", "FileAccount", "LotRun", "Rearrange", "Workshop", "run_lot"]

DOCUMENTS = "documents"
"""Folder of the contents of attachments."""


@dataclass(slots=True)
class FileAccount:
    """One input file: what it was, its bytes, and the raw identity."""

    plan: FilePlan
    sha256: str = ""
    bytes: int = 0
    tally: Tally = field(default_factory=Tally)
    rows: int = 0
    """Records read."""
    filled: dict[str, int] = field(default_factory=dict)
    """Columns nothing uses: number of cells that hold something."""
    partial: str = ""
    """Why it was not read to its end, if it was not."""
    before: int = 0
    """Bytes of the files of the lot that stand before."""

    def left(self, stop: int | None, whole: int) -> float | None:
        """Say how many bytes of the lot, `whole`, are left for each one read, where this one was read up to `stop`."""
        return (whole - self.before - stop) / (self.before + stop) if stop else None


@dataclass(slots=True)
class LotRun:
    """What a lot came to."""

    plan: LotPlan
    files: list[FileAccount]
    accounts: dict[str, Account]
    tables: dict[str, TableFile]

    @property
    def balanced(self) -> bool:
        """Whether both identities hold for every file and every block."""
        return not list(_identities(self))


@dataclass(slots=True)
class Workshop:
    """What a run lends to each lot: workers, where issues, rows set aside and attachments go, a way to say how far."""

    executor: Executor
    width: int
    aside: Aside
    documents: Path
    advance: Callable[[int], None]
    rearrange: Rearrange | None = None
    lot_folder: str = ""
    """Folder of what one lot has beside its tables; empty when there is one lot."""
    alone: bool = False
    """Whether one thread does everything, what is written included."""
    ahead: Ahead | None = None
    """The input that is being hashed already."""


def run_lot(plan: LotPlan, tables: dict[str, TableFile], shop: Workshop) -> LotRun:
    """Convert every file of a lot, in order; close its tables."""
    run = LotRun(plan, [], {}, tables)
    shop.aside.log.extend(plan.issues)
    lines: Counter[str] = Counter()
    sizes = [file.layout.source.size for file in plan.files]
    starts = accumulate(sizes, initial=0)
    for files in kindred(plan.files) if shop.rearrange is None else ((file,) for file in plan.files):
        accounts = [FileAccount(file, before=next(starts)) for file in files]
        run.files += accounts
        for block in files[0].blocks:
            run.accounts.setdefault(block.name, Account(block.table.id))
        current = 0
        for place, result in _results(accounts, shop, lines[files[0].input]):
            if place != current:
                shop.aside.end_of_file()
                current = place
            _take(run, accounts[place], result, shop, accounts[place].left(result.stop, sum(sizes)))
        shop.aside.end_of_file()
        lines[files[0].input] += sum(account.tally.physical for account in accounts)
    inputs = {"collecdata.inputs": json.dumps({one.plan.layout.source.name: one.sha256 for one in run.files})}
    for table in tables.values():
        table.close(inputs)
    shop.aside.log.extend(_identities(run))
    shop.aside.log.extend(_nothing_kept(run))
    return run


def _results(accounts: Sequence[FileAccount], shop: Workshop, offset: int) -> Iterator[tuple[int, Result]]:
    """Convert one file, or several together; each result comes with the place of its file.

    Args:
        accounts: of the files.
        shop: who does it.
        offset: lines of the files of the same input that stand before.
    """
    if len(accounts) == 1:
        for results in in_order(shop.executor, shop.width, convert_task, _tasks(accounts[0], shop, offset)):
            yield from ((0, result) for result in results)
        return
    group = Group(
        tuple(account.plan for account in accounts), tuple(tuple(_tasks(one, shop, offset)) for one in accounts)
    )
    for found in in_order(shop.executor, shop.width, convert_together, [group]):
        yield from found


def _tasks(account: FileAccount, shop: Workshop, offset: int) -> Iterator[Task]:
    """Cut a file, its bytes counted, and hashed, on the way; a file that fails midway keeps what was read."""
    layout = account.plan.layout
    digest = hashlib.sha256()
    ahead = shop.ahead if shop.ahead is not None and shop.ahead.hashes(layout.source) else None

    def observe(piece: memoryview) -> None:
        if ahead is None:
            digest.update(piece)
        count(len(piece))

    def count(size: int) -> None:
        account.bytes += size
        shop.advance(size)

    splits = READERS[layout.reader].splits(layout, observe)
    found = tasks(account.plan, _counted(splits, count) if layout.sha256 else splits, offset)
    try:
        yield from shop.rearrange(found) if shop.rearrange else found
    except InputError as error:
        account.partial = error.code
        params = {name: str(value) for name, value in error.params.items() if name != "source"}
        shop.aside.log.add(Issue(error.code, source=layout.source.name, params=params))
    account.sha256 = layout.sha256 or (ahead.hexdigest() if ahead is not None else digest.hexdigest())


def _counted(splits: Iterator[Split], count: Callable[[int], None]) -> Iterator[Split]:
    """Count the bytes of a file that was hashed when its layout was fixed."""
    for split in splits:
        count((split.stop or split.start) - split.start)
        yield split


def _take(run: LotRun, account: FileAccount, result: Result, shop: Workshop, left: float | None) -> None:
    account.tally += result.tally
    account.rows += result.rows
    shop.aside.log.extend(result.issues)
    account.partial = account.partial or next((one.code for one in result.issues if one.code in STOPS), "")
    write_documents(shop.documents / shop.lot_folder, result.documents)
    for part in result.parts:
        table = run.tables[part.table]
        table.take(part, run.accounts[part.block], run.plan.dedupe.get(part.block), left)
    if result.rejects is not None and result.rejects.num_rows:
        shop.aside.reject(account.plan, result.record_set, result.rejects, shop.lot_folder)
    if result.residue is not None and result.residue.num_rows:
        shop.aside.keep(account.plan, result.record_set, result.residue, shop.lot_folder)
        for name, count in result.residue_filled.items():
            account.filled[name] = account.filled.get(name, 0) + count


def _nothing_kept(run: LotRun) -> Iterator[Issue]:
    """Say that filters left out every record: a file not quite as its adapter expects it would be lost in silence."""
    blocks = run.accounts.values()
    if any(block.read for block in blocks) and not any(block.kept or block.rejected for block in blocks):
        for file in run.files:
            if file.rows:
                source = file.plan.layout.source.name
                yield Issue("row.none_kept", Severity.WARNING, source=source, count=file.rows)


def _identities(run: LotRun) -> Iterator[Issue]:
    """Say where something was lost: a fault of a reader or of ours, never of the data."""
    for account in run.files:
        if not account.tally.balanced:
            params = {"physical": str(account.tally.physical), "accounted": str(account.tally.accounted)}
            yield Issue("identity.raw", source=account.plan.layout.source.name, params=params)
    for table in run.tables.values():
        said = sum(block.written for block in run.accounts.values() if block.table == table.table.id)
        if table.written is not None and table.written.rows != said:
            yield Issue(
                "identity.table", table=table.table.id, params={"said": str(said), "rows": str(table.written.rows)}
            )
    for name, block in run.accounts.items():
        if not block.balanced:
            params = {"block": name, "expanded": str(block.expanded), "written": str(block.written)}
            yield Issue("identity.output", table=block.table, params=params | {"deduplicated": str(block.deduplicated)})
