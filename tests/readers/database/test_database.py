"""A live database is read as a dump of it would be: the same text, in a fixed order, and no password anywhere."""

from __future__ import annotations

import pickle
import sqlite3
import traceback

import pytest
import sqlalchemy as sa

import collecdata
from collecdata.catalogue.database import PASSWORD
from collecdata.errors import InputError, UsageError
from collecdata.kernels.stream import Tally
from collecdata.readers.database import READER
from collecdata.readers.registry import guess
from collecdata.readers.source import Source
from collecdata.readers.sources import database
from readers.database.servers import fresh_database

SECRET = "Sésame-9-introuvable"
TABLES = """
CREATE TABLE lecteur (id integer PRIMARY KEY, nom varchar(40), solde decimal(10,2), naissance date, vu timestamp NULL);
INSERT INTO lecteur VALUES (2, 'Noé', -1.50, '2001-02-03', '2024-05-06 07:08:09');
INSERT INTO lecteur VALUES (1, 'L''été à Œuilly', NULL, NULL, NULL);
CREATE TABLE journal (id integer);
INSERT INTO journal VALUES (1);
"""
ROWS = [
    ("1", "L'été à Œuilly", None, None, None),
    ("2", "Noé", "-1.50", "2001-02-03", "2024-05-06 07:08:09"),
]


def read(source: Source, **options):
    layout = READER.inspect(source, READER.options.model_validate(options))
    tables, tally, issues = {}, Tally(), list(layout.issues)
    seen = []
    for split in READER.splits(layout, lambda block: seen.append(bytes(block))):
        for batch in READER.read(pickle.loads(pickle.dumps(split))):
            batch.data.validate(full=True)
            columns = [column.to_pylist() for column in batch.data.columns[:-2]]
            tables.setdefault(batch.record_set, []).extend(zip(*columns, strict=True))
            tally += batch.tally
            issues += batch.issues
    assert tally.balanced
    return tables, issues, b"".join(seen)


@pytest.fixture
def lite(tmp_path):
    path = tmp_path / "biblio.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(TABLES.replace("-1.50", "'-1.50'").replace("decimal(10,2)", "text"))
    connection.close()
    return path


def test_a_file_of_sqlite_is_read_by_path_or_by_address(lite):
    by_path, by_address = Source(lite, lite.name), database(f"sqlite:///{lite}")
    assert guess(by_path) == ("database",)
    assert read(by_path, tables="lecteur")[0] == read(by_address, tables="lecteur")[0] == {"lecteur": ROWS}


def test_a_query_is_a_record_set(lite):
    query = "SELECT nom, count(*) AS nombre FROM lecteur GROUP BY nom ORDER BY nom DESC;"
    tables, _, _ = read(Source(lite, lite.name), tables="journal", queries={"par_nom": query})
    assert tables["par_nom"] == [("Noé", "1"), ("L'été à Œuilly", "1")]


def test_a_table_that_is_not_read_is_said_unless_left_out_by_name(lite):
    _, issues, _ = read(Source(lite, lite.name), tables="lecteur")
    assert [(one.code, one.params) for one in issues] == [("table.not_read", {"table": "journal", "rows": "1"})]
    assert read(Source(lite, lite.name), tables="lecteur", ignore_tables="jour*")[1] == []


def test_rows_come_in_the_order_of_the_key_whatever_the_batches(lite):
    whole, single = (read(Source(lite, lite.name), tables="lecteur", rows=size)[0] for size in (100, 1))
    assert whole == single == {"lecteur": ROWS}


def test_bytes_that_are_no_text_are_null_and_said(lite):
    with sqlite3.connect(lite) as connection:
        connection.execute("INSERT INTO lecteur (id, nom) VALUES (3, x'FFD8')")
    connection.close()
    tables, issues, _ = read(Source(lite, lite.name), tables="lecteur")
    assert tables["lecteur"][2][1] is None
    assert [(one.code, one.column, one.lines) for one in issues if one.code != "table.not_read"] == [
        ("encoding.undecodable", "nom", (3,))
    ]


def test_a_base_without_a_table_to_read_says_so(lite):
    with pytest.raises(InputError, match=r"database\.no_table"):
        READER.inspect(Source(lite, lite.name), READER.options(tables="rien"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_server_gives_the_same_rows(kind):
    with fresh_database(kind) as address:
        _fill(address, TABLES)
        tables, issues, seen = read(database(address), tables="lecteur", rows=1)
        assert tables == {"lecteur": ROWS}
        assert [one.params for one in issues] == [{"table": "journal", "rows": "1"}]
        assert seen == read(database(address), tables="lecteur", rows=1)[2]


@pytest.mark.slow
def test_dates_that_are_none_are_the_text_that_mariadb_has():
    with fresh_database("mariadb") as address:
        _fill(
            address,
            "SET SESSION sql_mode='';"
            "CREATE TABLE t (id int PRIMARY KEY, jour date, heure datetime, duree time, annee year);"
            "INSERT INTO t VALUES (1,'0000-00-00','0000-00-00 00:00:00','-12:30:00',1997);",
        )
        assert read(database(address))[0]["t"] == [("1", "0000-00-00", "0000-00-00 00:00:00", "-12:30:00", "1997")]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_memory_does_not_grow_with_the_table(kind):
    import tracemalloc

    with fresh_database(kind) as address:
        numbers = "generate_series(1, 200000) AS n" if kind == "postgresql" else "seq_1_to_200000"
        number = "n" if kind == "postgresql" else "seq"
        text = f"CREATE TABLE t AS SELECT {number} AS id, repeat('x', 100) AS texte FROM {numbers};"
        _fill(address, text)
        layout = READER.inspect(database(address), READER.options(rows=1000))
        tracemalloc.start()
        rows = sum(split.detail.data.num_rows for split in READER.splits(layout, lambda _: None))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert rows == 200_000
        assert peak < 8 << 20


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_no_message_no_error_and_no_trace_has_the_password(kind, monkeypatch, tmp_path):
    monkeypatch.setenv(PASSWORD, SECRET)
    with fresh_database(kind) as address:
        refused = sa.make_url(address).set(username="personne_de_ce_nom").render_as_string()
        source = database(refused)
        with pytest.raises((InputError, UsageError)) as refusal:
            READER.inspect(source, READER.options())
        shown = "".join(traceback.format_exception(refusal.value)) + repr(refusal.value) + repr(source)
        assert SECRET not in shown
        assert SECRET.encode() not in pickle.dumps(source)
        with pytest.raises((InputError, UsageError)) as failure:
            collecdata.convert(refused, to=tmp_path / "out", siren="123456782")
        assert SECRET not in "".join(traceback.format_exception(failure.value))


def test_a_password_in_the_address_is_refused():
    with pytest.raises(UsageError) as refusal:
        collecdata.detect(f"mysql://agent:{SECRET}@localhost/pmb")
    assert refusal.value.code == "database.password_in_url"
    assert SECRET not in str(refusal.value)


def _fill(address: str, script: str) -> None:
    url = sa.make_url(address)
    driver = {"postgresql": "postgresql+psycopg", "mariadb": "mariadb+pymysql"}[url.drivername]
    engine = sa.create_engine(url.set(drivername=driver), poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in script.split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
