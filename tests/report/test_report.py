"""What a report says, to machines and to people, and what it must never say."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal

import jsonschema
import pytest

from collecdata.issues import Issue, Severity
from collecdata.kernels.stream import Tally
from collecdata.messages import words
from collecdata.report import (
    AdapterUsed,
    Block,
    Classes,
    CodeUse,
    Declared,
    Identity,
    InputFile,
    NotCarried,
    Orphans,
    Period,
    Report,
    Sum,
    TableWritten,
    code_uses,
    json_schema,
    mask,
)
from collecdata.report.problems import problems

CLASSES = Classes({("rh.agent", "nom"): 3, ("compta.ecriture", "debit"): 0, ("compta.ecriture", "piece_ref"): 1})
ISSUES = [
    Issue("column.unused", Severity.WARNING, column="Autre", source="a.csv"),
    Issue(
        "cell.decimal",
        table="compta.ecriture",
        field="debit",
        column="Debit",
        source="a.csv",
        lines=(7,),
        values=("12,x",),
    ),
    Issue(
        "row.required", table="rh.agent", field="nom", column="Nom", source="a.csv", lines=(9,), values=("Zoé DURAND",)
    ),
]


def report(lang: str = "fr", **changes: object) -> Report:
    parts: dict[str, object] = {
        "lang": lang,
        "collecdata": "0.1.0",
        "adapters": (AdapterUsed(id="fec", version="1.0.0", digest="ab" * 32, evidence="spec"),),
        "schemas": {"compta": "1.0.0"},
        "parameters": {"siren": "213500010"},
        "inputs": (
            InputFile(
                name="a.csv",
                sha256="0" * 64,
                bytes=1234567,
                siren="213500010",
                adapter="fec",
                input="fec",
                encoding="cp1252",
                separator="|",
                facts={"producteur": "CIRIL"},
                identity=Identity.of(Tally(physical=12, records=10, preamble=1, rejected=1)),
            ),
        ),
        "blocks": (
            Block(
                name="fec.1", table="compta.ecriture", read=10, kept=8, filtered=1, rejected=1, expanded=8, written=8
            ),
        ),
        "tables": (
            TableWritten(
                table="compta.ecriture",
                title="Écritures",
                siren="213500010",
                path="compta/ecriture.parquet",
                rows=1234567,
                distinct_keys=8,
                period=Period(field="date_ecriture", first=dt.date(2024, 1, 2), last=dt.date(2024, 12, 31)),
                sums=(Sum(field="debit", exercice="2024", value=Decimal("1234567.50")),),
                filled={"siren": 8, "lettrage": 0},
                codes=(
                    CodeUse(field="sens", source="D", canonical="debit", count=8),
                    CodeUse(field="sens", source="X", count=1),
                ),
                orphans=(Orphans(fields=("compte",), reference="compta.compte", count=2),),
            ),
        ),
        "declared": (
            Declared(table="compta.ecriture", field="debit", expected=Decimal("10.00"), found=Decimal("9.99")),
        ),
        "not_carried": (NotCarried(source="a.csv", column="Autre", filled=1, rows=8),),
        "problems": problems(ISSUES, CLASSES, lang),
    }
    return Report.model_validate(parts | changes)


def test_the_same_run_gives_the_same_bytes_and_no_date_of_the_day():
    text = report().json_text()
    assert text == report().json_text()
    assert str(dt.date.today().year) not in text.replace("2024", "")


def test_json_follows_the_published_schema_and_comes_back():
    found = report()
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(json.loads(found.json_text()), json_schema())
    assert Report.model_validate_json(found.json_text()) == found
    assert found.as_dict() == json.loads(found.json_text())


def test_every_property_of_the_published_schema_is_described_or_plain():
    described = [
        prop.get("description")
        for definition in json_schema()["$defs"].values()
        for prop in definition.get("properties", {}).values()
    ]
    assert sum(bool(text) for text in described) > 20


def test_money_is_exact_in_json():
    assert report().as_dict()["tables"][0]["sums"][0]["value"] == "1234567.50"
    assert report().as_dict()["declared"][0]["difference"] == "-0.01"


def test_errors_come_first_and_are_counted():
    found = report()
    assert [problem.code for problem in found.problems] == ["cell.decimal", "row.required", "column.unused"]
    assert (found.errors, found.warnings) == (2, 1)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_personal_value_is_nowhere(lang):
    found = report(lang)
    for text in (found.json_text(), found.markdown(), found.text()):
        assert "DURAND" not in text
        assert "Zoé" not in text
    assert "Aaa AAAAAA" in found.json_text()
    assert "12,x" in found.json_text()


@pytest.mark.parametrize(
    ("table", "field", "shown"),
    [
        ("compta.ecriture", "debit", True),
        ("compta.ecriture", "piece_ref", True),
        ("compta.ecriture", "debit, piece_ref", True),
        ("rh.agent", "nom", False),
        ("compta.ecriture", "debit, nom", False),
        ("compta.ecriture", "", False),
        ("", "", False),
    ],
)
def test_only_known_public_or_internal_fields_show_their_values(table, field, shown):
    assert CLASSES.show(table, field, "Secret 1") == ("Secret 1" if shown else "Aaaaaa 9")


def test_a_mask_keeps_the_shape_and_cuts_what_is_long():
    assert mask("2 84 05 2A 123 456 08") == "9 99 99 9A 999 999 99"
    assert mask("x" * 100) == "a" * 24 + "…"
    assert mask("a\nb\x00") == "a a "


def test_states():
    unread = InputFile(name="b.csv", partial="file.unreadable")
    assert report().state == "balanced"
    assert report(inputs=(*report().inputs, unread)).state == "partiel"
    assert report(inputs=(unread,)).state == "echec"
    lost = Block(name="b", table="t", read=10, kept=9)
    assert report(blocks=(lost,)).state == "echec"
    assert not report(blocks=(lost,)).balanced
    missing = InputFile(name="b.csv", identity=Identity(physical=3, records=2))
    assert report(inputs=(missing,)).state == "echec"


def test_identity_takes_every_count_of_a_tally():
    tally = Tally(physical=21, records=1, blank=2, preamble=3, repeated=4, footer=5, rejected=6)
    assert Identity.of(tally).model_dump() == {
        "physical": 21, "records": 1, "blank": 2, "preamble": 3, "repeated": 4, "footer": 5, "rejected": 6,
        "accounted": 21, "balanced": True,
    }  # fmt: skip


def test_markdown_reads_in_french():
    text = report().markdown()
    assert "# Rapport de reprise des données" in text
    assert "1\u202f234\u202f567,50" in text
    assert "02/01/2024 - 31/12/2024 (`date_ecriture`)" in text
    assert "| `compta.ecriture` | `sens` | X | (inconnu) | 1 |" in text
    assert "12,5\u00a0%" in text
    assert "`lettrage`" in text


def test_markdown_reads_in_english():
    text = report("en").markdown()
    assert "# Data conversion report" in text
    assert "1,234,567.50" in text
    assert "12.5%" in text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_table_of_the_markdown_is_square(lang):
    tables = re.findall(r"(?m)(?:^\|.*\n)+", report(lang).markdown())
    assert len(tables) == 10
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_a_name_cannot_break_a_table_nor_bring_markup():
    found = report(inputs=(InputFile(name="a|b\n<script>.csv", partial="x"),))
    assert "a\\|b &lt;script>.csv" in found.markdown()


def test_a_long_section_says_how_much_it_leaves_out():
    codes = tuple(CodeUse(field="f", source=str(n), canonical="c", count=1) for n in range(205))
    text = report(tables=(TableWritten(table="t", rows=1, codes=codes),)).markdown()
    assert "… et 5 autre(s), dans rapport.json." in text


def test_the_summary_of_a_good_run_is_short():
    text = report(problems=()).text()
    assert len(text.splitlines()) < 6
    assert text.splitlines()[0] == "213500010 compta.ecriture  1\u202f234\u202f567 lignes"
    assert text.splitlines()[-1].startswith(words("fr")["balanced"])


def test_the_summary_says_what_to_do():
    text = report().text()
    assert "erreur : Montant illisible (cell.decimal, 1)" in text
    assert "-> Corrigez ces cellules." in text


def test_a_report_of_nothing_is_still_a_report():
    empty = Report(collecdata="0.1.0")
    assert empty.state == "balanced"
    assert "Aucune." in empty.markdown()
    assert empty.text().strip()


def test_codes_are_ranked_unknown_first_and_masked_where_personal():
    counts = {
        ("sens", "D", "debit"): 3, ("sens", "C", "credit"): 5, ("sens", "?", ""): 1,
        ("nom", "Zoé", "z"): 2, ("nom", "Léa", "l"): 1,
    }  # fmt: skip
    classes = Classes({("t", "sens"): 0, ("t", "nom"): 3})
    assert [tuple(use.model_dump().values()) for use in code_uses("t", counts, classes)] == [
        ("sens", "?", "", 1),
        ("sens", "C", "credit", 5),
        ("sens", "D", "debit", 3),
        ("nom", "Aaa", "•", 3),
    ]
