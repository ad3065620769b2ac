"""Lists put by on the disk while a run goes on: what is known of forty thousand files is not for memory."""

from __future__ import annotations

import pickle
import zlib
from tempfile import TemporaryFile
from typing import Any, Generic, TypeVar
from weakref import finalize

__all__ = ["Shelf"]

T = TypeVar("T")
FAST = 1


class Shelf(Generic[T]):
    """Things by the number they were put under. The last one stays in memory: where there is one, nothing is written.

    >>> shelf = Shelf()
    >>> [shelf.put(text) for text in ("a", "b")]
    [0, 1]
    >>> shelf.take(0), shelf.take(1)
    ('a', 'b')
    """

    def __init__(self) -> None:
        self._last: T | None = None
        self._ends = [0]
        self._file: Any = None

    def put(self, thing: T) -> int:
        """Put something by; return its number."""
        if self._last is not None:
            if self._file is None:
                self._file = TemporaryFile()  # noqa: SIM115 - as long as the shelf
                finalize(self, self._file.close)
            self._file.seek(self._ends[-1])
            self._file.write(zlib.compress(pickle.dumps(self._last, pickle.HIGHEST_PROTOCOL), FAST))
            self._ends.append(self._file.tell())
        self._last = thing
        return len(self._ends) - 1

    def take(self, number: int) -> T:
        """Return what was put under this number."""
        if number == len(self._ends) - 1:
            assert self._last is not None  # noqa: S101 - it has a number
            return self._last
        start, end = self._ends[number : number + 2]
        self._file.seek(start)
        thing: T = pickle.loads(zlib.decompress(self._file.read(end - start)))  # noqa: S301 - written above
        return thing
