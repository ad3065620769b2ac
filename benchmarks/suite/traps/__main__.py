"""Write the trap files, have every tool read them, print the verdicts as JSON: `python -m suite.traps TOOL...`."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from suite.traps.files import every_trap
from suite.traps.judge import judge

ROOT = Path(__file__).parents[2]


def main(tools: list[str]) -> dict[str, Any]:
    """Judge every tool on every file, each tool in a process of its own."""
    traps = every_trap()
    with tempfile.TemporaryDirectory() as folder:
        for trap in traps:
            (Path(folder) / f"{trap.name}.csv").write_bytes(trap.data)
        outcomes = {tool: _outcomes(tool, folder) for tool in tools}
    return {
        trap.name: {
            "title": trap.title,
            "verdicts": {tool: asdict(judge(trap, outcomes[tool][trap.name])) for tool in tools},
        }
        for trap in traps
    }


def _outcomes(tool: str, folder: str) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "suite.traps.tools", tool, "."]
    # From inside the folder: messages that quote a path must not quote one of this machine.
    paths = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=paths, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    found: dict[str, Any] = pickle.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:]), ensure_ascii=False, indent=1))
