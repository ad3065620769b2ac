"""`collecdata adapters` and `collecdata schemas`: what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.cli.console import say_json, say_table
from collecdata.cli.options import Adapters, Json, Lang
from collecdata.messages import help_text

if TYPE_CHECKING:
    import typer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add both verbs."""

    @app.command("adapters", help=help_text("adapters"))
    def adapters(adapters: Adapters = None, json: Json = False, lang: Lang = None) -> int:
        from collecdata import api

        rows = [
            {
                "id": name,
                "version": folder.version,
                "evidence": folder.evidence,
                "ways": "".join(way for way, has in (("in", folder.adapter), ("+out", folder.export)) if has).lstrip(
                    "+"
                ),
                "title": folder.title,
            }
            for name, folder in sorted(api.open_adapters(adapters).items())
        ]
        if json:
            say_json(rows)
        else:
            header = ("id", "version", "evidence", "ways", "title")
            say_table(header, [tuple(row[key] for key in header) for row in rows])
        return 0

    @app.command("schemas", help=help_text("schemas"))
    def schemas(adapters: Adapters = None, json: Json = False, lang: Lang = None) -> int:
        from collecdata import api

        found = api.open_catalogue(adapters)
        rows = [
            {
                "id": table.id,
                "version": found.domains[table.domain].version,
                "fields": str(len(table.fields)),
                "title": table.title,
            }
            for table in found.tables.values()
        ]
        if json:
            say_json(rows)
        else:
            header = ("id", "version", "fields", "title")
            say_table(header, [tuple(row[key] for key in header) for row in rows])
        return 0
