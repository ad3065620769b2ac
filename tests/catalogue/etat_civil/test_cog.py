"""The dated code officiel géographique: codes of every decade at their date, and the script that makes the list."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

import generate_cog as script
from collecdata.catalogue.cog import cog

EPOCH = date(1970, 1, 1)


def in_force(code: str, day: str) -> bool:
    days = np.array([(date.fromisoformat(day) - EPOCH).days])
    return bool(cog().in_force(pa.array([code]), days, days)[0])


@pytest.mark.parametrize(
    ("code", "day", "verdict"),
    [
        ("35238", "2024-05-01", True),
        ("91001", "1967-12-31", False),  # the Essonne begins in 1968
        ("91001", "1968-01-01", True),
        ("78001", "1967-12-31", True),  # what it was in Seine-et-Oise
        ("78001", "1968-01-01", False),
        ("20004", "1975-12-31", True),  # Ajaccio before Corsica was two departments
        ("20004", "1980-01-01", False),
        ("2A004", "1976-01-01", True),
        ("2A004", "1975-12-31", False),
        ("08294", "2024-01-01", True),  # a commune déléguée keeps its code
        ("75101", "1990-01-01", True),
        ("98201", "1950-05-05", True),  # Mauritanie, when it was a territory
        ("99109", "1990-10-03", True),
        ("00000", "2000-01-01", False),
    ],
)
def test_a_code_is_in_force_between_its_days(code, day, verdict):
    assert in_force(code, day) is verdict


@pytest.mark.parametrize("decade", range(1943, 2024, 10))
def test_codes_that_disappeared_resolve_at_their_date_and_not_after(decade):
    gone = script_rows("successions", lambda row: decade <= int(row["code_fin"][:4] or 0) < decade + 10)
    codes = [row["commune_code"] for row in gone]
    last = np.array([(date.fromisoformat(row["code_fin"]) - EPOCH).days for row in gone])
    assert len(codes) > 10
    assert cog().in_force(pa.array(codes), last, last).all()


def test_nothing_is_said_of_days_before_the_code_began():
    assert in_force("35238", "1890-01-01")
    assert not in_force("00001", "1890-01-01")


def test_a_span_of_days_is_enough():
    days = [np.array([(date.fromisoformat(day) - EPOCH).days]) for day in ("1950-01-01", "1970-06-01")]
    assert cog().in_force(pa.array(["91001"]), *days).tolist() == [True]


def test_the_zero_that_a_spreadsheet_ate_is_recognised():
    assert cog().without_zero(pa.array(["1001", "35238", None, "9999", "9109"])).tolist() == [
        True, False, False, False, True,
    ]  # fmt: skip


def script_rows(name, wanted):
    text = script.packed.read(script.COG / f"{name}.csv.gz")
    header, *lines = text.splitlines()
    rows = (dict(zip(header.split(","), line.split(","), strict=False)) for line in lines)
    return [row for row in rows if wanted(row)]


def movement(mod, day, before, after):
    sides = {"AV": before, "AP": after}
    return {"MOD": mod, "DATE_EFF": day} | {
        f"{name}_{side}": value
        for side, values in sides.items()
        for name, value in zip(("TYPECOM", "COM", "LIBELLE"), values, strict=True)
    }


A, B = ("COM", "01001", "Amont"), ("COM", "01002", "Aval")


def told(movements, today):
    spans = script.spans(movements, today)
    return {code: [(one.label, one.first, one.last) for one in all_] for (_, code), all_ in spans.items()}


def test_a_merger_ends_one_code_and_says_its_heir():
    moves = [movement("31", "1973-01-01", A, B), movement("31", "1973-01-01", B, B)]
    known = script.spans(moves, {("commune", "01002"): "Aval"})
    assert told(moves, {("commune", "01002"): "Aval"}) == {
        "01001": [("Amont", "1943-01-01", "1972-12-31")],
        "01002": [("Aval", "1943-01-01", "")],
    }
    assert ("01001", 1, "1972-12-31", "01002", "31") in set(script.successions(moves, known))


def test_a_change_of_name_makes_two_spans_of_one_code():
    moves = [movement("10", "1955-03-31", A, ("COM", "01001", "Amont-le-Neuf"))]
    assert told(moves, {("commune", "01001"): "Amont-le-Neuf"}) == {
        "01001": [("Amont", "1943-01-01", "1955-03-30"), ("Amont-le-Neuf", "1955-03-31", "")]
    }


def test_a_code_taken_and_lost_the_same_day_was_never_one():
    moved = ("COM", "50649", "Amont")
    moves = [movement("41", "2018-01-01", A, moved), movement("32", "2018-01-01", moved, B)]
    assert "50649" not in told(moves, {("commune", "01002"): "Aval"})


@pytest.mark.slow
def test_the_committed_lists_are_what_the_script_makes(shared, capsys):
    sources = (shared / "etat_civil" / "cog", shared / "etat_civil" / "ref" / "2016_pays_INSEE_code.csv")
    assert script.main([*map(str, sources), "--check"]) == 0
    assert not capsys.readouterr().out


def test_without_sources_the_script_says_how_it_is_used(capsys):
    assert script.main([]) == 2
    assert "generate_cog.py" in capsys.readouterr().out
