"""Choice of the language, and codes in words."""

from __future__ import annotations

import pytest

from collecdata import messages
from collecdata.errors import UsageError


@pytest.fixture(autouse=True)
def _no_language_in_force():
    messages.use_language(None)
    yield
    messages.use_language(None)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "fr_FR.UTF-8", "LC_MESSAGES": "en_GB", "LANG": "en_GB"}, "fr"),
    ],
)
def test_the_locale_decides_and_french_is_the_default(environment, expected):
    assert messages.language(environment=environment) == expected


def test_what_is_asked_wins_over_what_is_in_force_which_wins_over_the_locale():
    messages.use_language("en")
    assert messages.language(environment={"LANG": "fr_FR"}) == "en"
    assert messages.language("FR", environment={"LANG": "en_GB"}) == "fr"


def test_an_unknown_language_is_misuse():
    with pytest.raises(UsageError) as caught:
        messages.use_language("breton")
    assert caught.value.code == "usage.language"


def test_a_code_is_said_in_the_language_in_force():
    messages.use_language("en")
    assert messages.render("target.full", {"path": "out"}).title == "Disk full"
    messages.use_language("fr")
    assert messages.render("target.full", {"path": "out"}).title == "Disque plein"
    assert messages.help_text("progress.convert") == "Conversion"


def test_numbers_are_grouped_and_absent_values_are_said_to_be_absent():
    message = messages.render("cell.date", {"count": 12345, "column": "", "value": "{x}"}, "fr")
    assert "12\u202f345 cellule(s)" in message.explanation
    assert "(non précisé)" in message.explanation
    assert "{x}" in message.explanation


def test_a_code_without_text_is_shown_as_it_is():
    assert messages.render("ours.own", {"a": "b"}) == messages.Message("ours.own", "a = b", "")


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "n'est pas celle de l'élément ouvert"), ("en", "is not that of the element that is open")]
)
def test_what_a_parser_says_in_its_own_words_is_said_in_ours(lang, said):
    params = {"source": "flux.xml", "line": 3, "character": 7, "reason": "mismatched tag"}
    assert said in messages.render("xml.malformed", params, lang).explanation


def test_a_reason_that_has_no_words_is_shown_as_it_is():
    assert "parser suspended" in messages.render("xml.malformed", {"reason": "parser suspended"}, "fr").explanation
