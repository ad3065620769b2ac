"""Two collectivities' data never meet by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import collecdata
from collecdata.errors import UsageError
from flow_exports import entry, write_fec

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = "000000000", "123456782"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for siren in (FIRST, SECOND):
        write_fec(tmp_path / siren, entry(1), f"{siren}FEC20241231.txt")
    lots = tmp_path / "lots.csv"
    lots.write_text(f"chemin;siren\n{FIRST};{FIRST}\n{SECOND};{SECOND}\n", "utf-8")
    return lots


def test_each_lot_has_files_of_its_own(many, tmp_path):
    result = collecdata.convert(lots=many, to=tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out/compta/ecriture").iterdir()) == [
        f"{FIRST}.parquet",
        f"{SECOND}.parquet",
    ]
    assert result["compta.ecriture"].num_rows == 4
    assert [block.siren for block in result.report.blocks] == [FIRST, SECOND]


def test_files_that_name_their_collectivity_are_lots_without_a_list(many, tmp_path):
    result = collecdata.convert(tmp_path / FIRST, tmp_path / SECOND, to=tmp_path / "out")
    assert {table.siren for table in result.report.tables} == {FIRST, SECOND}


def test_one_lot_that_cannot_be_read_does_not_stop_the_others(many, tmp_path):
    (tmp_path / SECOND / f"{SECOND}FEC20241231.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    result = collecdata.convert(lots=many, to=tmp_path / "out")
    assert result["compta.ecriture"].num_rows == 2
    assert result.issues.errors == 1
    assert result.exit_code == 1


def test_lots_and_dumps_together_are_refused(many, tmp_path):
    with pytest.raises(UsageError) as caught:
        collecdata.convert(tmp_path / FIRST, lots=many, to=tmp_path / "out")
    assert caught.value.code == "usage.dumps_or_lots"


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("siren;adapter\n", "usage.lots_columns", "lots.csv:1:1"),
        (f"chemin;siren\n{FIRST};\n;{SECOND}\n", "usage.lots_path", "lots.csv:3:1"),
        ("chemin;siren\n", "usage.lots_empty", "lots.csv"),
        (f"chemin;siren\n{FIRST};{FIRST};x\n", "usage.lots_cells", "lots.csv:2:1"),
        (f'chemin;siren\n"{FIRST};{FIRST}\n', "usage.lots_quote", "lots.csv:2:1"),
        (f"chemin;siren\n{FIRST};{FIRST}\n{SECOND};../../x\n", "usage.siren", "lots.csv:3:1"),
        (f"chemin;siren\n{FIRST};{FIRST}\n./{FIRST};{FIRST}\n", "usage.lots_twice", "lots.csv:3:1"),
    ],
)
def test_a_list_of_lots_that_is_wrong_is_refused_at_its_line(many, text, code, where, tmp_path):
    many.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        collecdata.convert(lots=many, to=tmp_path / "out")
    assert caught.value.code == code
    assert str(caught.value.at).endswith(where)


def test_a_list_of_lots_in_another_encoding_is_refused(many, tmp_path):
    many.write_bytes("chemin;siren\ndépôt;\n".encode("cp1252"))
    with pytest.raises(UsageError) as caught:
        collecdata.convert(lots=many, to=tmp_path / "out")
    assert caught.value.code == "usage.lots_encoding"


def test_a_list_of_lots_may_be_what_a_spreadsheet_copies(many, tmp_path):
    many.write_text(f"chemin\tsiren\n{FIRST}\t{FIRST}\n", "utf-8")
    assert collecdata.convert(lots=many, to=tmp_path / "out").exit_code == 0


def test_a_column_that_is_no_parameter_is_said_once(many, tmp_path):
    many.write_text(f"chemin;siren;nom\n{FIRST};{FIRST};a\n{SECOND};{SECOND};b\n", "utf-8")
    result = collecdata.convert(lots=many, to=tmp_path / "out")
    assert [(one.severity, one.column, one.count) for one in result.issues if one.code == "lots.column"] == [
        ("warning", "nom", 1)
    ]
