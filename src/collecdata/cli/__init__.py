"""The command line: thin, one module a verb, each the twin of the Python function of the same name."""

from __future__ import annotations

import os
import sys

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 good, 1 the data has errors, 2 misuse, 3 internal error."""
    from collecdata.cli.memory import own_process
    from collecdata.cli.run import run

    own_process()
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
