"""The same table in every format has the same verdicts: CSV, compressed, workbooks, Parquet."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from collecdata import validate
from readers.excel.forge import ods, ods_cell, ods_row
from validation.oracle import by_frictionless, by_us

SCHEMA = {
    "name": "essai",
    "primaryKey": "id",
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"required": True}},
        {"name": "jour", "type": "date", "constraints": {"minimum": "2020-01-01"}},
        {"name": "montant", "type": "number", "constraints": {"maximum": 100}},
        {"name": "nom", "constraints": {"maxLength": 4}},
    ],
}
ROWS = [
    (1, "2024-01-05", "12.5", "abc"),
    (2, "2019-12-31", "250", "abcde"),
    (2, "2024-02-01", "", ""),
    ("", "", "", "x"),
]
EXPECTED = [
    ("constraint-error", "id", [5]),
    ("constraint-error", "jour", [3]),
    ("constraint-error", "montant", [3]),
    ("constraint-error", "nom", [3]),
    ("primary-key", "", [4]),
    ("primary-key", "", [5]),
]


def as_csv() -> bytes:
    return "\n".join(",".join(map(str, row)) for row in [("id", "jour", "montant", "nom"), *ROWS]).encode()


def write_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("essai.csv", as_csv())


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "jour", "montant", "nom"])
    for key, day, amount, name in ROWS:
        sheet.append([key or None, day and dt.date.fromisoformat(day), float(amount) if amount else None, name or None])
    book.save(path)


def write_ods(path: Path) -> None:
    lines = [ods_row(*(ods_cell(name, string="") for name in ("id", "jour", "montant", "nom")))]
    for key, day, amount, name in ROWS:
        cells = (
            ods_cell(str(key), float=str(key)) if key else ods_cell(),
            ods_cell(day, date=day) if day else ods_cell(),
        )
        more = (
            ods_cell(amount, float=amount) if amount else ods_cell(),
            ods_cell(name, string="") if name else ods_cell(),
        )
        lines.append(ods_row(*cells, *more))
    path.write_bytes(ods(("Feuille1", "".join(lines)), generator="LibreOffice/7.0"))


def write_parquet(path: Path) -> None:
    keys, days, amounts, names = zip(*ROWS, strict=True)
    table = pa.table(
        {
            "id": pa.array([key or None for key in keys], pa.int64()),
            "jour": pa.array([dt.date.fromisoformat(day) if day else None for day in days], pa.date32()),
            "montant": pa.array([float(one) if one else None for one in amounts], pa.float64()),
            "nom": pa.array([name or None for name in names], pa.string()),
        }
    )
    pq.write_table(table, path)


WRITERS = {
    "csv": lambda path: path.write_bytes(as_csv()),
    "csv.gz": lambda path: path.write_bytes(gzip.compress(as_csv())),
    "csv.zip": write_zip,
    "xlsx": write_xlsx,
    "ods": write_ods,
    "parquet": write_parquet,
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_table_has_the_same_faults(suffix, tmp_path):
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    path = tmp_path / f"data.{suffix}"
    WRITERS[suffix](path)
    judgement = validate(path, schema=str(tmp_path / "schema.json"))
    found = sorted((one.rule, one.field, [place.row for place in one.places]) for one in judgement.verdicts[0].findings)
    assert found == EXPECTED
    assert judgement.verdicts[0].rows == len(ROWS)


@pytest.mark.parametrize("by_name", [False, True], ids=["by place", "by name"])
def test_a_workbook_has_the_verdicts_of_frictionless(by_name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_xlsx(Path("data.xlsx"))
    expected = by_frictionless(Path("data.xlsx"), SCHEMA, by_name=by_name)
    assert by_us(Path("data.xlsx"), SCHEMA, by_name=by_name) == expected
    assert sum(expected.values()) == len(EXPECTED)


def test_the_sheet_is_the_one_that_is_asked_for(tmp_path):
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    book = openpyxl.Workbook()
    book.active.append(["rien"])
    book.create_sheet("Données").append(["id", "jour", "montant", "nom"])
    book["Données"].append([1, dt.date(2024, 1, 5), 1, "a"])
    book.save(tmp_path / "data.xlsx")
    assert validate(tmp_path / "data.xlsx", schema=str(tmp_path / "schema.json"), sheet="Données").valid
    assert not validate(tmp_path / "data.xlsx", schema=str(tmp_path / "schema.json")).valid


def test_parquet_of_the_wrong_types_is_judged_by_its_values(tmp_path):
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA | {"primaryKey": []}))
    columns = {"id": ["1", "x"], "jour": ["2024-01-05", "05/01/2024"], "montant": [1, 2], "nom": ["a", "b"]}
    pq.write_table(pa.table(columns), tmp_path / "data.parquet")
    judgement = validate(tmp_path / "data.parquet", schema=str(tmp_path / "schema.json"))
    assert [(one.rule, one.field, one.places[0].row) for one in judgement.verdicts[0].findings] == [
        ("type-error", "id", 3),
        ("type-error", "jour", 3),
    ]


def test_what_convert_writes_is_judged_as_one_package(tmp_path):
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"resources": [{"name": "essai", "path": "a.parquet", "schema": SCHEMA}]})
    )
    write_parquet(tmp_path / "a.parquet")
    assert validate(tmp_path).errors == len(EXPECTED)
