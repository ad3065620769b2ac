"""A file that is written under a temporary name and appears whole, or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Draft", "WrittenFile", "writing"]

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A finished file: where it will be once committed, how many rows and bytes, and the SHA-256 of its bytes."""

    path: Path
    rows: int
    bytes: int
    sha256: str


class Draft:
    """The temporary file of one target: `commit` gives it its name, `abort` removes it. Either is safe to repeat."""

    def __init__(self, path: Path) -> None:
        """Make the folder.

        Raises:
            UsageError: it cannot be made (`target.unwritable`).
        """
        self.path = path
        self.temporary = path.with_name(f".{path.name}.tmp")
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)

    def written(self, rows: int) -> WrittenFile:
        """Describe the bytes that were written; call once they all are."""
        with writing(self.path), self.temporary.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return WrittenFile(self.path, rows, stream.tell(), digest)

    def commit(self) -> None:
        """Give the file its name, in place of a former one."""
        if self.temporary.exists():
            with writing(self.path):
                self.temporary.replace(self.path)

    def abort(self) -> None:
        """Leave nothing behind."""
        self.temporary.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say a refusal of the system in our words.

    Raises:
        UsageError: `target.full` (disk, quota or file size), else `target.unwritable`, in place of any `OSError`.
    """
    try:
        yield
    except OSError as error:
        code = "target.full" if error.errno in FULL else "target.unwritable"
        # Arrow hides the system's own words behind its own: the number brings them back.
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise UsageError(code, path=str(path), reason=reason) from error
