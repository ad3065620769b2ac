"""What `convert` and `validate` do once the command line is read, by Typer or plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collecdata.cli.console import progress, say, say_text
from collecdata.errors import UsageError
from collecdata.messages import help_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["convert", "parameters", "validate"]


def convert(
    dumps: Sequence[str] | None,
    param: Sequence[str] | None = None,
    json: bool = False,
    **options: Any,  # noqa: ANN401
) -> int:
    """Convert, say what came of it, and return the exit code; `options`: those of `collecdata.convert`."""
    from collecdata import api

    with progress(help_text("progress.convert")) as on_progress:
        result = api.convert(*(dumps or ()), params=parameters(param), progress=on_progress, **options)
    if json:
        say((result.path / "rapport.json").read_text("utf-8").rstrip("\n"))
    else:
        say(result.summary.text())
        where = f"{result.sent}/rapport.md" if result.sent else result.path / "rapport.md"
        say(f"{help_text('convert.report')} {where}")
        if result.sent and result.confidentiel:
            say(f"{help_text('convert.confidential')} {result.confidentiel}")
    return result.exit_code


def validate(
    data: Sequence[Path],
    format: str = "text",  # noqa: A002
    output: Path | None = None,
    **options: Any,  # noqa: ANN401
) -> int:
    """Judge files, write the report, and return the exit code; `options`: those of `collecdata.validate`."""
    from collecdata import api

    judgement = api.validate(*data, **options)
    say_text(api.render_judgement(judgement, format), output)
    return judgement.exit_code


def parameters(given: Sequence[str] | None) -> dict[str, str]:
    """Turn repeated `--param name=value` into a mapping.

    >>> parameters(["organismes=organismes.csv"])
    {'organismes': 'organismes.csv'}

    Raises:
        UsageError: one of them has no `=`.
    """
    found = {}
    for item in given or ():
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError("usage.param", value=item)
        found[name] = value
    return found
