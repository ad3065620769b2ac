"""What `validate` found, in ten forms: one module each, with one function `render(judgement, lang)`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collecdata.verdicts import Judgement

__all__ = ["FORMATS", "render"]

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "html", "csv")


def render(judgement: Judgement, form: str, lang: str | None = None) -> str:
    """Write a judgement in one of `FORMATS`.

    Raises:
        UsageError: no such form.
    """
    if form not in FORMATS:
        raise UsageError("usage.one_of", option="--format", value=form, known=", ".join(FORMATS))
    module = import_module(f"collecdata.report.verdicts.as_{form}")
    return str(module.render(judgement, lang or judgement.lang))
