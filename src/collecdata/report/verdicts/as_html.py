"""For people: one page that stands alone, readable on a telephone, printable, nothing loaded from anywhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from collecdata.messages import number, words
from collecdata.report.verdicts.wording import clip, header_words, message, shown_sentence, summary
from collecdata.verdicts import column_letters

if TYPE_CHECKING:
    from jinja2 import Template

    from collecdata.verdicts import Judgement

__all__ = ["render"]


def render(judgement: Judgement, lang: str) -> str:
    """Write the page."""
    return _template().render(
        judgement=judgement,
        lang=lang,
        words=words(lang),
        number=lambda value: number(value, lang),
        letters=lambda value: column_letters(value or 0),
        message=lambda verdict, finding, place: message(verdict, finding, place, lang),
        header=lambda verdict: header_words(verdict, lang),
        clip=clip,
        summary=summary(judgement, lang),
        shown=shown_sentence(judgement, lang),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    text = files(__package__).joinpath("page.html.j2").read_text(encoding="utf-8")
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(text)
