"""Closing balances follow from movements; whole budgets balance."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

import collecdata
from collecdata.domains import rules

MOVEMENTS = ("entree", "budgetaire_net", "non_budgetaire")
AMOUNTS = [f"{name}_{side}" for name in MOVEMENTS for side in ("debit", "credit")]
amounts = st.one_of(st.none(), st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2)))
rows = st.fixed_dictionaries(dict.fromkeys((*AMOUNTS, "solde_debiteur", "solde_crediteur"), amounts))


def batch(lines):
    fields = {name: pa.array([one[name] for one in lines], pa.decimal128(18, 2)) for name in lines[0]}
    keys = {"siren": "123456782", "budget_siret": "12345678200010", "budget_code": None, "periode": "annee"}
    texts = {name: pa.array([value] * len(lines), pa.string()) for name, value in keys.items()}
    years = {"exercice": pa.array([2024] * len(lines), pa.int16())}
    places = {"_source": pa.array(["b.csv"] * len(lines)), "_ligne": pa.array(range(2, len(lines) + 2), pa.int64())}
    return pa.RecordBatch.from_pydict({**fields, **texts, **years, **places})


def found(name, lines):
    (rule,) = (one for one in rules("compta").finish if one.name == name)
    return list(rule.apply({"compta.balance": iter([batch(lines)])}))


@given(st.lists(rows, min_size=1, max_size=10))
def test_the_formula_is_the_one_of_the_documentation(lines):
    told = {(one.field, at) for one in found("balance_closing", lines) for at in one.lines}
    expected = set()
    for place, one in enumerate(lines, 2):
        if None in one.values():
            continue
        made = sum(one[f"{name}_debit"] - one[f"{name}_credit"] for name in MOVEMENTS)
        for field, value in (("solde_debiteur", max(0, made)), ("solde_crediteur", max(0, -made))):
            if one[field] != value:
                expected.add((field, place))
    assert told == expected


def test_a_whole_budget_balances():
    line = dict.fromkeys((*AMOUNTS, "solde_debiteur", "solde_crediteur"), Decimal("0.00"))
    lines = [{**line, "solde_debiteur": Decimal("1.50")}, {**line, "solde_crediteur": Decimal("1.50")}]
    assert found("balance_unequal", lines) == []


def test_an_extract_does_not_and_it_is_only_a_warning():
    line = dict.fromkeys((*AMOUNTS, "solde_debiteur", "solde_crediteur"), Decimal("0.00"))
    (issue,) = found("balance_unequal", [{**line, "solde_debiteur": Decimal("1.50")}])
    assert (issue.severity, issue.field) == ("warning", "solde_debiteur")
    assert (issue.params["debit"], issue.params["credit"]) == ("1.50", "0.00")


def test_real_rows_satisfy_the_formula(tmp_path, shared):
    result = collecdata.convert(shared / "compta/balances/dgfip_balances_2024_4communes_20lignes.csv", to=tmp_path)
    assert len(result["compta.balance"]) == 20
    assert result.issues.errors == 0
    assert {one.code for one in result.issues} == {"compta.balance_unequal"}
