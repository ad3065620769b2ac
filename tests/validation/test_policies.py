"""What is asked of `validate` besides the verdicts: how columns are matched, what fails, what is shown."""

from __future__ import annotations

import json

import pytest

from collecdata import validate
from collecdata.errors import UsageError
from collecdata.report.verdicts import FORMATS, render

SCHEMA = {
    "name": "essai",
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"required": True}},
        {"name": "nom", "constraints": {"maxLength": 4}},
    ],
}


@pytest.fixture
def judged(tmp_path):
    def judge(text, descriptor=SCHEMA, **options):
        (tmp_path / "schema.json").write_text(json.dumps(descriptor), encoding="utf-8")
        (tmp_path / "data.csv").write_text(text, encoding="utf-8")
        return validate(tmp_path / "data.csv", schema=str(tmp_path / "schema.json"), **options)

    return judge


def rules(judgement):
    return [(one.rule, str(one.severity), one.field) for one in judgement.verdicts[0].findings]


@pytest.mark.parametrize(
    ("header", "columns", "expected"),
    [
        ("by-name", "nom,id", [("column-order", "warning", "")]),
        ("by-name", "id,nom,plus", [("column-extra", "warning", "plus")]),
        ("by-name", "id", [("column-absent", "warning", "nom")]),
        ("by-name", "nom", [("missing-label", "error", "id")]),
        ("strict", "id,nom", []),
        ("ignore-case", "ID,Nom", []),
        ("strict", "ID,nom", [("incorrect-label", "error", "id")]),
    ],
)
def test_columns_are_matched_as_is_asked(header, columns, expected, judged):
    cells = ",".join("1" for _ in columns.split(","))
    judgement = judged(f"{columns}\n{cells}\n", header=header)
    assert rules(judgement) == expected
    assert judgement.verdicts[0].header == header
    assert judgement.exit_code == int(any(severity == "error" for _, severity, _ in expected))


def test_capitals_count_where_nobody_says_otherwise(judged):
    assert not judged("ID,nom\n1,a\n").valid


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_the_report_says_how_columns_were_matched(form, judged):
    said = {mode: render(judged("id,nom\n1,a\n", header=mode), form) for mode in ("by-name", "strict")}
    assert said["by-name"] != said["strict"]


@pytest.mark.parametrize(("fail_on", "warned", "wrong"), [("error", 0, 1), ("warning", 1, 1), ("never", 0, 0)], ids=str)
def test_what_fails_is_what_is_asked(fail_on, warned, wrong, judged):
    assert judged("nom,id\na,1\n", fail_on=fail_on).exit_code == warned
    assert judged("id,nom\nx,a\n", fail_on=fail_on).exit_code == wrong


@pytest.mark.parametrize("option", ["fail_on", "header"])
def test_no_other_policy_is_taken(option, judged):
    with pytest.raises(UsageError, match=r"usage\.one_of"):
        judged("id,nom\n1,a\n", **{option: "always"})


@pytest.mark.parametrize(("most", "listed"), [(1, 1), (3, 3), (0, 250), (100, 100)])
def test_every_error_is_counted_and_as_many_listed_as_is_asked(most, listed, judged):
    judgement = judged("id,nom\n" + "x,a\n" * 250, max_errors=most)
    (finding,) = judgement.verdicts[0].findings
    assert (judgement.errors, finding.count, len(finding.places)) == (250, 250, listed)
    assert [place.row for place in finding.places[:3]] == [2, 3, 4][: most or 3]


def test_all_errors_are_counted_when_values_are_wrong_over_many_batches(judged):
    judgement = judged("id,nom\n" + "".join(f"x{rank},trop long {rank}\n" for rank in range(30_000)))
    assert judgement.by_rule == {"type-error": 30_000, "constraint-error": 30_000}


def keep(judgement, folder):
    path = folder / "known.json"
    path.write_text(render(judgement, "json"), encoding="utf-8")
    return path


def test_what_was_there_already_does_not_fail(judged, tmp_path):
    known = keep(judged("id,nom\nx,a\n2,b\n"), tmp_path)
    again = judged("id,nom\n2,b\nx,a\n", baseline=known)
    assert (again.exit_code, again.errors, again.verdicts[0].baseline) == (0, 0, 1)


def test_one_more_fails_and_it_is_the_one_that_is_shown(judged, tmp_path):
    known = keep(judged("id,nom\nx,a\n"), tmp_path)
    again = judged("id,nom\nx,a\ny,b\n", baseline=known)
    assert (again.exit_code, again.errors) == (1, 1)
    assert [place.cell for place in again.verdicts[0].findings[0].places] == ["y"]


def test_a_new_error_is_not_taken_for_one_that_was_mended(judged, tmp_path):
    known = keep(judged("id,nom\nx,a\n"), tmp_path)
    again = judged("id,nom\n1,a\ny,b\n", baseline=known)
    assert [place.cell for place in again.verdicts[0].findings[0].places] == ["y"]


def test_beyond_what_is_listed_known_errors_are_counted(judged, tmp_path):
    known = keep(judged("id,nom\n" + "x,a\n" * 20, max_errors=5), tmp_path)
    again = judged("id,nom\n" + "x,a\n" * 22, baseline=known, max_errors=5)
    assert (again.errors, again.verdicts[0].baseline) == (2, 20)


@pytest.mark.parametrize("text", ["", "[]", '{"tables": [{}]}', "{"])
def test_a_baseline_is_a_report_in_json(text, judged, tmp_path):
    (tmp_path / "known.json").write_text(text)
    with pytest.raises(UsageError, match=r"usage\.baseline"):
        judged("id,nom\n1,a\n", baseline=tmp_path / "known.json")


PERSONAL = {**SCHEMA, "fields": [SCHEMA["fields"][0], {**SCHEMA["fields"][1], "collecdata": {"confidentialite": 3}}]}


@pytest.mark.parametrize("form", FORMATS)
def test_no_cell_of_a_table_of_persons_leaves(form, judged, monkeypatch):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    judgement = judged("id,nom\nSECRET1,SECRET2\n3,SECRET4,SECRET5\n", PERSONAL)
    assert judgement.errors == 4
    assert "SECRET" not in render(judgement, form)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("header", ["by-name", "strict"])
def test_a_first_row_that_may_be_of_data_does_not_leave_either(form, header, judged, monkeypatch):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    judgement = judged("SECRET1,SECRET2,SECRET1\nSECRET3,a,b\n", PERSONAL, header=header)
    assert judgement.errors
    assert "SECRET" not in render(judgement, form)


def test_a_column_too_many_beside_those_expected_is_named(judged):
    assert "remarque" in render(judged("id,nom,remarque\n1,a,b\n", PERSONAL), "text")


def test_it_leaves_where_one_says_so_and_stays_where_one_says_so(judged):
    assert "SECRET" in render(judged("id,nom\nSECRET,a\n", PERSONAL, redact=False), "text")
    assert "SECRET" not in render(judged("id,nom\nSECRET,a\n", redact=True), "text")
    assert "SECRET" in render(judged("id,nom\nSECRET,a\n"), "text")


def test_our_own_tables_of_persons_are_redacted(tmp_path):
    (tmp_path / "agent.csv").write_text("siren,matricule,nom_naissance\n213500010,SECRET,SECRET\n", encoding="utf-8")
    judgement = validate(tmp_path / "agent.csv", schema="rh.agent")
    assert judgement.verdicts[0].redacted
    assert "SECRET" not in render(judgement, "json")


def test_a_class_that_nobody_knows_is_taken_for_personal(judged):
    schema = {"fields": [{"name": "id", "type": "integer", "collecdata": {"confidentialite": "trois"}}]}
    assert "SECRET" not in render(judged("id\nSECRET\n", schema), "text")


def test_a_remedy_has_an_example_where_the_schema_gives_none(judged):
    assert "2024-12-31" in render(judged("jour\nhier\n", {"fields": [{"name": "jour", "type": "date"}]}), "text")


def test_a_remedy_is_without_example_where_none_can_be_given(judged):
    schema = {"fields": [{"name": "code", "type": "string", "constraints": {"pattern": "[A-Z]{3}"}}]}
    said = render(judged("code\nx\n", schema, lang="fr"), "text")
    assert "Exemple" not in said
    assert "non précisé" not in said
    shown = {"fields": [{**schema["fields"][0], "example": "ABC"}]}
    assert "Exemple : ABC." in render(judged("code\nx\n", shown, lang="fr"), "text")
