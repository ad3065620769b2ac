"""A database by its URL; what is said of it never has the password."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from collecdata.catalogue.database import PASSWORD, Database
from collecdata.errors import InputError, UsageError

SECRET = "Sésame-9"


def test_a_path_with_the_ending_of_sqlite_is_a_database(tmp_path):
    with Database.at(str(tmp_path / "reprise.sqlite")).connect() as connection:
        assert connection.execute(sa.text("select 1")).scalar() == 1


def test_a_password_in_the_address_is_refused_without_being_said(monkeypatch):
    with pytest.raises(UsageError) as refusal:
        Database.at(f"postgresql://agent:{SECRET}@localhost/rh")
    assert refusal.value.code == "database.password_in_url"
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("text", ["export.csv", "ftp://serveur/base", "postgresql:/serveur", ""])
def test_what_is_no_database_is_refused(text):
    with pytest.raises(UsageError) as refusal:
        Database.at(text)
    assert refusal.value.code == "database.url"


def test_the_password_comes_from_a_file_else_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv(PASSWORD, "autre")
    file = tmp_path / "secret.txt"
    file.write_text(f"{SECRET}\r\nune autre ligne", "utf-8")
    assert Database.at("mysql://agent@localhost/rh").secret.value == "autre"
    assert Database.at("mysql://agent@localhost/rh", file).secret.value == SECRET


def test_a_file_of_credentials_that_is_absent_is_said(tmp_path):
    with pytest.raises(UsageError) as refusal:
        Database.at("mysql://agent@localhost/rh", tmp_path / "absent")
    assert refusal.value.code == "database.credentials"


def test_a_server_that_does_not_answer_is_said_without_the_password(monkeypatch):
    pytest.importorskip("psycopg")
    monkeypatch.setenv(PASSWORD, SECRET)
    database = Database.at("postgresql://agent@127.0.0.1:1/rh")
    with pytest.raises(InputError) as refusal, database.connect():
        pass
    assert refusal.value.code == "database.unreachable"
    assert SECRET not in f"{refusal.value!s} {refusal.value!r} {database!r} {refusal.value.__cause__!r}"


def test_a_driver_that_is_not_installed_is_said():
    with pytest.raises(UsageError) as refusal, Database.at("postgresql+absent://localhost/rh").connect():
        pass
    assert refusal.value.code == "database.driver"
