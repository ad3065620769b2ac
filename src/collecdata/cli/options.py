"""Options that several verbs share, each defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collecdata.messages import help_text

__all__ = [
    "AdapterOption",
    "Adapters",
    "AnnualRegisters",
    "Credentials",
    "Json",
    "Lang",
    "Paths",
    "Publishable",
]

Paths = Annotated[list[str], typer.Argument(help=help_text("option.dumps"), metavar="DUMP")]
AdapterOption = Annotated[str | None, typer.Option("--adapter", help=help_text("option.adapter"), metavar="ID")]
Adapters = Annotated[list[Path] | None, typer.Option("--adapters", help=help_text("option.adapters"), metavar="DIR")]
Credentials = Annotated[
    Path | None, typer.Option("--identifiants", help=help_text("option.identifiants"), metavar="FILE")
]
Json = Annotated[bool, typer.Option("--json", help=help_text("option.json"))]
Publishable = Annotated[bool, typer.Option("--publiable", help=help_text("option.publiable"))]
AnnualRegisters = Annotated[bool, typer.Option("--registre-annuel", help=help_text("option.registre_annuel"))]
Lang = Annotated[str | None, typer.Option("--lang", help=help_text("option.lang"), metavar="fr|en")]
