"""Canonical rows to Parquet and back, through every reader a user may have."""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collecdata.errors import UsageError
from collecdata.sinks.parquet import ParquetSink
from collecdata.sinks.stored import Stored

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = pa.schema(
    [
        ("siren", pa.string()),
        ("montant", pa.decimal128(18, 2)),
        ("date_piece", pa.date32()),
        ("exercice", pa.int16()),
        ("rang", pa.int64()),
        ("solde", pa.bool_()),
        ("horodatage", pa.timestamp("us")),
        ("heure", pa.time32("s")),
        ("_source", pa.string()),
        ("_ligne", pa.int64()),
    ]
)
READ = SCHEMA.set(SCHEMA.get_field_index("heure"), pa.field("heure", pa.time32("ms")))
"""Parquet has no time in seconds."""
ROWS = [
    {
        "siren": "012345678",
        "montant": Decimal("-1234.50"),
        "date_piece": dt.date(2024, 2, 29),
        "exercice": 2024,
        "rang": 1,
        "solde": True,
        "horodatage": dt.datetime(2024, 2, 29, 12, 30),
        "heure": dt.time(12, 30),
        "_source": "écritures.csv",
        "_ligne": 2,
    },
    {**dict.fromkeys(SCHEMA.names), "siren": "é", "_source": "écritures.csv", "_ligne": 3},
]


def encoded(batch: pa.RecordBatch, *names: str) -> pa.RecordBatch:
    """The same rows, some columns as dictionaries."""
    columns = {name: batch.column(name) for name in batch.schema.names}
    return pa.record_batch({n: c.dictionary_encode() if n in names else c for n, c in columns.items()})


def written(path: Path, schema: pa.Schema, *batches: pa.RecordBatch, **options: int) -> pq.ParquetFile:
    with ParquetSink(path, schema, **options) as sink:
        for batch in batches:
            sink.write(batch)
    return pq.ParquetFile(path)


def text(*values: str | None) -> pa.RecordBatch:
    return pa.record_batch({"a": pa.array(values, pa.string())})


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "compta" / "ecriture.parquet"
    rows = pa.RecordBatch.from_pylist(ROWS, SCHEMA)
    written(path, SCHEMA, rows, encoded(rows, *SCHEMA.names[:-1]))
    return path


def test_arrow_reads_the_declared_types(table):
    read = pq.read_table(table)
    assert read.schema.equals(READ)
    assert read.to_pylist() == ROWS * 2


def test_duckdb_reads_the_declared_types(table):
    found = duckdb.sql(f"select * from '{table}'")
    assert [str(kind) for kind in found.types[:6]] == [
        "VARCHAR", "DECIMAL(18,2)", "DATE", "SMALLINT", "BIGINT", "BOOLEAN",
    ]  # fmt: skip
    assert found.fetchall() == [tuple(row.values()) for row in ROWS * 2]


def test_polars_reads_the_declared_types(table):
    found = pl.read_parquet(table)
    assert found.schema["montant"] == pl.Decimal(18, 2)
    assert found.schema["date_piece"] == pl.Date
    assert found.schema["exercice"] == pl.Int16
    assert found.schema["siren"] == pl.String
    assert found.to_dicts() == ROWS * 2


def test_pandas_reads_the_values(table):
    found = pd.read_parquet(table, dtype_backend="pyarrow")
    assert found["montant"].iloc[0] == Decimal("-1234.50")
    assert list(found["siren"]) == ["012345678", "é"] * 2


def test_an_empty_table_is_a_file_with_its_columns(tmp_path):
    read = written(tmp_path / "vide.parquet", SCHEMA)
    assert read.metadata.num_rows == 0
    assert read.schema_arrow.equals(READ)
    assert duckdb.sql(f"select count(*) from '{tmp_path / 'vide.parquet'}'").fetchall() == [(0,)]


def test_what_was_read_of_a_table_is_kept_no_longer(tmp_path):
    words = [random.Random(rank).randbytes(1 << 19).hex() for rank in range(24)]
    written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), *map(text, words), group_rows=1)
    table = Stored("t", "", (tmp_path / "t.parquet",), {"fields": [{"name": "a", "type": "string"}]})
    before = pa.total_allocated_bytes()
    held = [pa.total_allocated_bytes() - before for _ in table.batches(["a"], size=1)]
    assert len(held) == len(words)
    assert max(held) < 12 << 20


def test_rows_are_coalesced_in_order(tmp_path):
    batches = [pa.record_batch({"_ligne": pa.array(range(i * 10, i * 10 + 10))}) for i in range(25)]
    read = written(tmp_path / "t.parquet", pa.schema([("_ligne", pa.int64())]), *batches, group_rows=100)
    assert [read.metadata.row_group(i).num_rows for i in range(read.metadata.num_row_groups)] == [100, 100, 50]
    assert read.read()["_ligne"].to_pylist() == list(range(250))


def test_the_last_row_groups_are_smaller_and_smaller(tmp_path):
    with ParquetSink(tmp_path / "t.parquet", pa.schema([("n", pa.int64())]), group_rows=80) as sink:
        for start in range(200):
            sink.write(pa.record_batch({"n": [start]}), left=199 - start)
    file = pq.ParquetFile(tmp_path / "t.parquet")
    groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert groups == [80, 60, 30, 15, 10, 5]
    assert file.read()["n"].to_pylist() == list(range(200))


def test_a_row_group_is_bounded_in_bytes_too(tmp_path):
    batches = [encoded(text("x" * 1000), "a") for _ in range(10)]
    read = written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), *batches, group_bytes=5000)
    assert read.metadata.num_row_groups == 2


def test_values_in_no_dictionary_end_a_row_group_at_a_third_of_its_bytes(tmp_path):
    batches = [text("x" * 1000) for _ in range(12)]
    read = written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), *batches, group_bytes=12000)
    assert [read.metadata.row_group(number).num_rows for number in range(read.num_row_groups)] == [4, 4, 4]


def test_whole_numbers_are_deltas_and_decimals_are_integers(table):
    row_group = pq.ParquetFile(table).metadata.row_group(0)
    columns = {row_group.column(i).path_in_schema: row_group.column(i) for i in range(row_group.num_columns)}
    assert "DELTA_BINARY_PACKED" in columns["_ligne"].encodings
    assert columns["montant"].physical_type == "INT64"
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    assert columns["_ligne"].statistics.max == 3


def test_dictionary_pages_are_only_where_columns_came_as_dictionaries_of_few_values(tmp_path):
    rows = range(40)
    columns = {"code": ["a"] * 40, "libelle": [str(i) for i in rows], "piece": [str(i // 3) for i in rows]}
    batch = pa.record_batch(columns | {"taux": [i % 4 for i in rows], "montant": [i // 2 for i in rows]})
    read = written(tmp_path / "t.parquet", batch.schema, encoded(batch, "code", "piece", "taux", "montant"))
    group = read.metadata.row_group(0)
    paged = [group.column(i).path_in_schema for i in range(5) if "RLE_DICTIONARY" in group.column(i).encodings]
    assert paged == ["code", "taux"]
    assert read.read().to_pylist() == batch.to_pylist()


def test_values_that_small_batches_share_are_counted_once(tmp_path):
    batches = [encoded(text("a", "b"), "a") for _ in range(8)]
    group = written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), *batches).metadata.row_group(0)
    assert "RLE_DICTIONARY" in group.column(0).encodings


def test_dictionary_pages_are_also_where_the_first_texts_repeat(tmp_path):
    batch = pa.record_batch({"libelle": [str(i) for i in range(40)], "nom": ["a", "b"] * 20})
    group = written(tmp_path / "t.parquet", batch.schema, batch).metadata.row_group(0)
    assert ["RLE_DICTIONARY" in group.column(i).encodings for i in range(2)] == [False, True]


@pytest.mark.parametrize(
    "batches",
    [
        (encoded(text("b", None), "a"), text("c", "b"), encoded(text(None), "a")),
        (text("b", None), encoded(text("c", "b"), "a"), text(None)),
    ],
    ids=["mostly dictionaries", "mostly plain"],
)
def test_plain_and_dictionary_batches_of_one_column_mix(tmp_path, batches):
    read = written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), *batches, group_rows=2)
    assert read.read()["a"].to_pylist() == ["b", None, "c", "b", None]


@pytest.mark.parametrize("unused", [["\0"], ["\0", "~"]])
def test_a_value_made_null_stands_nowhere_in_the_file(tmp_path, unused):
    values = pa.array([*unused, "b", "c"])
    indices = pa.array([len(unused), len(unused) + 1, None] * 16, pa.int32())
    batch = pa.record_batch({"a": pa.DictionaryArray.from_arrays(indices, values)})
    written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), batch)
    read = pq.read_table(tmp_path / "t.parquet", read_dictionary=["a"])["a"]
    assert read.chunk(0).dictionary.to_pylist() == ["b", "c"]
    assert read.to_pylist() == ["b", "c", None] * 16


def test_numbers_and_dates_have_statistics_and_texts_have_none(tmp_path):
    batch = pa.record_batch({"a": ["x"], "n": [3], "d": pa.array([19_000], pa.date32())})
    group = written(tmp_path / "t.parquet", batch.schema, batch).metadata.row_group(0)
    assert [group.column(place).statistics is not None for place in range(3)] == [False, True, True]


def test_what_cannot_be_null_is_written_as_such_and_a_null_there_is_refused(tmp_path):
    schema = pa.schema([pa.field("a", pa.string(), nullable=False), pa.field("n", pa.int64())])
    batch = pa.record_batch({"a": ["x", "x"], "n": [3, None]})
    read = written(tmp_path / "t.parquet", schema, encoded(batch, "a"))
    assert [column.nullable for column in read.schema_arrow] == [False, True]
    assert [read.schema.column(place).max_definition_level for place in range(2)] == [0, 1]
    with pytest.raises(pa.ArrowInvalid, match="contains nulls"):
        written(tmp_path / "u.parquet", schema, pa.record_batch({"a": ["x", None], "n": [3, 4]}))


def test_a_dictionary_of_nothing_but_nulls_is_written(tmp_path):
    batch = pa.record_batch({"a": pa.DictionaryArray.from_arrays(pa.array([None, None], pa.int32()), pa.array(["x"]))})
    read = written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), batch)
    assert read.read()["a"].to_pylist() == [None, None]


def test_other_columns_are_left_out_and_order_is_the_schemas(tmp_path):
    batch = pa.record_batch({"z": ["1"], "b": ["2"], "a": ["3"]})
    read = written(tmp_path / "t.parquet", pa.schema([("a", pa.string()), ("b", pa.string())]), batch)
    assert read.read().to_pylist() == [{"a": "3", "b": "2"}]


def test_metadata_known_at_the_start_and_at_the_end_are_both_there(tmp_path):
    sink = ParquetSink(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), {"collecdata.adapter": "fec"})
    sink.write(text("é"))
    sink.close({"collecdata.inputs": "{}"})
    sink.commit()
    metadata = pq.ParquetFile(tmp_path / "t.parquet").metadata.metadata
    assert metadata[b"collecdata.adapter"] == b"fec"
    assert metadata[b"collecdata.inputs"] == b"{}"


def test_the_same_rows_give_the_same_bytes(tmp_path):
    rows = pa.RecordBatch.from_pylist(ROWS * 50, SCHEMA)
    files = []
    for name in ("a", "b"):
        with ParquetSink(tmp_path / name, SCHEMA, {"k": "v"}, group_rows=30) as sink:
            for start in range(0, 100, 20):
                sink.write(encoded(rows.slice(start, 20), "siren", "montant", "_source"))
        files.append(sink.close())
    assert files[0].sha256 == files[1].sha256
    assert (files[0].rows, files[0].bytes) == (100, (tmp_path / "a").stat().st_size)


@pytest.mark.parametrize("chunks", [1, 2])
def test_entries_that_repeat_another_leave_no_trace(tmp_path, chunks):
    """Arrow makes room for them in the file, and leaves in it what its memory held: another town's data, maybe."""
    files = []
    for name, values, places in (("once", ["x", "y"], [0, 1, 0]), ("twice", ["x", "y", "x", "y"], [0, 1, 2])):
        column = pa.DictionaryArray.from_arrays(pa.array(places * 8, pa.int32()), values)
        with ParquetSink(tmp_path / name, pa.schema([("code", pa.string())])) as sink:
            for _ in range(chunks):
                sink.write(pa.record_batch({"code": column}))
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]


def test_nothing_has_the_final_name_before_the_commit(tmp_path):
    path = tmp_path / "t.parquet"
    sink = ParquetSink(path, pa.schema([("a", pa.string())]))
    sink.write(text("x"))
    sink.close()
    assert not path.exists()
    sink.commit()
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.parquet"]


def test_an_abort_leaves_nothing_and_keeps_the_former_file(tmp_path):
    path = tmp_path / "t.parquet"
    written(path, pa.schema([("a", pa.string())]), text("former"))
    with pytest.raises(KeyError), ParquetSink(path, pa.schema([("a", pa.string())])) as sink:
        sink.write(pa.record_batch({"b": ["x"]}))
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.parquet"]
    assert pq.read_table(path)["a"].to_pylist() == ["former"]


FULL = """
import pathlib, resource, sys
sys.dont_write_bytecode = True  # see tests/flow/test_hostile.py
import numpy as np, pyarrow as pa
from collecdata.errors import UsageError
from collecdata.sinks.parquet import ParquetSink
from collecdata.sinks.stored import Stored
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with ParquetSink(pathlib.Path(sys.argv[1]), pa.schema([("a", pa.int64())]), group_rows=1000) as sink:
        for i in range(1000):
            sink.write(pa.record_batch({"a": pa.array(np.random.default_rng(i).integers(0, 1 << 60, 1000))}))
except UsageError as error:
    print(error.code)
"""


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    path = tmp_path / "out" / "t.parquet"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=False, env=os.environ
    )
    assert (done.stdout.strip(), done.stderr) == ("target.full", "")
    assert list(path.parent.iterdir()) == []


def test_a_folder_in_the_way_is_said(tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(UsageError) as caught:
        ParquetSink(tmp_path / "taken" / "t.parquet", SCHEMA)
    assert caught.value.code == "target.unwritable"


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root writes wherever it likes")
def test_a_read_only_folder_is_said(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(UsageError) as caught:
        ParquetSink(tmp_path / "t.parquet", SCHEMA)
    tmp_path.chmod(0o755)
    assert caught.value.code == "target.unwritable"


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.lists(st.none() | st.sampled_from(["", "a", "é", "zz"]) | st.text(max_size=3)), st.booleans()),
        max_size=6,
    ),
    st.integers(1, 8),
)
def test_any_mix_of_batches_comes_back_whole(tmp_path_factory, batches, group_rows):
    path = tmp_path_factory.mktemp("any") / "t.parquet"
    made = [encoded(text(*values), "a") if as_dictionary else text(*values) for values, as_dictionary in batches]
    read = written(path, pa.schema([("a", pa.string())]), *made, group_rows=group_rows)
    assert read.read()["a"].to_pylist() == [value for values, _ in batches for value in values]


def test_a_slice_of_a_dictionary_brings_only_its_own_values(tmp_path):
    whole = pa.record_batch({"a": pa.array([str(i) for i in range(1000)] + [None])}).slice(0)
    batch = encoded(whole, "a").slice(500, 501)
    read = written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), batch)
    assert len(pq.read_table(tmp_path / "t.parquet", read_dictionary=["a"])["a"].chunk(0).dictionary) == 500
    assert np.array_equal(read.read()["a"].drop_null().to_numpy(), [str(i) for i in range(500, 1000)])


def test_very_many_small_batches_weigh_no_more_than_their_rows(tmp_path):
    wide = pa.record_batch({"a": [str(i) for i in range(10_000)], "b": ["x"] * 10_000, "_ligne": range(10_000)})
    schema = pa.schema([("a", pa.string()), ("b", pa.string()), ("_ligne", pa.int64())])
    before = pa.total_allocated_bytes()
    with ParquetSink(tmp_path / "t.parquet", schema) as sink:
        for start in range(3_000):
            copy = pa.RecordBatch.from_arrays([pa.concat_arrays([c]) for c in wide.columns], names=wide.schema.names)
            one = copy.slice(start, 1)
            sink.write(encoded(one, "b") if start % 7 else one)
            if start == 2_900:
                assert pa.total_allocated_bytes() - before < 256 * 300_000
    assert pq.read_table(tmp_path / "t.parquet")["_ligne"].to_pylist() == list(range(3_000))
    assert set(pq.read_table(tmp_path / "t.parquet")["b"].to_pylist()) == {"x"}


def test_dictionaries_larger_than_their_batches_do_not_make_small_row_groups(tmp_path):
    whole = encoded(text(*(f"value {i}" for i in range(10_000))), "a")
    slices = [whole.slice(start, 10) for start in range(0, 10_000, 10)]
    read = written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), *slices, group_bytes=1 << 20)
    assert read.metadata.num_row_groups < 10  # and not one each few batches
    assert read.read()["a"].to_pylist() == [f"value {i}" for i in range(10_000)]


def test_long_texts_make_row_groups_before_they_fill_memory(tmp_path):
    long = text(*["a" * 4_000] * 500)
    read = written(tmp_path / "t.parquet", pa.schema([("a", pa.string())]), *[long] * 40)
    assert read.metadata.num_row_groups == 6  # 80 MB, by 14
    assert read.metadata.num_rows == 20_000
