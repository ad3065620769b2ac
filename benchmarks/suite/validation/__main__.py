"""Run one engine in this process, on its own: `python -m suite.validation ENGINE SOURCE OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

from suite.validation import engines

if __name__ == "__main__":
    engine, source, out = sys.argv[1:]
    getattr(engines, engine)(Path(source), Path(out))
