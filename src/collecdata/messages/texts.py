"""The texts themselves, read once from the YAML files beside this module.

Those of help and reports are of one line each, and read without a YAML parser: most runs need no other, and its import
would be a tenth of the time that a small file takes to be judged.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from collecdata.messages.language import Language, language

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Message", "codes", "help_text", "number", "render", "words"]

ABSENT = {"fr": "(non précisé)", "en": "(not given)"}
_EXAMPLE = re.compile(r"[^.]*\{example\}[^.]*\.")
"""The sentence that gives an example: it goes where there is none."""
THOUSANDS = {"fr": "\u202f", "en": ","}


@dataclass(frozen=True, slots=True)
class Message:
    """One code in words: `title` (a few words), `explanation` (what, where), `remedy` (what to do)."""

    title: str
    explanation: str
    remedy: str


def render(code: str, params: Mapping[str, Any], lang: str | None = None) -> Message:
    """Say a code in words, its placeholders filled from `params`; what is not given is said not to be.

    A code of somebody else's adapter or reader that has no text is shown as it is, with its parameters.

    >>> render("usage.jobs", {"value": "deux"}, "en").explanation
    '"deux" is neither `auto` nor a number from 1 up.'
    """
    chosen = language(lang)
    text = _read(chosen).get(code)
    if text is None:
        return Message(code, ", ".join(f"{key} = {value}" for key, value in params.items()), "")
    fill = _Fill(chosen, params)
    remedy = text["remedy"] if "example" in fill else _EXAMPLE.sub("", text["remedy"])
    return Message(text["title"].format_map(fill), text["explanation"].format_map(fill), remedy.format_map(fill))


def number(value: int, lang: str | None = None) -> str:
    """Write a whole number with its thousands apart.

    >>> number(1234567, "en")
    '1,234,567'
    """
    return f"{value:,}".replace(",", THOUSANDS[language(lang)])


def codes(lang: str = "fr") -> tuple[str, ...]:
    """Every code that has a text, in file order (sorted)."""
    return tuple(_read(language(lang)))


def help_text(key: str) -> str:
    """Help of a verb (`convert`) or of an option (`option.to`), in the language in force.

    Raises:
        KeyError: no such text: a fault of ours, which the tests find.
    """
    return _read_lines(f"help_{language()}.yaml")[key]


def words(lang: str | None = None) -> Mapping[str, str]:
    """Give the words that reports are made of, by key."""
    return _read_lines(f"report_{language(lang)}.yaml")


class _Fill(dict[str, str]):
    """What fills placeholders: numbers and known reasons in the language, absent values said to be absent."""

    def __init__(self, lang: Language, params: Mapping[str, Any]) -> None:
        self.absent = ABSENT[lang]
        if said := params.get("reason"):
            key = re.sub(r"\W+", "_", str(said).lower()).strip("_")
            params = {**params, "reason": words(lang).get(f"reason.{key}", said)}
        shown = ((key, number(value, lang) if isinstance(value, int) else value) for key, value in params.items())
        super().__init__((key, str(value)) for key, value in shown if value is not None and value != "")

    def __missing__(self, key: str) -> str:
        return self.absent


@cache
def _read(lang: Language) -> dict[str, dict[str, str]]:
    import yaml

    # The C loader is seven times faster and not built everywhere; both are safe loaders.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return cast("dict[str, dict[str, str]]", yaml.load(_text(f"{lang}.yaml"), loader))  # noqa: S506


@cache
def _read_lines(name: str) -> dict[str, str]:
    """Read `key: text`, the text quoted as in JSON where YAML wants quotes."""
    found = {}
    for line in _text(name).splitlines():
        key, colon, text = line.partition(": ")
        if colon and not line.startswith("#"):
            found[key.strip('"')] = str(json.loads(text)) if text.startswith('"') else text
    return found


def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
