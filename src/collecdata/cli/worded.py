"""The words that Typer puts in a help page, in the language in force: it has English ones only."""

from __future__ import annotations

from typing import Any

import typer
from typer import rich_utils

from collecdata.messages import help_text

__all__ = ["in_our_language"]

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "typer.arguments",
    "COMMANDS_PANEL_TITLE": "typer.commands",
    "OPTIONS_PANEL_TITLE": "typer.options",
    "REQUIRED_LONG_STRING": "typer.required",
    "DEFAULT_STRING": "typer.default",
}
"""What Typer lets be set, and the text it is given; a version without one of them keeps its own."""


def in_our_language(command: Any, above: typer.Context | None = None) -> None:  # noqa: ANN401 - Typer hides its classes
    """Put our words on the panels of help pages, and on the help option of a command and of those below it."""
    if above is None:
        for name in filter(rich_utils.__dict__.__contains__, _PANELS):
            setattr(rich_utils, name, help_text(_PANELS[name]))
    context = typer.Context(command, info_name=command.name, parent=above, **command.context_settings)
    if option := command.get_help_option(context):
        option.help = help_text("typer.help")
    for one in getattr(command, "commands", {}).values():
        in_our_language(one, context)
