"""A package into a database: exact, whole or not at all, and the same when done again."""

from __future__ import annotations

import signal
import subprocess
import sys
from decimal import Decimal

import pytest
import sqlalchemy as sa

from collecdata.errors import UsageError
from database_tables import CHILD, FULL, TABLE, load, rows_of, stored


def keyed(*keys, **cells):
    return [{"cle": key, **cells} for key in keys]


def test_every_type_survives_exactly(database, tmp_path):
    rows = [{"cle": "b", **FULL}, {"cle": "a", "texte": ""}, {"cle": "c", "montant": Decimal("0.10"), "vrai": False}]
    load(database, (TABLE, stored(tmp_path / "p", rows)))
    assert rows_of(database) == sorted(rows, key=lambda row: row["cle"])


def test_keys_that_differ_by_case_or_accent_stay_apart(database, tmp_path):
    load(database, (TABLE, stored(tmp_path / "p", keyed("E", "e", "é", "É"))))
    assert {row["cle"] for row in rows_of(database)} == {"E", "e", "é", "É"}


def test_a_table_that_is_there_is_not_touched_by_create(database, tmp_path):
    load(database, (TABLE, stored(tmp_path / "p", keyed("a"))))
    with pytest.raises(UsageError) as refusal:
        load(database, (CHILD, stored(tmp_path / "p", [], CHILD)), (TABLE, stored(tmp_path / "p", keyed("b"))))
    assert refusal.value.code == "load.exists"
    assert rows_of(database) == keyed("a")


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("replace", {"b": 2, "c": 2}), ("append", {"a": 1, "c": 2, "d": 2}), ("upsert", {"a": 1, "b": 2, "c": 2})],
)
def test_a_mode_says_what_becomes_of_the_rows_that_are_there(database, tmp_path, mode, expected):
    first, second = (("a",), ("c", "d")) if mode == "append" else (("a", "b"), ("b", "c"))
    load(database, (TABLE, stored(tmp_path / "p", keyed(*first, nombre=1))))
    (loaded,) = load(database, (TABLE, stored(tmp_path / "p", keyed(*second, nombre=2))), mode=mode)
    assert {row["cle"]: row["nombre"] for row in rows_of(database)} == expected
    assert (loaded.rows, loaded.after) == (2, len(expected))


@pytest.mark.parametrize("mode", ["replace", "upsert"])
def test_loading_twice_is_loading_once(database, tmp_path, mode):
    rows = stored(tmp_path / "p", [{"cle": "a", **FULL}, *keyed("b")])
    for _ in range(2):
        load(database, (TABLE, rows), mode=mode)
    assert rows_of(database) == [{"cle": "a", **FULL}, {"cle": "b"}]


def test_a_key_that_is_there_twice_undoes_its_table_only_and_is_not_said(database, tmp_path):
    twice = stored(tmp_path / "p", keyed("a", "Dupont", "Dupont"))
    refused, loaded = load(database, (TABLE, twice), (CHILD, stored(tmp_path / "p", [{"numero": 1}], CHILD)))
    assert (refused.code, refused.table, refused.field) == ("load.duplicate", "essai.ligne", "cle")
    assert "Dupont" not in repr(refused)
    assert loaded.rows == 1
    with database.connect() as connection:
        assert not sa.inspect(connection).has_table("essai_ligne")


def test_a_refused_table_is_as_it_was_before(database, tmp_path):
    load(database, (TABLE, stored(tmp_path / "p", keyed("a"))))
    for mode in ("replace", "append"):
        (refused,) = load(database, (TABLE, stored(tmp_path / "p", keyed("b", "b"))), mode=mode)
        assert refused.code == "load.duplicate"
        assert rows_of(database) == keyed("a")


def test_rows_without_parent_are_loaded_and_told(database, tmp_path):
    if database.dialect == "sqlite":
        pytest.skip("SQLite does not enforce foreign keys unless it is asked to")
    child = stored(tmp_path / "p", [{"numero": 1, "cle": "a"}, {"numero": 2, "cle": "absent"}], CHILD)
    *loaded, told = load(database, (CHILD, child), (TABLE, stored(tmp_path / "p", keyed("a"))))
    assert [one.rows for one in loaded] == [2, 1]
    assert (told.code, told.table, told.field, told.params) == (
        "load.reference", "essai.detail", "cle", {"reference": "essai.ligne"},
    )  # fmt: skip


def test_foreign_keys_hold_and_both_tables_can_be_replaced(database, tmp_path):
    pair = (
        (CHILD, stored(tmp_path / "p", [{"numero": 1, "cle": "a"}], CHILD)),
        (TABLE, stored(tmp_path / "p", keyed("a"))),
    )
    for mode in ("create", "replace"):
        assert [one.rows for one in load(database, *pair, mode=mode)] == [1, 1]
        with database.connect() as connection:
            (key,) = sa.inspect(connection).get_foreign_keys("essai_detail")
        assert (key["referred_table"], key["constrained_columns"]) == ("essai_ligne", ["cle"])


def test_tables_and_columns_carry_the_words_of_the_schema(database, tmp_path):
    if database.dialect == "sqlite":
        pytest.skip("SQLite has no comments")
    load(database, (TABLE, stored(tmp_path / "p", keyed("a"))))
    with database.connect() as connection:
        found = sa.inspect(connection)
        assert found.get_table_comment("essai_ligne")["text"] == "Lignes d'essai"
        assert found.get_columns("essai_ligne")[0]["comment"] == "Clé. Ce qui nomme la ligne."


KILLED = """
import os, signal, sys
sys.path[:0] = {path!r}
from database_tables import TABLE, Mode, load_tables, stored
from collecdata.catalogue.database import Database
from pathlib import Path
rows = stored(Path(sys.argv[2]), [{{"cle": str(key)}} for key in range(200_000)])
kill = lambda done, total: os.kill(os.getpid(), signal.SIGKILL)
list(load_tables(Database.at(sys.argv[1]), {{TABLE: rows}}, Mode(sys.argv[3]), foreign_keys=True, progress=kill))
"""


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["create", "replace", "append"])
def test_a_load_that_is_killed_leaves_nothing_half_there(database, tmp_path, mode):
    if mode != "create":
        load(database, (TABLE, stored(tmp_path / "p", keyed("avant"))))
    script = KILLED.format(path=sys.path)
    address = database.url.render_as_string()
    done = subprocess.run([sys.executable, "-c", script, address, str(tmp_path / "k"), mode], check=False)
    assert done.returncode == -signal.SIGKILL
    with database.connect() as connection:
        assert sa.inspect(connection).has_table("essai_ligne") == (mode != "create")
    if mode != "create":
        assert rows_of(database) == keyed("avant")
    (again,) = load(database, (TABLE, stored(tmp_path / "p", keyed("après"))), mode="replace")
    assert again.after == 1
    with database.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["essai_ligne"]


def test_an_amount_that_sqlite_would_round_is_refused(tmp_path):
    from collecdata.catalogue.database import Database

    database = Database.at(str(tmp_path / "b.sqlite"))
    rows = keyed("a", montant=Decimal("1234567890123456.78"))
    (refused,) = load(database, (TABLE, stored(tmp_path / "p", rows)))
    assert (refused.code, refused.field) == ("load.too_precise", "montant")
