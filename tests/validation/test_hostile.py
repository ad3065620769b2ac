"""Inputs made to hurt: each is refused, or judged, in bounded time and memory, and says why."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from collecdata import validate
from collecdata.errors import InputError, SchemaError, UsageError

if TYPE_CHECKING:
    from collecdata.verdicts import Judgement

ONE = {"fields": [{"name": "a"}]}
GIGABYTE = 1 << 30


@pytest.fixture
def schema(tmp_path):
    def write(descriptor: object = ONE) -> str:
        path = tmp_path / "schema.json"
        path.write_text(json.dumps(descriptor), encoding="utf-8")
        return str(path)

    return write


def codes(judgement: Judgement) -> set[str]:
    return {one.code for verdict in judgement.verdicts for one in verdict.findings}


@pytest.mark.slow
def test_one_cell_of_a_gigabyte(tmp_path, schema):
    path = tmp_path / "data.csv"
    with path.open("wb") as file:
        file.write(b'a\n"x')
        file.truncate(GIGABYTE)
    program = (
        "import sys\nfrom pathlib import Path\nfrom collecdata.cli import main\ncode = main(sys.argv[1:])\n"
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "validate", str(path), "--schema", schema()],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert int(done.stdout.split()[-1]) < 400 << 10  # KiB


def test_a_line_longer_than_any_record(tmp_path, schema):
    (tmp_path / "data.csv").write_bytes(b"a" * (5 << 20))
    with pytest.raises(InputError, match=r"published\.record"):
        validate(tmp_path / "data.csv", schema=schema())


def test_a_record_longer_than_any_below_others(tmp_path, schema):
    (tmp_path / "data.csv").write_bytes(b'a\nx\n"' + b"y\n" * (3 << 20) + b'"\n')
    with pytest.raises(InputError, match=r"published\.record"):
        validate(tmp_path / "data.csv", schema=schema())


@pytest.mark.parametrize("kind", ["zip", "gz"])
def test_a_bomb(kind, tmp_path, schema):
    path = tmp_path / f"data.csv.{kind}"
    rows = b"a\n" + b"0\n" * (40 << 20)
    if kind == "gz":
        path.write_bytes(gzip.compress(rows, 9))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.csv", rows)
    with pytest.raises(InputError, match=r"archive\.bomb"):
        validate(path, schema=schema())


def test_a_hundred_thousand_columns(tmp_path, schema):
    (tmp_path / "data.csv").write_text(",".join(f"c{rank}" for rank in range(100_000)) + "\n1\n")
    with pytest.raises(InputError, match=r"published\.columns"):
        validate(tmp_path / "data.csv", schema=schema())


def test_a_schema_of_a_hundred_thousand_fields(tmp_path, schema):
    (tmp_path / "data.csv").write_text("a\n1\n")
    with pytest.raises(SchemaError, match=r"published\.too_wide"):
        validate(tmp_path / "data.csv", schema=schema({"fields": [{"name": f"c{rank}"} for rank in range(100_000)]}))


def test_a_byte_that_is_not_utf8_at_the_very_end(tmp_path, schema):
    rows = "a\n" + "é\n" * 100_000
    (tmp_path / "data.csv").write_bytes(rows.encode() + b"\xe9")
    judgement = validate(tmp_path / "data.csv", schema=schema())
    (finding,) = judgement.verdicts[0].findings
    assert finding.code == "published.encoding"
    assert finding.places[0].line == 100_002
    assert finding.params["offset"] == len(rows.encode())
    assert judgement.verdicts[0].stopped
    assert judgement.exit_code == 1
    assert validate(tmp_path / "data.csv", schema=schema(), encoding="cp1252").valid


@pytest.mark.parametrize(
    "descriptor",
    ["schema.json", {"schema": "schema.json"}, {"fields": "schema.json"}, {"fields": [{"$ref": "schema.json"}]}, []],
    ids=str,
)
def test_a_schema_that_is_a_reference_to_itself(descriptor, tmp_path, schema):
    (tmp_path / "data.csv").write_text("a\n1\n")
    with pytest.raises(SchemaError, match=r"published\.not_schema"):
        validate(tmp_path / "data.csv", schema=schema(descriptor))


@pytest.mark.parametrize("path", ["datapackage.json", "../data.csv", "/data.csv", "http://a.fr/data.csv", "", None, 3])
def test_a_package_whose_table_is_itself_or_elsewhere(path, tmp_path):
    package = {"resources": [{"name": "x", "path": path, "schema": ONE}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    with pytest.raises(SchemaError, match=r"published\.package_path"):
        validate(tmp_path / "datapackage.json")


def test_a_schema_nested_too_deep_for_json(tmp_path):
    (tmp_path / "data.csv").write_text("a\n1\n")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    with pytest.raises(SchemaError, match=r"published\.not_"):
        validate(tmp_path / "data.csv", schema=str(tmp_path / "deep.json"))


def test_a_pattern_that_explodes_is_tried_in_linear_time(tmp_path, schema):
    (tmp_path / "data.csv").write_text("a\n" + "a" * 60 + "!\n" + "aaa\n")
    judgement = validate(
        tmp_path / "data.csv", schema=schema({"fields": [{"name": "a", "constraints": {"pattern": "(a+)+"}}]})
    )
    assert [[place.row for place in one.places] for one in judgement.verdicts[0].findings] == [[2]]


@pytest.mark.slow
def test_a_pattern_that_explodes_and_that_python_alone_reads_is_refused(tmp_path, schema):
    (tmp_path / "data.csv").write_text("a\n" + "a" * 60 + "!\n")
    with pytest.raises(SchemaError, match=r"published\.explosive"):
        validate(
            tmp_path / "data.csv",
            schema=schema({"fields": [{"name": "a", "constraints": {"pattern": "(?=a)(a+)+"}}]}),
        )


def test_no_such_file_schema_or_encoding(tmp_path, schema):
    (tmp_path / "data.csv").write_text("a\n1\n")
    with pytest.raises(InputError, match=r"file\.absent"):
        validate(tmp_path / "none.csv", schema=schema())
    with pytest.raises(UsageError, match="subventions"):
        validate(tmp_path / "data.csv", schema="scdl/subvention")
    with pytest.raises(UsageError, match=r"usage\.encoding"):
        validate(tmp_path / "data.csv", schema=schema(), encoding="klingon")


def test_a_parquet_file_damaged_below_its_footer_is_said(tmp_path, schema):
    path = tmp_path / "data.parquet"
    pq.write_table(pa.table({"a": [f"texte {number}" for number in range(50_000)]}), path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[100:4_000] = bytes(3_900)
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        validate(path, schema=schema())
    assert caught.value.code == "file.unreadable"


def test_a_picture_is_no_table(tmp_path, schema):
    (tmp_path / "data.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(InputError):
        validate(tmp_path / "data.csv", schema=schema())
