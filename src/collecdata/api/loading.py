"""What a verb does beside its work, made as little as can be: of a short run, loading is the larger part."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["briskly"]

AT_FIRST = 150_000
"""New objects before the first collection of a process: a little more than what is loaded. A small run is over then."""
NEW_OBJECTS = 20_000
"""Those before each of the others."""
_FLOW = "collecdata.flow"
"""What the first run of a process loads."""


@contextmanager
def briskly() -> Iterator[None]:
    """Load and run with less processor time before the first row; thresholds are as they were afterwards.

    What modules and plans are made of stays, and what rows are made of is no Python object: a garbage collector that
    goes through it all every 700 new objects finds nothing. So it waits for more, and leaves alone what was loaded
    before its first turn. No cycle may hold the arrays of a block, then: they would wait too.
    """
    before = gc.get_threshold()
    if not gc.isenabled() or not 0 < before[0] < NEW_OBJECTS:  # the caller waits longer, or does without
        yield
        return
    usual = (NEW_OBJECTS, *before[1:])

    def first(*_: object) -> None:
        if gc.get_threshold() != usual:
            gc.set_threshold(*usual)
            _hold()

    gc.callbacks.append(first)
    gc.set_threshold(NEW_OBJECTS if _FLOW in sys.modules else AT_FIRST, *before[1:])
    try:
        yield
    finally:
        gc.callbacks.remove(first)
        _hold()
        gc.set_threshold(*before)


def _hold() -> None:
    """Make all that there is old at once: to find that it is in use would take as long as to load a tenth of it."""
    if not gc.get_freeze_count():  # what the caller has frozen stays so
        gc.freeze()
        gc.unfreeze()
