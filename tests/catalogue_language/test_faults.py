"""What does not fit the language, each at its place."""

from __future__ import annotations

import pytest

from .conftest import ADAPTER, EXPORT, folder, planted, refused, where

CASES = {
    "misspelt_key": ("    reader: [csv]", "    ¤raeder: [csv]", "adapter.unknown_key", {"nearest": "reader"}),
    "misspelt_step": ('sep: " "}', '¤spe: " "}', "adapter.unknown_key", {"nearest": "sep"}),
    "misspelt_in_detect": ("{header: [Code]}", "{¤heador: [Code]}", "adapter.unknown_key", {"nearest": "header"}),
    "python_name_of_a_key": (
        "on: {Code tiers: Code}}",
        "on: {Code tiers: Code}, ¤from_: x}",
        "adapter.unknown_key",
        {},
    ),
    "key_absent": ("evidence: draft\n", "", "adapter.missing_key", {"key": "evidence"}),
    "not_one_of": (
        "evidence: draft",
        "¤evidence: probable",
        "adapter.not_one_of",
        {"expected": "'verified', 'spec', 'derived', 'draft'"},
    ),
    "bad_form": ("version: 1.0.0", "¤version: 1.0", "adapter.bad_form", {"value": "1.0"}),
    "two_sources": ("{param: siren}", "{param: siren, const: x}", "adapter.one_source", {"found": "const, param"}),
    "no_source": ("      exercice: Exercice", "      ¤exercice: {pad: 4}", "adapter.one_source", {"found": ""}),
    "ordinal_false": (
        "      exercice: Exercice",
        "      ¤exercice: {ordinal: false}",
        "adapter.one_source",
        {"found": ""},
    ),
    "text_wanted": ("title: Essai", "¤title: [a, b]", "adapter.not_text", {"key": "title"}),
    "list_wanted": ("concat: [Libellé, t.Nom]", "¤concat: {a: b}", "adapter.not_list", {}),
    "mapping_wanted": ("    where: {Type: {not: [Vide]}}", "    ¤where: [Type]", "adapter.not_mapping", {}),
    "integer_wanted": ("from: Montant,", "from: Montant, ¤scale: deux,", "adapter.not_integer", {"value": "deux"}),
    "boolean_wanted": (
        "reader: csv\n",
        "reader: csv\n    ¤required: parfois\n",
        "adapter.not_boolean",
        {"value": "parfois"},
    ),
    "out_of_range": ("from: Montant,", "from: Montant, ¤scale: 19,", "adapter.out_of_range", {"value": "19"}),
    "nothing_given": ("reader: [csv]", "¤reader: []", "adapter.nothing_given", {}),
    "empty_condition": ("{Type: {not: [Vide]}}", "{¤Type: {}}", "adapter.empty_condition", {}),
    "map_value_is_no_text": ("F: fonctionnement", "¤F: [fonctionnement]", "adapter.not_text", {}),
}


@pytest.mark.parametrize("case", CASES)
def test_fault_is_found_where_it_stands(tmp_path, case):
    old, new, code, params = CASES[case]
    text, at = planted(ADAPTER, old, new)
    if case == "two_sources":
        at = where(ADAPTER.replace("      siren: {param", "      ¤siren: {param"))[1]
    found = refused(folder(tmp_path, {"adapter.yaml": text}))
    assert [(file, place, code) for file, place, code, _ in found] == [("adapter.yaml", at or "1:1", code)]
    assert params.items() <= found[0][3].items()


def test_every_fault_is_reported_at_once(tmp_path):
    text = ADAPTER.replace("version: 1.0.0", "version: 1").replace("    reader: [csv]", "    lecteur: csv")
    codes = [code for _, _, code, _ in refused(folder(tmp_path, {"adapter.yaml": text}))]
    assert codes == ["adapter.bad_form", "adapter.missing_key", "adapter.unknown_key"]


def test_faults_of_both_files_are_reported_at_once(tmp_path):
    files = {"adapter.yaml": ADAPTER.replace("title: Essai\n", ""), "export.yaml": EXPORT.replace("title: Essai\n", "")}
    assert [file for file, *_ in refused(folder(tmp_path, files))] == ["adapter.yaml", "export.yaml"]


def test_a_document_that_is_no_mapping(tmp_path):
    assert refused(folder(tmp_path, {"adapter.yaml": "- a\n"}))[0][1:3] == ("1:1", "adapter.not_mapping")
