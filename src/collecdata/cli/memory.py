"""How the process of the command line keeps its memory: what a column leaves, the next one takes.

A conversion makes and drops columns of some megabytes all the time. By default each is asked of the system and given
back to it, page by page: a fifth of the processor went there. A library that others import leaves all this as it is.
"""

from __future__ import annotations

import atexit
import gc
import os
from importlib.util import find_spec
from pathlib import Path

__all__ = ["keep_memory", "own_process"]

_VERSION = "CS_GNU_LIBC_VERSION"
_TRIM, _MAP, _ARENAS = -1, -3, -8
"""Parameters of `mallopt`: bytes free from which memory is given back, bytes of what is asked of the system apart, and
stores of memory."""
_SETTINGS = {
    _MAP: ("MALLOC_MMAP_THRESHOLD_", 32 << 20),
    _TRIM: ("MALLOC_TRIM_THRESHOLD_", 1 << 30),
    _ARENAS: ("MALLOC_ARENA_MAX", 1),
}
"""The most that glibc takes for the first; a process that ends gives everything back. One store for all threads: what
one leaves, the others take (of 360 MB of PES, 280 MB of memory instead of 420)."""
_POOL = "ARROW_DEFAULT_MEMORY_POOL"
_OF_POOL = ("JE_ARROW_MALLOC_CONF", "dirty_decay_ms:1000,narenas:1")
"""One store too, which gives back what nobody asked for again in a second."""
_HEADER = "include/arrow/util/config.h"
_BUILT_IN = "#define ARROW_JEMALLOC\n"


def own_process() -> None:
    """Set what only a process that is ours alone may set; to be called before numpy, pydantic or Arrow is there."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's linear algebra is never used, and its threads spin
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for any goes through all that is installed
    keep_memory()
    atexit.register(gc.freeze)  # what a process that ends holds need not be gone through once more (0.15 s)


def keep_memory() -> None:
    """Set it, where the C library is glibc, for this process and those it starts; what the user has set stays.

    To be called before Arrow is imported.
    """
    if _VERSION not in getattr(os, "confstr_names", ()) or not os.confstr(_VERSION):
        return
    import ctypes

    os.environ.setdefault(_POOL, _pool())
    os.environ.setdefault(*_OF_POOL)
    library = ctypes.CDLL(None)
    for parameter, (name, value) in _SETTINGS.items():
        if name not in os.environ:
            os.environ[name] = str(value)
            library.mallopt(parameter, value)


def _pool() -> str:
    """Return where Arrow is to take its memory: jemalloc, else glibc as all the rest.

    With jemalloc a payroll of 5 million lines takes a tenth less processor and 100 MB less than with either of the
    others. Not every Arrow has it, and one that has not complains aloud: what it was built with is read first.
    """
    arrow = find_spec("pyarrow")
    header = Path(arrow.origin).parent / _HEADER if arrow and arrow.origin else None
    built_in = header is not None and header.is_file() and _BUILT_IN in header.read_text("utf-8")
    return "jemalloc" if built_in else "system"
