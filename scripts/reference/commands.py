"""The command line: every verb, argument and option, from the command tree itself."""

from __future__ import annotations

from typing import Any

import typer

from collecdata.cli.app import application
from reference.markdown import code, table

__all__ = ["page"]

INTRODUCTION = """
# La ligne de commande

Chaque verbe est aussi une fonction Python du même nom, avec les mêmes mots (voir le
[guide de l'intégrateur](../integrateur.md)).

Codes de retour, les mêmes partout : **0** tout est bon ; **1** les données ont des erreurs, des totaux diffèrent ou
certains fichiers n'ont pu être lus ; **2** la commande, un schéma ou un adaptateur est à corriger, ou le seul fichier
est illisible ; **3** faute du programme ou de la machine.
"""


def page() -> str:
    """Return the page: one section a command."""
    return "\n".join([INTRODUCTION, *_sections("collecdata", typer.main.get_command(application()))])


def _sections(path: str, command: Any) -> list[str]:  # noqa: ANN401 - a click command, whose classes typer hides
    found = []
    children = getattr(command, "commands", {})
    if not children:
        found.append(f"\n## {path.removeprefix('collecdata ')}\n\n{command.help or ''}\n")
        shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
        usage = " ".join([path, *(_usage(parameter) for parameter in shown)])
        found.append(f"```text\n{' '.join(usage.split())}\n```\n")
        found.append(table(("option", "valeur", "par défaut", "à quoi elle sert"), map(_row, shown)))
    for name, child in children.items():
        found += _sections(f"{path} {name}", child)
    return found


def _usage(parameter: Any) -> str:  # noqa: ANN401
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return f"{parameter.opts[0]} {_value(parameter)}".strip() if parameter.required else ""


def _row(parameter: Any) -> tuple[str, str, str, str]:  # noqa: ANN401
    if parameter.param_type_name == "argument":
        return code(parameter.metavar or parameter.name.upper()), "", _default(parameter), parameter.help or ""
    names = ", ".join(code(name) for name in parameter.opts)
    return names, code(_value(parameter)), _default(parameter), parameter.help or ""


def _value(parameter: Any) -> str:  # noqa: ANN401
    if parameter.is_flag:
        return ""
    if getattr(parameter, "min", None) is not None:
        return f"{parameter.min}-{parameter.max}"
    return str(parameter.metavar or parameter.name.upper())


def _default(parameter: Any) -> str:  # noqa: ANN401
    if parameter.required:
        return "**obligatoire**"
    default = parameter.default
    return "" if default in (None, False, [], ()) else code(str(default))
