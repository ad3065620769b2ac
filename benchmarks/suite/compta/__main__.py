"""Run one engine in this process, on its own: `python -m suite.compta FORMAT ENGINE SOURCE OUT`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from collecdata.cli.memory import own_process

if __name__ == "__main__":
    kind, engine, source, out = sys.argv[1:]
    if engine == "collecdata":
        own_process()  # as the command line does, before Arrow is there
    getattr(importlib.import_module(f"suite.compta.{kind}"), engine.replace("-", "_"))(Path(source), Path(out))
