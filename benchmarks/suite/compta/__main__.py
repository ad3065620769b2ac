"""Run one engine in this process, on its own: `python -m suite.compta FORMAT ENGINE SOURCE OUT`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    kind, engine, source, out = sys.argv[1:]
    getattr(importlib.import_module(f"suite.compta.{kind}"), engine)(Path(source), Path(out))
