"""What `validate` says, in ten forms: each held to its norm, and read as those who use it read it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from lxml import etree

from collecdata import validate
from collecdata.report.verdicts import FORMATS, render

if TYPE_CHECKING:
    from collecdata.verdicts import Judgement

NORMS = Path(__file__).parent / "norms"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SCHEMA = {
    "name": "essai",
    "fields": [
        {"name": "jour", "type": "date", "constraints": {"required": True}},
        {"name": "montant", "type": "number", "example": "12.50"},
        {"name": "nom", "constraints": {"maxLength": 4}},
    ],
}
BAD = 'jour,montant,nom,autre\n2024-01-01,1.5,abc,\n31/12/2019,"12 500,00 €",a|b<i>c,\n,x,"a\nbcdef",=1+1\n1,2,3,4,5\n'


def judged(folder: Path, text: str, **options) -> Judgement:
    (folder / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return validate(path, schema=str(folder / "schema.json"), **options)


@pytest.fixture(params=["fr", "en"])
def bad(tmp_path, request) -> Judgement:
    return judged(tmp_path, BAD, lang=request.param)


@pytest.fixture
def good(tmp_path) -> Judgement:
    return judged(tmp_path, "jour,montant,nom\n2024-01-01,1.5,abc\n")


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_says_something_of_good_and_bad_files(form, good, bad, monkeypatch):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert render(bad, form)
    assert render(good, form) or form == "jsonl"


def test_sarif_is_sarif(good, bad):
    norm = json.loads((NORMS / "sarif-2.1.0.json").read_text("utf-8"))
    for judgement in (good, bad):
        made = json.loads(render(judgement, "sarif"))
        jsonschema.Draft7Validator(norm).validate(made)
        assert len(made["runs"][0]["results"]) == sum(one.listed for one in judgement.verdicts)


def test_sarif_names_the_physical_line(bad):
    results = json.loads(render(bad, "sarif"))["runs"][0]["results"]
    extra = next(one for one in results if one["ruleId"] == "published.extra_cell")
    assert extra["properties"]["row"] == 5
    assert extra["locations"][0]["physicalLocation"]["region"] == {"startLine": 6}


def test_junit_is_junit(good, bad):
    norm = etree.XMLSchema(etree.parse(NORMS / "junit.xsd"))
    for judgement in (good, bad):
        norm.assertValid(etree.fromstring(render(judgement, "junit").encode()))


def test_junit_has_a_case_for_each_rule_a_field_breaks(bad):
    suite = etree.fromstring(render(bad, "junit").encode())[0]
    errors = [one for one in bad.verdicts[0].findings if one.severity == "error"]
    assert suite.get("failures") == str(len(errors)) == str(len(suite.findall("testcase/failure")))


def test_json_holds_everything(bad):
    made = json.loads(render(bad, "json"))
    assert made["errors"] == bad.errors
    assert not made["valid"]
    date = next(one for one in made["tables"][0]["findings"] if one["code"] == "published.date")
    assert date["places"][0] | {"message": ""} == {
        "row": 3, "line": 3, "cell": "31/12/2019", "hint": "2019-12-31", "message": "",
    }  # fmt: skip


def test_jsonl_and_csv_have_a_record_for_each_place(bad):
    lines = [json.loads(line) for line in render(bad, "jsonl").splitlines()]
    rows = list(csv.DictReader(io.StringIO(render(bad, "csv").removeprefix("\ufeff")), delimiter=";"))
    assert len(lines) == len(rows) == bad.verdicts[0].listed
    assert {row["letter"] for row in rows} >= {"A", "B", "C"}


def test_a_spreadsheet_computes_nothing_of_what_was_found(tmp_path):
    made = render(judged(tmp_path, "jour,montant\n2024-01-01,=1+1\n"), "csv")
    assert "'=1+1" in made


def test_github_annotates_each_finding_once_before_any_twice(bad, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    lines = [line for line in render(bad, "github").splitlines() if line.startswith("::")]
    errors = [one for one in bad.verdicts[0].findings if one.severity == "error"]
    assert len([line for line in lines if line.startswith("::error ")]) >= min(10, len(errors))
    assert all(re.match(r"::(error|warning|notice) file=[^:]+?(,line=\d+)?,title=[^:]+::.+", line) for line in lines)
    assert "jour" in (tmp_path / "summary.md").read_text("utf-8")


def test_gitlab_keeps_its_fingerprints_from_run_to_run(bad):
    first, second = json.loads(render(bad, "gitlab")), json.loads(render(bad, "gitlab"))
    prints = [one["fingerprint"] for one in first]
    assert prints == [one["fingerprint"] for one in second]
    assert len(set(prints)) == len(prints)


def test_markdown_is_broken_by_no_cell(bad):
    lines = [line for line in render(bad, "markdown").splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
    assert "<i>" not in "".join(lines)


def test_what_is_redacted_is_nowhere(tmp_path, monkeypatch):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    judgement = judged(tmp_path, "jour,montant,nom\nSECRET1,SECRET2,SECRET3\nSECRET1,1,a,SECRET4\n", redact=True)
    assert judgement.errors >= 4
    for form in FORMATS:
        assert "SECRET" not in render(judgement, form), form


def test_what_is_not_shown_is_said(tmp_path):
    judgement = judged(tmp_path, "jour\n" + "x\n" * 500, max_errors=3)
    assert judgement.errors == 500
    assert judgement.verdicts[0].listed - judgement.warnings == 3
    assert "500" in render(judgement, "text")


def test_both_languages_are_written(tmp_path):
    assert "Date badly written" in render(judged(tmp_path, "jour\nx\n", lang="en"), "text")
    assert "Date mal écrite" in render(judged(tmp_path, "jour\nx\n", lang="fr"), "text")


def test_html_stands_alone_and_escapes(bad):
    page = render(bad, "html")
    assert "<i>c" not in page
    assert not re.search(r"(?:src|href)=|url\(|@import", page)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("rows", [0, 10_000])
def test_html_in_a_real_browser(rows, lang, tmp_path):
    """Read as a telephone shows it: every fault is there, nothing is wider than the screen."""
    text = "jour,montant,nom\n2024-01-01,1,a\n" + "31/12/2019,1,a\n" * rows
    judgement = judged(tmp_path, text, lang=lang, max_errors=0)
    page = tmp_path / "report.html"
    page.write_text(render(judgement, "html"), encoding="utf-8")
    flags = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--window-size=390,844",
        f"--user-data-dir={tmp_path}/u",
    ]
    dom = subprocess.run(
        [CHROMIUM, *flags, "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=600, check=True, env={**os.environ, "HOME": str(tmp_path)},
    ).stdout  # fmt: skip
    assert f'<html lang="{lang}">' in dom
    assert dom.count("<td class=") == rows
    assert dom.count("2019-12-31") == rows
