"""One table judged: its header, its cells, its rows, its keys. What is proven is not asked; what is not, is."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from collecdata.validation.codes import finding_of_cell, finding_of_columns, finding_of_fault
from collecdata.validation.column import Column
from collecdata.validation.csvrows import NotTokenised
from collecdata.validation.header import pair
from collecdata.validation.native import shown, unmark
from collecdata.validation.oracle import Fault, Oracle
from collecdata.validation.provable import surely_valid
from collecdata.validation.rowrules import RowRules
from collecdata.validation.rules import GROUP_CHAR, UNIQUE_KEYS, rules_of
from collecdata.verdicts import FIRST, Finding, Findings, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from collecdata.checks.constraints import Mask
    from collecdata.validation.csvrows import Rows
    from collecdata.validation.decoding import BadByte
    from collecdata.validation.descriptor import ForeignKey, TableSchema
    from collecdata.validation.foreign import ForeignKeys, Parent
    from collecdata.validation.header import HeaderMode, Pairing
    from collecdata.validation.keys import Key, KeyIndex
    from collecdata.validation.oracle import Answer
    from collecdata.validation.table import Tabular
    from collecdata.validation.uniqueness import Uniqueness

__all__ = ["Judge"]

OF_THE_HEADER = frozenset(
    {
        "blank-label", "column-absent", "column-extra", "column-order", "duplicate-label", "extra-label",
        "incorrect-label", "missing-label", "unmatched-header",
    }
)  # fmt: skip
"""Rules that are judged before any row is."""


class Judge:
    """A table and the schema it is held against."""

    def __init__(
        self,
        table: Tabular,
        schema: TableSchema,
        mode: HeaderMode,
        first: int | None,
        parents: Parent | None = None,
        rules: frozenset[str] = frozenset(),
        valid: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Prepare.

        Args:
            table: what is judged.
            schema: what it is held against.
            mode: how labels and fields are paired.
            first: places of a finding that are kept (None: all).
            parents: finds the keys of the other tables of its package, where it is in one.
            rules: names of the rules of ours that are in force.
            valid: codes that may be used on the day asked for, by field.

        Raises:
            SchemaError: frictionless refuses the schema.
        """
        self.table, self.schema, self.mode = table, schema, mode
        self.findings = Findings(first)
        self.parents, self.rules, self.valid = parents, rules, valid
        self.count = 0
        self.stopped = False
        self._asked_header = False
        if not surely_valid(schema):
            _ = self.oracle

    @cached_property
    def oracle(self) -> Oracle:
        """frictionless, for this table; imported when it is first asked."""
        return Oracle(self.schema, by_name=self.mode != "strict", ignore_case=self.mode == "ignore-case")

    @cached_property
    def pairing(self) -> Pairing:
        """Labels and fields."""
        return pair(self.schema, self.table.labels, self.mode)

    @cached_property
    def columns(self) -> list[Column]:
        """The columns, paired with their fields."""
        how = {"native": self.table.native, "group": GROUP_CHAR in self.rules}
        return [Column(field, place, self._ask, **how) for place, field in enumerate(self.pairing.fields)]

    def _ask(self, place: int, text: str) -> Answer:
        self._open()
        return self.oracle.ask(place, unmark(text) if self.table.native else text)

    def _open(self) -> tuple[list[Fault], Fault | None]:
        if not self._asked_header:
            self._header_said = self.oracle.open(self.table.labels, [self.table.header_row])
            self._asked_header = True
        return self._header_said

    def judge(self) -> Findings:
        """Judge everything; the findings are complete, in no order."""
        try:
            if self._judge_header():
                self._judge_rows()
                if self.table.bad is not None:
                    self._stop(self.table.bad)
        finally:
            if "oracle" in self.__dict__:
                self.oracle.close()
        return self.findings

    def _judge_header(self) -> bool:
        """Judge the header; False when nothing else can be."""
        if self.table.empty:
            self.findings.add(finding_of_fault(Fault("source-error")), [Place()])
            return False
        self._remark_columns()
        if self.pairing.proven:
            return True
        faults, fatal = self._open()
        for fault in [*faults, *([fatal] if fatal else [])]:
            self.findings.add(finding_of_fault(fault), [Place(None if fatal else self.table.header_row, fault.cell)])
        if fatal:
            self.stopped = True
        return fatal is None

    def _remark_columns(self) -> None:
        """Remark what matching by name puts up with: optional columns absent, columns too many, another order."""
        for field in self.pairing.absent:
            self.findings.add(finding_of_columns("column-absent", field.name), [Place()])
        for place in self.pairing.extra:
            finding = finding_of_columns("column-extra", self.table.labels[place], place + 1)
            self.findings.add(finding, [Place(self.table.header_row, self.table.labels[place])])
        if self.pairing.reordered:
            self.findings.add(finding_of_columns("column-order", ""), [Place(self.table.header_row)])

    def _judge_rows(self) -> None:
        try:
            self._read_rows()
        except NotTokenised:
            kept = list(self.findings)
            self.findings.clear()
            for one in kept:
                if one.rule in OF_THE_HEADER:
                    self.findings.add(one, one.places, one.count)
            self._read_rows()

    def _read_rows(self) -> None:
        self.count = 0
        uniqueness, foreign = self._uniqueness(), self._foreign()
        try:
            for rows in self.table.rows(len(self.columns)):
                self.count += len(rows.numbers) + len(rows.ragged)
                if len(rows.numbers):
                    self._judge_batch(rows)
                for number, cells in rows.ragged:
                    self._judge_ragged(number, cells)
                for keys in (uniqueness, foreign):
                    if keys is not None:
                        keys.add(rows)
            if uniqueness is not None:
                self._judge_keys(uniqueness)
            if foreign is not None:
                self._judge_references(foreign)
        finally:
            for keys in (uniqueness, foreign):
                if keys is not None:
                    keys.close()

    def _uniqueness(self) -> Uniqueness | None:
        """Watch what two rows may not share; None where the schema says nothing of it (and nothing is imported)."""
        if not (self.schema.primary_key or self.schema.unique_keys or any(one.unique for one in self.schema.fields)):
            return None
        from collecdata.validation.uniqueness import Uniqueness

        return Uniqueness(self.keys, self.columns)

    def _foreign(self) -> ForeignKeys | None:
        """Watch the keys that can be followed; outside a package, those to the table itself."""
        keys = list(self.schema.foreign_keys)
        if self.parents is None and any(key.resource not in ("", self.schema.name) for key in keys):
            self.findings.add(finding_of_fault(Fault("resource-error")), [Place()])
            return None
        if not keys:
            return None
        from collecdata.validation.foreign import ForeignKeys

        return ForeignKeys(keys, self.columns)

    def _judge_batch(self, rows: Rows) -> None:
        ready: dict[int, tuple[pa.Array, Mask]] = {}
        blank = self._blank(rows.columns, ready)
        if blank is not None:
            numbers = rows.numbers[blank]
            self.findings.add(finding_of_fault(Fault("blank-row")), [Place(one) for one in numbers.tolist()])
        for column, values in zip(self.columns, rows.columns, strict=True):
            if column.free:
                continue
            cells, gone = ready.get(column.place) or column.prepared(values)
            for broken in column.judge(cells, gone, blank):
                finding = finding_of_cell(broken.kind, column.field, column.place + 1)
                kept = broken.rows[: self.findings.room(finding)].tolist()
                places = [Place(int(rows.numbers[row]), shown(broken.cells[row].as_py() or "")) for row in kept]
                self.findings.add(finding, places, len(broken.rows))
        self._judge_rules(rows, ready, blank)

    def _judge_rules(self, rows: Rows, ready: dict[int, tuple[pa.Array, Mask]], blank: Mask | None) -> None:
        for broken in self.row_rules.broken(rows, ready, blank):
            number = next(column.place for column in self.columns if column.field.name == broken.rule.field) + 1
            finding = Finding(broken.rule.name, broken.rule.code, field=broken.rule.field, number=number)
            finding.params = broken.rule.params
            kept = broken.rows[: max(0, self.findings.room(finding))].tolist()
            places = [Place(int(rows.numbers[row]), shown(broken.texts[row].as_py() or "")) for row in kept]
            self.findings.add(finding, places, len(broken.rows))

    @cached_property
    def row_rules(self) -> RowRules:
        """The rules of ours whose columns are all there."""
        return RowRules(rules_of(self.schema, self.rules, self.valid), self.columns)

    def _blank(self, columns: Sequence[pa.Array], ready: dict[int, tuple[pa.Array, Mask]]) -> Mask | None:
        """Mark the rows in which no cell holds anything; None when there is none."""
        blank: Mask | None = None
        for column in sorted(self.columns, key=lambda one: not one.field.required):
            ready[column.place] = column.prepared(columns[column.place])
            gone = ready[column.place][1]
            blank = gone if blank is None else blank & gone
            if not blank.any():
                return None
        return blank

    def _judge_ragged(self, number: int, cells: Sequence[str]) -> None:
        self._open()
        for fault in self.oracle.ask_row(cells, number):
            field = self.columns[fault.number - 1].field if fault.number and fault.number <= len(self.columns) else None
            self.findings.add(finding_of_fault(fault, field), [Place(number, fault.cell)])

    @cached_property
    def keys(self) -> list[Key]:
        """What frictionless compares rows by: unique fields, then the primary key if all of it is there."""
        from collecdata.validation.keys import Key

        places = {column.field.name: column.place for column in self.columns}
        found = [Key("unique-error", (column.place,)) for column in self.columns if column.field.unique]
        primary = self.schema.primary_key
        if primary and all(name in places for name in primary):
            found.append(Key("primary-key", tuple(places[name] for name in primary)))
        more = [names for names in self.schema.unique_keys if names and places.keys() >= set(names)]
        found += [Key(UNIQUE_KEYS, tuple(places[one] for one in names), partial=False) for names in more]
        return [key for key in found if key.rule != UNIQUE_KEYS or UNIQUE_KEYS in self.rules]

    def _judge_keys(self, uniqueness: Uniqueness) -> None:
        for one in uniqueness.repeated(partial(self.table.rows, len(self.columns))):
            place = one.key.places[0]
            if one.empty and one.key.rule != "primary-key":
                continue  # nothing is never twice the same
            if one.key.rule == UNIQUE_KEYS:
                names = ", ".join(self.columns[place].field.name for place in one.key.places)
                finding = Finding(UNIQUE_KEYS, "rule.unique_keys", field=names, params={"key": names})
            elif one.key.rule == "unique-error":
                finding = finding_of_fault(Fault(one.key.rule, place + 1), self.columns[place].field)
            else:
                finding = finding_of_fault(Fault(one.key.rule, note="None" if one.empty else ""))
                finding.params = {"key": ", ".join(self.schema.primary_key)}
            kept = one.rows[: max(0, self.findings.room(finding))].tolist()
            self.findings.add(finding, [Place(row, one.cells.get(row)) for row in kept], len(one.rows))

    def _judge_references(self, foreign: ForeignKeys) -> None:
        again = partial(self.table.rows, len(self.columns))
        for key, one in foreign.orphaned(self.parents or self.index, again, FIRST):
            finding = finding_of_fault(Fault("foreign-key"))
            finding.params = {"key": ", ".join(key.fields), "reference": key.resource or self.schema.name}
            kept = one.rows[: max(0, self.findings.room(finding))].tolist()
            self.findings.add(finding, [Place(row, one.cells.get(row)) for row in kept], len(one.rows))

    def index(self, key: ForeignKey) -> KeyIndex:
        """Return the keys of this table that another one (or itself) refers to."""
        from collecdata.validation.keys import Key, KeyIndex
        from collecdata.validation.uniqueness import key_columns

        places = {column.field.name: column.place for column in self.columns}
        index = KeyIndex(Key("foreign-key", tuple(places[name] for name in key.reference if name in places)))
        for rows in self.table.rows(len(self.columns)):
            index.add(*key_columns(rows, self.columns, index.key.places))
        return index

    def _stop(self, bad: BadByte) -> None:
        self.stopped = True
        finding = finding_of_fault(Fault("encoding-error"))
        finding.params = {"byte": f"0x{bad.byte:02X}", "offset": bad.offset, "encoding": self.table.encoding}
        self.findings.add(finding, [Place(line=bad.line)])
