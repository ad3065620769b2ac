"""The folder a run writes: whole, or not at all."""

from __future__ import annotations

import errno
import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["PACKAGE", "target"]

PACKAGE = "datapackage.json"
"""Written last: its presence is the commit."""


@contextmanager
def target(path: Path, *, keep: bool = False) -> Iterator[Path]:
    """Give a fresh folder beside `path`, moved to `path` when the block ends well, removed when it does not.

    A former package of ours at `path` is replaced at the end in one move; anything else there is left alone. With
    `keep`, what a run cut short has left beside `path` is taken up, and left again if this one is cut too.

    Raises:
        UsageError: `path` holds something that is not a package, cannot be written, or the disk is full.
    """
    path = path.absolute()
    _refuse_foreign(path)
    work = path.with_name(f".{path.name}.en-cours")
    try:
        if not keep:
            shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True, exist_ok=keep)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield work
        _swap(work, path)
    except BaseException as error:
        if not keep:
            shutil.rmtree(work, ignore_errors=True)
        if isinstance(error, OSError):
            raise _unwritable(path, error) from error
        raise


def _refuse_foreign(path: Path) -> None:
    if path.is_file():
        raise UsageError("target.is_file", path=str(path))
    try:
        occupied = path.is_dir() and any(path.iterdir())
        ours = occupied and "collecdata" in json.loads((path / PACKAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        ours = False
    if occupied and not ours:
        raise UsageError("target.not_empty", path=str(path))


def _swap(work: Path, path: Path) -> None:
    former = path.with_name(f".{path.name}.ancien")
    shutil.rmtree(former, ignore_errors=True)
    if path.exists():
        path.rename(former)
    work.rename(path)
    shutil.rmtree(former, ignore_errors=True)


def _unwritable(path: Path, error: OSError) -> UsageError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return UsageError("target.full" if full else "target.unwritable", path=str(path), reason=error.strerror or "")
