"""A mapping whose values are made when they are first asked for: of what the catalogue holds, a run needs little."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

__all__ = ["Lazy"]

T = TypeVar("T")


class Lazy(Mapping[str, T]):
    """A read-only mapping whose values are made once, when first asked for.

    >>> squares = Lazy(lambda: iter(("2", "3")), lambda key: int(key) ** 2)
    >>> squares["3"], list(squares)
    (9, ['2', '3'])
    """

    def __init__(self, keys: Callable[[], Iterator[str]], make: Callable[[str], T]) -> None:
        self._keys = keys
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return self._keys()

    def __len__(self) -> int:
        return sum(1 for _ in self)
