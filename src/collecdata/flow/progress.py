"""How far a run is, told as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["counted"]


def counted(show: Callable[[int, int], None] | None, total: int) -> Callable[[int], None]:
    """Turn what is done at each step into (done so far, in all).

    >>> seen = []
    >>> advance = counted(lambda done, total: seen.append((done, total)), 10)
    >>> advance(4), advance(6), seen
    (None, None, [(4, 10), (10, 10)])
    """
    done = 0

    def advance(step: int) -> None:
        nonlocal done
        done += step
        if show is not None:
            show(done, total)

    return advance
