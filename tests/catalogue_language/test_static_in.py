"""Each static check of the way in finds its planted fault, alone, where it stands."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict

from collecdata import messages

from .conftest import ADAPTER, COLUMNS, checked, folder, planted


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid")
    delimiter: str = ","
    header_row: int = 1
    date: tuple[str, ...] = ()


OPTIONS = {"csv": Options}
MAP = "map: {F: fonctionnement, I: investissement}"
EXERCICE = "      exercice: Exercice\n"
UNPIVOT = (
    "    unpivot: {columns: [Section, Type], name: quoi, value: combien}\n"
    "    fields:\n      objet: {concat: [quoi, combien]}\n"
)

CASES = {
    "table_unknown": (
        "table: essai.facture",
        "¤table: essai.factures",
        "adapter.table_unknown",
        {"nearest": "essai.facture"},
    ),
    "field_unknown": ("objet: {", "¤objets: {", "adapter.field_unknown", {"nearest": "objet"}),
    "provenance_is_ours": ("objet: {", "¤_ligne: {", "adapter.field_unknown", {}),
    "required_missing": (EXERCICE, "", "adapter.required_missing", {"field": "exercice", "table": "essai.facture"}),
    "input_unknown": ("    from: factures", "    ¤from: facture", "adapter.input_unknown", {"nearest": "factures"}),
    "lookup_input_unknown": ("{t: {from: tiers,", "{t: {¤from: tier,", "adapter.input_unknown", {"nearest": "tiers"}),
    "dedupe_key": (
        "    ignore:",
        "    dedupe: {key: [siren, ¤Code]}\n    ignore:",
        "adapter.dedupe_key",
        {"value": "Code"},
    ),
    "date_on_text": (
        'sep: " "}',
        "sep: \" \", ¤date: '%Y%m%d'}",
        "adapter.step_type",
        {"key": "date", "type": "string"},
    ),
    "decimal_on_date": (
        "facture_date: Date",
        "facture_date: {from: Date, ¤decimal: ','}",
        "adapter.step_type",
        {"key": "decimal"},
    ),
    "scale_on_year": (
        EXERCICE,
        "      exercice: {from: Exercice, ¤scale: 2}\n",
        "adapter.step_type",
        {"expected": "number"},
    ),
    "true_on_number": ("{from: Montant,", "{from: Montant, ¤true: oui,", "adapter.step_type", {"expected": "boolean"}),
    "sign_in_a_branch": (
        "facture_date: Date",
        "facture_date: {case: [{when: {Type: A}, then: {from: Date, ¤negative_when: {Type: B}}}]}",
        "adapter.step_type",
        {"key": "negative_when"},
    ),
    "ordinal_of_a_date": (
        "facture_date: Date",
        "facture_date: {¤ordinal: true}",
        "adapter.step_type",
        {"key": "ordinal"},
    ),
    "sep_alone": ("concat: [Libellé, t.Nom], sep", "from: t.Nom, ¤sep", "adapter.key_alone", {"needed": "concat"}),
    "otherwise_alone": (
        "facture_date: Date",
        "facture_date: {from: Date, ¤otherwise: 2024-01-31}",
        "adapter.key_alone",
        {"needed": "map"},
    ),
    "map_value": (
        MAP,
        "map: {F: fonctionnement, ¤I: investisement}",
        "adapter.value_unknown",
        {"nearest": "investissement"},
    ),
    "map_value_in_a_branch": (
        "{from: Section, " + MAP + "}",
        "{case: [{when: {Type: A}, then: {from: Section, map: {¤F: f}}}]}",
        "adapter.value_unknown",
        {"valid": "essai.section"},
    ),
    "map_value_not_enumerated": (
        "facture_date: Date",
        "etat: {from: Date, map: {O: ouverte, ¤C: clos}}",
        "adapter.value_unknown",
        {"valid": "ouverte, close", "nearest": "close"},
    ),
    "default": (MAP, MAP + ", ¤default: aucune", "adapter.value_unknown", {"value": "aucune"}),
    "otherwise": (MAP, MAP + ", ¤otherwise: autre", "adapter.value_unknown", {"value": "autre"}),
    "const": ("{from: Section, " + MAP + "}", "{¤const: F}", "adapter.value_unknown", {"value": "F"}),
    "const_of_another_type": (EXERCICE, "      exercice: {¤const: 24}\n", "adapter.value_type", {"type": "year"}),
    "default_not_canonical": (
        "facture_date: Date",
        "facture_date: {from: Date, ¤default: 31/12/2024}",
        "adapter.value_type",
        {},
    ),
    "default_of_too_many_decimals": ("{from: Montant,", "{from: Montant, ¤default: '0.005',", "adapter.value_type", {}),
    "default_below_the_minimum": (
        "facture_date: Date",
        "nombre: {from: Date, ¤default: '0'}",
        "adapter.value_constraint",
        {"constraint": "minimum"},
    ),
    "const_against_the_pattern": (
        "{param: siren}",
        "{¤const: '12'}",
        "adapter.value_constraint",
        {"constraint": "pattern"},
    ),
    "matches": ("{Type: {not: [Vide]}}", "{Type: {¤matches: '(?=a)'}}", "adapter.regex", {}),
    "matches_in_a_lookup": ("Code}}}", "Code}, where: {Code: {¤matches: '['}}}}", "adapter.regex", {}),
    "matches_in_negative_when": ('{Avoir: ["1"]}', "{Avoir: {¤matches: '*'}}", "adapter.regex", {}),
    "extract": (EXERCICE, "      exercice: {from: Exercice, ¤extract: '(\\d+'}\n", "adapter.regex", {}),
    "extract_without_group": (
        EXERCICE,
        "      exercice: {from: Exercice, ¤extract: '\\d+'}\n",
        "adapter.regex_groups",
        {},
    ),
    "extract_of_two_groups": (
        EXERCICE,
        "      exercice: {from: Exercice, ¤extract: '(\\d)(\\d)'}\n",
        "adapter.regex_groups",
        {},
    ),
    "name_pattern": ('name: "*.csv"', 'name: "*.csv", ¤name_pattern: "(?P<siren>"', "adapter.regex", {}),
    "name_pattern_without_names": (
        'name: "*.csv"',
        'name: "*.csv", ¤name_pattern: "(\\\\d+)"',
        "adapter.regex_names",
        {},
    ),
    "date_format_of_an_input": (
        '    date: "%d/%m/%Y"',
        '    ¤date: "%j/%Y"',
        "adapter.date_format",
        {"value": "%j/%Y"},
    ),
    "date_format_of_a_field": (
        "facture_date: Date",
        "facture_date: {from: Date, date: ['%Y%m%d', ¤'%d/%m/%y']}",
        "adapter.date_format",
        {},
    ),
    "time_format_of_a_date": (
        "facture_date: Date",
        "facture_date: {from: Date, ¤date: '%H:%M'}",
        "adapter.date_format",
        {},
    ),
    "column_absent": (
        EXERCICE,
        "      ¤exercice: Exercices\n",
        "adapter.column_absent",
        {"input": "factures", "nearest": "Exercice"},
    ),
    "column_absent_of_concat": ("[Libellé, t.Nom]", "[Libellé, ¤Complément, t.Nom]", "adapter.column_absent", {}),
    "column_absent_of_where": ("{Type: {not", "{¤Types: {not", "adapter.column_absent", {"nearest": "Type"}),
    "column_absent_of_a_case": (
        "facture_date: Date",
        "facture_date: {case: [{when: {¤Genre: A}, then: Date}]}",
        "adapter.column_absent",
        {},
    ),
    "column_absent_of_a_lookup": ("t.Nom]", "¤t.Noms]", "adapter.column_absent", {"input": "tiers", "nearest": "Nom"}),
    "column_absent_of_a_key_here": (
        "{Code tiers: Code}",
        "{¤Code du tiers: Code}",
        "adapter.column_absent",
        {"input": "factures"},
    ),
    "column_absent_of_a_key_there": (
        "{Code tiers: Code}",
        "{¤Code tiers: Codes}",
        "adapter.column_absent",
        {"input": "tiers"},
    ),
    "column_absent_of_a_lookup_where": (
        "Code}}}",
        "Code}, where: {¤Actif: '1'}}}",
        "adapter.column_absent",
        {"input": "tiers"},
    ),
    "column_absent_of_detect": (
        "{header: [Code]}",
        "{header: [Code, ¤Siret]}",
        "adapter.column_absent",
        {"input": "tiers"},
    ),
    "column_absent_of_ignore": (
        "[Imputation]",
        "[Imputation, ¤Imputations]",
        "adapter.column_absent",
        {"nearest": "Imputation"},
    ),
    "column_absent_of_unpivot": (
        "    fields:\n",
        UNPIVOT.replace("Type]", "¤Types]").replace("objet", "etat"),
        "adapter.column_absent",
        {},
    ),
    "explode_of_an_absent_column": (
        "    ignore:",
        "    explode: {¤column: Codes, sep: ;}\n    ignore:",
        "adapter.column_absent",
        {},
    ),
    "made_column_exists": (
        "    fields:\n",
        UNPIVOT.replace("name: quoi", "¤name: Libellé").replace("[quoi", "[Libellé").replace("objet", "etat"),
        "adapter.made_column",
        {},
    ),
    "made_column_unused": (
        "    fields:\n",
        UNPIVOT.replace("value:", "¤value:").replace("[quoi, combien]", "[quoi]").replace("objet", "etat"),
        "adapter.made_unused",
        {},
    ),
    "ignored_used": ("[Imputation]", "[Imputation, ¤Section]", "adapter.ignored_used", {"column": "Section"}),
    "ignored_twice": ("[Imputation]", "[Imputation, ¤Imputation]", "adapter.ignored_twice", {}),
    "lookup_unused": (
        "lookup: {t: {",
        "lookup: {t: {from: tiers, on: {Code tiers: Code}}, ¤u: {",
        "adapter.lookup_unused",
        {"value": "u"},
    ),
    "where_reads_a_lookup": (
        "where: {Type:",
        "where: {¤t.Nom:",
        "adapter.lookup_order",
        {"column": "t.Nom"},
    ),
    "lookup_reads_a_later_one": (
        "lookup: {t: {from: tiers, on: {Code tiers: Code}}}",
        "lookup: {u: {from: tiers, on: {¤t.Code: Code}, where: {Nom: a}}, t: {from: tiers, on: {Code tiers: Code}}}",
        "adapter.lookup_order",
        {"value": "t"},
    ),
    "where_reads_a_made_column": (
        "    where: {Type: {not: [Vide]}}",
        "    unpivot: {columns: Section, name: n, value: v}\n    where: {¤n: {not: [Vide]}}",
        "adapter.column_absent",
        {"column": "n"},
    ),
    "name_pattern_that_python_refuses": (
        'name: "*.csv"',
        'name: "*.csv", ¤name_pattern: "(?P<a>\\\\pL)"',
        "adapter.regex",
        {},
    ),
    "param_undeclared": ("{param: siren}", "{¤param: sirene}", "adapter.param_undeclared", {"nearest": "siren"}),
    "param_table_undeclared": (MAP, "map: {¤param: sections}", "adapter.param_undeclared", {}),
    "param_unused": ("inputs:", "  ¤siret: {title: SIRET}\ninputs:", "adapter.param_unused", {"value": "siret"}),
    "param_not_a_table": (MAP, "map: {¤param: siren}", "adapter.param_kind", {"type": "siren"}),
    "param_table_as_text": ("type: siren,", "type: table,", "adapter.param_kind", {"type": "table"}),
    "detect_empty": ("    detect: {header: [Code]}", "    ¤detect: {}", "adapter.detect_empty", {"input": "tiers"}),
    "detect_by_facts_of_the_name_only": (
        "    detect: {header: [Code]}",
        "    ¤detect: {name_pattern: '(?P<siren>[0-9]+)'}",
        "adapter.detect_empty",
        {},
    ),
    "input_unused": (
        "outputs:",
        "  ¤autres:\n    detect: {name: a}\n    reader: csv\noutputs:",
        "adapter.input_unused",
        {"input": "autres"},
    ),
    "reader_unknown": ("    reader: csv\n", "    ¤reader: cvs\n", "adapter.reader_unknown", {"nearest": "csv"}),
    "option_unknown": ('{delimiter: ";"}', '{¤delimeter: ";"}', "adapter.option_unknown", {"nearest": "delimiter"}),
    "option_value": (
        '{delimiter: ";"}',
        "{¤header_row: premier}",
        "adapter.option_value",
        {"key": "header_row", "reader": "csv"},
    ),
}
AT = {"required_missing": "25:5", "param_table_as_text": "26:15"}
"""Faults of something that is not written where it is missing."""
ALONG = {
    "column_absent_of_unpivot": {"adapter.field_unknown"},
    "const_against_the_pattern": {"adapter.param_unused"},
    "lookup_input_unknown": {"adapter.input_unused"},
    "input_unknown": {"adapter.input_unused"},
    "param_undeclared": {"adapter.param_unused"},
    "lookup_reads_a_later_one": {"adapter.lookup_unused"},
    "where_reads_a_made_column": {"adapter.made_unused"},
}
"""Other faults that the planted one makes."""


@pytest.mark.parametrize("case", CASES)
def test_planted_fault(tmp_path, catalogue, case):
    old, new, code, params = CASES[case]
    old_text = ADAPTER
    if "unpivot" in new and "fields" in new:
        old_text = ADAPTER.replace('      objet: {concat: [Libellé, t.Nom], sep: " "}\n', "      objet: t.Nom\n")
    text, at = planted(old_text, old, new)
    made = folder(tmp_path, {"adapter.yaml": text})
    found = checked(made, catalogue, columns=COLUMNS, options=OPTIONS)
    expected = [one for one in found if one[2] == code]
    assert [one[:3] for one in expected] == [("adapter.yaml", at or AT[case], code)], found
    assert params.items() <= expected[0][3].items()
    assert {one[2] for one in found} - {code} <= ALONG.get(case, set()), found
    for lang in messages.LANGUAGES:
        said = messages.render(code, expected[0][3], lang)
        assert said.title != code
        assert messages.texts.ABSENT[lang] not in said.explanation or expected[0][3].get("nearest") == ""


def test_an_adapter_that_holds_together(tmp_path, catalogue):
    made = folder(tmp_path, {"adapter.yaml": ADAPTER})
    assert checked(made, catalogue, columns=COLUMNS, options=OPTIONS, readers=("csv",)) == []


@pytest.mark.parametrize("pattern", ["^(.*)$", "(?:a|b)(c)", "[(](x)", "(?P<nom>x)", r"\\((\\d+)\\)", "(?i)(é)"])
def test_one_group_is_one_group(tmp_path, catalogue, pattern):
    text = ADAPTER.replace("facture_date: Date", f'etat: {{from: Date, extract: "{pattern}"}}')
    assert checked(folder(tmp_path, {"adapter.yaml": text}), catalogue) == []


def test_what_is_not_known_is_not_checked(tmp_path, catalogue):
    text = ADAPTER.replace("exercice: Exercice", "exercice: Inconnue").replace("reader: csv", "reader: nouveau")
    assert checked(folder(tmp_path, {"adapter.yaml": text}), catalogue) == []


def test_required_fields_of_domain_rules(tmp_path, catalogue):
    made = folder(tmp_path, {"adapter.yaml": ADAPTER})
    assert [one[3]["field"] for one in checked(made, catalogue, derived={})] == ["rang"]
    assert checked(made, catalogue, derived={"essai.facture": frozenset({"rang"})}) == []


def test_a_partial_date_fills_its_whole_group(tmp_path, catalogue):
    fields = "{siren: {param: siren}, naissance: {from: Date, date: '%d/%m/%Y'}}"
    acte = f"  - table: essai.acte\n    from: factures\n    fields: {fields}\n"
    assert checked(folder(tmp_path, {"adapter.yaml": ADAPTER + acte}), catalogue) == []


def test_the_source_code_of_a_coded_field_may_be_mapped(tmp_path, catalogue):
    text = ADAPTER.replace("facture_date: Date", "section_source: Section")
    assert checked(folder(tmp_path, {"adapter.yaml": text}), catalogue) == []


def test_otherwise_without_map_on_a_coded_field(tmp_path, catalogue):
    text = ADAPTER.replace("map: {F: fonctionnement, I: investissement}", "otherwise: fonctionnement")
    assert checked(folder(tmp_path, {"adapter.yaml": text}), catalogue) == []


def test_an_empty_map_value_means_nothing(tmp_path, catalogue):
    text = ADAPTER.replace("I: investissement}", 'X: ""}')
    assert checked(folder(tmp_path, {"adapter.yaml": text}), catalogue) == []


def test_codes_of_a_csv_are_checked_at_their_line(tmp_path, catalogue):
    text = ADAPTER.replace(MAP, "map: codes/section.csv")
    codes = "source,canonique\nF,fonctionnement\nI,invest\n"
    found = checked(folder(tmp_path, {"adapter.yaml": text, "codes/section.csv": codes}), catalogue)
    assert [one[:3] for one in found] == [("section.csv", "3:1", "adapter.value_unknown")]


def test_columns_of_ancestors_are_looked_for_where_they_are(tmp_path, catalogue):
    text = ADAPTER.replace("exercice: Exercice", "exercice: Bloc/Annee").replace(
        "header: [Exercice, Montant]", "header: [Montant]"
    )
    columns = {**COLUMNS, "factures/Bloc": ("Année",)}
    found = checked(folder(tmp_path, {"adapter.yaml": text}), catalogue, columns=columns)
    assert [(one[2], one[3]["column"], one[3]["nearest"]) for one in found] == [
        ("adapter.column_absent", "Annee", "Année")
    ]


def test_readers_share_options_that_one_of_them_knows(tmp_path, catalogue):
    class Sheet(BaseModel):
        sheet: str = ""

    text = ADAPTER.replace("reader: [csv]", "reader: [csv, excel]").replace(
        '{delimiter: ";"}', '{delimiter: ";", sheet: a}'
    )
    made = folder(tmp_path, {"adapter.yaml": text})
    assert checked(made, catalogue, options={"csv": Options, "excel": Sheet}) == []


def test_what_an_input_says_once_reaches_the_readers_that_ask():
    from collecdata.catalogue.language import Input

    reading = Input.model_validate({"reader": "csv", "date": "%d/%m/%Y", "options": {"delimiter": ";", "sheet": "a"}})
    assert reading.options_for(Options) == {"date": ("%d/%m/%Y",), "delimiter": ";"}
