"""`collecdata diff`: two packages side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collecdata.cli.console import progress, say, say_json
from collecdata.cli.options import Json, Lang
from collecdata.messages import help_text

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command("diff", help=help_text("diff"))
    def diff(
        old: Annotated[Path, typer.Argument(help=help_text("option.old_package"), metavar="OLD")],
        new: Annotated[Path, typer.Argument(help=help_text("option.new_package"), metavar="NEW")],
        tables: Annotated[
            list[str] | None, typer.Option("--table", help=help_text("option.compared_table"), metavar="TABLE")
        ] = None,
        ignore: Annotated[
            list[str] | None, typer.Option("--ignore", help=help_text("option.ignore"), metavar="FIELD")
        ] = None,
        out: Annotated[Path | None, typer.Option("--out", help=help_text("option.cells"), metavar="FILE")] = None,
        lang: Lang = None,
        json: Json = False,
    ) -> int:
        from collecdata import api

        with progress(help_text("progress.diff"), rows=True) as on_progress:
            found = api.diff(
                old, new, tables=tables or (), ignore=ignore or (), out=out, lang=lang, progress=on_progress
            )
        if json:
            say_json(found.as_dict())
        else:
            say(found.text())
        return found.exit_code
