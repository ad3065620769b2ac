"""A converted package into a database, as a user does it."""

from __future__ import annotations

import sqlite3

import pytest

import collecdata
from collecdata.cli.run import run
from collecdata.errors import UsageError
from flow_exports import entry, write_fec


@pytest.fixture
def package(tmp_path):
    return collecdata.convert(write_fec(tmp_path / "dump", [*entry(1), *entry(2)]), to=tmp_path / "paquet").path


def test_a_package_becomes_an_sqlite_file(package, tmp_path, capsys):
    base = tmp_path / "reprise.sqlite"
    assert run(["load", str(package), "--to", str(base), "--lang", "fr"]) == 0
    assert "compta_ecriture  4 lignes" in capsys.readouterr().out
    with sqlite3.connect(base) as connection:
        assert connection.execute("select sum(debit), count(*), min(_ligne) from compta_ecriture").fetchone() == (
            20,
            4,
            2,
        )


def test_loading_again_is_refused_with_what_to_do(package, tmp_path, capsys):
    base = str(tmp_path / "reprise.sqlite")
    assert run(["load", str(package), "--to", base]) == 0
    assert run(["load", str(package), "--to", base, "--lang", "fr"]) == 2
    assert "--mode replace" in capsys.readouterr().err
    assert collecdata.load(package, to=base, mode="replace").exit_code == 0


def test_an_unknown_mode_names_those_there_are(package, tmp_path):
    with pytest.raises(UsageError) as refusal:
        collecdata.load(package, to=str(tmp_path / "b.sqlite"), mode="truncate")
    assert refusal.value.params["known"] == "create, replace, append, upsert"


def test_a_folder_that_cannot_be_written_is_said(package):
    with pytest.raises(collecdata.CollecdataError) as refusal:
        collecdata.load(package, to="/nulle/part/b.sqlite")
    assert refusal.value.code == "database.unreachable"


def test_a_file_that_is_no_database_is_said_and_left_as_it_is(package, tmp_path):
    other = tmp_path / "autre.sqlite"
    other.write_text("une note, qui n'est pas une base de données\n", "utf-8")
    with pytest.raises(collecdata.CollecdataError) as refusal:
        collecdata.load(package, to=str(other))
    assert refusal.value.code == "database.unreachable"
    assert other.read_text("utf-8").startswith("une note")
