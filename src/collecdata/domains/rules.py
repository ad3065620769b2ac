"""The kinds of domain rule, each declaring what it reads and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pyarrow as pa

    from collecdata.issues import Issue

__all__ = ["Aggregate", "Assemble", "Derive", "Finish", "Look", "Publication", "Publish", "Rules"]


@dataclass(frozen=True, slots=True)
class Derive:
    """Fields of a table computed from others of the same batch, before it is checked."""

    table: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    apply: Callable[[pa.RecordBatch], Mapping[str, pa.Array]]


@dataclass(frozen=True, slots=True)
class Assemble:
    """One record set made from several of one split (the blocks of a declaration, say), before it is mapped."""

    reader: str
    record_sets: tuple[str, ...]
    output: str
    apply: Callable[[Mapping[str, pa.RecordBatch]], pa.RecordBatch]


class Look(Protocol):
    """Rows of one table looked at in order, in batches of any size; any column may be a dictionary."""

    def add(self, batch: pa.RecordBatch) -> Iterable[Issue]:
        """Report what can be said of the rows so far."""
        ...

    def end(self) -> Iterable[Issue]:
        """Report what could only be said at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Finish:
    """A verdict on whole tables, once written: reports, never rewrites a row.

    `tables` are the columns read of each table; `apply` takes, for each, its batches in written order. With `look`, a
    rule of one table may see its rows while they are written: where it finds nothing, `apply` would not either.
    """

    name: str
    tables: Mapping[str, tuple[str, ...]]
    apply: Callable[[Mapping[str, Iterator[pa.RecordBatch]]], Iterable[Issue]]
    look: Callable[[], Look] | None = None

    @classmethod
    def looking(cls, name: str, table: str, columns: Iterable[str], look: Callable[[], Look]) -> Finish:
        """Make a rule of what looks at the rows of one table."""

        def apply(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
            one = look()
            for batch in tables[table]:
                yield from one.add(batch)
            yield from one.end()

        return cls(name, {table: tuple(dict.fromkeys(columns))}, apply, look)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is said when a package is to be published (`--publiable`).

    `registre_annuel`: registers whose closing is not known are annual, closed on 31 December. `today`: the day from
    which delays are counted back.
    """

    registre_annuel: bool = False
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class Publish:
    """What forbids to publish `table` as it is: any issue given is a refusal. Tables absent or without rows are empty.

    `tables` are the columns read of each table; those that are not kept are null.
    """

    name: str
    table: str
    tables: Mapping[str, tuple[str, ...]]
    apply: Callable[[Mapping[str, Iterator[pa.RecordBatch]], Publication], Iterable[Issue]]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The rows of `table`, which counts people and names none: published in the place of the tables that name them.

    `tables` are the columns read of each table, which are whole; those of a lot that has none have no row. `apply`
    gives rows by name of field.
    """

    table: str
    tables: Mapping[str, tuple[str, ...]]
    apply: Callable[[Mapping[str, Iterator[pa.RecordBatch]]], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Rules:
    """All the rules of a domain."""

    derive: tuple[Derive, ...] = ()
    assemble: tuple[Assemble, ...] = ()
    finish: tuple[Finish, ...] = ()
    publish: tuple[Publish, ...] = ()
    aggregate: tuple[Aggregate, ...] = ()

    @classmethod
    def joined(cls, *parts: Rules) -> Rules:
        """Return the rules of several modules of one domain, in order.

        >>> Rules.joined(Rules(), Rules()) == Rules()
        True
        """
        return cls(
            tuple(rule for part in parts for rule in part.derive),
            tuple(rule for part in parts for rule in part.assemble),
            tuple(rule for part in parts for rule in part.finish),
            tuple(rule for part in parts for rule in part.publish),
            tuple(rule for part in parts for rule in part.aggregate),
        )
