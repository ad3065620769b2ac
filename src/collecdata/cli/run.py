"""One command line run: the one place where an error becomes words and an exit code."""

from __future__ import annotations

import os
from typing import Any

from collecdata import messages
from collecdata.cli.console import say_error
from collecdata.cli.plainly import plain_options
from collecdata.errors import AdapterError, CollecdataError

__all__ = ["run"]

MISUSE, INTERNAL, INTERRUPTED = 2, 3, 130
HELP = frozenset({"-h", "--help"})


def run(arguments: list[str]) -> int:
    """Run one command line; every exception ends here."""
    try:
        messages.use_language(_language(arguments))
        options = plain_options(arguments)
        outcome = _by_typer(arguments) if options is None else _plainly(arguments[0], options)
    except CollecdataError as error:
        _tell(error)
        return MISUSE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: a message, never a bare traceback
        return _unexpected(error)
    return outcome if isinstance(outcome, int) else 0


def _plainly(verb: str, options: dict[str, Any]) -> object:
    from collecdata.cli import verbs

    return getattr(verbs, verb)(**options)


def _by_typer(arguments: list[str]) -> object:
    import typer

    from collecdata.cli.app import GROUPS, application

    command = typer.main.get_command(application(arguments[0] if arguments else ""))
    if not arguments or arguments[-1] in GROUPS or not HELP.isdisjoint(arguments):  # a help page is what is shown
        from collecdata.cli.worded import in_our_language

        in_our_language(command)
    try:
        return command(arguments, standalone_mode=False)
    except typer.Abort as error:
        raise KeyboardInterrupt from error


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
    from collecdata.cli.refused import in_our_words

    if type(error).__name__ == "NoArgsIsHelpError":  # the help page is all that there is to say
        return MISUSE
    if refusal := in_our_words(error):
        say_error(refusal)
        return MISUSE
    if isinstance(error, MemoryError | OSError):
        say_error(CollecdataError("system.error", reason=str(error) or type(error).__name__))
        return INTERNAL
    say_error(CollecdataError("internal.error", reason=f"{type(error).__name__}: {error}"))
    if os.environ.get("COLLECDATA_DEBUG"):
        import traceback

        traceback.print_exception(error)
    return INTERNAL
