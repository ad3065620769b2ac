"""`collecdata load`: a package into a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collecdata.cli.console import progress, say, say_json
from collecdata.cli.options import Adapters, Credentials, Json, Lang
from collecdata.messages import help_text

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command("load", help=help_text("load"))
    def load(
        package: Annotated[Path, typer.Argument(help=help_text("option.package"), metavar="PACKAGE")],
        to: Annotated[str, typer.Option("--to", help=help_text("option.database"), metavar="URL")],
        mode: Annotated[
            str, typer.Option("--mode", help=help_text("option.mode"), metavar="create|replace|append|upsert")
        ] = "create",
        tables: Annotated[
            list[str] | None, typer.Option("--table", help=help_text("option.loaded_table"), metavar="TABLE")
        ] = None,
        identifiants: Credentials = None,
        foreign_keys: Annotated[
            bool, typer.Option("--foreign-keys/--no-foreign-keys", help=help_text("option.foreign_keys"))
        ] = True,
        adapters: Adapters = None,
        lang: Lang = None,
        json: Json = False,
    ) -> int:
        from collecdata import api

        with progress(help_text("progress.load"), rows=True) as on_progress:
            loaded = api.load(
                package,
                to=to,
                mode=mode,
                tables=tables or (),
                identifiants=identifiants,
                foreign_keys=foreign_keys,
                adapters=adapters,
                lang=lang,
                progress=on_progress,
            )
        if json:
            say_json(loaded.as_dict())
        else:
            say(loaded.text())
        return loaded.exit_code
