"""The little Markdown that generated pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["MARK", "cell", "code", "table"]

MARK = "<!-- Page engendrée par scripts/generate_docs.py : ne pas la modifier à la main. -->"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a table; cells keep to one line."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(cell(part) for part in row) + " |" for row in rows]
    return "\n".join(lines)


def cell(text: str) -> str:
    """Make a text safe inside a table: one line, no bare bar."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Show a text as code; nothing for nothing.

    >>> code("a"), code("`"), code("")
    ('`a`', '`` ` ``', '')
    """
    if not text:
        return ""
    return f"`` {text} ``" if "`" in text else f"`{text}`"
