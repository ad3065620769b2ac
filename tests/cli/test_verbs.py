"""The command line as a person uses it: what it prints, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from collecdata.cli import main
from flow_exports import entry, line, write_fec

GOOD, DATA, MISUSE = 0, 1, 2


@pytest.fixture
def fec(tmp_path):
    return str(write_fec(tmp_path / "Écritures du 1er trimestre", entry(1)))


def test_a_good_export_ends_at_zero_and_says_so(fec, tmp_path, capsys):
    assert main(["convert", fec, "--to", str(tmp_path / "sortie été")]) == GOOD
    assert "Complet" in capsys.readouterr().out


def test_errors_in_the_data_end_at_one(tmp_path, capsys):
    path = write_fec(tmp_path, [*entry(1), line(2, debit="dix")])
    assert main(["convert", str(path), "--to", str(tmp_path / "out")]) == DATA
    out = capsys.readouterr().out
    assert "ligne 4" in out
    assert "->" in out


def test_english_is_asked_for_before_or_after_the_verb(fec, tmp_path, capsys):
    for words in (["--lang", "en", "convert", fec], ["convert", fec, "--lang=en"]):
        assert main([*words, "--to", str(tmp_path / "out")]) == GOOD
        assert "Complete" in capsys.readouterr().out


def test_json_is_the_report(fec, tmp_path, capsys):
    assert main(["convert", fec, "--to", str(tmp_path / "out"), "--json"]) == GOOD
    shown = json.loads(capsys.readouterr().out)
    assert shown == json.loads((tmp_path / "out/rapport.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["convert"], "--to"),
        (["convrt"], "convrt"),
        (["convert", "absent.txt", "--to", "out"], "absent.txt"),
        (["convert", "{fec}", "--to", "{out}", "--adapter", "fce"], "fec"),
        (["convert", "{fec}", "--to", "{out}", "--param", "siren"], "siren"),
        (["convert", "{fec}", "--to", "{out}", "--param", "sirenne=1"], "siren"),
        (["convert", "{fec}", "--to", "{out}", "--siren", "21350001"], "9"),
        (["convert", "{fec}", "--to", "{out}", "--lang", "de"], "de"),
        (["convert", "{fec}", "--to", "{out}", "--jobs", "deux"], "deux"),
        (["convert", "{fec}", "--to", "{out}", "--layout", "pile"], "pile"),
        (["convert", "{fec}", "--to", "{out}", "--lots", "lots.csv"], "--lots"),
        (["convert", "{fec}", "--to", "{fec}"], "fichier"),
        (["export", "{out}", "--to", "csv", "--out", "x"], "datapackage.json"),
        (["schema", "show", "compta.ecritur"], "compta.ecriture"),
        (["adapter", "check", "absent"], "absent"),
    ],
)
def test_misuse_ends_at_two_with_a_remedy_and_no_traceback(fec, tmp_path, capfd, words, said):
    asked = [word.format(fec=fec, out=tmp_path / "out") for word in words]
    assert main(asked) == MISUSE
    printed = capfd.readouterr()
    assert said in printed.err + printed.out
    assert "Traceback" not in printed.err
    assert not (tmp_path / "out").exists()


def test_detect_says_what_it_is_and_where_from(fec, capsys):
    assert main(["detect", fec]) == GOOD
    assert "fec/ecritures" in capsys.readouterr().out


def test_detect_says_why_not(tmp_path, capsys):
    path = tmp_path / "inconnu.csv"
    path.write_text("A;B\n1;2\n", "utf-8")
    assert main(["detect", "--why", str(path)]) == DATA
    assert "fec/ecritures" in capsys.readouterr().out


def test_what_there_is_is_listed(capsys):
    assert main(["adapters", "--json"]) == GOOD
    adapters = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert adapters["fec"]["ways"] == "in+out"
    assert main(["schemas", "--json"]) == GOOD
    assert "compta.ecriture" in {one["id"] for one in json.loads(capsys.readouterr().out)}


@pytest.mark.parametrize("form", ["markdown", "json", "jsonschema", "sql"])
def test_a_table_is_shown_in_each_form(form, capsys):
    assert main(["schema", "show", "compta.ecriture", "--to", form]) == GOOD
    assert "debit" in capsys.readouterr().out


def test_our_own_schemas_have_no_fault(capsys):
    assert main(["schema", "lint"]) == GOOD


def test_a_package_goes_out_and_comes_back(fec, tmp_path, capsys):
    main(["convert", fec, "--to", str(tmp_path / "out")])
    assert main(["export", str(tmp_path / "out"), "--to", "fec", "--out", str(tmp_path / "fec")]) == GOOD
    assert main(["convert", str(tmp_path / "fec"), "--to", str(tmp_path / "again")]) == GOOD
    before, after = (
        [{**row, "_source": ""} for row in pq_rows(tmp_path / name / "compta/ecriture.parquet")]
        for name in ("out", "again")
    )
    assert before == after


def pq_rows(path):
    import pyarrow.parquet as pq

    return pq.read_table(path).to_pylist()


def test_the_help_loads_nothing_heavy():
    code = (
        "import sys, collecdata\n"
        "from collecdata.cli import main\n"
        "main(['--help'])\n"
        "heavy = {'pyarrow', 'sqlalchemy', 'frictionless', 'pandas'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
