"""The command tree: verbs and groups, each in a module of its own."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from collecdata import messages

__all__ = ["application"]

VERBS = ("lists", "detect", "convert", "export", "load", "diff", "gaps", "validate")
GROUPS = ("schema", "adapter")


def application(verb: str = "") -> typer.Typer:
    """Build the command tree, its help in the language in force (hence the late imports).

    Args:
        verb: the one verb that is wanted; the others are then not even imported (a fifth of a second, in CI too).
    """
    app = typer.Typer(
        name="collecdata",
        help=messages.help_text("app"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(help=messages.help_text("app"))(_common)
    alone = verb in VERBS
    for name in (verb,) if alone else VERBS:
        import_module(f"collecdata.cli.{name}").register(app)
    for name in () if alone else GROUPS:
        group = import_module(f"collecdata.cli.{name}").build()
        app.add_typer(group, name=name, help=messages.help_text(name))
    return app


def _common(
    lang: Annotated[str | None, typer.Option("--lang", help=messages.help_text("option.lang"), metavar="fr|en")] = None,
) -> None:
    """Take `--lang` before the verb too; `cli.run` has read it already."""
