"""Each kind of change has its grade."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.catalogue.codes import Code, CodeList
from collecdata.catalogue.diff import Level, bump, compare, diff, minimal_version
from collecdata.catalogue.domain import Domain
from collecdata.catalogue.table import Constraints, Field, ForeignKey, Table

NOM = Field("nom", "string", "Nom", "Le nom.", "Durand", confidentialite=2, depuis="1.0.0")
MONTANT = Field("montant", "number", "Montant", decimales=2)
SIREN = Field("siren", "string", "SIREN", constraints=Constraints(required=True))
TABLE = Table(
    "t", "d", "Table", "Une table.", (SIREN, NOM, MONTANT), ("siren",), (ForeignKey(("nom",), "d.u", ("x",)),)
)


def with_field(field: Field, **said: Any) -> Table:
    changed = replace(field, **said)
    return replace(TABLE, fields=tuple(changed if one is field else one for one in TABLE.fields))


def constrained(field: Field, **said: Any) -> Table:
    return with_field(field, constraints=Constraints(**said))


def graded(old: Table | Domain, new: Table | Domain) -> list[tuple[str, str]]:
    return [(str(change.level), change.code) for change in diff(old, new)]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (TABLE, []),
        (replace(TABLE, title="Autre"), [("patch", "words.title")]),
        (replace(TABLE, description="Autre"), [("patch", "words.description")]),
        (with_field(NOM, title="Nom de famille"), [("patch", "words.title")]),
        (with_field(NOM, description="Autre"), [("patch", "words.description")]),
        (with_field(NOM, example="Martin"), [("patch", "words.example")]),
        (with_field(NOM, source="art. 1"), [("patch", "words.source")]),
        (with_field(NOM, type="integer"), [("major", "field.type")]),
        (with_field(MONTANT, decimales=4), [("major", "field.decimales")]),
        (with_field(NOM, vocabulaire="d.noms"), [("major", "field.vocabulaire")]),
        (with_field(NOM, identifiant=("siren",)), [("major", "field.identifiant")]),
        (with_field(NOM, date_partielle="jour"), [("major", "field.date_partielle")]),
        (with_field(NOM, derive="regle"), [("minor", "field.derive")]),
        (with_field(NOM, confidentialite=3), [("major", "field.confidentialite")]),
        (with_field(NOM, confidentialite=1), [("minor", "field.confidentialite")]),
        (
            with_field(NOM, name="nom_famille"),
            [("major", "field.removed"), ("minor", "field.added")],
        ),
        (replace(TABLE, fields=(SIREN, NOM)), [("major", "field.removed")]),
        (replace(TABLE, fields=(*TABLE.fields, Field("x", "date"))), [("minor", "field.added")]),
        (
            replace(TABLE, fields=(*TABLE.fields, Field("x", "date", constraints=Constraints(required=True)))),
            [("major", "field.added")],
        ),
        (replace(TABLE, fields=(NOM, SIREN, MONTANT)), [("patch", "field.order")]),
        (replace(TABLE, primary_key=("siren", "nom")), [("major", "key.changed")]),
        (replace(TABLE, foreign_keys=()), [("minor", "foreign_key.removed")]),
        (
            replace(TABLE, foreign_keys=(*TABLE.foreign_keys, ForeignKey(("siren",), "d.v", ("siren",)))),
            [("major", "foreign_key.added")],
        ),
        (replace(TABLE, comparison_keys=(("siren", "nom"),)), [("minor", "key.comparison")]),
        (replace(TABLE, reference=True), [("major", "table.reference")]),
    ],
)
def test_a_change_of_a_table(new, expected):
    assert graded(TABLE, new) == expected


TIGHTER = [
    ({}, {"required": True}),
    ({}, {"unique": True}),
    ({}, {"enum": ("a",)}),
    ({"enum": ("a", "b")}, {"enum": ("a",)}),
    ({"enum": ("a", "b")}, {"enum": ("a", "c")}),
    ({}, {"pattern": "a"}),
    ({"pattern": "a"}, {"pattern": "a|b"}),
    ({}, {"minLength": 1}),
    ({"minLength": 1}, {"minLength": 2}),
    ({}, {"maxLength": 9}),
    ({"maxLength": 9}, {"maxLength": 8}),
]
LOOSER = [
    *(
        (new, old)
        for old, new in TIGHTER
        if "pattern" not in old and set(new.get("enum", ())) <= set(old.get("enum", "a"))
    ),
    ({"pattern": "a"}, {}),
]


@pytest.mark.parametrize(("old", "new"), TIGHTER)
def test_a_tighter_constraint_is_major(old, new):
    assert graded(constrained(NOM, **old), constrained(NOM, **new)) == [("major", "constraint.tighter")]


@pytest.mark.parametrize(("old", "new"), LOOSER)
def test_a_looser_constraint_is_minor(old, new):
    assert graded(constrained(NOM, **old), constrained(NOM, **new)) == [("minor", "constraint.looser")]


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ({}, {"minimum": "0"}, "major"),
        ({"minimum": "0"}, {}, "minor"),
        ({"minimum": "9"}, {"minimum": "10"}, "major"),
        ({"minimum": "10"}, {"minimum": "9.50"}, "minor"),
        ({"maximum": "9"}, {"maximum": "10"}, "minor"),
        ({"maximum": "10"}, {"maximum": "9"}, "major"),
    ],
)
def test_bounds_are_compared_as_numbers(old, new, level):
    assert [found for found, _ in graded(constrained(MONTANT, **old), constrained(MONTANT, **new))] == [level]


DAY = dt.date(2024, 1, 1)
LIST = CodeList("noms", "d", (Code("a", "A"), Code("b", "B", valide_a=DAY)), "Noms")
DOMAIN = Domain("d", "Domaine", "1.2.3", tables={"t": TABLE}, codes={"noms": LIST})


def with_codes(*codes: Code, title: str = "Noms") -> Domain:
    return replace(DOMAIN, codes={"noms": CodeList("noms", "d", codes, title)})


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (DOMAIN, []),
        (replace(DOMAIN, title="Autre"), [("patch", "words.title")]),
        (replace(DOMAIN, tables={}), [("major", "table.removed")]),
        (replace(DOMAIN, tables={**DOMAIN.tables, "u": replace(TABLE, name="u")}), [("minor", "table.added")]),
        (replace(DOMAIN, codes={}), [("major", "codes.removed")]),
        (replace(DOMAIN, codes={**DOMAIN.codes, "x": LIST}), [("minor", "codes.added")]),
        (with_codes(*LIST.codes, Code("c", "C")), [("minor", "code.added")]),
        (with_codes(LIST.codes[0]), [("major", "code.removed")]),
        (with_codes(Code("a", "Autre"), LIST.codes[1]), [("patch", "words.libelle")]),
        (with_codes(*LIST.codes, title="Autre"), [("patch", "words.title")]),
        (with_codes(Code("a", "A", valide_a=DAY), LIST.codes[1]), [("major", "code.valide_a")]),
        (with_codes(Code("a", "A", valide_de=DAY), LIST.codes[1]), [("major", "code.valide_de")]),
        (with_codes(LIST.codes[0], Code("b", "B")), [("minor", "code.valide_a")]),
        (with_codes(LIST.codes[0], Code("b", "B", valide_a=DAY.replace(year=2025))), [("minor", "code.valide_a")]),
    ],
)
def test_a_change_of_a_domain(new, expected):
    assert graded(DOMAIN, new) == expected


def test_the_gravest_change_comes_first_and_decides():
    new = replace(TABLE, title="Autre", fields=(SIREN, MONTANT, Field("x", "date")))
    changes = diff(TABLE, new)
    assert [str(change.level) for change in changes] == ["major", "minor", "patch"]
    assert bump(changes) is Level.MAJOR
    assert bump([]) is Level.NONE


def test_a_change_says_where_and_what():
    (change,) = diff(TABLE, with_field(NOM, title="Autre"))
    assert (change.where, change.old, change.new) == ("d.t.nom", "Nom", "Autre")


@pytest.mark.parametrize(
    ("version", "enough"), [("1.2.3", False), ("1.2.4", False), ("1.3.0", True), ("1.3.1", True), ("2.0.0", True)]
)
def test_a_version_that_does_not_admit_its_changes_is_told(version, enough):
    found = compare(DOMAIN, replace(with_codes(*LIST.codes, Code("c", "C")), version=version))
    assert (found.minimal, found.enough) == ("1.3.0", enough)
    assert found.as_dict()["changes"] == [
        {"level": "minor", "code": "code.added", "where": "d.noms.c", "old": "", "new": "c"}
    ]
    assert found.text().splitlines()[-1] == f"d 1.2.3 -> {version}" + ("" if enough else " (< 1.3.0)")


def test_a_domain_and_a_table_cannot_be_compared():
    with pytest.raises(TypeError):
        diff(DOMAIN, TABLE)


@given(st.tuples(*[st.integers(0, 99)] * 3), st.sampled_from(list(Level)))
def test_the_minimal_version_is_never_lower_and_moves_iff_something_changed(numbers, level):
    version = ".".join(map(str, numbers))
    after = tuple(map(int, minimal_version(version, level).split(".")))
    assert after >= numbers
    assert (after == numbers) == (level is Level.NONE)
    assert (after[0] > numbers[0]) == (level is Level.MAJOR and numbers[0] > 0)
