"""A lot's files and adapters to plans: everything decided before the first record is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from collecdata.catalogue.references import branches, columns_of_field
from collecdata.domains import rules
from collecdata.flow.params import SIREN, resolve
from collecdata.flow.residual import residual_columns, unused
from collecdata.flow.unit import Block, FilePlan
from collecdata.issues import Issue, Severity
from collecdata.mapping.children import is_held
from collecdata.mapping.fields import Given
from collecdata.mapping.identity import identity_output
from collecdata.mapping.lookup import Side
from collecdata.mapping.plan import compile_output, told_otherwise
from collecdata.readers.base import Settles
from collecdata.readers.registry import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.language import Dedupe, Output
    from collecdata.catalogue.table import Table
    from collecdata.flow.detect import Match
    from collecdata.flow.lots import Lot
    from collecdata.flow.params import Given as Told
    from collecdata.kernels.stream import Batch
    from collecdata.mapping.plan import OutputPlan

__all__ = ["LotPlan", "compile_lot"]

SHARED = 4096
"""Blocks remembered from one lot to the next."""
_SHARED: dict[tuple[object, ...], Block] = {}
"""Blocks as first compiled: towns of one product differ by no more than what the run says of each."""


@dataclass(frozen=True, slots=True)
class LotPlan:
    """One lot, ready to run: its files in order, its tables, the blocks that keep one row a key."""

    siren: str
    files: tuple[FilePlan, ...]
    tables: Mapping[str, Table]
    dedupe: Mapping[str, Dedupe]
    adapters: Mapping[str, AdapterFolder]
    params: Mapping[str, Told]
    issues: tuple[Issue, ...]


@dataclass(slots=True)
class _Compiler:
    lot: Lot
    catalogue: Catalogue
    adapters: Mapping[str, AdapterFolder]
    given: Mapping[str, Told]
    issues: list[Issue]
    params: dict[str, Told]
    blocks: dict[tuple[object, ...], Block] = field(default_factory=dict)
    """Blocks by all that they depend on: files of the same columns share them."""
    kin: dict[tuple[object, ...], int] = field(default_factory=dict)
    """Numbers of the files that differ by nothing but facts."""
    residual: dict[tuple[object, ...], dict[str, tuple[str, ...]]] = field(default_factory=dict)
    facts: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    """What each output writes that is known of the file."""

    def file(self, match: Match, told: Mapping[str, str]) -> FilePlan:
        """Compile every output that reads this file."""
        folder = self.adapters[match.adapter]
        assert folder.adapter is not None  # noqa: S101 - it was recognised by its way in
        siren = {SIREN: self.lot.siren} if self.lot.siren and SIREN in folder.adapter.params else {}
        given = {**siren, **self.given, **told}
        params, differing = resolve(folder.adapter, given, match.facts, match.layout.source.name)
        self.params |= params
        self.issues += [*match.layout.issues, *differing]
        columns = tuple(match.layout.record_sets.items())
        kin = self.kin.setdefault((match.adapter, match.input, columns, repr(sorted(params.items()))), len(self.kin))
        blocks = [
            self._block(folder, number, match, params, kin)
            for number, output in enumerate(folder.adapter.outputs)
            if output.from_ == match.input and self._has(match, output)
        ]
        carried = (kin, None if match.layout.carried is None else tuple(match.layout.carried.items()))
        if carried not in self.residual:
            self.residual[carried] = residual_columns(folder, match, blocks)
        residual = self.residual[carried]
        self.issues += unused(match, residual)
        name = f"{match.adapter}/{match.input}"
        return FilePlan(match.layout, name, tuple(blocks), residual, facts=match.facts, kin=kin)

    def _has(self, match: Match, output: Output) -> bool:
        """Whether the file has the record set of an output; a dump need not hold every table of its product."""
        if not output.record_set or output.record_set in match.layout.record_sets:
            return True
        if self.adapters[match.adapter].canonical:
            return False
        params = {"name": output.record_set}
        self.issues.append(
            Issue("table.absent", Severity.INFO, output.table, source=match.layout.source.name, params=params)
        )
        return False

    def _block(self, folder: AdapterFolder, number: int, match: Match, params: Mapping[str, Told], kin: int) -> Block:
        assert folder.adapter is not None  # noqa: S101
        one = (match.adapter, number)
        if one not in self.facts:
            self.facts[one] = _facts_of(folder.adapter.outputs[number])
        key = (kin, number, tuple(match.facts.get(name) for name in self.facts[one]))
        if key not in self.blocks:
            self.blocks[key] = self._compiled(folder, number, match, params)
        block = self.blocks[key]
        self.issues += [replace(issue, source=issue.source or match.layout.source.name) for issue in block.plan.issues]
        return block

    def _compiled(self, folder: AdapterFolder, number: int, match: Match, params: Mapping[str, Told]) -> Block:
        assert folder.adapter is not None  # noqa: S101
        output = folder.adapter.outputs[number]
        table = self.catalogue.tables[output.table]
        columns = match.layout.record_sets
        if folder.canonical:
            return self._made(folder, number, match, identity_output(output, columns[output.record_set], table))
        shape = columns if len(columns) > 1 or "" not in columns else columns[""]
        wanted = folder.adapter.inputs[match.input]
        key = (self.catalogue, folder.id, folder.digest, number, tuple(columns.items()))
        if (known := _SHARED.get(key)) is not None:
            given = Given(params, match.facts)
            plan = told_otherwise(known.plan, folder, output, wanted, shape, table, self.catalogue, given)
            return replace(known, plan=plan)
        plan = compile_output(folder, output, wanted, shape, table, self.catalogue, params, match.facts)
        if len(_SHARED) >= SHARED:
            _SHARED.clear()
        _SHARED[key] = self._made(folder, number, match, plan)
        return _SHARED[key]

    def _made(self, folder: AdapterFolder, number: int, match: Match, plan: OutputPlan) -> Block:
        """Put around a plan what else a block needs."""
        assert folder.adapter is not None  # noqa: S101
        output = folder.adapter.outputs[number]
        table = self.catalogue.tables[output.table]
        derived = () if folder.canonical else rules(table.domain).derive
        return Block(
            name=f"{match.adapter}/{match.input} -> {table.id} ({number + 1})",
            plan=plan,
            table=table,
            codes={f.vocabulaire: self.catalogue.codes[f.vocabulaire] for f in table.fields if f.vocabulaire},
            labels=_labels(output),
            derive=tuple(rule for rule in derived if rule.table == table.id),
            facts=self.facts[match.adapter, number],
        )


def compile_lot(
    lot: Lot,
    catalogue: Catalogue,
    adapters: Mapping[str, AdapterFolder],
    given: Mapping[str, Told],
    *,
    documents: bool = False,
) -> LotPlan:
    """Compile a lot, its lookups loaded (they hold for this lot alone).

    Raises:
        UsageError: a required parameter is missing or wrong.
    """
    lot = _settled(lot)
    compiler = _Compiler(lot, catalogue, adapters, given, [], {})
    files = [compiler.file(match, told) for match, told in lot.files]
    missing = list(_missing_inputs(lot, files, adapters))
    sides = _sides(lot, files)
    compiled = {id(block): block for file in files for block in file.blocks}
    ready = {key: _with_sides(block, sides) for key, block in compiled.items()}
    files = [
        replace(file, blocks=tuple(ready[id(block)] for block in file.blocks), documents=documents) for file in files
    ]
    blocks = list(ready.values())
    side_issues = [issue for side in sides.values() for issue in side.issues]
    return LotPlan(
        lot.siren,
        tuple(files),
        {block.table.id: block.table for block in blocks},
        {block.name: block.plan.dedupe for block in blocks if block.plan.dedupe is not None},
        {match.adapter: adapters[match.adapter] for match, _ in lot.files},
        compiler.params,
        (*compiler.issues, *missing, *side_issues),
    )


def _settled(lot: Lot) -> Lot:
    """Let the files of formats that speak of one another know of each other, and be read in their own order."""
    settled = list(lot.files)
    for name in {match.layout.reader for match, _ in lot.files}:
        reader = READERS[name]
        if isinstance(reader, Settles):
            mine = [place for place, (match, _) in enumerate(settled) if match.layout.reader == name]
            files = {settled[place][0].layout.source: settled[place] for place in mine}
            for place, layout in zip(mine, reader.settle([settled[one][0].layout for one in mine]), strict=True):
                match, told = files[layout.source]
                settled[place] = replace(match, layout=layout), told
    return replace(lot, files=tuple(settled))


def _facts_of(output: Output) -> tuple[str, ...]:
    """Return the facts of the file that an output writes."""
    written = (one.fact for given in output.fields.values() for _, one in branches(given, ()))
    return tuple(dict.fromkeys(name for name in written if name is not None))


def _labels(output: Output) -> dict[str, str]:
    """Give the source column, or columns, of each field."""
    found = {
        name: [column for _, column in columns_of_field(one, ())]
        for name, given in output.fields.items()
        for _, one in branches(given, ())
    }
    return {name: ", ".join(dict.fromkeys(columns)) for name, columns in found.items()}


def _with_sides(block: Block, sides: Mapping[tuple[str, str], Side]) -> Block:
    plans = [lookup.there for lookup in block.plan.lookups if not is_held(lookup.there)]
    return replace(block, sides={plan.name: sides[_adapter_of(block), repr(plan)] for plan in plans})


def _adapter_of(block: Block) -> str:
    return block.name.split("/", 1)[0]


def _sides(lot: Lot, files: list[FilePlan]) -> dict[tuple[str, str], Side]:
    """Load each side once, whatever the number of blocks that look it up."""
    sides: dict[tuple[str, str], Side] = {}
    for block in {id(block): block for file in files for block in file.blocks}.values():
        adapter = _adapter_of(block)
        for plan in (lookup.there for lookup in block.plan.lookups):
            if not is_held(plan) and (adapter, repr(plan)) not in sides:
                side = Side.load(_batches(lot, adapter, plan.input, plan.record_set), plan)
                sides[adapter, repr(plan)] = replace(side, given=(adapter, plan.input) in _present(lot))
    return sides


def _present(lot: Lot) -> set[tuple[str, str]]:
    """Return the inputs, by adapter, that the files of a lot are."""
    return {(match.adapter, match.input) for match, _ in lot.files}


def _batches(lot: Lot, adapter: str, wanted: str, record_set: str) -> Iterator[Batch]:
    for match, _ in lot.files:
        if (match.adapter, match.input) == (adapter, wanted):
            reader = READERS[match.layout.reader]
            for split in reader.splits(replace(match.layout, selected=record_set), lambda _: None):
                yield from (batch for batch in reader.read(split) if batch.record_set == record_set)


def _missing_inputs(lot: Lot, files: list[FilePlan], adapters: Mapping[str, AdapterFolder]) -> Iterator[Issue]:
    """Say which inputs of the adapters in use no file of the lot is: those required, and those that rows look up."""
    present = _present(lot)
    looked_up = {
        (_adapter_of(block), lookup.there.input)
        for file in files
        for block in file.blocks
        for lookup in block.plan.lookups
        if not is_held(lookup.there) and not lookup.drop
    }
    for adapter in dict.fromkeys(match.adapter for match, _ in lot.files):
        folder = adapters[adapter]
        for name, wanted in folder.adapter.inputs.items() if folder.adapter else ():
            if (adapter, name) not in present and (wanted.required or (adapter, name) in looked_up):
                severity = Severity.ERROR if wanted.required else Severity.INFO
                params = {"adapter": adapter, "input": name, "name": wanted.detect.name}
                yield Issue("input.missing", severity, source=name, params=params)
