"""What a verb does beside its work, made as little as can be: of a short run, loading is the larger part."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["briskly"]

SPIN = "OPENBLAS_THREAD_TIMEOUT"
NEW_OBJECTS = 20_000


@contextmanager
def briskly() -> Iterator[None]:
    """Load and run with a fifth less processor time before the first row; everything is as it was afterwards.

    What modules and plans are made of stays, and what rows are made of is no Python object: a garbage collector that
    goes through it all every 700 new objects finds nothing, so it waits for more. And numpy starts the threads of
    OpenBLAS, which nothing here uses: they turn in circles for a tenth of a second before they sleep, unless they are
    told to sleep at once (they are there all the same for those who do algebra).
    """
    before = gc.get_threshold()
    spins = SPIN in os.environ or "numpy" in sys.modules
    gc.set_threshold(max(NEW_OBJECTS, before[0]) if before[0] else 0, *before[1:])
    if not spins:
        os.environ[SPIN] = "4"  # 2**4 turns: the least that it takes
    try:
        yield
    finally:
        if not spins:
            del os.environ[SPIN]
        gc.set_threshold(*before)
