"""`collecdata schema show|lint|diff|export`: the standard itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collecdata import messages
from collecdata.cli.console import say, say_json
from collecdata.cli.options import Adapters, Json, Lang
from collecdata.messages import help_text

__all__ = ["build"]


def build() -> typer.Typer:
    """Build the group."""
    app = typer.Typer(no_args_is_help=True)
    _show(app)
    _lint(app)
    _diff(app)
    _export(app)
    return app


def _show(app: typer.Typer) -> None:
    @app.command("show", help=help_text("schema.show"))
    def show(
        name: Annotated[str, typer.Argument(help=help_text("option.table"), metavar="DOMAIN.TABLE")],
        to: Annotated[
            str, typer.Option("--to", help=help_text("option.schema_format"), metavar="markdown|json|jsonschema|sql")
        ] = "markdown",
        adapters: Adapters = None,
        lang: Lang = None,
    ) -> int:
        from collecdata import api

        say(api.schema_show(name, to=to, adapters=adapters))
        return 0


def _lint(app: typer.Typer) -> None:
    @app.command("lint", help=help_text("schema.lint"))
    def lint(
        path: Annotated[Path | None, typer.Argument(help=help_text("option.schemas_dir"), metavar="[DIR|FILE]")] = None,
        adapters: Adapters = None,
        json: Json = False,
        lang: Lang = None,
    ) -> int:
        from collecdata import api

        problems = api.schema_lint(path, adapters=adapters)
        if json:
            say_json([{"where": str(p.at), "code": p.code, "params": p.params} for p in problems])
        for problem in () if json else problems:
            say(f"{problem.at}: {messages.render(problem.code, problem.params).title}")
        if not json and not problems:
            say(help_text("schema.lint.good"))
        return 1 if problems else 0


def _diff(app: typer.Typer) -> None:
    @app.command("diff", help=help_text("schema.diff"))
    def diff(
        old: Annotated[Path, typer.Argument(help=help_text("option.old"), metavar="OLD")],
        new: Annotated[Path, typer.Argument(help=help_text("option.new"), metavar="NEW")],
        json: Json = False,
        lang: Lang = None,
    ) -> int:
        from collecdata import api

        found = api.schema_diff(old, new)
        if json:
            say_json(found.as_dict())
        else:
            say(found.text())
        return 0 if found.enough else 1


def _export(app: typer.Typer) -> None:
    @app.command("export", help=help_text("schema.export"))
    def export(
        domain: Annotated[str, typer.Argument(help=help_text("option.domain"), metavar="DOMAIN")],
        to: Annotated[Path, typer.Option("--to", help=help_text("option.repository"), metavar="DIR")],
        homepage: Annotated[str, typer.Option("--homepage", help=help_text("option.homepage"), metavar="URL")] = "",
        contact: Annotated[str, typer.Option("--contact", help=help_text("option.contact"), metavar="EMAIL")] = "",
        adapters: Adapters = None,
        lang: Lang = None,
    ) -> int:
        from collecdata import api

        for path in api.schema_export(domain, to=to, homepage=homepage, contact=contact, adapters=adapters):
            say(str(to / path))
        return 0
