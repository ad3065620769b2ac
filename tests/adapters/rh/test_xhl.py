"""Payroll XML: one payroll in three dialects is one payroll, what is there twice is there once, nobody is named."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pytest
from lxml import etree

import collecdata
from collecdata.cli import main

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "adapters/xhl/samples"
EXAMPLE = ROOT / "examples/rh/xhl"
AMOUNTS = ("matricule", "rang", "ligne_famille", "part", "ligne_base", "ligne_taux", "ligne_nombre", "ligne_montant")
EARNINGS = ("TraitBrut", "IndemResid", "SupFam", "AvantageNature", "Indemnite", "RemDivers", "Rappel")


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    return lambda *inputs, **options: collecdata.convert(*inputs, to=tmp_path_factory.mktemp("xhl") / "out", **options)


@pytest.fixture(scope="module")
def quarter(convert):
    return convert(EXAMPLE)


@pytest.fixture(scope="module")
def odd(convert):
    return convert(SAMPLES / "particularites/input")


def amounts(result):
    return result["rh.ligne_paie"].select(AMOUNTS).to_pylist()


def leaf(element, name):
    found = element.find(name)
    return None if found is None else found.get("V")


def test_one_payroll_in_three_dialects_gives_the_same_amounts(convert):
    first, *others = (convert(SAMPLES / f"dialecte-{dialect}/input") for dialect in "abc")
    assert len(amounts(first)) == len(first["rh.ligne_paie"]) > 40
    for other in others:
        assert amounts(other) == amounts(first)


def test_each_dialect_is_recognised_in_the_data_and_said(convert):
    dialects = [
        convert(SAMPLES / f"dialecte-{dialect}/input")["rh.bulletin"]["paie_dialecte"].unique().to_pylist()
        for dialect in "abc"
    ]
    assert dialects == [["montant_negatif"], ["taux_negatif"], ["tout_positif"]]


def test_who_converts_may_say_the_dialect(convert):
    told = convert(SAMPLES / "dialecte-a/input", params={"dialecte": "tout_positif"})
    assert told["rh.bulletin"]["paie_dialecte"].unique().to_pylist() == ["tout_positif"]
    assert told["rh.ligne_paie"]["ligne_montant"].to_pylist() != [line["ligne_montant"] for line in amounts(told)][::-1]


@pytest.mark.parametrize("dialect", "ABC")
def test_the_files_made_after_real_ones_convert_whole(shared, convert, dialect):
    result = convert(shared / f"rh/xhl_synthetic/dialect_{dialect}.xhl")
    assert result.balanced
    assert not result.issues.errors
    lines = result["rh.ligne_paie"].select(["ligne_famille", "part", "ligne_montant", "ligne_base"]).to_pylist()
    assert [tuple(line.values())[:3] for line in lines] == [
        ("traitement_brut", "agent", Decimal("1800.00")),
        ("deduction", "agent", Decimal("-199.80")),
        ("cotisation", "employeur", Decimal("569.70")),
    ]
    assert [line["ligne_base"] for line in lines[1:]] == [Decimal("1800.0000")] * 2


def test_every_payslip_and_line_comes_out_as_a_plain_reading_finds_them(quarter):
    slips, lines = [], []
    for path in sorted(EXAMPLE.iterdir()):
        for slip in etree.parse(path).iter("PayeIndivMensuel"):
            slips.append((leaf(slip, "Agent/Matricule"), leaf(slip, "MtBrut"), leaf(slip, "MtNetAPayer")))
            lines += [(line.tag, leaf(line, "Code"), leaf(line, "Mt")) for line in slip.find("Remuneration")]
    bulletins = quarter["rh.bulletin"].select(["matricule", "brut", "net_a_payer"]).to_pylist()
    assert [tuple(map(str, one.values())) for one in bulletins] == slips
    found = quarter["rh.ligne_paie"].select(["ligne_famille_source", "rubrique_code", "ligne_montant_origine"])
    assert [tuple(one.values()) for one in found.to_pylist()] == lines


def test_what_a_payslip_gives_and_takes_is_what_it_pays(quarter):
    lines = quarter["rh.ligne_paie"].filter(pc.equal(quarter["rh.ligne_paie"]["part"], "agent"))
    paid = lines.group_by("id_bulletin").aggregate([("ligne_montant", "sum")]).to_pylist()
    net = quarter["rh.bulletin"].select(["id_bulletin", "net_a_payer"]).to_pylist()
    assert {one["id_bulletin"]: one["ligne_montant_sum"] for one in paid} == {
        one["id_bulletin"]: one["net_a_payer"] for one in net
    }


def test_a_career_has_one_row_a_change_whatever_the_number_of_months(quarter):
    situations = quarter["rh.situation"].select(["matricule", "situation_debut", "echelon"]).to_pylist()
    moved = [row for row in situations if row["matricule"] == "00004"]
    assert [(str(row["situation_debut"]), row["echelon"]) for row in moved] == [
        ("2024-01-01", "4"),
        ("2024-02-01", "5"),
    ]
    assert [str(row["situation_debut"]) for row in situations if row["matricule"] == "00001"] == ["2024-01-01"]


def test_a_grade_is_told_by_its_code(quarter):
    known = {row["net_code"]: row["grade"] for row in quarter["rh.situation"].to_pylist()}
    assert known["TAR1"] == "redacteurs_territoriaux.redacteur"
    assert known["TNJ1"] is None  # the reference of 2016 has no single grade of today for it


def test_files_given_twice_make_no_payslip_more_and_say_so(convert, tmp_path):
    for copy in ("un", "deux"):
        (tmp_path / f"{copy}.xml").write_bytes((EXAMPLE / "paye_2024_01.xml").read_bytes())
    result = convert(tmp_path)
    assert len(result["rh.bulletin"]) == 20
    (block,) = (one for one in result.report.blocks if one.table == "rh.bulletin")
    assert block.deduplicated == 20


def test_what_is_odd_is_said_and_the_rest_converts(odd):
    assert odd.balanced
    codes = {issue.code for issue in odd.issues}
    expected = {"cell.code", "cell.decimal", "cell.maximum", "rh.grade_as_date", "rh.nir_key", "rh.number_rounded"}
    assert expected <= codes
    assert odd["rh.bulletin_budget"]["budget_code"].to_pylist() == ["VILLE", "CCAS"]


PLANTED = (
    "285019999900112",
    "2850199999001",
    "12345678901",
    "Fictif",
    "BANQUE D'EXEMPLE",
    "Imaginaire",
    "1850199999002",
)


def test_no_number_name_or_account_is_ever_told(convert, tmp_path, capsys):
    path = SAMPLES / "particularites/input/paye_2024_06.xhl"
    result = convert(path)
    told = [(result.path / name).read_text("utf-8") for name in ("rapport.json", "rapport.md")]
    told.append(json.dumps([str(issue) for issue in result.issues], ensure_ascii=False))
    main(["convert", str(path), "--to", str(tmp_path / "out")])
    main(["detect", str(path)])
    told += capsys.readouterr()
    for secret in PLANTED:
        assert not [text[max(0, text.find(secret) - 80) :][:160] for text in told if secret in text]
