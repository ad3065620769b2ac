"""Lexical values: typed exactly, held against their field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.catalogue.table import Constraints, Field
from collecdata.catalogue.value import faults, parse


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2))
def test_decimals_are_read_exactly(number):
    assert parse(Field("x", "number", decimales=2), f"{number:f}") == number


@given(st.dates())
def test_dates_are_read_exactly(day):
    assert parse(Field("x", "date"), f"{day:%Y-%m-%d}".zfill(10)) == day


@given(st.integers(-(10**17), 10**17))
def test_integers_are_read_exactly(number):
    assert parse(Field("x", "integer"), str(number)) == number


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("year", "2024", 2024),
        ("time", "12:30:00", dt.time(12, 30)),
        ("datetime", "2024-02-29T12:30:00", dt.datetime(2024, 2, 29, 12, 30)),
        ("string", " é ", " é "),
    ],
)
def test_other_types_are_read(kind, text, value):
    assert parse(Field("x", kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "1,5"),
        ("number", "1.555"),
        ("number", "1e3"),
        ("number", "NaN"),
        ("number", ""),
        ("number", "10000000000000000.00"),
        ("integer", "1.0"),
        ("integer", "1_000"),
        ("boolean", "1"),
        ("date", "2023-02-29"),
        ("date", "20240101"),
        ("date", "2024-1-1"),
        ("year", "24"),
        ("time", "12:30"),
        ("datetime", "2024-02-29 12:30:00"),
    ],
)
def test_what_is_not_of_the_type_is_refused(kind, text):
    field = Field("x", kind, decimales=2 if kind == "number" else None)
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        parse(field, text)
    assert list(faults(field, text)) == ["type"]


@pytest.mark.parametrize(
    ("constraints", "text", "broken"),
    [
        ({"pattern": "ab|cd"}, "abX", ["pattern"]),
        ({"pattern": "ab|cd"}, "cd", []),
        ({"minLength": 2}, "a", ["minLength"]),
        ({"maxLength": 2}, "abc", ["maxLength"]),
        ({"enum": ("a", "b")}, "c", ["enum"]),
    ],
)
def test_constraints_on_text(constraints, text, broken):
    assert list(faults(Field("x", "string", constraints=Constraints(**constraints)), text)) == broken


def test_bounds_are_compared_as_values_not_as_text():
    field = Field("x", "number", decimales=2, constraints=Constraints(minimum="9", maximum="100"))
    assert list(faults(field, "10.00")) == []
    assert list(faults(field, "8.99")) == ["minimum"]
    assert list(faults(field, "100.01")) == ["maximum"]
    assert parse(field, "9.5") == Decimal("9.5")


def test_a_code_outside_its_list_is_a_fault():
    assert list(faults(Field("x", "string"), "c", ("a", "b"))) == ["vocabulaire"]
