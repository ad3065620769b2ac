"""`collecdata gaps`: what no source carries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collecdata.cli.console import say, say_json
from collecdata.cli.options import Adapters, Json, Lang
from collecdata.messages import help_text

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command("gaps", help=help_text("gaps"))
    def gaps(
        packages: Annotated[list[Path], typer.Argument(help=help_text("option.packages"), metavar="PACKAGE")],
        domains: Annotated[
            list[str] | None, typer.Option("--domain", help=help_text("option.gaps_domain"), metavar="DOMAIN")
        ] = None,
        out: Annotated[Path | None, typer.Option("--out", help=help_text("option.gaps_out"), metavar="CSV")] = None,
        adapters: Adapters = None,
        lang: Lang = None,
        json: Json = False,
    ) -> int:
        from collecdata import api

        found = api.gaps(*packages, domains=domains or (), out=out, adapters=adapters, lang=lang)
        if json:
            say_json(found.as_dict())
        else:
            say(found.text())
        return found.exit_code
