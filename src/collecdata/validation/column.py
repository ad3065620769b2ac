"""One column judged, batch after batch: proven on its distinct values, the rest asked once per value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, from_int64, integers, nulls, texts
from collecdata.validation import canonical, native
from collecdata.validation.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from collecdata.checks.constraints import Mask
    from collecdata.validation.descriptor import SchemaField
    from collecdata.validation.oracle import Answer

__all__ = ["Broken", "Column"]

_REMEMBERED = 1 << 16
"""Distinct values of a column whose answer is kept."""
_SPREAD = 4
"""Rows a distinct value must stand for, on average, for a dictionary to be worth making."""


class Broken(NamedTuple):
    """Rows (places in the batch) that break one rule, with the cell of each: `kind` is `type` or a constraint."""

    kind: str
    rows: NDArray[np.int64]
    cells: pa.Array


class Column:
    """A column of a file and the field it is paired with."""

    def __init__(
        self,
        field: SchemaField,
        place: int,
        ask: Callable[[int, str], Answer],
        *,
        native: bool = False,
        group: bool = False,
    ) -> None:
        self.field, self.place, self.native = field, place, native
        self.proof = Proof(field)
        mark = field.descriptor.get("groupChar") if field.type == "integer" and group else None
        self._group = mark if isinstance(mark, str) and not mark.isdigit() else ""
        self._ask = ask
        self._answers: dict[str, Answer] = {}
        self._by_value: bool | None = None

    def prepared(self, values: pa.Array) -> tuple[pa.Array, Mask]:
        """Return the cells as texts to judge, and the mask of those that stand for nothing.

        A typed column whose type is that of the field is judged without its texts, unless a constraint wants them.
        """
        if values.type == pa.string() and not self.native:
            values = pc.replace_substring(values, self._group, "") if self._group else values
            return values, self.proof.missing(values)
        if values.type != pa.string() and self._fits(values.type):
            return pa.nulls(len(values), pa.string()), nulls(values)
        values = native.plain(self.field, native.from_arrow(values))
        return values, self.proof.missing(values) | native.nothing(values)

    def plain_texts(self, ready: pa.Array, values: pa.Array) -> pa.Array:
        """Return the cells as texts, those of a typed column whose texts were not wanted yet too."""
        if not ready.null_count:
            return ready
        return native.plain(self.field, native.from_arrow(values))

    def _fits(self, kind: pa.DataType) -> bool:
        constrained = self.field.constraints.keys() - {"required", "unique"}
        return not constrained and native.fits(self.field, kind)

    @property
    def free(self) -> bool:
        """Whether every cell is right, the empty ones too."""
        return self.proof.nothing_to_prove and not self.field.required and not self.native

    def judge(self, values: pa.Array, missing: Mask, blank: Mask | None) -> Iterator[Broken]:
        """Give what is wrong in a batch, rows that are wholly blank left out."""
        if self.field.required and missing.any():
            yield from self._broken("required", missing if blank is None else missing & ~blank, values)
        if self.proof.nothing_to_prove and not self.native:
            return
        if values.null_count:  # of the right type: nothing more to prove
            return
        suspects = self._suspects(values) & ~missing
        if not suspects.any():
            return
        rows = np.flatnonzero(suspects)
        found = values.take(from_int64(rows)).dictionary_encode()
        answers = [self.answer(text)[1] for text in found.dictionary.to_pylist()]
        codes = integers(found.indices)
        for kind in dict.fromkeys(kind for notes in answers for kind, _ in notes):
            hit = np.fromiter((any(one == kind for one, _ in notes) for notes in answers), np.bool_, len(answers))
            mask = np.zeros(len(values), np.bool_)
            mask[rows[hit[codes]]] = True
            yield from self._broken(kind, mask, values)

    def keys(self, values: pa.Array) -> pa.Array:
        """Return the values as texts to compare (null: nothing, or not of the type)."""
        if values.type != pa.string():
            values = native.from_arrow(values)
        found = (native.plain(self.field, values) if self.native else values).dictionary_encode()
        words = found.dictionary
        gone = self.proof.missing(words)
        if self.native:
            gone |= native.nothing(words)
        doubtful = (self._unproven(words) | (self.proof.field.type in _SEEN_BY_FRICTIONLESS)) & ~gone
        proven = np.flatnonzero(~doubtful & ~gone)
        texts_of: list[str | None] = [None] * len(words)
        rewritten = canonical.of_proven(self.field, words.take(from_int64(proven)))
        for place, text in zip(proven.tolist(), rewritten.to_pylist(), strict=True):
            texts_of[place] = text
        for place in np.flatnonzero(doubtful).tolist():
            value = self.answer(words[place].as_py())[0]
            texts_of[place] = None if value is None else canonical.of_value(value)
        return texts(texts_of).take(found.indices)

    def answer(self, text: str) -> Answer:
        """Ask frictionless, or remember."""
        known = self._answers.get(text)
        if known is None:
            known = self._ask(self.place, text)
            if len(self._answers) < _REMEMBERED:
                self._answers[text] = known
        return known

    def _suspects(self, values: pa.Array) -> Mask:
        if self._by_value is not False:
            encoded = values.dictionary_encode()
            if self._by_value is None and len(values):
                self._by_value = len(encoded.dictionary) * _SPREAD <= len(values)
            marked = self._unproven(encoded.dictionary)
            if not marked.any():
                return np.zeros(len(values), np.bool_)
            spread: Mask = marked[integers(encoded.indices)]
            return spread
        return self._unproven(values)

    def _unproven(self, values: pa.Array) -> Mask:
        if not self.native:
            return self.proof.unproven(values)
        return self.proof.unproven(values) | bools(pc.starts_with(values, native.NOTHING))

    @staticmethod
    def _broken(kind: str, mask: Mask, values: pa.Array) -> Iterator[Broken]:
        rows = np.flatnonzero(mask)
        if len(rows):
            yield Broken(kind, rows, values)


_SEEN_BY_FRICTIONLESS = frozenset({"geopoint", "time", "array", "list", "object", "geojson", "duration"})
"""Types that two texts may write alike: frictionless reads them."""
