"""Descriptors are read strictly, and errors say where."""

from __future__ import annotations

import pytest

from collecdata.catalogue import domain
from collecdata.errors import SchemaError


def line_of(path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line)


def load_fault(copy, name: str) -> SchemaError:
    with pytest.raises(SchemaError) as caught:
        domain.load(copy.schemas / name)
    return caught.value


def test_what_a_descriptor_says_is_in_the_table(catalogue):
    table = catalogue.tables["compta.ecriture"]
    debit = table.field("debit")
    assert (debit.type, debit.decimales, debit.required, debit.confidentialite) == ("number", 2, True, 1)
    assert "Debit" in debit.source
    assert debit.depuis == "0.1.0"
    assert table.primary_key == ("siren", "date_cloture", "rang")
    assert table.field("rang").constraints.minimum == "1"
    assert not table.reference
    assert [key[-1] for key in catalogue.tables["elections.electeur"].comparison_keys] == [
        "electeur_ine", "naissance_date_edtf",
    ]  # fmt: skip


def test_a_reference_to_a_list_says_its_domain(catalogue):
    assert catalogue.tables["compta.engagement"].field("sens").vocabulaire == "compta.sens"
    assert catalogue.tables["compta.engagement"].foreign_keys[0].table == "compta.tiers"


@pytest.mark.parametrize(
    ("old", "new", "code", "params"),
    [
        ('"primaryKey"', '"primaryKeys"', "schema.unknown_key", {"key": "primaryKeys", "nearest": "primaryKey"}),
        ('"required"', '"requierd"', "schema.unknown_key", {"nearest": "required"}),
        ('"confidentialite"', '"confidentialité"', "schema.unknown_key", {"nearest": "confidentialite"}),
        ('"type": "number"', '"type": "float"', "schema.invalid", {}),
        ('"confidentialite": 1', '"confidentialite": 7', "schema.invalid", {}),
        ('"name": "debit"', '"name": "Débit"', "schema.invalid", {}),
        ('"name": "debit"', '"nom": "debit"', "schema.unknown_key", {}),
        ('"decimales": 2', '"decimales": 2.5', "schema.invalid", {}),
    ],
)
def test_a_fault_is_named_at_its_line(copy, old, new, code, params):
    path = copy.replace("compta/ecriture.json", old, new)
    fault = load_fault(copy, "compta")
    assert fault.code == code
    assert (fault.at.file, fault.at.line) == (str(path), line_of(path, new))
    assert params.items() <= fault.params.items()


def test_every_fault_of_a_descriptor_is_given(copy):
    copy.replace("compta/ecriture.json", '"type": "number"', '"type": "float"')
    copy.replace("compta/ecriture.json", '"type": "date"', '"type": "jour"')
    fault = load_fault(copy, "compta")
    assert [problem.code for problem in fault.params["problems"]] == ["schema.invalid", "schema.invalid"]


def test_broken_json_is_named_at_its_line_and_column(copy):
    path = copy.replace("compta/ecriture.json", '"name": "debit",', '"name": "debit"')
    fault = load_fault(copy, "compta")
    assert fault.code == "schema.unreadable"
    assert fault.at.line == line_of(path, '"name": "debit"') + 1


def test_a_key_given_twice_is_refused(copy):
    path = copy.replace("compta/tiers.json", '"title": "Tiers"', '"title": "Tiers",\n  "title": "Autres"')
    fault = load_fault(copy, "compta")
    assert (fault.code, fault.at.line) == ("schema.duplicate_key", line_of(path, '"Autres"'))


def test_two_fields_of_one_name_are_refused(copy):
    copy.replace("compta/ecriture.json", '"name": "credit"', '"name": "debit"')
    assert load_fault(copy, "compta").code == "schema.invalid"


def test_a_key_of_comparison_is_made_of_fields_of_the_table(copy):
    path = copy.replace("elections/electeur.json", '"electeur_ine"\n      ]', '"ine"\n      ]')
    fault = load_fault(copy, "elections")
    assert (fault.code, fault.params["field"]) == ("schema.unknown_field", "ine")
    assert fault.at.line >= line_of(path, '"comparaison"')


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("compta/ecriture.json", '"rang"\n  ]', '"rag"\n  ]', "schema.unknown_field"),
        ("compta/ecriture.json", '"name": "ecriture"', '"name": "ecritures"', "schema.wrong_name"),
        ("compta/datapackage.json", '"name": "compta"', '"name": "finances"', "schema.wrong_name"),
        ("compta/datapackage.json", '"path": "tiers.json"', '"path": "tier.json"', "schema.absent_file"),
        ("compta/datapackage.json", '"version": "0.', '"version": "', "schema.invalid"),
    ],
)
def test_what_does_not_hold_together_is_refused(copy, name, old, new, code):
    path = copy.replace(name, old, new)
    fault = load_fault(copy, "compta")
    assert fault.code == code
    assert (fault.at.file, fault.at.line > 0) == (str(path), True)


def test_a_file_that_is_not_utf8_is_refused(copy):
    path = copy.schemas / "compta" / "tiers.json"
    path.write_bytes(path.read_text("utf-8").encode("latin-1", "replace"))
    assert load_fault(copy, "compta").code == "schema.unreadable"


def test_a_bound_may_be_written_as_a_number_or_as_text(copy):
    copy.edit("compta/ecriture.json", lambda data: data["fields"][14].update(constraints={"minimum": 0.01}))
    copy.edit("compta/ecriture.json", lambda data: data["fields"][15].update(constraints={"minimum": "0.01"}))
    table = domain.load(copy.schemas / "compta").tables["ecriture"]
    assert table.field("debit").constraints.minimum == table.field("credit").constraints.minimum == "0.01"
