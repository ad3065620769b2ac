"""A table: its fields as written, its confidentiality."""

from __future__ import annotations

import pytest


def test_each_coded_field_is_followed_by_the_source_code_of_the_same_class(catalogue):
    table = catalogue.tables["compta.compte_bancaire"]
    names = [field.name for field in table.output_fields]
    place = names.index("coordonnees_type")
    assert names[place + 1] == "coordonnees_type_source"
    assert table.output_fields[place + 1].confidentialite == 4
    assert names[-2:] == ["_source", "_ligne"]


def test_a_table_without_codes_gains_its_provenance_only(catalogue):
    table = catalogue.tables["compta.ecriture"]
    assert len(table.output_fields) == len(table.fields) + 2


def test_fields_above_a_class(catalogue):
    table = catalogue.tables["compta.ecriture"]
    above = {field.name for field in table.above(2)}
    assert above == {"compte_auxiliaire_libelle", "ecriture_libelle", "client_identifiant"}
    assert table.confidentialite == 3
    assert "coordonnees_type_source" in {
        field.name for field in catalogue.tables["compta.compte_bancaire"].above(3, generated=True)
    }


def test_an_unknown_field_is_a_key_error(catalogue):
    table = catalogue.tables["compta.ecriture"]
    assert "debit" in table
    assert "debits" not in table
    with pytest.raises(KeyError):
        table.field("debits")


def test_bank_data_is_sensitive_and_names_are_personal_everywhere(catalogue):
    of_nobody = {"etat_civil.prenom", "mediatheque.site"}  # how many children got a name; a library
    of_things = {"fichier_nom", "regle_nom"}
    for table in (one for one in catalogue.tables.values() if one.id not in of_nobody):
        for field in (one for one in table.fields if one.name not in of_things):
            if any(part in field.name.split("_") for part in ("iban", "bic", "rib", "coordonnees")):
                assert field.confidentialite == 4, field.name
            if any(part in field.name.split("_") for part in ("nom", "prenom", "objet", "courriel", "telephone")):
                assert field.confidentialite >= (1 if table.id == "commun.document" else 3), field.name
