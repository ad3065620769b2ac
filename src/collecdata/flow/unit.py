"""The unit of work: one piece of one file to canonical rows. Keeps nothing between calls; runs anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.checks.apply import apply as check_rows
from collecdata.flow.measure import Measures, measure
from collecdata.kernels.buffers import cells, from_int64, integers, nulls, texts
from collecdata.kernels.distinct import decode, mask_on_distinct
from collecdata.kernels.stream import LINE, REASONS, RESERVED, SOURCE
from collecdata.mapping.ancestors import Ancestor
from collecdata.mapping.arrays import constant
from collecdata.mapping.children import Children, is_held
from collecdata.mapping.frame import Cleaned
from collecdata.mapping.run import run_output
from collecdata.readers.registry import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Table
    from collecdata.domains import Derive
    from collecdata.issues import Issue
    from collecdata.kernels.stream import Batch, Tally
    from collecdata.mapping.lookup import Side
    from collecdata.mapping.plan import OutputPlan
    from collecdata.readers.base import Layout, Split

__all__ = ["Block", "FilePlan", "Part", "Result", "Task", "convert_task", "filled", "read_task", "tasks"]


@dataclass(frozen=True, slots=True)
class Block:
    """One output block of an adapter, compiled against the columns of one file."""

    name: str
    plan: OutputPlan
    table: Table
    codes: Mapping[str, CodeList]
    labels: Mapping[str, str] = field(default_factory=dict)
    """The source column of each field, for the issues."""
    derive: tuple[Derive, ...] = ()
    facts: tuple[str, ...] = ()
    """What it writes that is known of the file."""
    sides: Mapping[str, Side] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilePlan:
    """Everything a worker needs to convert any piece of one file. Frozen, picklable, without secrets but the key."""

    layout: Layout
    input: str
    blocks: tuple[Block, ...]
    residual: Mapping[str, tuple[str, ...]]
    """By record set: the columns nothing uses, kept in `residus`."""
    documents: bool = False
    """Whether the contents of attachments are wanted."""
    facts: Mapping[str, str] = field(default_factory=dict)
    kin: int = 0
    """The same for files of one input, of the same columns and parameters: their blocks differ by facts alone."""


@dataclass(frozen=True, slots=True)
class Task:
    """A split to read and convert, or batches already read (formats that cannot be split).

    `offset` counts the lines of the files of the same input that stand before this one.
    """

    plan: FilePlan
    split: Split | None = None
    batches: tuple[Batch, ...] = ()
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What one output block made of one batch: typed rows, and the account of how many became what."""

    block: str
    table: str
    data: pa.RecordBatch
    read: int
    filtered: int
    rejected: int
    expanded: int
    measures: Measures


@dataclass(frozen=True, slots=True)
class Result:
    """What one batch gave: rows for each block, what was refused, what nobody asked for, and why."""

    record_set: str
    tally: Tally
    rows: int
    parts: tuple[Part, ...]
    rejects: pa.RecordBatch | None
    residue: pa.RecordBatch | None
    residue_filled: Mapping[str, int]
    issues: tuple[Issue, ...]
    documents: Mapping[str, bytes] = field(default_factory=dict)
    """Contents of attachments, by SHA-256."""
    stop: int | None = None
    """The byte of the file up to which this was read; None where that is not known."""


def tasks(plan: FilePlan, splits: Iterable[Split], offset: int = 0) -> Iterator[Task]:
    """Turn splits into tasks; one without an end is a stream, read here and converted in blocks elsewhere."""
    reader = READERS[plan.layout.reader]
    for split in splits:
        if split.stop is not None:
            yield Task(plan, split, offset=offset)
        else:
            yield from (Task(plan, batches=group, offset=offset) for group in _groups(reader.read(split)))


def _groups(batches: Iterable[Batch]) -> Iterator[tuple[Batch, ...]]:
    """Put the record sets of one block together: rows climb to those of the same group."""
    group: list[Batch] = []
    for batch in batches:
        if any(batch.record_set == one.record_set for one in group):
            yield tuple(group)
            group = []
        group.append(batch)
    if group:
        yield tuple(group)


def convert_task(task: Task) -> list[Result]:
    """Read (if need be) and convert."""
    batches = tuple(read_task(task))
    around = _Around(_ancestors(task.plan, batches), _children(task.plan, batches))
    stop = task.split.stop if task.split is not None else None
    return [_convert(task.plan, batch, around, stop) for batch in batches if not batch.context]


def read_task(task: Task) -> Iterator[Batch]:
    """Read a split; batches already read are given as they are."""
    found = READERS[task.plan.layout.reader].read(task.split) if task.split is not None else task.batches
    for batch in found:
        yield replace(batch, offset=task.offset) if task.offset else batch


def _ancestors(plan: FilePlan, batches: Sequence[Batch]) -> dict[str, Ancestor]:
    """Load what the rows of this piece climb to."""
    wanted = {one.name: one for block in plan.blocks for one in block.plan.ancestors}
    columns = {name: _columns_wanted(plan, name) for name in wanted}
    return {
        name: Ancestor.load(
            (batch for batch in batches if batch.record_set == one.record_set), replace(one, columns=columns[name])
        )
        for name, one in wanted.items()
    }


def _children(plan: FilePlan, batches: Sequence[Batch]) -> dict[str, Children]:
    """Load what the rows of this piece hold and look up."""
    wanted = {repr(one.there): one.there for block in plan.blocks for one in block.plan.lookups if is_held(one.there)}
    return {
        key: Children.load((batch for batch in batches if batch.record_set == one.record_set), one)
        for key, one in wanted.items()
    }


def _columns_wanted(plan: FilePlan, name: str) -> tuple[str, ...]:
    found = (one.columns for block in plan.blocks for one in block.plan.ancestors if one.name == name)
    return tuple(dict.fromkeys(column for columns in found for column in columns))


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the rows of one piece of a nested format: what they climb to, what they hold."""

    above: Mapping[str, Ancestor]
    held: Mapping[str, Children]

    def of(self, block: Block) -> dict[str, Side | Ancestor | Children]:
        """Return everything that a block reads beside its rows."""
        held = {one.there.name: self.held[repr(one.there)] for one in block.plan.lookups if is_held(one.there)}
        return {**block.sides, **self.above, **held}


def _convert(plan: FilePlan, batch: Batch, around: _Around, stop: int | None) -> Result:
    parts: list[Part] = []
    issues = list(batch.issues)
    reasons: dict[int, list[str]] = {}
    cleaned = Cleaned(batch)
    for block in plan.blocks:
        if block.plan.record_set != batch.record_set:
            continue
        part, found, refused = _block(block, batch, cleaned, around)
        parts.append(part)
        issues += found
        for row, why in refused.items():
            reasons.setdefault(row, []).extend(f"{block.table.id} {one}" for one in why)
    residue = _residue(batch, plan.residual)
    return Result(
        batch.record_set,
        batch.tally,
        batch.data.num_rows,
        tuple(parts),
        _rejects(batch, reasons),
        residue,
        filled(residue),
        tuple(issues),
        batch.files if plan.documents else {},
        stop,
    )


def _block(
    block: Block, batch: Batch, cleaned: Cleaned, around: _Around
) -> tuple[Part, list[Issue], Mapping[int, tuple[str, ...]]]:
    mapped = run_output(block.plan, batch, around.of(block), cleaned)
    data = mapped.data
    for rule in block.derive:
        for name, column in rule.apply(data).items():
            data = data.set_column(data.schema.get_field_index(name), name, column)
    places = batch.source, integers(batch.data.column(LINE))
    checked = check_rows(block.table, block.codes, data, mapped.rows, places, block.labels)
    rejected = len(checked.rejected)
    part = Part(
        block=block.name,
        table=block.table.id,
        data=checked.data,
        read=mapped.read,
        filtered=mapped.filtered,
        rejected=rejected,
        expanded=checked.data.num_rows,
        measures=measure(block.table, checked.data),
    )
    return part, [*mapped.issues, *checked.issues], checked.rejected


def _rejects(batch: Batch, reasons: Mapping[int, list[str]]) -> pa.RecordBatch | None:
    """Put the rows that the checks refused beside those the reader could not read, in line order."""
    if not reasons:
        return batch.rejects
    rows = sorted(reasons)
    refused = batch.data.take(from_int64(np.array(rows)))
    columns = {name: decode(column) for name, column in zip(refused.schema.names, refused.columns, strict=True)}
    columns[REASONS] = texts(" | ".join(reasons[row]) for row in rows)
    if batch.rejects is None:
        return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
    unread = batch.rejects
    lines = np.concatenate([integers(columns[LINE]), integers(unread.column(LINE))])
    order = from_int64(np.argsort(lines, kind="stable"))
    joined = {
        name: pa.concat_arrays([columns.get(name, pa.nulls(len(rows), kind)), decode(unread.column(name))]).take(order)
        for name, kind in zip(unread.schema.names, map(_plain, unread.schema.types), strict=True)
    }
    return pa.RecordBatch.from_arrays(list(joined.values()), names=list(joined))


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _residue(batch: Batch, residual: Mapping[str, tuple[str, ...]]) -> pa.RecordBatch | None:
    names = residual.get(batch.record_set, ())
    if not names or not batch.data.num_rows:
        return None
    source = constant(texts([batch.source]), batch.data.num_rows)
    columns = [*(batch.data.column(name) for name in names), source, batch.data.column(LINE)]
    return pa.RecordBatch.from_arrays(columns, names=[*names, SOURCE, LINE])


def filled(residue: pa.RecordBatch | None) -> dict[str, int]:
    """Count, for each column that nothing uses, the cells that hold something."""
    if residue is None:
        return {}
    names = [name for name in residue.schema.names if name not in RESERVED]
    return {name: int(mask_on_distinct(residue.column(name), _not_empty).sum()) for name in names}


def _not_empty(values: pa.Array) -> NDArray[np.bool_]:
    return ~nulls(values) & (cells(values).lengths > 0)
