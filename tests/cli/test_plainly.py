"""What is taken without Typer is what Typer takes."""

from __future__ import annotations

import inspect

import pytest
import typer

from collecdata import api
from collecdata.cli import main
from collecdata.cli.app import application
from collecdata.cli.plainly import FLAGS, OPTIONS, judge, plain_options


def test_the_options_are_those_that_typer_knows():
    known = typer.main.get_command(application("validate")).commands["validate"].params
    words = {word for one in known if one.param_type_name == "option" for word in (*one.opts, *one.secondary_opts)}
    assert words == {*OPTIONS, *FLAGS}
    repeated = {one.opts[0] for one in known if one.param_type_name == "option" and one.multiple}
    twice = plain_options(["validate", "a.csv", "--rules", "siren", "--rules", "siret", "--adapters", "x"])
    assert repeated == {"--rules", "--adapters"}
    assert twice["rules"] == ["siren", "siret"]
    assert [str(one) for one in twice["adapters"]] == ["x"]


def test_what_is_given_is_what_the_function_takes():
    words = [word for name in OPTIONS for word in (name, "7")]
    given = plain_options(["validate", "a.csv", *words, "--no-redact"])
    assert given["max_errors"] == 7
    assert given["redact"] is False
    known = {*inspect.signature(api.validate).parameters, *inspect.signature(judge).parameters}
    assert set(given) <= known


@pytest.mark.parametrize(
    "words",
    [
        [], ["detect", "a.csv"], ["validate"], ["validate", "--help"], ["validate", "a.csv", "--sch", "x"],
        ["validate", "a.csv", "--schema"], ["validate", "a.csv", "--schema", "--redact"], ["validate", "a.csv", "-h"],
        ["validate", "a.csv", "--max-errors", "many"], ["--lang", "en", "validate", "a.csv"], ["validate", "a", "--"],
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
