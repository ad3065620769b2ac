"""Domains, tables and code lists, loaded when asked for."""

from __future__ import annotations

import pickle

import pytest

from collecdata.catalogue.catalogue import Catalogue
from collecdata.errors import SchemaError


def test_the_repository_holds_the_domains_it_says(catalogue):
    assert {"commun", "compta"} <= set(catalogue.domains)
    assert {"commun.code_local", "commun.document", "compta.ecriture", "compta.tiers"} <= set(catalogue.tables)
    assert catalogue.codes["compta.sens"].values == ("depense", "recette")
    assert set(catalogue.schemas) == set(catalogue.tables)
    assert len(catalogue.tables) == len(list(catalogue.tables))


def test_a_broken_domain_harms_no_other(copy):
    copy.replace("commun/datapackage.json", '"resources"', '"ressources"')
    catalogue = Catalogue([copy.root])
    assert catalogue.tables["compta.ecriture"].name == "ecriture"
    with pytest.raises(SchemaError):
        catalogue.tables["commun.document"]


def test_a_broken_table_harms_no_other(copy):
    copy.replace("commun/code_local.json", '"fields"', '"feilds"')
    catalogue = Catalogue([copy.root])
    assert catalogue.tables["commun.document"].name == "document"
    assert "commun.code_local" in list(catalogue.tables)
    with pytest.raises(SchemaError):
        catalogue.tables["commun.code_local"]


def test_a_descriptor_is_parsed_once(copy):
    catalogue = Catalogue([copy.root])
    table = catalogue.tables["compta.ecriture"]
    copy.replace("compta/ecriture.json", "Code du journal", "Autre titre")
    assert catalogue.tables["compta.ecriture"] is table
    assert catalogue.domains["compta"].tables["ecriture"] is table


@pytest.mark.parametrize("name", ["compta.ecritures", "ecriture", "rien.du.tout", ""])
def test_an_unknown_table_is_a_key_error(catalogue, name):
    with pytest.raises(KeyError):
        catalogue.tables[name]


def test_the_same_roots_give_the_same_catalogue_and_travel_between_processes(copy):
    catalogue = Catalogue.from_roots()
    assert Catalogue.from_roots() is catalogue
    assert pickle.loads(pickle.dumps(catalogue)) is catalogue


def test_two_roots_with_the_same_domain_are_refused(copy, catalogue):
    with pytest.raises(SchemaError) as caught:
        Catalogue([*catalogue.roots, copy.root])
    assert caught.value.code == "schema.found_twice"
    assert caught.value.params["name"] == "cimetiere"


def test_tables_and_lists_travel_between_processes(catalogue):
    for table in catalogue.tables.values():
        assert pickle.loads(pickle.dumps(table)) == table
    for codes in catalogue.codes.values():
        assert pickle.loads(pickle.dumps(codes)) == codes


def test_adapters_are_found_by_folder_name(tmp_path):
    for name in ("un", "deux"):
        (tmp_path / "adapters" / name).mkdir(parents=True)
    (tmp_path / "adapters" / "un" / "adapter.yaml").touch()
    (tmp_path / "adapters" / "deux" / "export.yaml").touch()
    (tmp_path / "adapters" / "rien").mkdir()
    assert list(Catalogue([tmp_path]).adapters) == ["deux", "un"]
