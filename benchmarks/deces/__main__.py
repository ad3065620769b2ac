"""Read the death file with collecdata, polars and duckdb, one after the other, each in a process of its own.

python -m deces 10000000 [FOLDER] [ROUNDS]     # in benchmarks/; the file is generated once, and kept

Prints what each costs and, of the first lines of the file read by each, how many cells and people differ from a plain
reading. Standard library only, so that the peak memory of each process is its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMPARED = 200_000
"""Lines compared with the plain reading: all of those of a file of their own."""
ENGINES = ("collecdata", "polars", "duckdb")
HERE = Path(__file__).resolve().parents[1]


def main(rows: int, folder: Path, rounds: int) -> None:
    """Generate, measure, compare, print."""
    folder.mkdir(parents=True, exist_ok=True)
    source, sample = (folder / f"deces-{count}.txt" for count in (rows, COMPARED))
    for count, path in ((rows, source), (COMPARED, sample)):
        if not path.exists():
            _run("generate", str(count), str(path))
    for turn in range(rounds):
        for engine in ENGINES:
            print(f"round {turn + 1}: {engine:10}", _cost("engine", engine, str(source), str(folder)), flush=True)
    for engine in ENGINES:
        _run("engine", engine, str(sample), str(folder))
        cells, people = json.loads(_run("compare", str(sample), str(folder / f"{engine}.parquet")))
        print(f"{engine:10} of {COMPARED} lines: {cells} cells differ, {people} people lost", flush=True)


def _run(module: str, *words: str) -> str:
    command = [sys.executable, "-m", f"deces.{module}", *words]
    return subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, check=True, text=True).stdout


def _cost(module: str, *words: str) -> str:
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", f"deces.{module}", *words], cwd=HERE, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    cpu = used.ru_utime + used.ru_stime
    return f"{wall:7.2f} s, {cpu:7.2f} s of processor, {used.ru_maxrss / 1024:6.0f} MB, exit {child.returncode}"


if __name__ == "__main__":
    where = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.gettempdir()) / "collecdata-deces"
    main(int(sys.argv[1]), where, int(sys.argv[3]) if len(sys.argv) > 3 else 1)
