"""The table of every benchmark says what the stored results say, a goal that is missed included."""

from __future__ import annotations

import json

from reference.measures import every
from reference.sizing import hours
from table import COMMANDS
from table import HERE as BENCHMARKS

RESULT = {
    "name": "load", "title": "Chargement", "size": "10 lignes", "load": 0.4,
    "goals": {"copy": {"wall": 0.67}, "to_sql": {"wall": 5, "cpu": 30}},
    "engines": {
        "collecdata": {"rss": 260, "verdict": "equal"},
        "copy": {"rss": 100, "verdict": "equal"},
        "to_sql": {"rss": 250, "verdict": "(9, 1)"},
        "autre": {"failed": "no"},
    },
    "ratios": {"collecdata": {peer: {"wall": 18.4, "cpu": 29.08, "rss": 0.5} for peer in ("copy", "to_sql")}},
}  # fmt: skip


def test_a_row_a_peer_with_its_ratios_its_verdict_and_what_was_aimed_at(tmp_path):
    (tmp_path / "load.json").write_text(json.dumps(RESULT), "utf-8")
    (tmp_path / "traps.json").write_text("{}", "utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in every(tmp_path).splitlines()[2:]]
    assert rows == [
        ["Chargement", "10 lignes", "copy", "18,40", "29,08", "0,50", "260", "égal", "temps 0,67 : tenu", "0,4"],
        ["Chargement", "10 lignes", "to_sql", "18,40", "29,08", "0,50", "260", "to_sql diffère",
         "temps 5,00 : tenu, processeur 30,00 : **non tenu**", "0,4"],
        ["Chargement", "10 lignes", "autre", "", "", "", "260", "autre ne sait pas", "", "0,4"],
    ]  # fmt: skip


def test_the_core_alone_has_rows_of_its_own_and_no_goal(tmp_path):
    bare = {"rss": 200, "verdict": "equal"}
    engines = {"collecdata": RESULT["engines"]["collecdata"], "collecdata-bare": bare, "copy": {"verdict": "equal"}}
    ratios = RESULT["ratios"] | {"collecdata-bare": {"copy": {"wall": 20.0, "cpu": 31.0, "rss": 0.6}}}
    (tmp_path / "load.json").write_text(json.dumps(RESULT | {"engines": engines, "ratios": ratios}), "utf-8")
    assert every(tmp_path).splitlines()[-2:] == [
        "| Chargement | 10 lignes | copy | 18,40 | 29,08 | 0,50 | 260 | égal | temps 0,67 : tenu | 0,4 |",
        "| Chargement : le cœur seul | 10 lignes | copy | 20,00 | 31,00 | 0,60 | 200 | égal |  | 0,4 |",
    ]


def test_without_a_result_it_says_so(tmp_path):
    assert every(tmp_path) == "*Pas encore mesuré.*"


def test_every_command_that_the_table_runs_is_there():
    assert [one for one in COMMANDS if not (BENCHMARKS / one).is_file()] == []


def test_a_region_is_sized_by_what_was_measured(tmp_path):
    assert hours(tmp_path) == "*Pas encore mesuré.*"
    ratios = {"collecdata": {"un cœur": {"wall": 1.8}}}
    ours = {"cpu": [720.0], "rss": 300, "out": 400.0}
    small = {"size": "2 000 fichiers", "engines": {"collecdata": ours}, "ratios": ratios}
    cheap = {"title": "paie", "bytes": 500_000_000, "engines": {"collecdata": {"cpu": [2.5], "rss": 540, "out": 200.0}}}
    dear = {"title": "PES", "size": "200 Mo", "engines": {"collecdata": {"cpu": [2.0], "rss": 410, "out": 4.0}}}
    for name, one in (("region", small), ("payroll-cp1252", cheap), ("compta-pes", dear)):
        (tmp_path / f"{name}.json").write_text(json.dumps(one), "utf-8")
    lines = hours(tmp_path).splitlines()
    assert lines[4] == "| 400 | 40 000 | 200,0 | 88,0 | 2,5 h | 38 min | 9 min |"
    assert lines[-1] == (
        "Par commune, 100 petits fichiers et 0,5 Go de grands. Mille petits fichiers, mesurés sur 2000 : 360 s de "
        "processeur, 200 Mo écrits. Un gigaoctet de grands : de 5 s (paie) à 10 s (PES), et au plus 400 Mo "
        "écrits (paie) ; la table compte les plus chers. Mémoire d'un processus : au plus 540 Mo."
    )
