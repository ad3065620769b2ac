"""`collecdata adapter new|check|test`: for those who write adapters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collecdata import messages
from collecdata.cli.console import say, say_json
from collecdata.cli.options import Adapters, Json, Lang
from collecdata.messages import help_text

__all__ = ["build"]

Folder = Annotated[Path, typer.Argument(help=help_text("option.adapter_folder"), metavar="PATH")]


def build() -> typer.Typer:
    """Build the group."""
    app = typer.Typer(no_args_is_help=True)
    _new(app)
    _check(app)
    _test(app)
    return app


def _new(app: typer.Typer) -> None:
    @app.command("new", help=help_text("adapter.new"))
    def new(
        export: Annotated[Path, typer.Argument(help=help_text("option.export_file"), metavar="EXPORT")],
        to: Annotated[Path, typer.Option("--to", help=help_text("option.adapter_to"), metavar="DIR")],
        table: Annotated[
            str | None, typer.Option("--table", help=help_text("option.target_table"), metavar="DOMAIN.TABLE")
        ] = None,
        adapters: Adapters = None,
        lang: Lang = None,
    ) -> int:
        from collecdata import api

        say(str(api.adapter_new(export, to=to, table=table, adapters=adapters)))
        return 0


def _check(app: typer.Typer) -> None:
    @app.command("check", help=help_text("adapter.check"))
    def check(path: Folder, adapters: Adapters = None, json: Json = False, lang: Lang = None) -> int:
        from collecdata import api

        problems = api.adapter_check(path, adapters=adapters)
        if json:
            say_json([{"where": str(p.at), "code": p.code, "params": p.params} for p in problems])
        for problem in () if json else problems:
            message = messages.render(problem.code, problem.params)
            say(f"{problem.at}: {message.title}\n    -> {message.remedy}")
        if not json and not problems:
            say(help_text("adapter.check.good"))
        return 2 if problems else 0


def _test(app: typer.Typer) -> None:
    @app.command("test", help=help_text("adapter.test"))
    def test(
        path: Folder,
        update: Annotated[bool, typer.Option("--update", help=help_text("option.update"))] = False,
        adapters: Adapters = None,
        lang: Lang = None,
    ) -> int:
        from collecdata import api

        outcomes = api.adapter_test(path, update=update, adapters=adapters)
        for outcome in outcomes:
            say(f"{'ok  ' if outcome.good else 'FAIL'} {outcome.name}")
            if not outcome.good:
                say("\n".join(f"     {line}" for line in outcome.detail.splitlines()))
        return 0 if all(outcome.good for outcome in outcomes) else 1
