"""`rapport.json` and `rapport.md`, filled lot by lot: no more of a region is held in memory than of a town."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Self

from collecdata.kernels.jsontext import INDENT, members
from collecdata.report.markdown import Markdown
from collecdata.report.text import Summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from collecdata.report.model import Report, Rows

__all__ = ["ReportFiles"]

LISTS = ("inputs", "blocks", "tables", "not_carried")
"""What a report says of each lot."""
SMALL = 1 << 18
"""Bytes of one of these lists that wait in memory rather than in a file."""
BREAK = "\x1e"
"""Ends a line inside an item that waits: JSON never has it as it is."""


class ReportFiles:
    """Both files in the making. As a context manager: what waits on the disk goes when the block ends."""

    def __init__(self, lang: str) -> None:
        self.summary = Summary()
        self._markdown = Markdown(lang)
        self._lists = {name: SpooledTemporaryFile(SMALL, "w+", encoding="utf-8", newline="\n") for name in LISTS}  # noqa: SIM115 - closed in __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for waiting in self._lists.values():
            waiting.close()

    def add(self, part: Rows) -> None:
        """Add what is said of the files and tables of one more lot."""
        self.summary.add(part)
        self._markdown.add(part)
        for name, waiting in self._lists.items():
            for one in getattr(part, name):
                waiting.write(one.model_dump_json(indent=INDENT).replace("\n", BREAK) + "\n")

    def write(self, head: Report, json_path: Path, markdown_path: Path) -> None:
        """Write both, with what `head` says of all lots."""
        self.summary.close(head)
        standing = self.summary.standing
        markdown_path.write_text(self._markdown.text(head, standing.state), encoding="utf-8", newline="\n")
        values = head.as_dict() | {"balanced": standing.balanced, "state": standing.state}
        with json_path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(members(values | {name: self._items(name) for name in LISTS}))
            file.write("\n")

    def _items(self, name: str) -> Iterator[str]:
        waiting = self._lists[name]
        waiting.seek(0)
        return (line.rstrip("\n").replace(BREAK, "\n") for line in waiting)
