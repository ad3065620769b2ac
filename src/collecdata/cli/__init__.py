"""The command line: thin, one module a verb, each the twin of the Python function of the same name."""

from __future__ import annotations

import atexit
import gc
import os
import sys

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 good, 1 the data has errors, 2 misuse, 3 internal error."""
    from collecdata.cli.memory import keep_memory
    from collecdata.cli.run import run

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's linear algebra is never used, and its threads spin
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for any goes through all that is installed
    keep_memory()
    atexit.register(gc.freeze)  # what a process that ends holds need not be gone through once more (0.15 s)
    try:
        code = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output (head, less) is gone: nothing is wrong, nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    if arguments is None:
        sys.exit(code)
    return code
