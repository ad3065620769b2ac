"""Rules that frictionless lacks: one table, one rule, the rows that break it."""

from __future__ import annotations

import json

import pytest

from collecdata import validate
from collecdata.errors import UsageError
from collecdata.flow.tables_found import open_table
from collecdata.readers.source import Source
from collecdata.validation.descriptor import read_schema
from collecdata.validation.judge import Judge
from collecdata.validation.rules import NAMES


def broken(tmp_path, schema: dict, text: str, rules: tuple[str, ...] = ()) -> list[tuple[str, str, list[int]]]:
    """Return rule, field and rows of what is found."""
    (tmp_path / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (tmp_path / "data.csv").write_text(text, encoding="utf-8")
    judgement = validate(tmp_path / "data.csv", schema=str(tmp_path / "schema.json"), rules=rules)
    return [(one.rule, one.field, [place.row for place in one.places]) for one in judgement.verdicts[0].findings]


def checked(*names: str, **check: object) -> dict:
    name = check.pop("name")
    return {"fields": [{"name": one} for one in names], "custom_checks": [{"name": name, "params": check}]}


CUSTOM = {
    "siren": (checked("k", "a", name="french-siren-value", column="a"), ["213500010", "", "213500018", "2135"], [4, 5]),
    "siret": (checked("k", "a", name="siret", column="a"), ["21350001000003", "35600000000048", "12345678901234"], [4]),
    "code-rna": (checked("k", "a", name="code-rna", column="a"), ["W123456789", "123"], [3]),
    "phone-number-value": (
        checked("k", "a", name="phone-number-value", column="a"),
        ["01 99 00 12 34", "+33199001234", "3975", "115", "0199", "+44 20"],
        [6, 7],
    ),
    "opening-hours-value": (
        checked("k", "a", name="opening-hours-value", column="a"),
        ["24/7", "Mo-Fr 09:00-12:00; PH off", "Sa 8:00-24:00", "lundi 9h", "Mo-Fr 9-12"],
        [5, 6],
    ),
    "year-interval-value": (
        checked("k", "a", name="year-interval-value", column="a"),
        ["2017/2020", "2020/2017", "2017", "2017-2020"],
        [3, 4, 5],
    ),
    "nomenclature-actes-value": (
        checked("k", "a", name="nomenclature-actes-value", column="a"),
        ["Finances locales/Subventions", "Urbanisme/Zonage", "Finances locales / Subventions", "Divers/Autre"],
        [4, 5],
    ),
}


@pytest.mark.parametrize("rule", CUSTOM)
def test_a_french_check_on_one_column(rule, tmp_path):
    schema, cells, rows = CUSTOM[rule]
    text = "k,a\n" + "".join(f'{rank},"{cell}"\n' for rank, cell in enumerate(cells))
    assert broken(tmp_path, schema, text) == [(rule, "a", rows)]
    assert broken(tmp_path, schema, text, ("none",)) == []


def test_a_year_alone_is_an_interval_where_the_schema_says_so(tmp_path):
    schema = checked("k", "a", name="year-interval-value", column="a", **{"allow-year-only": True})
    assert broken(tmp_path, schema, "k,a\n1,2017\n2,17\n") == [("year-interval-value", "a", [3])]


def test_one_column_at_least_is_filled(tmp_path):
    schema = checked("k", "a", "b", name="one-of-required", column1="a", column2="b")
    assert broken(tmp_path, schema, "k,a,b\n1,x,\n2,,y\n3,,\n") == [("one-of-required", "a", [4])]


def test_columns_are_filled_together(tmp_path):
    schema = checked("k", "a", "b", name="cohesive-columns-value", column="a", othercolumns=["b"])
    assert broken(tmp_path, schema, "k,a,b\n1,x,y\n2,,\n3,x,\n") == [("cohesive-columns-value", "a", [4])]


def test_numbers_are_compared_as_numbers_and_dates_as_dates(tmp_path):
    schema = checked("a", "b", name="compare-columns-value", column="a", op="<=", column2="b")
    text = "a,b\n9,10\n10,9\n2024-01-02,2024-01-10\n2024-02-01,2024-01-10\n1,\n"
    assert broken(tmp_path, schema, text) == [("compare-columns-value", "a", [3, 5])]


def test_a_column_is_the_sum_of_others(tmp_path):
    schema = checked("t", "a", "b", name="sum-columns-value", column="t", columns=["a", "b"])
    assert broken(tmp_path, schema, "t,a,b\n0.3,0.1,0.2\n3,1,1\n1,1,\nx,1,2\n") == [("sum-columns-value", "t", [3])]


def test_a_check_on_a_column_that_is_not_there_is_left_out(tmp_path):
    assert broken(tmp_path, checked("a", name="siret", column="b"), "a\n1\n") == []


def test_unique_keys_of_version_2_repeat_nothing_but_nulls(tmp_path):
    schema = {"fields": [{"name": "a"}, {"name": "b", "type": "integer"}], "uniqueKeys": [["a", "b"]]}
    text = "a,b\nx,1\nx,01\nx,\nx,\n"
    assert broken(tmp_path, schema, text) == [("unique-keys", "a, b", [3])]
    assert broken(tmp_path, schema, text, ("siret",)) == []


def test_categories_of_version_2_are_held_to(tmp_path):
    schema = {"fields": [{"name": "k"}, {"name": "a", "categories": ["x", {"value": "y", "label": "Y"}]}]}
    assert broken(tmp_path, schema, "k,a\n1,x\n2,z\n3,\n") == [("categories", "a", [3])]


def test_integers_may_have_their_thousands_apart(tmp_path):
    schema = {"fields": [{"name": "a", "type": "integer", "groupChar": " ", "constraints": {"maximum": 1000}}]}
    assert broken(tmp_path, schema, "a\n1 000\n2 000\n1 x\n", ("none",)) == [("type-error", "a", [2, 3, 4])]
    found = broken(tmp_path, schema, "a\n1 000\n2 000\n1 x\n")
    assert sorted(found) == [("constraint-error", "a", [3]), ("type-error", "a", [4])]


def test_a_key_is_filled_in_every_field(tmp_path):
    schema = {"fields": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "primaryKey": ["a", "b"]}
    assert broken(tmp_path, schema, "a,b,c\nx,y,1\nx,,2\n") == [("primary-key-filled", "b", [3])]


def test_a_code_has_to_be_valid_on_the_day_asked_for(tmp_path):
    (tmp_path / "data.csv").write_text("k,a\n1,M14\n2,M57\n", encoding="utf-8")
    schema = read_schema({"fields": [{"name": "k"}, {"name": "a"}]}, "x")
    table = open_table(Source(tmp_path / "data.csv", "data.csv"), {})
    judge = Judge(table, schema, "by-name", None, rules=frozenset({"code-valid"}), valid={"a": ["M57"]})
    assert [(one.rule, [place.row for place in one.places]) for one in judge.judge()] == [("code-valid", [2])]


def test_the_day_asked_for_is_a_day(tmp_path):
    (tmp_path / "data.csv").write_text("a\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"usage\.day"):
        validate(tmp_path / "data.csv", schema="scdl/budget", at="31/12/2024")


def test_every_rule_can_be_named_and_no_other():
    with pytest.raises(UsageError) as refused:
        validate("x.csv", schema="scdl/budget", rules=("sirett",))
    assert all(name in refused.value.params["known"] for name in NAMES)
