"""A mistake on the command line, in the words of the user."""

from __future__ import annotations

import pytest

from collecdata.cli import main

MISTAKES = {
    "usage.no_command": (["convrt"], "convrt"),
    "usage.no_option": (["detect", "a.csv", "--whi"], "--why"),
    "usage.option_value": (["convert", "a.csv", "--jobs"], "--jobs"),
    "usage.missing_word": (["adapter", "new", "a.csv"], "--to"),
    "usage.bad_value": (["convert", "a.csv", "--to", "o", "--confidentialite-max", "deux"], "--confidentialite-max"),
    "usage.command_line": (["diff", "a", "b", "c"], "c"),
}
TITLES = {
    "usage.no_command": ("Commande inconnue", "Unknown command"),
    "usage.no_option": ("Option inconnue", "Unknown option"),
    "usage.option_value": ("Option sans valeur", "Option without a value"),
    "usage.missing_word": ("Argument manquant", "Missing argument"),
    "usage.bad_value": ("Valeur mal formée", "Malformed value"),
    "usage.command_line": ("Ligne de commande mal formée", "Malformed command line"),
}


@pytest.mark.parametrize("code", MISTAKES)
@pytest.mark.parametrize(("lang", "place"), [("fr", 0), ("en", 1)])
def test_a_mistake_is_said_in_both_languages(code, lang, place, capsys):
    words, named = MISTAKES[code]
    assert main(["--lang", lang, *words]) == 2
    said = capsys.readouterr().err
    assert said.startswith(TITLES[code][place])
    assert named in said


@pytest.mark.parametrize(
    "words", [[], ["schema"], ["--lang", "fr", "schema"], ["convert", "--help"], ["schema", "diff", "-h"]]
)
def test_a_help_page_is_in_one_language(words, capsys):
    main(words)
    shown = capsys.readouterr()
    page = shown.out + shown.err
    assert "Montrer cette page." in page
    assert not any(other in page for other in ("Show this", "[required]", "Commands", "Ligne de commande"))
