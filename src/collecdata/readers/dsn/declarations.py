"""The declarations of a file, and which of them hold once all the files of a collectivity are known.

Source: cahier technique de la norme DSN 2025.1, 1.4.3.2 to 1.4.3.4 and S20.G00.05. A monthly declaration is that of
a SIRET, a month, a fraction and a field; a later one takes its place. A signal is that of a SIRET and an order; one
that cancels or replaces another names it by its date and its order (S20.G00.05.006).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["BLOCK", "Declaration", "Envoi", "Status", "settle"]

BLOCK = "S20.G00.05"
TEST = "01"
MONTHLY = frozenset({"01", "09"})
"""Natures of which a month has one: the declaration itself, and the one an agency substitutes for it."""
REPLACES, CANCELS = "03", "04"


class Status(StrEnum):
    """What a declaration came to."""

    KEPT = "retenue"
    REPLACED = "remplacee"
    CANCELLED = "annulee"
    CANCEL = "annulation"
    TWICE = "doublon"
    TEST = "essai"


@dataclass(slots=True)
class Envoi:
    """One envoi: its first byte and line, those of its first declaration, and what it counts.

    `head` is the first byte of its first declaration, `first` the rank of that in the file, from 0. `counted` are its
    lines and declarations; `declared` what S90 says of them, empty where there is no S90, and `total` the last line
    that says so (0 where there is none).
    """

    start: int
    line: int
    version: str = ""
    kind: str = ""
    head: int = 0
    first: int = 0
    counted: list[int] = field(default_factory=lambda: [0, 0])
    declared: list[str] = field(default_factory=lambda: ["", ""])
    total: int = 0


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration: where it begins, which envoi holds it, what its block S20.G00.05 says by rubric.

    `head` is the byte of its first individual (its own beginning where there is none).
    """

    envoi: int
    start: int
    line: int
    head: int
    siren: str
    nic: str
    said: Mapping[str, str]
    test: bool = False
    status: Status = Status.KEPT

    def __getitem__(self, number: str) -> str:
        return self.said.get(f"{BLOCK}.{number}", "")

    @property
    def key(self) -> tuple[str, ...]:
        """What only one declaration that holds may have."""
        own = ("005", "003", "008") if self["001"] in MONTHLY else ("004",)
        return (self.siren, self.nic, self["001"], *(self[number] for number in own))

    @property
    def name(self) -> tuple[str, ...]:
        """How another declaration names it: its SIRET, its nature, its date and order put end to end."""
        return (self.siren, self.nic, self["001"], self["007"] + self["004"])

    @property
    def target(self) -> tuple[str, ...]:
        """The name of the one it cancels or replaces."""
        return (self.siren, self.nic, self["001"], self["006"])

    @property
    def month(self) -> str:
        """The month it is of: `2025-11`."""
        day = self["005"]
        return f"{day[4:]}-{day[2:4]}" if len(day) == len("01112025") else ""

    @property
    def identity(self) -> str:
        """What makes it one among all those of its SIREN."""
        date = self["007"][4:] + self["007"][2:4] + self["007"][:2]
        said = (self["001"], self["002"], self.month.replace("-", ""), self["003"], self["008"], date, self["004"])
        return "-".join((self.nic, *said, "essai")[: None if self.test else -1])

    @property
    def made(self) -> tuple[str, ...]:
        """What is known of it and is in none of its rubrics: see `form.SAID`."""
        return (self.identity, self.siren + self.nic, self.month, str(self.status))

    @property
    def order(self) -> tuple[str, int]:
        """When it was made: the day, then the order of that month."""
        day, order = self["007"], self["004"]
        return day[4:] + day[2:4] + day[:2], int(order) if order.isdecimal() else 0


def settle(files: Sequence[Sequence[Declaration]]) -> list[list[Declaration]]:
    """Say of each declaration of the files of one collectivity what it came to.

    A test counts only where no real declaration has its key. Of declarations of one key the last made holds; those
    made the same day with the same order are one, given again.
    """
    status: dict[tuple[int, int], Status] = {}
    every = [((file, place), one) for file, held in enumerate(files) for place, one in enumerate(held)]
    real = {one.key for _, one in every if not one.test}
    status |= {at: Status.TEST for at, one in every if one.test and one.key in real}
    left = [(at, one) for at, one in every if at not in status]
    for group in _by_key(left):
        status |= _last_holds(group)
    status |= _named(left)
    return [
        [replace(one, status=status.get((file, place), Status.KEPT)) for place, one in enumerate(held)]
        for file, held in enumerate(files)
    ]


_Placed = tuple[tuple[int, int], Declaration]


def _by_key(declarations: Iterable[_Placed]) -> Iterable[list[_Placed]]:
    groups: dict[tuple[str, ...], list[_Placed]] = {}
    for at, one in declarations:
        groups.setdefault(one.key, []).append((at, one))
    return groups.values()


def _last_holds(group: list[_Placed]) -> dict[tuple[int, int], Status]:
    """Say what the declarations of one key came to; the sort is stable: of equals, the last read holds."""
    ordered = sorted(group, key=lambda placed: placed[1].order)
    last = ordered[-1][1]
    cancelled = last["002"] == CANCELS
    found = {
        at: Status.TWICE if one.name == last.name and one["002"] == last["002"] else Status.REPLACED
        for at, one in ordered[:-1]
    }
    if cancelled:
        found = {at: Status.CANCELLED for at, _ in ordered[:-1]} | {ordered[-1][0]: Status.CANCEL}
    return found


def _named(declarations: Iterable[_Placed]) -> dict[tuple[int, int], Status]:
    """Say what the declarations came to that another names."""
    placed = list(declarations)
    found: dict[tuple[int, int], Status] = {}
    for _, one in placed:
        if one["002"] in (REPLACES, CANCELS) and one["006"]:
            came_to = Status.CANCELLED if one["002"] == CANCELS else Status.REPLACED
            found |= {at: came_to for at, other in placed if other is not one and other.name == one.target}
    found |= {at: Status.CANCEL for at, one in placed if one["002"] == CANCELS}
    return found
