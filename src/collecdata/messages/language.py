"""Which of our two languages is in force: the one asked for, else the locale's, else French."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "Language", "language", "use_language"]

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

_IN_FORCE: ContextVar[Language | None] = ContextVar("language", default=None)


def language(asked: str | None = None, environment: Mapping[str, str] = os.environ) -> Language:
    """Choose a language: `asked` (`--lang`), else what `use_language` set, else the locale, else French.

    The first of LC_ALL, LC_MESSAGES, LANG that is set decides; a locale that is neither (`C`, `de_DE`) is French,
    the language of those who keep these data.

    >>> language("en"), language(environment={"LANG": "en_GB.UTF-8"}), language(environment={"LC_ALL": "C"})
    ('en', 'en', 'fr')

    Raises:
        UsageError: `asked` is neither `fr` nor `en`.
    """
    if asked is not None:
        return _known(asked)
    if (in_force := _IN_FORCE.get()) is not None:
        return in_force
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return "en" if locale.lower().startswith("en") else "fr"


def use_language(asked: str | None) -> Language:
    """Put a language in force for this run (None: the locale's) and return it.

    Raises:
        UsageError: `asked` is neither `fr` nor `en`.
    """
    _IN_FORCE.set(None if asked is None else _known(asked))
    return language()


def _known(asked: str) -> Language:
    for known in LANGUAGES:
        if asked.lower() == known:
            return known
    raise UsageError("usage.language", value=asked, known=", ".join(LANGUAGES))
