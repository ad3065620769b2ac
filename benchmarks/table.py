"""Print the table of every benchmark of the project; `--run` measures them all again first.

python benchmarks/table.py                   # what is published (benchmarks/results)
python benchmarks/table.py --mine            # what was last measured on this machine (.benchmarks)
python benchmarks/table.py --run             # every benchmark, small; then the table
python benchmarks/table.py --run --publish   # at full size, for benchmarks/results: hours, on a quiet machine
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
COMMANDS = (
    "run.py",
    "compta.py",
    "payslips.py",
    "declarations.py",
    "marc.py",
    "deces.py",
    "opendata.py",
    "databases.py",
)
"""Each takes `--publish`."""
FULL = {"run.py": ["--rows", "5000000", "--rounds", "5"]}
"""What a command is told besides, at full size."""


def main() -> int:
    """Measure if asked, print; 1 where a benchmark found two outputs that are not the same, or failed."""
    parser = argparse.ArgumentParser(description="every benchmark and its peers")
    parser.add_argument("--run", action="store_true", help="measure again")
    parser.add_argument("--mine", action="store_true", help="results of this machine, not those published")
    parser.add_argument("--publish", action="store_true", help="with --run: at full size, for benchmarks/results")
    asked = parser.parse_args()
    failed = [one for one in COMMANDS if asked.run and _run(one, publish=asked.publish)]
    sys.path.append(str(HERE.parent / "scripts"))
    from reference.measures import every

    mine = asked.mine or (asked.run and not asked.publish)
    print(every(HERE.parent / ".benchmarks" if mine else HERE / "results"))
    if failed:
        print(f"failed, or not equal: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _run(command: str, *, publish: bool) -> int:
    words = ["--publish", *FULL.get(command, [])] if publish else []
    return subprocess.run([sys.executable, str(HERE / command), *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
