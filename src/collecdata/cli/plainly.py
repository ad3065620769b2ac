"""`validate` taken from a plain command line, without Typer: importing it takes as long as judging a small file.

What is not plain (help, an abbreviation, any mistake) is left to Typer. A test holds the options to those it knows.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["FLAGS", "OPTIONS", "judge", "plain_options"]

VERB = "validate"
OPTIONS: dict[str, Callable[[str], Any]] = {
    "--schema": str, "--format": str, "--output": Path, "--header": str, "--fail-on": str, "--baseline": Path,
    "--max-errors": int, "--rules": str, "--at": str, "--encoding": str, "--delimiter": str, "--sheet": str,
    "--adapters": Path, "--lang": str,
}  # fmt: skip
"""Those that take a word, and what it is made."""
FLAGS = {
    "--redact": ("redact", True), "--no-redact": ("redact", False), "--publiable": ("publiable", True),
    "--registre-annuel": ("registre_annuel", True),
}  # fmt: skip
"""Those that take none, and what they say."""
_REPEATED = frozenset({"--rules", "--adapters"})


def plain_options(words: Sequence[str]) -> dict[str, Any] | None:
    """Return what `judge` is given; None for another verb, and where Typer has to look.

    >>> plain_options(["validate", "a.csv", "--schema", "scdl/subventions"])
    {'data': [PosixPath('a.csv')], 'schema': 'scdl/subventions'}
    >>> plain_options(["validate", "--help"]), plain_options(["detect", "a.csv"])
    (None, None)
    """
    if not words or words[0] != VERB:
        return None
    data: list[Path] = []
    found: dict[str, Any] = {"data": data}
    rest = iter(words[1:])
    for word in rest:
        if not word.startswith("-"):
            data.append(Path(word))
        elif word in FLAGS:
            key, said = FLAGS[word]
            found[key] = said
        else:
            name, equals, value = word.partition("=")
            value = value if equals else next(rest, "")
            if (
                name not in OPTIONS
                or not value
                or value.startswith("-")
                or (name == "--max-errors" and not _whole(value))
            ):
                return None
            key, made = name[2:].replace("-", "_"), OPTIONS[name](value)
            found[key] = [*found.get(key, ()), made] if name in _REPEATED else made
    return found if data else None


def judge(data: Sequence[Path], format: str = "text", output: Path | None = None, **options: Any) -> int:  # noqa: A002, ANN401
    """Judge files, write the report, and return the exit code; `options`: those of `collecdata.validate`."""
    from collecdata import api
    from collecdata.cli.console import say_text

    judgement = api.validate(*data, **options)
    say_text(api.render_judgement(judgement, format), output)
    return judgement.exit_code


def _whole(value: str) -> bool:
    return value.isascii() and value.isdigit()
