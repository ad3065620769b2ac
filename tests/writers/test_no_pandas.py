"""Nothing on the way of rows to a file imports pandas: it costs a second where it is installed."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import pathlib, sys
import numpy as np, pyarrow as pa
from collecdata.issues import Issue
from collecdata.kernels.buffers import from_int64, texts
from collecdata.sinks.anomalies import AnomaliesSink
from collecdata.sinks.parquet import ParquetSink
from collecdata.sinks.rejects import RejectsSink
from collecdata.writers import CsvWriter, FixedWriter

folder = pathlib.Path(sys.argv[1])
rows = pa.RecordBatch.from_arrays([texts(["-1", "é", None]), from_int64(np.array([1, 2, 3]))], names=["a", "_ligne"])
with ParquetSink(folder / "t.parquet", pa.schema([("a", pa.string()), ("_ligne", pa.int64())])) as sink:
    sink.write(rows)
rejects = RejectsSink(folder / "t.csv", ["a"])
rejects.write(rows.append_column("_motifs", texts(["x", "y", "z"])), "f.csv")
rejects.commit()
anomalies = AnomaliesSink(folder / "a.parquet")
anomalies.write(Issue("cell.date", lines=(1,), values=("x",)))
anomalies.commit()
for quote in ("none", "minimal", "all"):
    CsvWriter(["a"], quote=quote).write(rows)
FixedWriter({"a": 5}).write(rows)
print("pandas" in sys.modules)
"""


def test_rows_are_written_without_pandas(tmp_path):
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
