"""Numbers of acts within a register: those missing and those met twice, warnings both: « 12 bis » and gaps do exist."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.domains.rules import Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.distinct import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

__all__ = ["RULES", "register_numbers"]

ACTS = "etat_civil.acte"
REGISTER, NUMBER = "id_registre", "numero_acte"


def register_numbers(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Tell, for each register, the numbers that are passed over and those that several acts bear.

    Acts without register, and numbers that are not made of digits alone, are not judged.
    """
    registers: dict[str, list[int]] = defaultdict(list)
    for batch in tables[ACTS]:
        number, register = decode(batch.column(NUMBER)), decode(batch.column(REGISTER))
        judged = pc.and_(pc.match_substring_regex(number, pattern="^[0-9]{1,9}$"), pc.is_valid(register))
        for name, text in zip(register.filter(judged).to_pylist(), number.filter(judged).to_pylist(), strict=True):
            registers[name].append(int(text))
    for name, given in registers.items():
        numbers, times = np.unique(np.array(given), return_counts=True)
        yield from _told("etat_civil.number_twice", name, numbers[times > 1])
        whole = np.arange(numbers[0], numbers[-1] + 1) if numbers[-1] - numbers[0] < len(numbers) * 10 else numbers
        yield from _told("etat_civil.number_gap", name, np.setdiff1d(whole, numbers))


def _told(code: str, register: str, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[Issue]:
    if len(numbers):
        params = {"register": register, "first": str(int(numbers[0])), "numbers": str(len(numbers))}
        yield Issue(code, Severity.WARNING, table=ACTS, field=NUMBER, count=len(numbers), params=params)


RULES = Rules(finish=(Finish("numbers", {ACTS: (REGISTER, NUMBER)}, register_numbers),))
