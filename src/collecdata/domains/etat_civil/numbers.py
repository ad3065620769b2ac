"""Numbers of acts within a register: those missing and those met twice, warnings both: « 12 bis » and gaps do exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import integers
from collecdata.kernels.distinct import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["RULES", "register_numbers"]

ACTS = "etat_civil.acte"
REGISTER, NUMBER = "id_registre", "numero_acte"


def register_numbers(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Tell, for each register, the numbers that are passed over and those that several acts bear.

    Acts without register, and numbers that are not made of digits alone, are not judged. What is held of an act is its
    number and the place of its register among those met: twelve bytes.
    """
    names: dict[str, int] = {}
    registers, numbers = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    for batch in tables[ACTS]:
        number, register = decode(batch.column(NUMBER)), decode(batch.column(REGISTER))
        judged = pc.and_(pc.match_substring_regex(number, pattern="^[0-9]{1,9}$"), pc.is_valid(register))
        met = encode(register.filter(judged))
        places = [names.setdefault(name, len(names)) for name in met.dictionary.to_pylist()]
        registers.append(np.array(places, np.int32)[integers(met.indices)])
        numbers.append(integers(number.filter(judged).cast(pa.int64())))
    which, given = np.concatenate(registers), np.concatenate(numbers)
    order = np.lexsort((given, which))
    bounds = np.searchsorted(which[order], np.arange(len(names) + 1))
    for name, first, stop in zip(names, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        found, times = np.unique(given[order[first:stop]], return_counts=True)
        yield from _told("etat_civil.number_twice", name, found[times > 1])
        whole = np.arange(found[0], found[-1] + 1) if found[-1] - found[0] < len(found) * 10 else found
        yield from _told("etat_civil.number_gap", name, np.setdiff1d(whole, found))


def _told(code: str, register: str, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[Issue]:
    if len(numbers):
        params = {"register": register, "first": str(int(numbers[0])), "numbers": str(len(numbers))}
        yield Issue(code, Severity.WARNING, table=ACTS, field=NUMBER, count=len(numbers), params=params)


RULES = Rules(finish=(Finish("numbers", {ACTS: (REGISTER, NUMBER)}, register_numbers),))
