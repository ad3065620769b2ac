"""`collecdata export`: the way out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collecdata.cli.console import say, say_json
from collecdata.cli.options import Adapters, AnnualRegisters, Json, Lang, Publishable
from collecdata.cli.verbs import parameters
from collecdata.messages import help_text

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command("export", help=help_text("export"))
    def export(
        package: Annotated[Path, typer.Argument(help=help_text("option.package"), metavar="PACKAGE")],
        to: Annotated[str, typer.Option("--to", help=help_text("option.format"), metavar="csv|xlsx|ID")],
        out: Annotated[Path, typer.Option("--out", help=help_text("option.out"), metavar="PATH")],
        param: Annotated[
            list[str] | None, typer.Option("--param", help=help_text("option.param"), metavar="NAME=VALUE")
        ] = None,
        publiable: Publishable = False,
        registre_annuel: AnnualRegisters = False,
        adapters: Adapters = None,
        lang: Lang = None,
        json: Json = False,
    ) -> int:
        from collecdata import api

        result = api.export(
            package,
            to=to,
            out=out,
            params=parameters(param),
            publiable=publiable,
            registre_annuel=registre_annuel,
            adapters=adapters,
            lang=lang,
        )
        if json:
            say_json(result.as_dict())
        else:
            say(result.text())
        return result.exit_code
