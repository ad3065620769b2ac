"""An export in a few lines, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.messages import language
from collecdata.report.labels import Words
from collecdata.report.text import problem_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.report.model import Problem

__all__ = ["export_text"]


def export_text(
    files: Sequence[tuple[str, int]],
    found: Sequence[Problem],
    *,
    read: int,
    filtered: int,
    left_out: int,
    lang: str | None = None,
) -> str:
    """Say what was written where (paths and rows), what became of each row read, and what is wrong."""
    words = Words(language(lang))
    lines = [f"{path}  {words.number(rows)} {words['rows'].lower()}" for path, rows in files]
    if read:
        counts = {"read": read, "filtered": filtered, "rejected": left_out, "written": read - filtered - left_out}
        lines.append(", ".join(f"{words[key].lower()} {words.number(count)}" for key, count in counts.items()))
    return "\n".join([*lines, *problem_lines(found, words)])
