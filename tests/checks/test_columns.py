"""Each constraint: which rows break it, whatever the encoding."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from collecdata.catalogue.arrow import arrow_type
from collecdata.catalogue.codes import Code, CodeList
from collecdata.catalogue.table import Constraints, Field, Table
from collecdata.checks.columns import check
from collecdata.issues import Severity

CODES = {"t.sens": CodeList("sens", "t", (Code("debit", "Débit"), Code("credit", "Crédit")))}


@pytest.fixture(params=[False, True], ids=["plain", "encoded"])
def encoded(request):
    return request.param


def failing(field, cells, *, encoded):
    column = pa.array(cells, arrow_type(field))
    data = pa.record_batch({field.name: column.dictionary_encode() if encoded else column})
    found = check(Table("x", "t", fields=(field,)), CODES, data)
    return [(one.code, one.severity, one.mask.tolist()) for one in found]


def of(kind, name="champ", **constraints):
    return Field(name, kind, decimales=2 if kind == "number" else None, constraints=Constraints(**constraints))


@pytest.mark.parametrize(
    ("field", "cells", "code", "bad"),
    [
        (of("string", required=True), ["a", None, "b"], "row.required", [1]),
        (of("string", enum=("a", "b")), ["a", "c", None], "cell.enum", [1]),
        (of("integer", enum=("1", "2")), [1, 3, None], "cell.enum", [1]),
        (Field("sens", "string", vocabulaire="t.sens"), ["debit", "Debit", None], "cell.enum", [1]),
        (of("string", pattern=r"\d{2}|x"), ["12", "x", "123", "ax", None], "cell.pattern", [2, 3]),
        (of("integer", minimum="3"), [2, 3, None], "cell.minimum", [0]),
        (of("number", minimum="-0.5"), [Decimal("-0.51"), Decimal("-0.50"), None], "cell.minimum", [0]),
        (of("number", maximum="10"), [Decimal("10.00"), Decimal("10.01"), None], "cell.maximum", [1]),
        (of("year", maximum="2100"), [2100, 2101, None], "cell.maximum", [1]),
        (of("date", minimum="1900-01-01"), [dt.date(1899, 12, 31), dt.date(1900, 1, 1), None], "cell.minimum", [0]),
        (of("datetime", maximum="2024-01-01T00:00:00"), [dt.datetime(2024, 1, 1, 0, 0, 1), None], "cell.maximum", [0]),
        (of("time", minimum="08:00:00"), [dt.time(7, 59), dt.time(8), None], "cell.minimum", [0]),
        (of("boolean", enum=("true",)), [True, False, None], "cell.enum", [1]),
        (of("string", minLength=2), ["é", "éé", None], "cell.length", [0]),
        (of("string", maxLength=2), ["éé", "ééé", None], "cell.length", [1]),
    ],
)  # fmt: skip
def test_constraint(field, cells, code, bad, encoded):
    assert failing(field, cells, encoded=encoded) == [
        (code, Severity.ERROR, [place in bad for place in range(len(cells))])
    ]


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("siren", "732829320", "732829321"),
        ("tiers_siret", "73282932000074", "73282932000075"),
        ("nir", "184062A00412324", "184062A00412325"),
        ("iban", "FR7630006000011234567890189", "FR7630006000011234567890188"),
        ("isbn", "9782070368228", "9782070368229"),
    ],
)
def test_a_wrong_checksum_is_a_warning(name, right, wrong, encoded):
    field = Field(name, "string")
    assert failing(field, [right, wrong, None], encoded=encoded) == [
        ("cell.checksum", Severity.WARNING, [False, True, False])
    ]


def test_what_breaks_nothing_gives_nothing(encoded):
    field = of("string", required=True, pattern="[a-z]+", minLength=1, maxLength=3, enum=("a", "bb"))
    assert failing(field, ["a", "bb", "a"], encoded=encoded) == []


def test_several_constraints_are_all_told(encoded):
    field = of("string", pattern="[a-z]+", maxLength=2)
    assert [code for code, _, _ in failing(field, ["ABC"], encoded=encoded)] == ["cell.pattern", "cell.length"]


def test_a_field_without_a_column_is_null_everywhere():
    table = Table("x", "t", fields=(of("string", "a", required=True), of("string", "b", pattern="x")))
    found = check(table, {}, pa.record_batch({"c": pa.array([1, 2])}))
    assert [(one.field, one.code, one.mask.tolist()) for one in found] == [("a", "row.required", [True, True])]
    assert check(table, {}, pa.record_batch({"c": pa.array([], pa.int64())})) == []


def test_a_value_that_no_row_has_breaks_nothing():
    column = pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), pa.array(["a", "unused"]))
    table = Table("x", "t", fields=(of("string", enum=("a",)),))
    assert check(table, {}, pa.record_batch({"champ": column})) == []
