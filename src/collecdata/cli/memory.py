"""How the process of the command line keeps its memory: what a column leaves, the next one takes.

A conversion makes and drops columns of some megabytes all the time. By default each is asked of the system and given
back to it, page by page: a fifth of the processor went there. A library that others import leaves all this as it is.
"""

from __future__ import annotations

import os

__all__ = ["keep_memory"]

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
_POOL = ("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Arrow takes from the same memory: its own allocator keeps what others need (90 MB on 300 MB of DSN)."""


def keep_memory() -> None:
    """Set it, where the C library is glibc, for this process and those it starts; what the user has set stays.

    To be called before Arrow is imported.
    """
    if _VERSION not in getattr(os, "confstr_names", ()) or not os.confstr(_VERSION):
        return
    import ctypes

    os.environ.setdefault(*_POOL)
    library = ctypes.CDLL(None)
    for parameter, (name, value) in _SETTINGS.items():
        if name not in os.environ:
            os.environ[name] = str(value)
            library.mallopt(parameter, value)
