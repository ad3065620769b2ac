"""Unused columns are kept as text, beside the rows they come from."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from collecdata.sinks.residus import residus_sink


def test_unused_columns_are_kept_with_their_file_and_line(tmp_path):
    rows = pa.record_batch(
        {
            "Rubrique#2": pa.array(["007", "007"]).dictionary_encode(),
            "Utilisée": pa.array(["x", "y"]),
            "_ligne": pa.array([2, 3]),
            "_source": pa.array(["é.csv", "é.csv"]).dictionary_encode(),
        }
    )
    with residus_sink(tmp_path / "e.parquet", ["Rubrique#2"]) as sink:
        sink.write(rows)
    assert pq.read_table(tmp_path / "e.parquet").to_pylist() == [
        {"Rubrique#2": "007", "_source": "é.csv", "_ligne": 2},
        {"Rubrique#2": "007", "_source": "é.csv", "_ligne": 3},
    ]
