"""`collecdata validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collecdata.cli import verbs
from collecdata.cli.options import Adapters, AnnualRegisters, Lang, Publishable
from collecdata.messages import help_text

__all__ = ["register"]

FORMS = "text|json|jsonl|sarif|junit|github|gitlab|markdown|html|csv"


def register(app: typer.Typer) -> None:
    """Add the verb, its help in the language in force."""

    @app.command("validate", help=help_text("validate"))
    def validate(
        data: Annotated[list[Path], typer.Argument(help=help_text("option.data"), metavar="DATA")],
        schema: Annotated[
            str | None, typer.Option("--schema", help=help_text("option.schema"), metavar="NAME|FILE")
        ] = None,
        format: Annotated[  # noqa: A002 - the name of the option
            str, typer.Option("--format", help=help_text("option.report_format"), metavar=FORMS)
        ] = "text",
        output: Annotated[
            Path | None, typer.Option("--output", help=help_text("option.output"), metavar="FILE")
        ] = None,
        header: Annotated[
            str, typer.Option("--header", help=help_text("option.header"), metavar="by-name|strict|ignore-case")
        ] = "by-name",
        fail_on: Annotated[
            str, typer.Option("--fail-on", help=help_text("option.fail_on"), metavar="error|warning|never")
        ] = "error",
        baseline: Annotated[
            Path | None, typer.Option("--baseline", help=help_text("option.baseline"), metavar="JSON")
        ] = None,
        max_errors: Annotated[
            int, typer.Option("--max-errors", help=help_text("option.max_errors"), metavar="N", min=0)
        ] = 100,
        redact: Annotated[
            bool | None, typer.Option("--redact/--no-redact", help=help_text("option.redact"), show_default=False)
        ] = None,
        rules: Annotated[
            list[str] | None, typer.Option("--rules", help=help_text("option.rules"), metavar="all|none|NAME")
        ] = None,
        at: Annotated[str | None, typer.Option("--at", help=help_text("option.at"), metavar="AAAA-MM-JJ")] = None,
        publiable: Publishable = False,
        registre_annuel: AnnualRegisters = False,
        encoding: Annotated[str | None, typer.Option("--encoding", help=help_text("option.encoding"))] = None,
        delimiter: Annotated[str | None, typer.Option("--delimiter", help=help_text("option.delimiter"))] = None,
        sheet: Annotated[str | None, typer.Option("--sheet", help=help_text("option.sheet"))] = None,
        adapters: Adapters = None,
        lang: Lang = None,
    ) -> int:
        return verbs.validate(
            data,
            format,
            output,
            schema=schema,
            header=header,
            fail_on=fail_on,
            baseline=baseline,
            max_errors=max_errors,
            redact=redact,
            rules=tuple(rules or ()),
            at=at,
            publiable=publiable,
            registre_annuel=registre_annuel,
            encoding=encoding,
            delimiter=delimiter,
            sheet=sheet,
            adapters=adapters,
            lang=lang,
        )
