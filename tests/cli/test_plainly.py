"""What is taken without Typer is what Typer takes."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from collecdata.cli import main, verbs
from collecdata.cli.app import application
from collecdata.cli.plainly import VERBS, plain_options
from flow_exports import entry, write_fec


def known(verb):
    return [one for one in typer.main.get_command(application(verb)).commands[verb].params if one.name != "help"]


@pytest.mark.parametrize("verb", VERBS)
def test_the_options_are_those_that_typer_knows(verb):
    options = [one for one in known(verb) if one.param_type_name == "option"]
    words = {word for one in options for word in (*one.opts, *one.secondary_opts)}
    assert words == {*VERBS[verb].takes, *VERBS[verb].flags}
    assert {one.opts[0] for one in options if one.multiple} == VERBS[verb].repeated
    assert {word: (one.name, said) for one in options if one.is_flag for word, said in said_by(one)} == VERBS[
        verb
    ].flags
    needed = {one.name for one in known(verb) if one.required}
    assert needed == {VERBS[verb].needed}


def said_by(flag):
    return [(word, True) for word in flag.opts] + [(word, False) for word in flag.secondary_opts]


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_given_is_what_typer_gives(verb, monkeypatch):
    told = {}

    def take(*given, **options):
        names = inspect.signature(function).parameters
        told.update(zip(names, given, strict=False), **options)

    function = getattr(verbs, verb)
    monkeypatch.setattr(verbs, verb, take)
    options = [word for name in VERBS[verb].takes for word in (name, "3")]
    words = [verb, "a.csv", "b.csv", *options, *VERBS[verb].flags]
    application(verb)(words, standalone_mode=False)
    told["rules"] = list(told.get("rules", ()))
    assert {"rules": []} | plain_options(words) == told


def test_numbers_are_numbers_and_options_may_be_repeated():
    assert plain_options(["validate", "a.csv", "--max-errors", "7", "--no-redact"])["max_errors"] == 7
    assert plain_options(["convert", "a", "b", "--to", "o", "--confidentialite-max=3"])["confidentialite_max"] == 3
    twice = plain_options(["validate", "a.csv", "--rules", "siren", "--rules", "siret", "--adapters", "x"])
    assert (twice["rules"], twice["adapters"]) == (["siren", "siret"], [Path("x")])


@pytest.mark.parametrize(
    "words",
    [
        [], ["detect", "a.csv"], ["validate"], ["validate", "--help"], ["validate", "a.csv", "--sch", "x"],
        ["validate", "a.csv", "--schema"], ["validate", "a.csv", "--schema", "--redact"], ["validate", "a.csv", "-h"],
        ["validate", "a.csv", "--max-errors", "many"], ["--lang", "en", "validate", "a.csv"], ["validate", "a", "--"],
        ["convert", "a"], ["convert", "a", "--to"], ["convert", "a", "--to="], ["convert", "--to", "o", "--json=1"],
        ["convert", "a", "--to", "o", "--confidentialite-max", "5"], ["convert", "a", "--to", "o", "-"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_is_not_plain_is_left_to_typer(words):
    assert plain_options(words) is None


def test_both_ways_say_the_same(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("id\n1\nx\n")
    (tmp_path / "s.json").write_text('{"fields": [{"name": "id", "type": "integer"}]}')
    words = [str(tmp_path / "a.csv"), "--schema", str(tmp_path / "s.json"), "--format=csv", "--lang", "en"]
    plainly = main(["validate", *words]), capsys.readouterr().out
    by_typer = main(["--lang", "en", "validate", *words]), capsys.readouterr().out
    assert plainly == by_typer
    assert plainly[0] == 1
    assert "type-error" in plainly[1]


@pytest.mark.parametrize("more", [[], ["--json", "--confidentialite-max", "3", "--jobs", "1"]])
def test_both_ways_convert_alike(more, tmp_path, capsys):
    fec = str(write_fec(tmp_path / "export", entry(1)))
    words = [fec, "--to", str(tmp_path / "out"), "--adapter=fec", "--lang", "en", *more]
    plainly = main(["convert", *words]), capsys.readouterr()
    by_typer = main(["--lang", "en", "convert", *words]), capsys.readouterr()
    assert plainly == by_typer
    assert plainly[0] == 0


def test_a_plain_conversion_loads_no_parser(tmp_path):
    fec = str(write_fec(tmp_path / "export", entry(1)))
    code = (
        "import sys\n"
        "from collecdata.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "unwanted = {'typer', 'click', 'rich', 'sqlalchemy', 'frictionless', 'stdnum', 'lxml'} & set(sys.modules)\n"
        "assert not unwanted and code == 0, unwanted"
    )
    words = ["convert", fec, "--to", str(tmp_path / "out"), "--adapter", "fec"]
    subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True)
