"""The SHA-256 of one large input, begun before anything else is loaded: a core waits then, and hashing needs no lock.

The file is read once more for it: a hundredth of the processor time of a conversion, for a twentieth of its duration.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.readers.source import Source

__all__ = ["Ahead"]

LEAST = 32 << 20
"""Bytes from which a file is worth a thread."""
_CHUNK = 1 << 18
_SURVEYED = b"S10."
"""How a DSN begins: it is hashed as it is surveyed, before it is read."""


class Ahead:
    """What is hashed ahead: the one file of a run, if it is large; else nothing. As a context manager: until its end.

    What cannot be read ends it, as it ends what is read.
    """

    def __init__(self, dumps: Sequence[str | Path]) -> None:
        path = Path(dumps[0]) if len(dumps) == 1 else None
        self._path = path if path is not None and _is_worth_it(path) else None
        self._digest = hashlib.sha256()
        self._unwanted = self._whole = False
        self._thread = Thread(target=self._run, args=(path,), name="hash", daemon=True)
        if self._path is not None:
            self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._unwanted = True

    def hashes(self, source: Source) -> bool:
        """Whether this is the file."""
        return source.plain and source.path == self._path

    def hexdigest(self) -> str:
        """Return its SHA-256, in hexadecimal, once it is known; empty where it could not be read to its end."""
        self._thread.join()
        return self._digest.hexdigest() if self._whole else ""

    def _run(self, path: Path) -> None:
        room = memoryview(bytearray(_CHUNK))
        try:
            with path.open("rb", buffering=0) as stream:
                while not self._unwanted and (count := stream.readinto(room)):
                    self._digest.update(room[:count])
                self._whole = not self._unwanted
        except OSError:
            return


def _is_worth_it(path: Path) -> bool:
    try:
        if not path.is_file() or path.stat().st_size < LEAST:
            return False
        with path.open("rb") as stream:
            return stream.read(len(_SURVEYED)) != _SURVEYED
    except OSError:  # said by who reads it
        return False
