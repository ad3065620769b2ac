"""Compiles the field maps of one output: source, steps, code map, parse, default, each resolved once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.catalogue.table import SOURCE_SUFFIX, source_companion
from collecdata.issues import Issue, Severity
from collecdata.mapping.codes import CodeMap, code_map, identity_map
from collecdata.mapping.parse import CANONICAL, Writing, parse
from collecdata.mapping.partial import EDTF, Facet, PartReader, part_of
from collecdata.mapping.sources import Column, Concat, Constant, Fact, FirstOf, Ordinal, Source, Verbatim
from collecdata.mapping.text import text_steps
from collecdata.mapping.values import Choice, Leaf, Value
from collecdata.mapping.where import compile_where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.language import FieldMap, Input, Where
    from collecdata.catalogue.table import Field, Table
    from collecdata.mapping.frame import Ref
    from collecdata.mapping.scope import Scope
    from collecdata.mapping.text import TextStep
    from collecdata.mapping.where import Conditions

__all__ = ["Compiler", "FieldPlan", "Given"]


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One canonical field and what gives it; `companion` is the field that keeps the source's code, if there is one."""

    name: str
    value: Value
    companion: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a run says besides the file's rows."""

    params: Mapping[str, str | Mapping[str, str]]
    facts: Mapping[str, str]


@dataclass(slots=True)
class Compiler:
    """Compiles the fields of one output, in the scope of one file."""

    folder: AdapterFolder
    scope: Scope
    table: Table
    catalogue: Catalogue
    given: Given
    issues: list[Issue]

    def fields(self, maps: Mapping[str, FieldMap], only: Iterable[str] | None = None) -> Iterator[FieldPlan]:
        """Compile every field map, or `only` those of some names."""
        for name in maps if only is None else only:
            mapping = maps[name]
            target = self._target(name)
            if target.date_partielle:
                yield from self._group(target, mapping, maps)
                continue
            companion = name + SOURCE_SUFFIX if target.vocabulaire else ""
            yield FieldPlan(name, self._value(target, (mapping,)), "" if companion in maps else companion)

    def _group(self, target: Field, mapping: FieldMap, maps: Mapping[str, FieldMap]) -> Iterator[FieldPlan]:
        """Compile the map of a partial date for its whole group.

        Of several maps in a group, that of the date fills what has none, else the first; the others fill their field.
        """
        group = [field for field in self.table.fields if field.date_partielle == target.date_partielle]
        mapped = [field for field in group if field.name in maps]
        fills = target is next((field for field in mapped if field.type == "date"), mapped[0])
        for field in group:
            if field is target or (fills and field.name not in maps):
                yield FieldPlan(field.name, self._value(target, (mapping,), field))

    def _target(self, name: str) -> Field:
        if name in self.table:
            return self.table.field(name)
        coded = self.table.field(name.removesuffix(SOURCE_SUFFIX))
        return source_companion(coded)

    def _value(self, target: Field, chain: tuple[FieldMap, ...], member: Field | None = None) -> Value:
        """Compile a field map.

        Args:
            target: the field mapped.
            chain: its map, then the `case` it is a branch of, and so on outwards.
            member: the field of the same partial date to fill.
        """
        mapping = chain[0]
        if mapping.case is None:
            return self._leaf(target, chain) if member is None else self._facet(target, chain, member)
        default = next((one.default for one in chain if one.default is not None), None)
        branches = tuple(
            (self._conditions(case.when, target), self._value(target, (case.then, *chain), member))
            for case in mapping.case
        )
        lexical = parse(target, CANONICAL) if member is None else PartReader(part_of(member))
        return Choice(branches, default, lexical)

    def _facet(self, target: Field, chain: tuple[FieldMap, ...], member: Field) -> Facet:
        source, writing = self._written(target, chain)
        steps, coding = self._steps(target, source, chain)
        default = next((one.default for one in chain if one.default is not None), None)
        formats = writing.date or EDTF
        return Facet(Leaf(source, steps, coding), formats, part_of(member), member is target, default)

    def _written(self, target: Field, chain: tuple[FieldMap, ...]) -> tuple[Source, Writing]:
        """Return the source of a map, and how what stands there is written."""
        source, writing = self._source(target, chain[0])
        for one in reversed(chain if writing is not CANONICAL else chain[:1]):
            writing = writing.but(one)
        return source, writing

    def _leaf(self, target: Field, chain: tuple[FieldMap, ...]) -> Leaf:
        source, writing = self._written(target, chain)
        steps, coding = self._steps(target, source, chain)
        negative = next((one.negative_when for one in chain if one.negative_when), {})
        default = next((one.default for one in chain if one.default is not None), None)
        lexical = parse(target, CANONICAL) if default is not None else None
        return Leaf(source, steps, coding, parse(target, writing), self._conditions(negative, target), default, lexical)

    def _steps(
        self, target: Field, source: Source, chain: tuple[FieldMap, ...]
    ) -> tuple[tuple[TextStep, ...], tuple[TextStep | CodeMap, ...]]:
        """Return the text steps, then everything from the first code map on."""
        steps: list[TextStep | CodeMap] = []
        for place, one in enumerate(chain):
            steps += text_steps(one, () if place or isinstance(source, Constant) else self._reading(one).null)
            if one.map is not None:
                steps.append(code_map(one.map, one.otherwise, self.folder.codes, self.given.params))
        first = next((place for place, step in enumerate(steps) if isinstance(step, CodeMap)), len(steps))
        if first == len(steps) and target.vocabulaire and not isinstance(source, Constant):
            otherwise = next((one.otherwise for one in chain if one.otherwise is not None), None)
            steps.append(identity_map(self.catalogue.codes[target.vocabulaire].values, otherwise))
        return tuple(step for step in steps[:first] if not isinstance(step, CodeMap)), tuple(steps[first:])

    def _source(self, target: Field, mapping: FieldMap) -> tuple[Source, Writing]:
        """Return where the text comes from, and how what stands there is written."""
        own = Writing.of(self._reading(mapping))
        if mapping.from_ is not None:
            column = self._column(mapping.from_, target)
            return Verbatim(column) if mapping.verbatim else Column(column), own
        if mapping.concat is not None:
            return Concat(tuple(self._column(name, target) for name in mapping.concat), mapping.sep), own
        if mapping.first_of is not None:
            spared = self.scope.any_present(mapping.first_of)
            return FirstOf(tuple(self._column(name, target, spared=spared) for name in mapping.first_of)), own
        if mapping.fact is not None:
            return Fact(self._fact(mapping.fact, target), mapping.fact), own
        if mapping.ordinal:
            return Ordinal(), own
        return Constant(mapping.const if mapping.param is None else self._param(mapping.param)), CANONICAL

    def _reading(self, mapping: FieldMap) -> Input:
        """Return the input whose habits hold for a field: that of a side's column, else that of the output."""
        return self.scope.reading if mapping.from_ is None else self.scope.reading_of(mapping.from_)

    def _column(self, name: str, target: Field, *, spared: bool = False) -> Ref:
        """Resolve a column; its absence is an error if a required field needs it and no other column can do."""
        needed = target.required and not target.derive and not spared
        return self.scope.resolve(name, target.name, Severity.ERROR if needed else Severity.WARNING)

    def _conditions(self, where: Where, target: Field) -> Conditions:
        return compile_where(where, lambda name: self._column(name, target))

    def _fact(self, name: str, target: Field) -> str | None:
        fact = self.given.facts.get(name)
        if fact is None:
            severity = Severity.ERROR if target.required else Severity.WARNING
            self.issues.append(
                Issue("fact.absent", severity, table=self.table.id, field=target.name, params={"fact": name})
            )
        return fact

    def _param(self, name: str) -> str | None:
        """Return what a parameter is worth: what the run says, what the file says, its default; else nothing."""
        given = self.given.params.get(name)
        told = given if isinstance(given, str) else None
        return self.folder.adapter.params[name].resolve(told, self.given.facts) if self.folder.adapter else told
