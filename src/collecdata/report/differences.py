"""Two packages side by side: counts, sums and examples, as text and as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from collecdata.messages import language
from collecdata.report.labels import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

__all__ = ["Example", "SumDifference", "TableDifference", "differences_text"]

ZERO = 0


@dataclass(frozen=True, slots=True)
class SumDifference:
    """The total of a decimal field in one exercice ("": of the whole table) that is not the same on both sides."""

    field: str
    exercice: str
    old: Decimal
    new: Decimal


@dataclass(frozen=True, slots=True)
class Example:
    """One difference; keys and values of personal fields show their shape only. `field` is "" for a whole row."""

    change: str
    key: str
    field: str
    old: str | None
    new: str | None
    where: str


@dataclass(slots=True)
class TableDifference:
    """What differs in one table. `only_old`, `only_new`: fields that one side does not have."""

    table: str
    old_rows: int
    new_rows: int
    added: int = 0
    removed: int = 0
    changed: int = 0
    by_field: Mapping[str, int] = field(default_factory=dict)
    sums: Sequence[SumDifference] = ()
    only_old: Sequence[str] = ()
    only_new: Sequence[str] = ()
    examples: list[Example] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether both sides hold the same rows and fields."""
        return not (self.added or self.removed or self.changed or self.only_old or self.only_new)

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as plain data; amounts are text, to be exact."""
        made = asdict(self)
        made["sums"] = [{**asdict(one), "old": str(one.old), "new": str(one.new)} for one in self.sums]
        return made


def differences_text(tables: Sequence[TableDifference], lang: str | None = None) -> str:
    """Say table by table what is gone, new or changed, then where money differs, then a few examples."""
    words = Words(language(lang))
    different = [table for table in tables if not table.same]
    lines = [line for table in different for line in _table(table, words)]
    same = [table.table for table in tables if table.same]
    if same:
        lines.append(f"{words['same']} : {', '.join(same)}")
    return "\n".join(lines)


def _table(table: TableDifference, words: Words) -> Iterator[str]:
    counts = {key: words.number(getattr(table, key)) for key in ("added", "removed", "changed")}
    changes = ", ".join(f"{words[f'rows_{key}'].lower()} {count}" for key, count in counts.items())
    yield f"{table.table}  {words.number(table.old_rows)} -> {words.number(table.new_rows)} ; {changes}"
    for name, count in sorted(table.by_field.items(), key=lambda one: -one[1]):
        yield f"  {name} : {words.number(count)}"
    for key in ("only_old", "only_new"):
        if getattr(table, key):
            yield f"  {words[key]} : {', '.join(getattr(table, key))}"
    for one in table.sums:
        gap = words.amount(one.new - one.old)
        sign = "+" if one.new > one.old else ""
        place = f"{one.field} {one.exercice}".strip()
        yield f"  {words['sums']}, {place} : {words.amount(one.old)} -> {words.amount(one.new)} ({sign}{gap})"
    for example in table.examples:
        yield f"  {_example(example, words)}"
    yield ""


def _example(example: Example, words: Words) -> str:
    kind = words[f"row_{example.change}"]
    if not example.field:
        return f"{kind} : {example.key} ({example.where})"
    return f"{kind} : {example.key}, {example.field} : {example.old!s} -> {example.new!s} ({example.where})"
