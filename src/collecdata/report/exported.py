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
    gone: tuple[int, int, int] = (0, 0, 0),
    lang: str | None = None,
) -> str:
    """Say what was written where (paths and rows), what became of each row read, and what is wrong.

    `gone` are the rows filtered, rejected, and counted in another row.
    """
    words = Words(language(lang))
    lines = [f"{path}  {words.number(rows)} {words['rows'].lower()}" for path, rows in files]
    if read:
        filtered, left_out, merged = gone
        counts = {"read": read, "filtered": filtered, "rejected": left_out}
        counts |= {"counted": merged} if merged else {}
        counts["written"] = read - sum(gone)
        lines.append(", ".join(f"{words[key].lower()} {words.number(count)}" for key, count in counts.items()))
    return "\n".join([*lines, *problem_lines(found, words, len(found))])
