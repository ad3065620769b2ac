"""Run one engine in a process of its own and say what it cost. Standard library only.

The peak memory of a child counts what its parent held when it was started: nothing heavy may be imported here, nor
by whoever launches.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "launch", "run_module", "size_of"]

SUITE = Path(__file__).parents[1]
_ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
"""Of every engine, as our command line asks for itself: no engine multiplies matrices, and idle threads spin."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, seconds of processor (user and system), peak memory and output in MB; why it failed."""

    wall: float
    cpu: float
    rss: float
    out: float = 0.0
    failed: str = ""


def launch(
    engine: str,
    words: list[str],
    out: Path,
    module: tuple[str, ...] = ("suite.engines",),
    python: str = sys.executable,
) -> Cost:
    """Run one engine of a module once; what an earlier run left at `out` goes first.

    `python` is the interpreter of an engine that cannot live beside the others.
    """
    if out.is_dir():
        shutil.rmtree(out)
    out.unlink(missing_ok=True)
    command = [python, "-m", *module, engine, *words]
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=SUITE, env=_ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors
        )
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip().splitlines()
    failed = (said[-1] if said else f"exit code {child.returncode}") if child.returncode else ""
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, size_of(out), failed)


def run_module(module: str, *words: str) -> str:
    """Run another step (generator, reference) in its own process and return what it printed."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=SUITE, stdout=subprocess.PIPE, check=True, text=True)
    return done.stdout


def size_of(path: Path) -> float:
    """Return the size of a file, or of a folder, in MB."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6
