"""What editors are told agrees with what the loader takes."""

from __future__ import annotations

import pytest
import yaml
from jsonschema import Draft202012Validator

from collecdata.catalogue.editor_schema import adapter_schema, export_schema, language_keys

from .conftest import ADAPTER, EXPORT

BASE = "adapter: 1\nid: profil\nversion: 0.1.0\ntitle: Profil\nevidence: draft\nsources: test\n"
LONG = """\
inputs:
  a:
    detect: {header: Code, columns_count: [3]}
    reader: [excel, csv]
    true: oui
    required: no
outputs:
  - table: essai.facture
    from: a
    where: {Type: Vide, Etat: [1, 2], Date: {empty: false, not: 0}}
    unpivot: {columns: [A, B], name: n, value: v, drop_empty: yes}
    fields:
      siren: {param: siren}
      code: Code
      annee: {const: 2024}
      taux: {from: Taux, map: {1: a}, scale: 2, null: 0}
      table: {from: X, map: {param: t}}
      liste: {from: X, map: codes/x.csv}
      date: {from: D, date: ["%d/%m/%Y", "%Y"]}
      cas: {case: [{when: {A: 1}, then: B}, {when: {A: [2]}, then: {const: no}}]}
    ignore: Z
"""


def faults(schema, text):
    """What an editor, that types YAML its own way, would underline."""
    validator = Draft202012Validator(schema)
    return sorted("/".join(map(str, error.absolute_path)) for error in validator.iter_errors(typed(yaml.compose(text))))


def typed(node):
    """Type a document as YAML 1.2 does; keys are texts."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: typed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [typed(item) for item in node.value]
    if node.style or node.value in ("yes", "no", "on", "off"):
        return node.value
    return yaml.safe_load(node.value)


@pytest.mark.parametrize("schema", [adapter_schema(), export_schema()], ids=["adapter", "export"])
def test_it_is_a_json_schema(schema):
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("text", [ADAPTER, BASE + LONG], ids=["plain", "every short form"])
def test_what_the_loader_takes_is_not_underlined(text):
    assert faults(adapter_schema(), text) == []


def test_an_export_that_loads_is_not_underlined():
    assert faults(export_schema(), EXPORT) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("reader: [csv]", "raeder: [csv]", "inputs/factures"),
        ("evidence: draft", "evidence: sure", "evidence"),
        ("fields:\n", "champs:\n", "outputs/0"),
        ("adapter: 1", "adapter: 2", "adapter"),
        ('"%d/%m/%Y"', "[[1]]", "inputs/factures/date"),
    ],
)
def test_what_the_loader_refuses_is_underlined(old, new, place):
    assert place in faults(adapter_schema(), ADAPTER.replace(old, new))


def test_an_adapter_that_extends_another_may_say_parts():
    parts = "inputs: {a: {detect: {name: null}}, b: null}\noutputs:\n  - {table: t.x, from: a, fields: {siren: null}}\n"
    assert faults(adapter_schema(), BASE + "extends: autre\n" + parts) == []
    assert faults(adapter_schema(), BASE + parts) != []


def test_an_adapter_that_extends_another_is_still_checked():
    assert "inputs/a" in faults(adapter_schema(), BASE + "extends: autre\ninputs: {a: {raeder: csv}}\n")
    assert "" in faults(adapter_schema(), BASE.replace("title: Profil\n", "") + "extends: autre\n")


def test_what_an_editor_shows_is_french():
    shown = str(adapter_schema())
    assert "Formats de date essayés dans l'ordre" in shown
    assert "One canonical field" not in shown


@pytest.mark.parametrize("key", language_keys(), ids=lambda key: f"{key.owner}.{key.name}")
def test_every_key_is_described(key):
    assert key.description.endswith((".", ")."))
    assert key.takes


def test_keys_are_listed_once():
    named = [(key.owner, key.name) for key in language_keys()]
    assert len(named) == len(set(named))
    assert {"Adapter", "Input", "Output", "FieldMap", "Case", "Export", "ExportColumn"} <= {owner for owner, _ in named}
