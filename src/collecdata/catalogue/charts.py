"""The charts of accounts of the standard: chapter, section and labels of an account, by norm, variant and year.

The charts are plain CSV in `schemas/compta/plans/` (made by `scripts/generate_charts.py`): a row says the first and
last years it holds for. An account holds the chapter it is voted in for each side and each kind of operation, so a
budget line's chapter and section follow from its nature, its side and its kind.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.catalogue.packed import packed
from collecdata.kernels.buffers import bools, from_bools, integers, nulls, texts
from collecdata.kernels.distinct import decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collecdata.kernels.buffers import Mask

__all__ = ["Chart", "chart", "charts", "plans"]

DEPENSE, RECETTE = "depense", "recette"
ORDRE = "ordre"
BETWEEN, WITHIN = "entre_sections", "interieur_section"
INVESTISSEMENT = "investissement"
THIRD_PARTY = ("454", "458")
"""Accounts of operations on behalf of others: their chapters, one an operation, are in no chart."""

_SIDES = {DEPENSE: "chapitre_depense_", RECETTE: "chapitre_recette_"}
_REAL = "reel"
_YEARS = ("exercice_debut", "exercice_fin")


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart of accounts. Every lookup takes string arrays, plain or dictionary, and gives one of the same length.

    Attributes:
        norme: `M57`.
        declinaison: `M57_D`.
        exercice: the year it was published for.
        accounts: rows of `plan_compte`, of the presentation by nature, in code order.
        chapters: rows of `plan_chapitre`, likewise.
        functions: rows of `plan_fonction`.
    """

    norme: str
    declinaison: str
    exercice: int
    accounts: pa.RecordBatch
    chapters: pa.RecordBatch
    functions: pa.RecordBatch

    def account(self, natures: pa.Array) -> pa.Array:
        """Return the code of the account each nature belongs to: itself, else the longest that it starts with."""
        return _looked_up(natures, lambda nature: _longest(nature, self._accounts))

    def has_function(self, functions: pa.Array) -> Mask:
        """Return whether each function is one of the chart; a null is not."""
        return _has(functions, self._functions)

    def chapter(
        self, natures: pa.Array, sides: pa.Array, kinds: pa.Array, orders: pa.Array, others: pa.Array | None = None
    ) -> pa.Array:
        """Return the chapter by nature of each budget line; null where the chart does not say.

        Args:
            natures: accounts by nature.
            sides: codes of `compta.sens`.
            kinds: codes of `compta.operation_budgetaire`; null is a real operation.
            orders: codes of `compta.ordre_type`, heeded where the kind is `ordre`.
            others: numbers of operations on behalf of others. Each is voted in a chapter of its own: the nature
                followed by the number, as the public accountant joins them.

        An operation of order on an account that has no chapter of order is voted in that of real operations; an
        account that only groups others, in their chapter if they have but one.
        """
        told = pa.nulls(len(natures), pa.string())
        ordered = _is(kinds, ORDRE)
        for side, prefix in _SIDES.items():
            by_order = self._chapter(natures, prefix + _REAL)
            for order in (BETWEEN, WITHIN):
                own = pc.coalesce(self._chapter(natures, prefix + order), by_order)
                by_order = pc.if_else(pc.and_(ordered, _is(orders, order)), own, by_order)
            told = pc.if_else(_is(sides, side), by_order, told)
        if others is None:
            return told
        numbered = pc.and_(_is_for_others(natures), pc.is_valid(others))
        joined = pc.binary_join_element_wise(decode(natures), decode(others), *texts([""]))
        return pc.if_else(numbered, joined, told)

    def section(
        self, chapters: pa.Array, natures: pa.Array, operations: pa.Array, declared: pa.Array | None = None
    ) -> pa.Array:
        """Return the section of each budget line, by the first of four rules that answers; null if none does.

        1. the section the line itself declares;
        2. that of its chapter in the chart;
        3. investment, if it bears an equipment operation;
        4. investment, if its nature is an operation on behalf of others (454, 458).
        """
        invests = pc.or_(pc.is_valid(operations), _is_for_others(natures))
        by_rule = pc.if_else(invests, *texts([INVESTISSEMENT, None]))
        known = self.chapter_section(chapters)
        return pc.coalesce(*(() if declared is None else (decode(declared),)), known, by_rule)

    def chapter_section(self, chapters: pa.Array) -> pa.Array:
        """Return the section of each chapter, or of the one that its code starts with."""
        return _looked_up(chapters, lambda code: self._sections.get(_longest(code, self._sections) or ""))

    def chapter_label(self, chapters: pa.Array) -> pa.Array:
        """Return the label of each chapter, or of the one that its code starts with."""
        return _looked_up(chapters, lambda code: self._chapters.get(_longest(code, self._chapters) or ""))

    def account_label(self, natures: pa.Array) -> pa.Array:
        """Return the label of each nature: its own, else that of the account it belongs to."""
        return _looked_up(natures, lambda nature: self._accounts.get(_longest(nature, self._accounts) or ""))

    def function_label(self, functions: pa.Array) -> pa.Array:
        """Return the label of each function."""
        return _looked_up(functions, self._functions.get)

    def _chapter(self, natures: pa.Array, column: str) -> pa.Array:
        chapters = self._columns[column]
        return _looked_up(natures, lambda nature: chapters.get(_longest(nature, chapters) or "") or None)

    @cached_property
    def _columns(self) -> Mapping[str, Mapping[str, str]]:
        names = [prefix + kind for prefix in _SIDES.values() for kind in (_REAL, BETWEEN, WITHIN)]
        return {name: _with_groups(self.accounts, name) for name in names}

    @cached_property
    def _accounts(self) -> Mapping[str, str]:
        return _by_code(self.accounts, "intitule")

    @cached_property
    def _chapters(self) -> Mapping[str, str]:
        return _by_code(self.chapters, "intitule")

    @cached_property
    def _functions(self) -> Mapping[str, str]:
        return _by_code(self.functions, "intitule")

    @cached_property
    def _sections(self) -> Mapping[str, str]:
        return _by_code(self.chapters, "section")


@lru_cache(maxsize=64)
def chart(norme: str, declinaison: str, exercice: int, *, or_before: bool = False) -> Chart | None:
    """Return a chart of accounts, or None if the standard has none for that norm, variant and year.

    Args:
        norme: `M57`, first part of a document's nomenclature.
        declinaison: `M57_D`, second part.
        exercice: the year of the document.
        or_before: fall back on the last chart published before that year; its `exercice` says which.
    """
    known = [year for norm, variant, year in charts() if (norm, variant) == (norme, declinaison) and year <= exercice]
    if not known or (known[-1] != exercice and not or_before):
        return None
    year = known[-1]
    accounts, chapters, functions = (
        _of(plans(name), norme, declinaison, year) for name in ("comptes", "chapitres", "fonctions")
    )
    return Chart(norme, declinaison, year, _by_nature(accounts), _by_nature(chapters), functions)


@lru_cache(maxsize=1)
def charts() -> tuple[tuple[str, str, int], ...]:
    """Return the norm, variant and year of every chart of the standard, sorted."""
    rows = plans("chapitres").select(["norme", "declinaison", *_YEARS]).to_pylist()
    spans = {tuple(row.values()) for row in rows}
    return tuple(
        sorted({(norm, variant, year) for norm, variant, *ends in spans for year in range(ends[0], ends[1] + 1)})
    )


def plans(name: str) -> pa.RecordBatch:
    """Return one file of charts whole: `comptes`, `chapitres` or `fonctions`; codes are text, years integers."""
    return packed(f"compta/plans/{name}", tuple((year, pa.int16()) for year in _YEARS))


def _of(rows: pa.RecordBatch, norme: str, declinaison: str, year: int) -> pa.RecordBatch:
    first, last = (integers(rows[name]) for name in _YEARS)
    here = bools(_is(rows["norme"], norme)) & bools(_is(rows["declinaison"], declinaison))
    return rows.filter(from_bools(here & (first <= year) & (last >= year)))


def _by_nature(rows: pa.RecordBatch) -> pa.RecordBatch:
    return rows.filter(_is(rows["presentation"], "nature"))


def _by_code(rows: pa.RecordBatch, column: str) -> dict[str, str]:
    return dict(zip(rows["code_plan"].to_pylist(), rows[column].to_pylist(), strict=True))


def _with_groups(rows: pa.RecordBatch, column: str) -> dict[str, str]:
    """Return the chapter of each account; that of all it contains for one that only groups them, else ""."""
    told = _by_code(rows, column)
    parents = _by_code(rows, "code_parent")
    inside: dict[str, set[str]] = defaultdict(set)
    for code in sorted(told, key=len, reverse=True):
        chapters = {told[code]} if told[code] else inside[code]
        told[code] = next(iter(chapters)) if len(chapters) == 1 else ""
        inside[parents[code]] |= chapters
    return told


def _longest(code: str, known: Mapping[str, str]) -> str | None:
    """Return the longest of the known codes that this one starts with."""
    return next((code[:size] for size in range(len(code), 0, -1) if code[:size] in known), None)


def _is_for_others(natures: pa.Array) -> pa.Array:
    return pc.is_in(pc.utf8_slice_codeunits(decode(natures), 0, 3), texts(THIRD_PARTY))


def _looked_up(column: pa.Array, find: Callable[[str], str | None]) -> pa.Array:
    """Apply a lookup to the distinct values of a column, then spread what it finds."""
    encoded = encode(column)
    found = texts(None if code is None else find(code) for code in encoded.dictionary.to_pylist())
    return decode(pa.DictionaryArray.from_arrays(encoded.indices, found))


def _has(column: pa.Array, known: Mapping[str, str]) -> Mask:
    return ~nulls(_looked_up(column, lambda code: code if code in known else None))


def _is(column: pa.Array, code: str) -> pa.Array:
    """Return whether each cell is a code; a null is not, as `pc.is_in` has it."""
    return pc.is_in(decode(column), texts([code]))
