"""Read the death file with one engine, in this process: `python -m suite.deces ENGINE SOURCE OUT.parquet`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from suite.deces import ENGINES

if __name__ == "__main__":
    engine, source, out = sys.argv[1:]
    module, _, function = ENGINES[engine].partition(".")
    getattr(importlib.import_module(f"suite.deces.{module}"), function)(Path(source), Path(out))
