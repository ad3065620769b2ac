"""Two packages side by side: a dry run and the final one, an old product and a new one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

import collecdata
from collecdata.errors import UsageError
from flow_exports import line, write_fec

if TYPE_CHECKING:
    from pathlib import Path

LINES = [line(1), line(1, "0,00", "10,00"), line(2), line(2, "0,00", "10,00")]
CHANGED = [line(1), line(1, "0,00", "10,00"), line(2, "12,50"), line(2, "0,00", "12,50"), line(3)]


@pytest.fixture
def package(tmp_path: Path):
    def convert(name: str, lines: list[str]) -> Path:
        return collecdata.convert(write_fec(tmp_path / name, lines), to=tmp_path / f"{name}.paquet").path

    return convert


def test_the_same_dump_converted_twice_is_the_same(package):
    found = collecdata.diff(package("a", LINES), package("b", LINES))
    assert found.same
    assert found.exit_code == 0
    assert found.text() == "Identiques : compta.ecriture"


def test_rows_cells_and_sums_that_differ_are_counted(package):
    found = collecdata.diff(package("a", LINES), package("b", CHANGED))
    table = found.tables[0]
    assert (table.old_rows, table.new_rows) == (4, 5)
    assert (table.added, table.removed, table.changed) == (1, 0, 2)
    assert table.by_field == {"debit": 1, "credit": 1}
    assert {(one.field, str(one.old), str(one.new)) for one in table.sums} == {
        ("debit", "20.00", "32.50"),
        ("credit", "20.00", "22.50"),
    }
    assert found.exit_code == 1


def test_the_text_says_what_changed_and_where(package):
    text = collecdata.diff(package("a", LINES), package("b", CHANGED), lang="fr").text()
    assert "compta.ecriture  4 -> 5 ; ajoutées 1, supprimées 0, modifiées 2" in text
    assert "Sommes, debit : 20,00 -> 32,50 (+12,50)" in text
    assert "debit : 10.00 -> 12.50 (000000000FEC20241231.txt:4)" in text


def test_personal_values_are_masked_in_what_is_shown_and_whole_in_the_file(package, tmp_path):
    named = [one.replace("Clients||||", "Clients|C1|Zoé Planté||") for one in LINES]
    found = collecdata.diff(package("a", LINES), package("b", named), out=tmp_path / "d.parquet")
    assert "Planté" not in found.text() + json.dumps(found.as_dict(), ensure_ascii=False)
    assert "Zoé Planté" in pq.read_table(tmp_path / "d.parquet")["nouvelle"].to_pylist()


def test_the_file_holds_every_difference(package, tmp_path):
    collecdata.diff(package("a", LINES), package("b", CHANGED), out=tmp_path / "d.parquet")
    rows = pq.read_table(tmp_path / "d.parquet").to_pylist()
    assert [(row["table"], row["changement"], row["champ"]) for row in rows] == [
        ("compta.ecriture", "modifiee", "debit"),
        ("compta.ecriture", "modifiee", "credit"),
        ("compta.ecriture", "ajoutee", None),
    ]


def test_the_file_is_a_csv_for_a_spreadsheet_when_it_is_named_so(package, tmp_path):
    collecdata.diff(package("a", LINES), package("b", CHANGED), out=tmp_path / "d.csv")
    lines = (tmp_path / "d.csv").read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("table;changement;cle;champ;ancienne;nouvelle;")
    assert [line.split(";")[1] for line in lines[1:-1]] == ["modifiee", "modifiee", "ajoutee"]


def test_a_field_can_be_left_out(package):
    found = collecdata.diff(package("a", LINES), package("b", CHANGED[:4]), ignore=["debit", "credit"])
    assert found.same


def test_a_table_that_one_package_does_not_have_is_all_new(package, tmp_path):
    old, new = package("a", []), package("b", LINES)
    descriptor = json.loads((old / "datapackage.json").read_text("utf-8"))
    descriptor["resources"] = []
    (old / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    table = collecdata.diff(old, new).tables[0]
    assert (table.old_rows, table.added, table.removed) == (0, 4, 0)


def test_a_field_whose_type_changed_is_compared_as_text(package):
    old, new = package("a", LINES), package("b", LINES)
    path = new / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace('"type": "integer"', '"type": "year"'), "utf-8")
    assert collecdata.diff(old, new).same


def test_a_folder_that_is_no_package_is_refused(package, tmp_path):
    with pytest.raises(UsageError):
        collecdata.diff(package("a", LINES), tmp_path)


def test_a_table_that_neither_has_is_refused(package):
    with pytest.raises(UsageError) as refusal:
        collecdata.diff(package("a", LINES), package("b", LINES), tables=["compta.ecritures"])
    assert refusal.value.params["nearest"] == "compta.ecriture"


def test_progress_counts_the_rows_of_both_packages_once(package):
    told: list[tuple[int, int]] = []
    collecdata.diff(package("a", LINES), package("b", CHANGED), progress=lambda *far: told.append(far))
    assert told == [(4, 9), (9, 9)]
