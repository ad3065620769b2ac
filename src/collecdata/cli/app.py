"""The application: verbs, language, and the one place where an error becomes words and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from typing import Annotated

import typer

from collecdata import messages
from collecdata.cli.console import say_error
from collecdata.errors import AdapterError, CollecdataError

__all__ = ["application", "run"]

DATA_ERRORS, MISUSE, INTERNAL, INTERRUPTED = 1, 2, 3, 130


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


def _common(lang: Annotated[str | None, typer.Option("--lang", metavar="fr|en")] = None) -> None:
    """Take `--lang` before the verb too; `run` has read it already."""


def run(arguments: list[str]) -> int:
    """Run one command line; every exception ends here."""
    try:
        messages.use_language(_language(arguments))
        outcome = application(arguments[0] if arguments else "")(arguments, standalone_mode=False)
    except CollecdataError as error:
        _tell(error)
        return MISUSE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: a message, never a bare traceback
        return _unexpected(error)
    return outcome if isinstance(outcome, int) else 0


def _language(arguments: list[str]) -> str | None:
    """Read `--lang` before the parser does: the help itself is in that language."""
    for index, word in enumerate(arguments):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
    return None


def _tell(error: CollecdataError) -> None:
    say_error(error)
    if isinstance(error, AdapterError):
        for problem in error.problems:
            say_error(problem)


def _unexpected(error: Exception) -> int:
    """Say what the parser refused (misuse), else that this is a fault of ours."""
    if hasattr(error, "exit_code") and hasattr(error, "format_message"):
        print(error.format_message(), file=sys.stderr)  # noqa: T201
        return MISUSE
    if isinstance(error, MemoryError | OSError):
        say_error(CollecdataError("system.error", reason=str(error) or type(error).__name__))
        return INTERNAL
    say_error(CollecdataError("internal.error", reason=f"{type(error).__name__}: {error}"))
    if os.environ.get("COLLECDATA_DEBUG"):
        traceback.print_exception(error)
    return INTERNAL
