"""`collecdata detect`: what each file is, and why not something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from collecdata import messages
from collecdata.cli.console import say, say_json
from collecdata.cli.options import Adapters, Credentials, Json, Lang, Paths
from collecdata.messages import help_text

if TYPE_CHECKING:
    from collecdata.flow.detect import Detection

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command("detect", help=help_text("detect"))
    def detect(
        dumps: Paths,
        adapters: Adapters = None,
        why: Annotated[bool, typer.Option("--why", help=help_text("option.why"))] = False,
        identifiants: Credentials = None,
        json: Json = False,
        lang: Lang = None,
    ) -> int:
        from collecdata import api

        found = api.detect(*dumps, adapters=adapters, identifiants=identifiants)
        if json:
            say_json([_as_dict(detection) for detection in found])
        else:
            for detection in found:
                _show(detection, why=why)
        return 0 if all(detection.match for detection in found) else 1


def _as_dict(detection: Detection) -> dict[str, object]:
    return {
        "source": detection.source.name,
        "matches": [
            {"adapter": match.adapter, "input": match.input, "facts": dict(match.facts)} for match in detection.matches
        ],
        "misses": [
            {"adapter": miss.adapter, "input": miss.input, "code": miss.code, "params": dict(miss.params)}
            for miss in detection.misses
        ],
    }


def _show(detection: Detection, *, why: bool) -> None:
    names = ", ".join(f"{match.adapter}/{match.input}" for match in detection.matches)
    say(f"{detection.source.name}: {names or help_text('detect.nothing')}")
    for match in detection.matches:
        for key, value in match.facts.items():
            say(f"    {key}: {value}")
    if detection.problem is not None:
        text = messages.render(detection.problem.code, {**detection.problem.params, "source": detection.source.name})
        say(f"    {text.explanation}")
        say(f"    -> {text.remedy}")
    for miss in detection.misses if why else () if detection.match else detection.nearest[1:]:
        text = messages.render(miss.code, {**miss.params, "source": detection.source.name})
        say(f"  - {miss.adapter}/{miss.input}: {text.title if why else text.explanation}")
