"""A package into a database, and back by the reader of databases, without an adapter: the same tables."""

from __future__ import annotations

import sqlite3

import pyarrow.parquet as pq
import pytest

import collecdata
from canonical_rows import package
from collecdata.api import open_catalogue
from collecdata.errors import CollecdataError
from collecdata.sinks.stored import read_package
from flow_exports import entry, write_fec
from readers.database.servers import fresh_database

CATALOGUE = open_catalogue()
DIGITS = {"sqlite": 15}
"""What a database keeps of an amount, where it is less than the eighteen digits of ours."""


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.slow),
        pytest.param("mariadb", marks=pytest.mark.slow),
    ]
)
def base(request, tmp_path):
    if request.param == "sqlite":
        yield request.param, str(tmp_path / "base.sqlite")
        return
    with fresh_database(request.param) as address:
        yield request.param, address


def contents(folder):
    """Every table of a package, its rows in the order of the key, every column."""
    tables = {}
    for name, stored in read_package(folder).tables.items():
        rows = [row for path in stored.files for row in pq.read_table(path).to_pylist()]
        tables[name] = sorted(rows, key=lambda row, keys=stored.schema["primaryKey"]: repr([row[one] for one in keys]))
    return {name: rows for name, rows in tables.items() if rows}


@pytest.mark.parametrize("domain", sorted(CATALOGUE.domains))
def test_every_table_of_a_domain_comes_back_the_same(domain, base, tmp_path):
    kind, address = base
    before = package(tmp_path / "avant", domain, CATALOGUE, digits=DIGITS.get(kind, 18))
    loaded = collecdata.load(before, to=address)
    assert loaded.issues.errors == 0
    result = collecdata.convert(address, to=tmp_path / "apres")
    assert contents(result.path) == contents(before)
    assert result.balanced
    assert collecdata.diff(before, result.path).same


def test_a_loaded_file_is_recognised_without_an_adapter(tmp_path):
    made = collecdata.convert(write_fec(tmp_path / "dump", entry(1)), to=tmp_path / "paquet")
    collecdata.load(made.path, to=str(tmp_path / "reprise.sqlite"))
    (found,) = collecdata.detect(tmp_path / "reprise.sqlite")
    assert found.match is not None
    assert (found.match.adapter, found.match.input) == ("canonique", "base")


def test_a_table_that_only_has_the_name_of_a_canonical_one_is_not_taken_for_it(tmp_path):
    with sqlite3.connect(tmp_path / "autre.sqlite") as connection:
        connection.execute("CREATE TABLE rh_agent (id integer PRIMARY KEY, nom text)")
        connection.execute("INSERT INTO rh_agent VALUES (1, 'Durand')")
    with pytest.raises(CollecdataError):
        collecdata.convert(tmp_path / "autre.sqlite", to=tmp_path / "out")


def test_a_column_that_somebody_added_is_kept_aside_and_said(tmp_path):
    made = collecdata.convert(write_fec(tmp_path / "dump", entry(1)), to=tmp_path / "paquet")
    collecdata.load(made.path, to=str(tmp_path / "reprise.sqlite"))
    with sqlite3.connect(tmp_path / "reprise.sqlite") as connection:
        connection.execute("ALTER TABLE compta_ecriture ADD COLUMN note text")
        connection.execute("UPDATE compta_ecriture SET note = 'à revoir'")
    result = collecdata.convert(tmp_path / "reprise.sqlite", to=tmp_path / "out")
    assert ("column.unused", "note") in {(issue.code, issue.column) for issue in result.issues}
    assert result["compta.ecriture"].num_rows == 2


def test_a_cell_that_somebody_spoiled_is_null_and_said_at_its_row(tmp_path):
    made = collecdata.convert(write_fec(tmp_path / "dump", entry(1)), to=tmp_path / "paquet")
    collecdata.load(made.path, to=str(tmp_path / "reprise.sqlite"))
    with sqlite3.connect(tmp_path / "reprise.sqlite") as connection:
        connection.execute("UPDATE compta_ecriture SET piece_date = '31/02/2024' WHERE _ligne = 3")
    result = collecdata.convert(tmp_path / "reprise.sqlite", to=tmp_path / "out")
    said = [
        (one.code, one.field, one.source, one.lines, one.values) for one in result.issues if one.code == "cell.date"
    ]
    assert said == [("cell.date", "piece_date", "reprise.sqlite", (2,), ("31/02/2024",))]
