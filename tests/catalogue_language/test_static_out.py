"""Each static check of the way out finds its planted fault, alone, where it stands."""

from __future__ import annotations

import pytest

from .conftest import EXPORT, checked, folder, planted, refused

MAP = "map: {fonctionnement: F, investissement: I}"
CASES = {
    "table_unknown": (
        "from: essai.facture",
        "¤from: essai.facturs",
        "adapter.table_unknown",
        {"nearest": "essai.facture"},
    ),
    "field_unknown": ("{from: section,", "{¤from: sections,", "adapter.field_unknown", {"nearest": "section"}),
    "field_of_concat": (
        "      Date:",
        "      Objet: {concat: [objet, ¤libelle]}\n      Date:",
        "adapter.field_unknown",
        {},
    ),
    "field_of_first_of": (
        "      Date:",
        "      Objet: {first_of: [¤libelle, objet]}\n      Date:",
        "adapter.field_unknown",
        {},
    ),
    "field_of_sort": ("sort: [rang]", "sort: [rang, ¤ligne]", "adapter.field_unknown", {}),
    "field_of_where": ("where: {section:", "where: {¤sections:", "adapter.field_unknown", {}),
    "field_of_group_by": ("group_by: [exercice]", "group_by: [exercice, ¤annee]", "adapter.field_unknown", {}),
    "map_of_an_unknown_code": (
        MAP,
        "map: {fonctionnement: F, ¤invest: I}, otherwise: X",
        "adapter.value_unknown",
        {"nearest": "investissement"},
    ),
    "map_incomplete": (MAP, "¤map: {fonctionnement: F}", "adapter.export_map", {"missing": "investissement"}),
    "date_of_a_number": ('decimal: ","', '¤date: "%Y%m%d"', "adapter.step_type", {"key": "date"}),
    "decimal_of_a_date": ('date: "%Y%m%d"', '¤decimal: ","', "adapter.step_type", {"key": "decimal"}),
    "true_of_a_text": (MAP, MAP + ", ¤true: O", "adapter.step_type", {"key": "true"}),
    "sep_alone": (MAP, MAP + ", ¤sep: ' '", "adapter.key_alone", {"needed": "concat"}),
    "otherwise_alone": ('decimal: ","', '¤otherwise: ""', "adapter.key_alone", {"needed": "map"}),
    "fill_alone": ('decimal: ","', '¤fill: "0"', "adapter.key_alone", {"needed": "width"}),
    "date_format": ('date: "%Y%m%d"', '¤date: "%d %B"', "adapter.date_format", {}),
    "matches": ("{section: [fonctionnement]}", "{section: {¤matches: '('}}", "adapter.regex", {}),
    "encoding": (
        "    columns:\n",
        "    options: {¤encoding: latin-12}\n    columns:\n",
        "adapter.export_encoding",
        {"value": "latin-12"},
    ),
    "name": (
        '- name: "{siren}_{exercice}.txt"',
        '- ¤name: "{siren}_{exercices}.txt"',
        "adapter.export_name",
        {"nearest": "exercice"},
    ),
    "date_in_the_name_of_a_year": (
        '- name: "{siren}_{exercice}.txt"',
        '- ¤name: "{siren}_{exercice:%Y%m%d}.txt"',
        "adapter.step_type",
        {"field": "exercice"},
    ),
    "param_undeclared": (
        "      Date:",
        "      Siret: {¤param: siret}\n      Date:",
        "adapter.param_undeclared",
        {"nearest": "siren"},
    ),
    "lookup_without_the_whole_key": (
        "    columns:\n",
        "    lookup: {p: {from: essai.partie, ¤on: {siren: siren, rang: rang}}}\n    columns:\n      Nom: p.nom\n",
        "adapter.export_lookup_key",
        {"expected": "siren, rang, section"},
    ),
    "lookup_by_a_code_that_is_none": (
        "    columns:\n",
        "    lookup: {p: {from: essai.partie, on: {siren: siren, rang: rang}, where: {¤section: x}}}\n"  # noqa: ISC004
        "    columns:\n      Nom: p.nom\n",
        "adapter.value_unknown",
        {"valid": "essai.section"},
    ),
    "count_by_no_column": (
        "      Date:",
        "      Nombre: {¤count: [Section, Dates]}\n      Date:",
        "adapter.export_count",
        {"column": "Nombre"},
    ),
    "at_least_alone": ('decimal: ","', "¤at_least: siren", "adapter.key_alone", {"needed": "count"}),
    "extract_of_two_groups": ('decimal: ","', "¤extract: '(.)(.)'", "adapter.regex_groups", {}),
    "replace_in_a_file_of_widths": (
        "    columns:\n",
        "    writer: marcxml\n    options: {¤replace: {';': ','}}\n    columns:\n",
        "adapter.key_alone",
        {"needed": "writer: csv"},
    ),
    "param_unused": ("files:", "  ¤siret: {title: SIRET}\nfiles:", "adapter.param_unused", {}),
    "param_kind": (MAP, "map: {¤param: siren}", "adapter.param_kind", {}),
}


@pytest.mark.parametrize("case", CASES)
def test_planted_fault(tmp_path, catalogue, case):
    old, new, code, params = CASES[case]
    text, at = planted(EXPORT, old, new)
    found = checked(folder(tmp_path, {"export.yaml": text}), catalogue)
    assert [one[:3] for one in found] == [("export.yaml", at, code)], found
    assert params.items() <= found[0][3].items()


def test_an_export_that_holds_together(tmp_path, catalogue):
    assert checked(folder(tmp_path, {"export.yaml": EXPORT}), catalogue) == []


def test_a_lookup_may_fix_parts_of_the_key(tmp_path, catalogue):
    lookup = "{p: {from: essai.partie, on: {siren: siren, rang: rang}, where: {section: investissement}}}"
    text = EXPORT.replace("    columns:\n", f"    lookup: {lookup}\n    columns:\n      Nom: p.nom\n")
    assert checked(folder(tmp_path, {"export.yaml": text}), catalogue) == []


def test_what_a_lookup_fixes_is_a_field_there(tmp_path, catalogue):
    lookup = "{p: {from: essai.partie, on: {siren: siren, rang: rang}, where: {sections: investissement}}}"
    text = EXPORT.replace("    columns:\n", f"    lookup: {lookup}\n    columns:\n      Nom: p.nom\n")
    found = checked(folder(tmp_path, {"export.yaml": text}), catalogue)
    assert [one[2] for one in found] == ["adapter.export_lookup_key", "adapter.field_unknown"]


def test_every_column_of_a_fixed_file_has_its_width(tmp_path, catalogue):
    text = EXPORT.replace("    columns:\n", "    writer: fixed\n    columns:\n").replace(
        'decimal: ","', 'decimal: ",", width: 12, align: right'
    )
    found = checked(folder(tmp_path, {"export.yaml": text}), catalogue)
    assert [(one[1], one[2], one[3]["column"]) for one in found] == [
        ("17:7", "adapter.export_width", "Section"),
        ("18:7", "adapter.export_width", "Date"),
    ]


def test_generated_columns_may_be_exported(tmp_path, catalogue):
    text = EXPORT.replace("      Date:", "      Code: section_source\n      Date:")
    assert checked(folder(tmp_path, {"export.yaml": text}), catalogue) == []


def test_otherwise_covers_the_codes_that_map_leaves_out(tmp_path, catalogue):
    text = EXPORT.replace(MAP, "map: {fonctionnement: F}, otherwise: X")
    assert checked(folder(tmp_path, {"export.yaml": text}), catalogue) == []


def test_codes_of_a_csv_are_read_backwards(tmp_path, catalogue):
    files = {
        "export.yaml": EXPORT.replace(MAP, "map: codes/s.csv"),
        "codes/s.csv": "source,canonique\nF,fonctionnement\n",
    }
    found = checked(folder(tmp_path, files), catalogue)
    assert [(one[2], one[3]["missing"]) for one in found] == [("adapter.export_map", "investissement")]


def test_a_canonical_code_with_two_writings_is_refused(tmp_path):
    codes = "source,canonique\nF,fonctionnement\nFO,fonctionnement\n"
    files = {"export.yaml": EXPORT.replace(MAP, "map: codes/s.csv"), "codes/s.csv": codes}
    assert [one[:3] for one in refused(folder(tmp_path, files))] == [("s.csv", "3:1", "adapter.codes_duplicate")]


def test_a_file_name_whose_braces_are_not_paired(tmp_path):
    text, at = planted(EXPORT, '- name: "{siren}_{exercice}.txt"', '- ¤name: "{siren_{exercice.txt"')
    assert [one[:3] for one in refused(folder(tmp_path, {"export.yaml": text}))] == [
        ("export.yaml", at, "adapter.bad_braces")
    ]


def test_dates_in_a_file_name_are_written_in_full(tmp_path, catalogue):
    grouped = EXPORT.replace("group_by: [exercice]", "group_by: [facture_date]")
    text, at = planted(grouped, '- name: "{siren}_{exercice}.txt"', '- ¤name: "{siren}_{facture_date:%d %B}.txt"')
    found = checked(folder(tmp_path, {"export.yaml": text}), catalogue)
    assert [one[:3] for one in found] == [("export.yaml", at, "adapter.date_format")]
