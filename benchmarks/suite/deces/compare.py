"""Hold what an engine made of a death file against the plain reading: prints [cells that differ, people lost]."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow.parquet as pq

from suite.deces.reference import COLUMNS, differences

if __name__ == "__main__":
    table = pq.read_table(sys.argv[2], columns=list(COLUMNS))
    rows = zip(*(table[name].to_pylist() for name in COLUMNS), strict=True)
    print(json.dumps(differences(Path(sys.argv[1]), rows)))
