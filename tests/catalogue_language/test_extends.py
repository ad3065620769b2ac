"""An adapter that takes another one and changes parts."""

from __future__ import annotations

import pytest

from collecdata.catalogue import adapter

from .conftest import ADAPTER, checked, folder, refused, where

HEADING = "adapter: 1\nid: profil\nversion: 0.1.0\ntitle: Profil\nevidence: draft\nsources: test\nextends: essai\n"


@pytest.fixture
def extended(tmp_path):
    def load(text, base=ADAPTER, **files):
        folder(tmp_path, {"adapter.yaml": base, "codes/section.csv": "source,canonique\nF,fonctionnement\n"})
        return adapter.load(folder(tmp_path, {"adapter.yaml": HEADING + text, **files}, "profil"))

    return load


def test_what_is_not_said_again_is_inherited(extended):
    found = extended("")
    assert found.adapter.inputs["factures"].options == {"delimiter": ";"}
    assert found.adapter.outputs[0].fields["exercice"].from_ == "Exercice"
    assert [base.name for base in found.bases] == ["essai"]


def test_the_heading_is_never_inherited(tmp_path):
    folder(tmp_path, {"adapter.yaml": ADAPTER})
    text = HEADING.replace("sources: test\n", "")
    found = refused(folder(tmp_path, {"adapter.yaml": text}, "profil"))
    assert [(code, params["key"]) for _, _, code, params in found] == [("adapter.missing_key", "sources")]


def test_inputs_change_key_by_key(extended):
    reading = extended(
        "inputs:\n  factures:\n    detect: {name: x*}\n    options: {encoding: cp1252}\n"
        "    aliases: {Date: [JOUR]}\n    date: '%Y%m%d'\n"
    ).adapter.inputs["factures"]
    assert (reading.detect.name, reading.detect.header) == ("x*", ("Exercice", "Montant"))
    assert reading.options == {"delimiter": ";", "encoding": "cp1252"}
    assert reading.aliases == {"Montant": ("MONTANT",), "Date": ("JOUR",)}
    assert reading.date == ("%Y%m%d",)


def test_outputs_are_found_by_table_and_input_and_fields_replaced_whole(extended):
    output = extended(
        "outputs:\n  - {table: essai.facture, from: factures, fields: {montant: {from: Net}, rang: {ordinal: true}}}\n"
    ).adapter.outputs[0]
    assert (output.fields["montant"].from_, output.fields["montant"].negative_when) == ("Net", None)
    assert output.fields["rang"].ordinal is True
    assert output.fields["exercice"].from_ == "Exercice"
    assert output.ignore == ("Imputation",)


def test_null_takes_a_part_away(extended):
    found = extended(
        "inputs: {factures: {options: {delimiter: null}}}\n"
        "outputs:\n  - {table: essai.facture, from: factures, where: {Type: ~}, ignore: null, fields: {objet: null}}\n"
    ).adapter
    assert found.inputs["factures"].options == {}
    assert (found.outputs[0].where, found.outputs[0].ignore) == ({}, ())
    assert "objet" not in found.outputs[0].fields


def test_an_output_without_fields_is_taken_away(extended):
    base = ADAPTER + "  - {table: essai.acte, from: factures, fields: {siren: {param: siren}}}\n"
    found = extended("outputs:\n  - {table: essai.acte, from: factures, fields: null}\n", base)
    assert [output.table for output in found.adapter.outputs] == ["essai.facture"]


def test_an_output_of_another_table_is_added(extended):
    found = extended("outputs:\n  - {table: essai.acte, from: factures, fields: {siren: Siren}}\n")
    assert [output.table for output in found.adapter.outputs] == ["essai.facture", "essai.acte"]


def test_a_new_output_without_fields_is_a_fault(tmp_path):
    folder(tmp_path, {"adapter.yaml": ADAPTER})
    text, at = where(HEADING + "outputs:\n  - ¤{table: essai.acte, from: factures}\n")
    found = refused(folder(tmp_path, {"adapter.yaml": text}, "profil"))
    assert [one[:3] for one in found] == [("adapter.yaml", at, "adapter.missing_key")]


def test_names_tell_two_outputs_of_one_table_apart(extended):
    twice = (
        "  - {table: essai.acte, from: factures, name: a, fields: {siren: A}}\n"
        "  - {table: essai.acte, from: factures, name: b, fields: {siren: B}}\n"
    )
    found = extended(
        "outputs:\n  - {table: essai.acte, from: factures, name: b, fields: {siren: C}}\n", ADAPTER + twice
    )
    assert [output.fields["siren"].from_ for output in found.adapter.outputs[1:]] == ["A", "C"]


def test_which_output_is_meant_must_be_clear(tmp_path):
    folder(tmp_path, {"adapter.yaml": ADAPTER + "  - {table: essai.facture, from: factures, fields: {siren: A}}\n"})
    text, at = where(HEADING + "outputs:\n  - ¤{table: essai.facture, from: factures, fields: {siren: C}}\n")
    found = refused(folder(tmp_path, {"adapter.yaml": text}, "profil"))
    assert [one[1:3] for one in found] == [(at, "adapter.extends_ambiguous")]


def test_null_must_take_something_away(tmp_path):
    folder(tmp_path, {"adapter.yaml": ADAPTER})
    text, at = where(HEADING + "outputs:\n  - {table: essai.facture, from: factures, fields: {¤objets: null}}\n")
    found = refused(folder(tmp_path, {"adapter.yaml": text}, "profil"))
    assert [one[1:3] for one in found] == [(at, "adapter.extends_nothing")]


def test_a_base_that_is_nowhere(tmp_path):
    text, at = where(HEADING.replace("extends", "¤extends"))
    assert [one[1:3] for one in refused(folder(tmp_path, {"adapter.yaml": text}, "profil"))] == [
        (at, "adapter.extends_unknown")
    ]


def test_a_base_may_be_found_elsewhere(tmp_path):
    base = folder(tmp_path / "ailleurs", {"adapter.yaml": ADAPTER})
    made = folder(tmp_path, {"adapter.yaml": HEADING}, "profil")
    assert adapter.load(made, {"essai": base}.get).bases == (base,)


def test_adapters_that_extend_each_other(tmp_path):
    folder(tmp_path, {"adapter.yaml": HEADING.replace("profil", "essai").replace("extends: essai", "extends: profil")})
    found = refused(folder(tmp_path, {"adapter.yaml": HEADING}, "profil"))
    assert found[0][2] == "adapter.extends_loop"


def test_a_chain(tmp_path):
    folder(tmp_path, {"adapter.yaml": ADAPTER})
    folder(tmp_path, {"adapter.yaml": HEADING + "inputs: {tiers: {null: x}}\n"}, "profil")
    last = folder(
        tmp_path, {"adapter.yaml": HEADING.replace("profil", "fin").replace("extends: essai", "extends: profil")}, "fin"
    )
    found = adapter.load(last)
    assert found.adapter.inputs["tiers"].null == ("x",)
    assert [base.name for base in found.bases] == ["profil", "essai"]


def test_codes_come_from_the_nearest_folder(extended):
    base = ADAPTER.replace("map: {F: fonctionnement, I: investissement}", "map: codes/section.csv")
    assert extended("", base).codes == {"codes/section.csv": {"F": "fonctionnement"}}
    own = {"codes/section.csv": "source,canonique\nI,investissement\n"}
    assert extended("", base, **own).codes == {"codes/section.csv": {"I": "investissement"}}


def test_the_digest_covers_the_base(extended):
    assert extended("").digest != extended("", ADAPTER + "# autre\n").digest


def test_problems_are_found_in_the_file_that_has_them(tmp_path, catalogue):
    folder(tmp_path, {"adapter.yaml": ADAPTER.replace("objet:", "objets:")})
    made = folder(tmp_path, {"adapter.yaml": HEADING + "inputs: {tiers: {date: '%d'}}\n"}, "profil")
    found = [(code, at) for _, at, code, _ in checked(made, catalogue)]
    assert found == [("adapter.field_unknown", "31:7"), ("adapter.date_format", "8:18")]
    assert str(adapter.load(made).position(("outputs", 0, "fields", "siren")).file).endswith("essai/adapter.yaml")
