"""What the parser of the command line refuses, in our own words: it speaks English only.

Its exceptions are told apart by name and attributes: Typer carries a Click of its own, or not, by version.
"""

from __future__ import annotations

import re

from collecdata.catalogue.nearest import nearest
from collecdata.errors import UsageError

__all__ = ["in_our_words"]

HELP = "--help"
_COMMAND = re.compile(r"No such command '([^']*)'")


def in_our_words(error: Exception) -> UsageError | None:
    """Return a refusal of the parser as misuse of ours; None for any other exception."""
    if not hasattr(error, "format_message"):
        return None
    said = error.format_message()
    if command := _COMMAND.match(said):
        return _unknown("usage.no_command", command[1], _commands(error))
    kind = type(error).__name__
    option = getattr(error, "option_name", "")
    if kind == "NoSuchOption":
        return _unknown("usage.no_option", option, tuple(getattr(error, "possibilities", None) or ()))
    if kind == "MissingParameter":
        return UsageError("usage.missing_word", name=_name(error))
    if kind == "BadParameter":
        return UsageError("usage.bad_value", option=_name(error))
    return UsageError("usage.option_value", option=option) if option else UsageError("usage.command_line", reason=said)


def _unknown(code: str, value: str, possible: tuple[str, ...]) -> UsageError:
    return UsageError(code, value=value, nearest=nearest(value, possible) or HELP)


def _commands(error: Exception) -> tuple[str, ...]:
    """List the commands of the group that was asked for another one."""
    context = getattr(error, "ctx", None)
    return tuple(context.command.list_commands(context)) if context is not None else ()


def _name(error: Exception) -> str:
    """Name an option as it is written, an argument as the help calls it."""
    param = getattr(error, "param", None)
    options = [one for one in getattr(param, "opts", ()) if one.startswith("-")]
    return max(options, key=len) if options else (getattr(param, "metavar", None) or "").rstrip(".")
