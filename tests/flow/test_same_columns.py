"""Many files of one dump: those of the same columns share what was compiled, and no more than that."""

from __future__ import annotations

import collecdata

HEADER = [
    "exer", "ident", "lbudg", "cbudg", "nomen", "siren", "bal", "compte", "bedeb", "becre",
    "obnetdeb", "obnetcre", "onbdeb", "onbcre", "sd", "sc", "ndept", "insee", "ctype", "cstyp",
    "cregi", "cacti", "secteur", "finess", "codbud1", "categ", "oobdeb", "oobcre",
]  # fmt: skip


def balance(path, account, *, without=()):
    row = dict.fromkeys(HEADER, "") | {
        "exer": "2024", "ident": "12345678200010", "cbudg": "1", "nomen": "M57", "siren": "123456782", "bal": "DEF",
        "compte": account, "bedeb": "1.50", "sd": "1.50",
    }  # fmt: skip
    names = [name for name in HEADER if name not in without]
    path.write_text(";".join(names) + "\n" + ";".join(row[name] for name in names) + "\n", "utf-8")


def test_files_of_the_same_columns_and_files_that_lack_some_give_their_own_rows(tmp_path):
    (tmp_path / "dump").mkdir()
    for number, account in enumerate(("1021", "2188", "6411")):
        balance(tmp_path / f"dump/{number}.csv", account, without=("ctype",) if number == 1 else ())
    result = collecdata.convert(tmp_path / "dump", to=tmp_path / "out")
    table = result["compta.balance"]
    assert table["compte_code"].to_pylist() == ["1021", "2188", "6411"]
    assert table["_source"].to_pylist() == ["0.csv", "1.csv", "2.csv"]
    assert [issue.source for issue in result.issues if issue.code == "column.absent"] == ["1.csv"]
