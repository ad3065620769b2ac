import re
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collecdata.kernels.decimals import parse_decimal, parse_integer
from kernels.forms import forms

GROUPS = (" ", "\u00a0", "\u202f")


def oracle(text, *, scale, precision=18, decimal=".", thousands=(), sign="leading", implied=0):
    """Say the value, None when empty, "bad" when it is not a number so written: by regular expression and Decimal."""
    if not text:
        return None
    gap = "[" + "".join(map(re.escape, thousands)) + "]" if thousands else "(?!)"
    whole = rf"(?:[0-9]*|[0-9]{{1,3}}(?:{gap}[0-9]{{3}})+)"
    number = whole if implied or not decimal else rf"{whole}(?:{re.escape(decimal)}[0-9]*)?"
    text = text.replace("\u2212", "-")
    shapes = {
        "leading": rf"(?P<s>[+-]?)(?P<n>{number})",
        "trailing": rf"(?P<n>{number})(?P<s>[+-]?)",
        "either": rf"(?P<s>[+-]?)(?P<n>{number})|(?P<n2>{number})(?P<s2>[+-])",
        "parentheses": rf"(?P<s>[+-]?)(?P<n>{number})|\((?P<n2>{number})\)",
    }
    found = re.fullmatch(shapes[sign], text)
    if not found:
        return "bad"
    groups = found.groupdict()
    digits = groups["n"] if groups["n"] is not None else groups["n2"]
    negative = "-" in (groups.get("s") or "", groups.get("s2") or "") or text.startswith("(")
    for each in thousands:
        digits = digits.replace(each, "")
    digits = digits.replace(decimal, ".") if decimal else digits
    if not re.search("[0-9]", digits):
        return "bad"
    unscaled = Decimal(digits).scaleb(scale - implied)
    if unscaled != int(unscaled) or abs(unscaled) >= 10**precision:
        return "bad"
    return Decimal(-int(unscaled) if negative else int(unscaled)).scaleb(-scale)


def check(values, **options):
    for array in forms(values):
        result, bad = parse_decimal(array, **options)
        result.validate(full=True)
        expected = [oracle(value, **options) for value in values]
        assert bad.tolist() == [e == "bad" for e in expected]
        assert result.to_pylist() == [None if e == "bad" else e for e in expected]
        assert result.type == pa.decimal128(options.get("precision", 18), options["scale"])


def written():
    """Numbers as people write them: grouped or not, signed, padded."""

    def write(number, scale, group, sign, zeros):
        whole, _, fraction = f"{number:,.{scale}f}".partition(".")
        whole = zeros + whole.replace(",", "") if zeros else whole.replace(",", group)
        text = whole + ("," + fraction if fraction else "")
        return {"-": "-" + text, "+": "+" + text, "\u2212": "\u2212" + text, "-t": text + "-", "(": f"({text})"}.get(
            sign, text
        )

    number = st.decimals(0, 10**12, places=4)
    zeros = st.sampled_from(["", "", "0", "0" * 20])
    return st.builds(
        write, number, st.integers(0, 4), st.sampled_from(["", *GROUPS, "'"]), st.sampled_from(SIGNS), zeros
    )


SIGNS = ["", "", "-", "+", "\u2212", "-t", "("]
JUNK = st.text(alphabet="0123456789,. \u00a0\u202f-+()\u2212x'aé", max_size=12)


@given(
    st.lists(st.none() | written() | JUNK, max_size=12),
    st.integers(0, 4),
    st.sampled_from([(), GROUPS, (" ",), ("'", "\u202f")]),
    st.sampled_from(["leading", "trailing", "either", "parentheses"]),
    st.sampled_from([",", "."]),
)
@example(["1 2 51,51"], 2, GROUPS, "leading", ",")
@example(["-,5", ",", "-"], 2, (), "either", ",")
def test_any_cells_agree_with_the_oracle(values, scale, thousands, sign, decimal):
    check(values, scale=scale, thousands=thousands, sign=sign, decimal=decimal)


@given(
    st.lists(st.integers(-(10**16), 10**16), min_size=1, max_size=12),
    st.integers(0, 4),
    st.sampled_from(["", *GROUPS]),
    st.sampled_from([None, "", "1 2,00", "0x1F,00", "12,3", "-"]),
    st.integers(0, 5),
)
def test_cells_of_one_shape_agree_with_the_oracle(numbers, places, group, odd, scale):
    texts = [f"{Decimal(n).scaleb(-places):,.{places}f}".replace(",", group).replace(".", ",") for n in numbers]
    check([*texts, *([] if odd == "" else [odd])], scale=scale, decimal=",", thousands=GROUPS)


@given(st.lists(JUNK | st.integers(0, 10**19).map(str), max_size=8), st.integers(0, 4), st.integers(1, 6))
def test_implied_decimals_agree_with_the_oracle(values, scale, implied):
    check(values, scale=scale, implied=implied)


@given(st.lists(st.integers(-(10**7), 10**7).map(str), max_size=8), st.integers(4, 6), st.integers(0, 4))
def test_precision_agrees_with_the_oracle(values, precision, scale):
    check(values, scale=scale, precision=precision)
    check([*values, "x"], scale=scale, precision=precision)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 251,51", "1251.51"),
        ("1\u202f251\u00a0000,5", "1251000.50"),
        ("12,5000", "12.50"),
        (",5", "0.50"),
        ("5,", "5.00"),
        ("-0,00", "0.00"),
        ("\u221212,00", "-12.00"),
        ("000000000000000000000012,50", "12.50"),
        ("1,50" + "0" * 60, "1.50"),
        ("9999999999999999,99", "9999999999999999.99"),
        ("1 2 51,51", None),
        ("1251 000", None),
        ("12 345 67", None),
        (" 251,51", None),
        ("12,501", None),
        ("10000000000000000", None),
        ("1" * 40, None),
        ("251.51", None),
        ("1.251,51", None),
        ("0x1F,00", None),
        ("1e3", None),
        ("(12,00)", None),
        ("12,00-", None),
        ("--12", None),
        ("-", None),
        (",", None),
        ("1,2,3", None),
        ("٣", None),
    ],
)
@pytest.mark.parametrize("company", [[], ["1,00"], ["x"]])
def test_one_cell_is_read_the_same_in_any_company(text, value, company):
    result, bad = parse_decimal(pa.array([*company, text]), scale=2, decimal=",", thousands=GROUPS)
    assert result.to_pylist()[-1] == (None if value is None else Decimal(value))
    assert bool(bad[-1]) == (value is None)


@given(st.lists(st.integers(-(2**64), 2**64).map(str) | JUNK, max_size=8), st.sampled_from([(), GROUPS]))
@example([str(2**63 - 1), str(-(2**63))], ())
@example([str(2**63), str(-(2**63) - 1), str(-(2**63))], GROUPS)
def test_integers_agree_with_int(values, thousands):
    def expected(text):
        value = oracle(text, scale=0, precision=30, decimal="", thousands=thousands)
        return value if value in (None, "bad") or -(2**63) <= value < 2**63 else "bad"

    for array in forms(values):
        result, bad = parse_integer(array, thousands=thousands)
        wanted = [expected(value) for value in values]
        assert bad.tolist() == [w == "bad" for w in wanted]
        assert result.to_pylist() == [None if w == "bad" else w for w in wanted]


def test_an_integer_has_no_decimals():
    assert parse_integer(pa.array(["12.0", "12,0", "12"]))[1].tolist() == [True, True, False]


@pytest.mark.parametrize(
    "options",
    [
        {"scale": 3, "precision": 2},
        {"scale": 2, "precision": 19},
        {"scale": 2, "decimal": "5"},
        {"scale": 2, "decimal": "é"},
        {"scale": 2, "decimal": ",", "thousands": [","]},
        {"scale": 2, "thousands": ["  "]},
        {"scale": 2, "thousands": ["-"]},
        {"scale": 2, "sign": "none"},
    ],
)
def test_options_that_cannot_go_together_are_refused(options):
    with pytest.raises(ValueError, match=r"."):
        parse_decimal(pa.array(["1"]), **options)
