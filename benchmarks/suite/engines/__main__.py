"""Run one engine in this process, on its own: `python -m suite.engines ENGINE SHAPE SOURCE ENCODING OUT THREADS`."""

from __future__ import annotations

import importlib
import os
import sys

from suite.engines import ENGINES, Job


def main(name: str, words: list[str]) -> None:
    """Convert; the thread count is also given to the engines that only read it from the environment."""
    job = Job.of(words)
    os.environ["POLARS_MAX_THREADS"] = str(job.threads)
    if name not in ENGINES:
        sys.exit(f"engines: {', '.join(ENGINES)}")
    importlib.import_module(f"suite.engines.{name.replace('-', '_')}_engine").convert(job)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
