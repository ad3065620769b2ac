"""The code mapping table: what each code of the outgoing system became."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from collecdata.report.model import CodeUse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.report.privacy import Classes

__all__ = ["code_uses"]


def code_uses(table: str, counts: Mapping[tuple[str, str, str], int], classes: Classes) -> tuple[CodeUse, ...]:
    """Make the entries of one table from (field, source code, canonical code or "") to number of rows.

    Unknown codes come first in each field, then the most frequent. Codes of a personal field show their shape only,
    and those of one shape are counted together.
    """
    shown: Counter[tuple[str, str, str]] = Counter()
    for (field, source, canonical), count in counts.items():
        visible = classes.shown(table, field)
        shown[field, classes.show(table, field, source), canonical if visible or not canonical else "•"] += count
    order = {field: rank for rank, field in enumerate(dict.fromkeys(field for field, _, _ in counts))}
    ranked = sorted(shown.items(), key=lambda one: (order[one[0][0]], bool(one[0][2]), -one[1], one[0]))
    return tuple(
        CodeUse(field=field, source=source, canonical=canonical, count=count)
        for (field, source, canonical), count in ranked
    )
