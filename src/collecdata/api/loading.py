"""What a verb does beside its work, made as little as can be: of a short run, loading is the larger part."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["briskly"]

NEW_OBJECTS = 20_000


@contextmanager
def briskly() -> Iterator[None]:
    """Load and run with less processor time before the first row; everything is as it was afterwards.

    What modules and plans are made of stays, and what rows are made of is no Python object: a garbage collector that
    goes through it all every 700 new objects finds nothing, so it waits for more. No cycle may hold the arrays of a
    block, then: they would wait too.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(NEW_OBJECTS, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
