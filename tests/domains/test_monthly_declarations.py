"""Monthly declarations: none twice, none in part, none left out."""

from __future__ import annotations

import pyarrow as pa

from collecdata.domains.rh.declarations import COLUMNS, TABLE, monthly


def found(*declarations):
    rows = [
        {
            "etablissement_siret": "12345678200010", "declaration_mois": month, "declaration_fraction": fraction,
            "declaration_champ": scope, "declaration_nature": nature, "declaration_statut": status, "_source": "a.dsn",
            "_ligne": line,
        }
        for line, (month, fraction, scope, nature, status) in enumerate(declarations, start=1)
    ]  # fmt: skip
    batch = pa.RecordBatch.from_pylist(rows).select(list(COLUMNS))
    return [(one.code, dict(one.params)) for one in monthly({TABLE: iter([batch])})]


def test_months_that_follow_one_another_say_nothing():
    assert not found(("2024-12", "11", "01", "01", "retenue"), ("2025-01", "11", "01", "01", "retenue"))


def test_a_month_between_two_others_is_missed_even_over_a_new_year():
    (issue,) = found(("2024-11", "11", "01", "01", "retenue"), ("2025-02", "11", "01", "01", "retenue"))
    assert issue == ("rh.month_missing", {"siret": "12345678200010", "months": "2024-12, 2025-01"})


def test_only_monthly_declarations_that_hold_count():
    assert not found(
        ("2024-11", "11", "01", "01", "retenue"),
        ("2025-02", "11", "01", "04", "retenue"),
        ("2025-03", "11", "01", "01", "remplacee"),
    )


def test_a_fraction_that_is_announced_is_there():
    (issue,) = found(("2025-01", "12", "01", "01", "retenue"))
    assert issue[0] == "rh.fraction_missing"
    assert issue[1]["lacking"] == "22"
    assert not found(("2025-01", "12", "01", "01", "retenue"), ("2025-01", "22", "01", "01", "retenue"))


def test_a_whole_declaration_and_a_partial_one_do_not_stand_side_by_side():
    (issue,) = found(("2025-01", "11", "01", "01", "retenue"), ("2025-01", "11", "02", "01", "retenue"))
    assert issue[0] == "rh.declaration_twice"
