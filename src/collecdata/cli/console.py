"""What goes to the terminal: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from collecdata import messages
from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from collecdata.errors import CollecdataError

__all__ = ["progress", "say", "say_error", "say_json", "say_table", "say_text"]


def say(text: str = "") -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{text}\n")


def say_json(value: Any) -> None:  # noqa: ANN401
    """Print a result for a machine."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def say_table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print aligned columns, the last as long as it is."""
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header) - 1)]
    for row in [header, *rows]:
        say("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip())


def say_error(error: CollecdataError) -> None:
    """Print where, what and what to do, on stderr."""
    message = messages.render(error.code, error.params)
    where = f"{error.at}: " if error.at else ""
    text = "\n".join(part for part in (f"{where}{message.title}", message.explanation, f"-> {message.remedy}") if part)
    sys.stderr.write(f"{text}\n")


def say_text(text: str, target: Path | None) -> None:
    """Print a whole report, or write it in a file.

    Raises:
        UsageError: the file cannot be written.
    """
    if target is None:
        sys.stdout.write(text)
        return
    try:
        target.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError("target.unwritable", path=str(target), reason=str(error.strerror)) from error


@contextmanager
def progress(label: str, *, rows: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """Give a callback (bytes or `rows` done, and in all) that draws a bar on a terminal; None and nothing in a log."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    far = (MofNCompleteColumn(), TimeRemainingColumn()) if rows else (DownloadColumn(), TransferSpeedColumn())
    with Progress(
        TextColumn("{task.description}"), BarColumn(), *far, console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
