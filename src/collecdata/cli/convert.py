"""`collecdata convert`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collecdata.cli import verbs
from collecdata.cli.options import (
    AdapterOption,
    Adapters,
    AnnualRegisters,
    Credentials,
    Json,
    Lang,
    Publishable,
)
from collecdata.messages import help_text

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the verb, its help in the language in force."""

    @app.command("convert", help=help_text("convert"))
    def convert(
        dumps: Annotated[list[str] | None, typer.Argument(help=help_text("option.dumps"), metavar="DUMP")] = None,
        to: Annotated[str, typer.Option("--to", help=help_text("option.to"), metavar="DIR")] = ...,  # type: ignore[assignment]
        adapter: AdapterOption = None,
        siren: Annotated[str | None, typer.Option("--siren", help=help_text("option.siren"))] = None,
        param: Annotated[
            list[str] | None, typer.Option("--param", help=help_text("option.param"), metavar="NAME=VALUE")
        ] = None,
        lots: Annotated[Path | None, typer.Option("--lots", help=help_text("option.lots"), metavar="CSV")] = None,
        attendus: Annotated[
            Path | None, typer.Option("--attendus", help=help_text("option.attendus"), metavar="CSV")
        ] = None,
        layout: Annotated[
            str | None, typer.Option("--layout", help=help_text("option.layout"), metavar="single|parts")
        ] = None,
        confidentialite_max: Annotated[
            int | None,
            typer.Option("--confidentialite-max", help=help_text("option.confidentialite_max"), min=0, max=4),
        ] = None,
        publiable: Publishable = False,
        registre_annuel: AnnualRegisters = False,
        cle: Annotated[Path | None, typer.Option("--cle", help=help_text("option.cle"), metavar="FILE")] = None,
        documents: Annotated[bool, typer.Option("--documents", help=help_text("option.documents"))] = False,
        confidentiel: Annotated[bool, typer.Option("--confidentiel", help=help_text("option.confidentiel"))] = False,
        identifiants: Credentials = None,
        jobs: Annotated[str, typer.Option("--jobs", help=help_text("option.jobs"), metavar="N|auto")] = "auto",
        engine: Annotated[
            str, typer.Option("--engine", help=help_text("option.engine"), metavar="local|dask")
        ] = "local",
        scheduler: Annotated[
            str | None, typer.Option("--scheduler", help=help_text("option.scheduler"), metavar="URL")
        ] = None,
        resume: Annotated[bool, typer.Option("--resume", help=help_text("option.resume"))] = False,
        adapters: Adapters = None,
        lang: Lang = None,
        json: Json = False,
    ) -> int:
        return verbs.convert(
            dumps,
            param,
            json,
            to=to,
            adapter=adapter,
            siren=siren,
            lots=lots,
            attendus=attendus,
            layout=layout,
            confidentialite_max=confidentialite_max,
            publiable=publiable,
            registre_annuel=registre_annuel,
            cle=cle,
            documents=documents,
            confidentiel=confidentiel,
            identifiants=identifiants,
            jobs=jobs,
            engine=engine,
            scheduler=scheduler,
            resume=resume,
            adapters=adapters,
            lang=lang,
        )
