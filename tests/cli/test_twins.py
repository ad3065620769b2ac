"""Each verb is one Python function with the same keywords."""

from __future__ import annotations

import inspect

import pytest
import typer

from collecdata import api
from collecdata.cli.app import application

ONLY_SHELL = {"json", "why", "help", "format", "output"}
"""How a terminal shows a result; Python has the result itself."""
ONLY_PYTHON = {"executor", "progress"}
"""What only a program can give."""
RENAMED = {"param": "params"}
VERBS = {
    "convert": api.convert,
    "detect": api.detect,
    "export": api.export,
    "load": api.load,
    "diff": api.diff,
    "gaps": api.gaps,
    "validate": api.validate,
    "schema show": api.schema_show,
    "schema lint": api.schema_lint,
    "schema diff": api.schema_diff,
    "schema export": api.schema_export,
    "adapter new": api.adapter_new,
    "adapter check": api.adapter_check,
    "adapter test": api.adapter_test,
}


def command(path: str):
    found = typer.main.get_command(application())
    for word in path.split():
        found = found.commands[word]
    return found


@pytest.mark.parametrize("path", VERBS)
def test_a_verb_and_its_function_have_the_same_keywords(path):
    shell = {RENAMED.get(one.name, one.name) for one in command(path).params} - ONLY_SHELL
    function = set(inspect.signature(VERBS[path]).parameters) - ONLY_PYTHON
    assert shell - {"lang"} == function - {"lang"}


def test_every_verb_has_a_function():
    root = typer.main.get_command(application())
    paths = set()
    for name, found in root.commands.items():
        paths |= {f"{name} {sub}" for sub in found.commands} if hasattr(found, "commands") else {name}
    assert paths == set(VERBS) | {"adapters", "schemas"}
