"""A file that is written under a temporary name and appears whole, or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from abc import ABC, abstractmethod
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

__all__ = ["Draft", "WrittenFile", "writing"]

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A finished file: where it will be once committed, how many rows and bytes, and the SHA-256 of its bytes."""

    path: Path
    rows: int
    bytes: int
    sha256: str


class Draft(ABC):
    """A file in the making: `commit` finishes it and gives it its name, `abort` removes it. Both may be repeated.

    As a context manager: committed when the block ends well, aborted when it does not.
    """

    def __init__(self, path: Path) -> None:
        """Make the folder.

        Raises:
            UsageError: it cannot be made (`target.unwritable`).
        """
        self.path = path
        self.rows = 0
        self.temporary = path.with_name(f".{path.name}.tmp")
        self._result: WrittenFile | None = None
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)

    @abstractmethod
    def _finish(self) -> None:
        """Write what waits, and close the temporary file."""

    @abstractmethod
    def _release(self) -> None:
        """Close the temporary file, whatever its state."""

    def close(self) -> WrittenFile:
        """Finish; the file keeps its temporary name until `commit`.

        Raises:
            UsageError: the disk is full.
        """
        if self._result is None:
            with writing(self.path):
                self._finish()
                with self.temporary.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
                    self._result = WrittenFile(self.path, self.rows, stream.tell(), digest)
        return self._result

    def commit(self) -> WrittenFile:
        """Close, and give the file its name, in place of a former one.

        Raises:
            UsageError: the disk is full, or the name is taken by a folder.
        """
        result = self.close()
        if self.temporary.exists():
            with writing(self.path):
                self.temporary.replace(self.path)
        return result

    def abort(self) -> None:
        """Give up: nothing of it stays on the disk (what was committed does)."""
        # A disk that refused the rows refuses the end of the file too: it does not matter, the file is going away.
        with suppress(OSError):
            self._release()
        self.temporary.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.abort()


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
