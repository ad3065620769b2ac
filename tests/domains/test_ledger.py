"""Entries of a ledger, against the same questions asked one row at a time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.domains import rules

LEDGER = "compta.ecriture"
DAY = dt.date(2024, 1, 1)
SCHEMA = pa.schema(
    {
        "siren": pa.string(),
        "date_cloture": pa.date32(),
        "journal_code": pa.string(),
        "ecriture_numero": pa.string(),
        "debit": pa.decimal128(18, 2),
        "credit": pa.decimal128(18, 2),
        "ecriture_date": pa.date32(),
        "piece_reference": pa.string(),
        "piece_date": pa.date32(),
        "_source": pa.string(),
        "_ligne": pa.int64(),
    }
)


def line(number, journal="VE", debit=0, credit=0, day=0, piece="P1"):
    return {
        "siren": "123456782",
        "date_cloture": dt.date(2024, 12, 31),
        "journal_code": journal,
        "ecriture_numero": number,
        "debit": Decimal(debit).scaleb(-2),
        "credit": Decimal(credit).scaleb(-2),
        "ecriture_date": DAY + dt.timedelta(day),
        "piece_reference": piece,
        "piece_date": DAY,
        "_source": "grand livre.txt",
    }


def found(lines, size=1000):
    rows = [{**one, "_ligne": place} for place, one in enumerate(lines, 2)]
    batches = [pa.RecordBatch.from_pylist(rows[at : at + size], SCHEMA) for at in range(0, len(rows), size)]
    (rule,) = (one for one in rules("compta").finish if one.name == "entries")
    issues = defaultdict(list)
    for issue in rule.apply({LEDGER: iter(batches)}):
        issues[issue.code].append(issue)
    return issues


def test_a_balanced_ledger_has_nothing_to_report():
    assert not found([line("1", debit=10), line("1", credit=10), line("2", debit=7), line("2", credit=7)])


def test_an_unbalanced_entry_unbalances_its_journal_and_the_ledger():
    issues = found([line("1", debit=10), line("1", credit=9), line("2", journal="AC")])
    assert [(one.lines, one.params["difference"]) for one in issues["compta.entry_unbalanced"]] == [((2,), "0.01")]
    assert [(one.params["journal"], one.params["difference"]) for one in issues["compta.journal_unbalanced"]] == [
        ("VE", "0.01")
    ]
    assert len(issues["compta.ledger_unbalanced"]) == 1


def test_entries_that_make_up_for_each_other_leave_the_journal_balanced():
    issues = found([line("1", debit=10), line("2", credit=10)])
    assert len(issues["compta.entry_unbalanced"]) == 2
    assert not issues["compta.journal_unbalanced"]


cell = st.tuples(
    st.sampled_from(["1", "2", "3", None]),
    st.sampled_from(["VE", "AC", None]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 2),
    st.sampled_from(["P1", "P2", None]),
)


@given(st.lists(cell, min_size=1, max_size=30), st.integers(1, 31))
def test_batches_of_any_size_say_what_rows_one_by_one_say(cells, size):
    lines = [line(*one) for one in cells]
    issues = found(lines, size)
    gaps = defaultdict(int)
    for number, journal, debit, credit, *_ in cells:
        gaps[journal, number] += debit - credit
    told = {
        (one.params["journal"], one.params["entry"], one.params["difference"])
        for one in issues["compta.entry_unbalanced"]
    }
    assert told == {(str(j), str(n), str(Decimal(gap).scaleb(-2))) for (j, n), gap in gaps.items() if gap}
    mixed = {(one.field, at) for one in issues["compta.entry_mixed"] for at in one.lines}
    assert mixed == set(mixed_one_by_one(lines))


def mixed_one_by_one(lines):
    for name in ("ecriture_date", "piece_reference", "piece_date"):
        entry, said, told = None, None, False
        for place, one in enumerate(lines, 2):
            if (one["journal_code"], one["ecriture_numero"]) != entry:
                entry, said, told = (one["journal_code"], one["ecriture_numero"]), None, False
            if one[name] is not None:
                if said is not None and one[name] != said and not told:
                    told = True
                    yield name, place
                said = one[name]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_numbers_that_run_on_over_the_whole_ledger_are_judged_together(size):
    numbers = ["1", "1", "2", "5", "5", "6"]
    issues = found([line(one, journal="VE" if place % 2 else "AC") for place, one in enumerate(numbers)], size)
    (issue,) = issues["compta.entry_sequence"]
    assert issue.params == {"journal": "*", "back": "0", "gaps": "2"}


@pytest.mark.parametrize("size", [1, 2, 100])
def test_numbers_that_begin_again_in_each_journal_are_judged_apart(size):
    lines = [line("1"), line("2"), line("4"), line("1", journal="AC"), line("2", journal="AC")]
    (issue,) = found(lines, size)["compta.entry_sequence"]
    assert issue.params == {"journal": "VE", "back": "0", "gaps": "1"}


def test_numbers_that_are_no_numbers_are_not_judged():
    assert not found([line("B12"), line("A3"), line(None)])["compta.entry_sequence"]
