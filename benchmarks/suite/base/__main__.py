"""Run one step: `python -m suite.base ENGINE PACKAGE URL ROWS`, `to_csv PACKAGE`, `digest URL ROWS ROWS`."""

from __future__ import annotations

import sys
from pathlib import Path

from suite.base import engines

if __name__ == "__main__":
    step, *words = sys.argv[1:]
    if step == "to_csv":
        engines.to_csv(Path(words[0]))
    elif step == "digest":
        print("; ".join(engines.digest(words[0], int(rows)) for rows in words[1:]))
    else:
        getattr(engines, step)(Path(words[0]), words[1], int(words[2]))
