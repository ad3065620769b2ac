"""Many small files converted as one: most of what a small file costs is paid once for hundreds of them.

Planning, mapping, checking and writing work on whole columns, and a column of ten rows costs what one of ten thousand
does. So the small files of one lot that follow one another, of one input, of the same columns and parameters, are read
as if they stood one behind the other and go through the flow as one batch. Nothing of it may be seen in the result.
While they are together, the lines of the files go on from one to the next: the line of a row or of an issue tells its
file, and nobody between the reader and this module has to know that there are several. Afterwards each row, issue,
reject and column that nothing uses is given back to its file, and what makes rows of the same table is put in the order
of the files. What is known of a file (`fact`) is a column for once.

Lots never meet here: a lot has its own run, and only files of that run are put together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from collecdata.flow.measure import Measures, add_measures
from collecdata.flow.unit import Task, convert_task, filled
from collecdata.kernels.buffers import from_int32, from_int64, integers, texts
from collecdata.kernels.settle import settle
from collecdata.kernels.stream import ID, LINE, SOURCE, Tally
from collecdata.readers.base import Joins
from collecdata.readers.registry import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from collecdata.flow.unit import FilePlan, Part, Result
    from collecdata.issues import Issue
    from collecdata.kernels.stream import Batch
    from collecdata.readers.base import Joined

    Indices = NDArray[np.int64]

__all__ = ["Group", "convert_together", "kindred"]

BYTES = 8 << 20
"""Of files put together: as many as a large file is cut into."""


@dataclass(frozen=True, slots=True)
class Group:
    """Files to convert together, with the work that each of them is. Picklable."""

    files: tuple[FilePlan, ...]
    tasks: tuple[tuple[Task, ...], ...]


def kindred(files: Iterable[FilePlan]) -> Iterator[tuple[FilePlan, ...]]:
    """Put the files that follow one another and may be converted together in one tuple; order is kept."""
    group: list[FilePlan] = []
    room = 0
    for file in files:
        size = file.layout.source.size
        if group and (size > room or not _akin(group[0], file)):
            yield tuple(group)
            group = []
        room = (room if group else BYTES) - size
        group.append(file)
    if group:
        yield tuple(group)


def _akin(one: FilePlan, other: FilePlan) -> bool:
    reader = READERS[one.layout.reader]
    return one.kin == other.kin and isinstance(reader, Joins) and reader.alike(one.layout, other.layout)


def convert_together(group: Group) -> list[tuple[int, Result]]:
    """Read and convert; each result comes with the place of its file, in the order of the files.

    Files that the reader cannot take together are converted one by one.
    """
    joined = _joined(group)
    if joined is None:
        found = ((place, task) for place, tasks in enumerate(group.tasks) for task in tasks)
        return [(place, result) for place, task in found for result in convert_task(task)]
    files = _Files(group.files, joined)
    plan = replace(group.files[0], residual=_residual(group.files))
    batches = tuple(replace(batch, facts=files.facts(batch)) for batch in joined.batches)
    results = convert_task(Task(plan, batches=batches))
    return [(0, _rows_of(results, files)), *files.shares(results)]


def _joined(group: Group) -> Joined | None:
    splits = [task.split for tasks in group.tasks for task in tasks if task.split is not None]
    reader = READERS[group.files[0].layout.reader]
    alone = all(len(tasks) == 1 for tasks in group.tasks) and len(splits) == len(group.files)
    return reader.join(splits) if alone and isinstance(reader, Joins) else None


def _residual(files: Sequence[FilePlan]) -> dict[str, tuple[str, ...]]:
    """Return the columns that nothing uses in one file or another."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for record_set, names in (item for file in files for item in file.residual.items()):
        found[record_set].update(dict.fromkeys(names))
    return {record_set: tuple(names) for record_set, names in found.items()}


def _rows_of(results: Sequence[Result], files: _Files) -> Result:
    """Return all the rows made, each with its file and its line there, and the attachments."""
    parts: dict[str, list[Part]] = defaultdict(list)
    for part in (part for result in results for part in result.parts):
        parts[part.table].append(part)
    documents = {name: content for result in results for name, content in result.documents.items()}
    placed = (one for mine in parts.values() for one in _in_order(mine, files))
    return replace(_nothing(results[0]), parts=tuple(placed), documents=documents)


def _nothing(result: Result) -> Result:
    return replace(
        result, tally=Tally(), rows=0, parts=(), rejects=None, residue=None, residue_filled={}, issues=(), documents={}
    )


def _in_order(parts: Sequence[Part], files: _Files) -> Iterator[Part]:
    """Give the rows of one table in the order of the files, and in a file in the order of the blocks that make them.

    Where several blocks make rows, what was measured of all goes with the first: keys that increase in each block, and
    from one to the next, are unique in whatever order the rows are.
    """
    if sum(part.data.num_rows > 0 for part in parts) < 2:  # noqa: PLR2004 - already in order
        yield from (replace(part, data=files.placed(part.data)) for part in parts)
        return
    measures = Measures()
    for part in parts:
        measures = add_measures(measures, part.measures)
        yield replace(part, data=part.data.slice(0, 0), measures=Measures())
    bounds = [np.searchsorted(files.of(part.data), np.arange(len(files) + 1)).tolist() for part in parts]
    placed = [files.placed(part.data) for part in parts]
    for file in range(len(files)):
        for part, data, ends in zip(parts, placed, bounds, strict=True):
            if rows := ends[file + 1] - ends[file]:
                made = data.slice(ends[file], rows)
                yield replace(part, data=made, measures=measures, read=0, filtered=0, rejected=0, expanded=0)
                measures = Measures()


class _Files:
    """The files of a group: which of them a line is of."""

    def __init__(self, plans: Sequence[FilePlan], joined: Joined) -> None:
        self._plans, self._joined = plans, joined
        self._names = texts(plan.layout.source.name for plan in plans)

    def __len__(self) -> int:
        return len(self._plans)

    def of(self, rows: pa.RecordBatch) -> Indices:
        """Return the file of each row."""
        return self._of(integers(rows.column(LINE)))

    def _of(self, lines: Indices) -> Indices:
        return np.searchsorted(self._joined.starts, lines, side="right") - 1

    def facts(self, batch: Batch) -> dict[str, pa.Array]:
        """Return what outputs want to know of the file of each row, and the place of the row there."""
        wanted = dict.fromkeys(name for block in self._plans[0].blocks for name in block.facts)
        of = self.of(batch.data)
        told = {name: texts(plan.facts.get(name) for plan in self._plans) for name in wanted}
        known = {name: column.take(from_int64(of)).dictionary_encode() for name, column in told.items()}
        return known | {ID: from_int64(integers(batch.data.column(ID)) - self._joined.places[of])}

    def placed(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Give rows the name of their file and the lines they have there."""
        of = self.of(rows)
        source = pa.DictionaryArray.from_arrays(from_int32(of.astype(np.int32)), self._names, safe=False)
        lines = from_int64(integers(rows.column(LINE)) - self._joined.shifts[of])
        for name, column in ((SOURCE, settle(source)), (LINE, lines)):
            if name in rows.schema.names:
                rows = rows.set_column(rows.schema.get_field_index(name), name, column)
        return rows

    def shares(self, results: Sequence[Result]) -> Iterator[tuple[int, Result]]:
        """Give each file its count, its issues, its rows set aside, in the order of the files."""
        counts = np.bincount(np.concatenate([self.of(one.data) for one in self._joined.batches]), minlength=len(self))
        issues: dict[int, list[Issue]] = defaultdict(list)
        for issue in (issue for result in results for issue in result.issues):
            for file, mine in self._apart(issue):
                issues[file].append(mine)
        aside: dict[int, list[Result]] = defaultdict(list)
        for result in results:
            for file, share in self._aside(result):
                aside[file].append(share)
        for file, tally in enumerate(self._joined.tallies):
            none = _nothing(results[0])
            yield file, replace(none, tally=tally, rows=int(counts[file]), issues=tuple(issues[file]))
            yield from ((file, share) for share in aside[file])

    def _apart(self, issue: Issue) -> Iterator[tuple[int, Issue]]:
        """Give each file its places of an issue."""
        lines = np.array(issue.lines, np.int64)
        of = self._of(lines)
        here = lines - self._joined.shifts[of]
        for file in dict.fromkeys(of.tolist()):
            mine = np.flatnonzero(of == file).tolist()
            yield (
                file,
                replace(
                    issue,
                    source=self._plans[file].layout.source.name,
                    lines=tuple(here[mine].tolist()),
                    values=tuple(issue.values[place] for place in mine) if issue.values else (),
                    count=len(mine),
                ),
            )

    def _aside(self, result: Result) -> Iterator[tuple[int, Result]]:
        """Give each file the rows that were refused, and the cells that nothing uses."""
        for file, rows in self._cut(result.rejects):
            yield file, replace(_nothing(result), rejects=rows)
        for file, rows in self._cut(result.residue):
            names = self._plans[file].residual.get(result.record_set, ())
            if names:
                mine = rows.select([*names, SOURCE, LINE])
                yield file, replace(_nothing(result), residue=mine, residue_filled=filled(mine))

    def _cut(self, rows: pa.RecordBatch | None) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Give the rows of each file that has some."""
        if rows is None:
            return
        ends = np.searchsorted(self.of(rows), np.arange(len(self) + 1)).tolist()
        placed = self.placed(rows)
        for file in range(len(self)):
            if count := ends[file + 1] - ends[file]:
                share = placed.slice(ends[file], count)
                yield (
                    file,
                    pa.RecordBatch.from_arrays([settle(column) for column in share.columns], schema=share.schema),
                )
