"""First names published: what is written is what frictionless takes for the national schema."""

from __future__ import annotations

import frictionless
import pytest

import collecdata
from collecdata.catalogue.national import national_schema

GIVEN = """COMMUNE_NOM,COLL_INSEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES,ANNEE
Rennes,35238,M,Adam,353,2016
Rennes,35238,I,Camille,2,2016
,35047,F,Noémie,1,2015
"""


@pytest.fixture
def published(tmp_path):
    (tmp_path / "prenoms.csv").write_text(GIVEN, "utf-8")
    collecdata.convert(tmp_path / "prenoms.csv", to=tmp_path / "paquet", adapter="scdl-prenoms")
    collecdata.export(tmp_path / "paquet", to="scdl-prenoms", out=tmp_path / "publication")
    return sorted((tmp_path / "publication").glob("*.csv"))


def test_each_commune_has_a_file_and_every_row_is_there(published):
    assert [path.name for path in published] == ["prenoms-35047.csv", "prenoms-35238.csv"]
    rows = [line for path in published for line in path.read_text("utf-8").splitlines()[1:]]
    assert sorted(rows) == sorted(GIVEN.splitlines()[1:])


def test_frictionless_and_we_find_it_valid(published):
    schema = frictionless.Schema.from_descriptor(national_schema("scdl/prenoms"))
    for path in published:
        with frictionless.system.use_context(trusted=True):
            assert frictionless.validate(str(path), schema=schema).valid
        assert collecdata.validate(path, schema="scdl/prenoms").valid


def births(tmp_path):
    """Four births that nobody had, as a package."""
    lines = [
        f"NIMEGUEV3;35999;Exempleville;35;;N;{day:02}/03/2024;;;;FICTIF;{first} Luc;{sex}{';' * 18}"
        for day, (first, sex) in enumerate([("Ana", "F"), ("ANA", "F"), ("Jean-Marie", "M"), ("Ana", "?")], 1)
    ]
    (tmp_path / "n.txt").write_text("\r\n".join(lines) + "\r\n", "latin-1")
    collecdata.convert(tmp_path / "n.txt", to=tmp_path / "actes", adapter="nimegue", siren="123456782")
    return tmp_path / "actes"


@pytest.mark.parametrize(("seuil", "rows"), [("1", ["F,Ana,2,2024", "M,Jean-Marie,1,2024"]), ("2", ["F,Ana,2,2024"])])
def test_first_names_are_counted_from_the_acts(tmp_path, seuil, rows):
    done = collecdata.export(births(tmp_path), to="scdl-prenoms", out=tmp_path / "publication", params={"seuil": seuil})
    (file,) = done.files
    text = file.path.read_text("utf-8").splitlines()
    assert file.path.name == "prenoms-35999-etat-civil.csv"
    assert text[1:] == [f"Exempleville,35999,{row}" for row in rows]
    assert done.left_out == 1  # sex not known: the schema has no word for it
    assert done.read == done.filtered + done.left_out + done.merged + file.rows == 4
    assert done.filtered == 2 - len(rows)
    schema = frictionless.Schema.from_descriptor(national_schema("scdl/prenoms"))
    with frictionless.system.use_context(trusted=True):
        report = frictionless.validate(str(file.path), schema=schema)
    assert report.valid, report.flatten(["message"])
