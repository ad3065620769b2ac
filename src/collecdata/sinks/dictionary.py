"""What goes with exported tables so that they can be read alone: every field, every code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.catalogue.codes import CodeList
    from collecdata.sinks.stored import Package

__all__ = ["CODE_COLUMNS", "FIELD_COLUMNS", "code_rows", "field_rows"]

FIELD_COLUMNS = (
    "table", "titre_table", "emplacement", "champ", "titre", "type", "obligatoire", "description", "exemple",
    "liste_de_codes", "confidentialite",
)  # fmt: skip
CODE_COLUMNS = ("liste", "code", "libelle", "definition", "valide_de", "valide_a", "source")

TYPES = {
    "string": "texte",
    "integer": "entier",
    "number": "nombre",
    "boolean": "oui/non",
    "date": "date",
    "datetime": "date et heure",
    "time": "heure",
    "year": "année",
}


def field_rows(package: Package, places: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Give a row a field, under `FIELD_COLUMNS`; `places` says in which file or sheet each table is."""
    for table in package.tables.values():
        for field in table.fields:
            ours = field.get("collecdata", {})
            yield (
                table.id,
                table.title,
                places[table.id],
                field["name"],
                field.get("title", ""),
                TYPES.get(field["type"], field["type"]),
                "oui" if field.get("constraints", {}).get("required") else "",
                field.get("description", ""),
                str(field.get("example", "")),
                ours.get("vocabulaire", ""),
                str(ours.get("confidentialite", "")),
            )


def code_rows(package: Package, codes: Mapping[str, CodeList]) -> Iterator[tuple[str, ...]]:
    """Give a row a code of every list that a field of the package uses, under `CODE_COLUMNS`.

    A list that is not in `codes` is known by the codes alone that the package's own schema allows.
    """
    for name, allowed in _lists(package).items():
        if name in codes:
            for one in codes[name]:
                days = (day.isoformat() if day else "" for day in (one.valide_de, one.valide_a))
                yield (name, one.code, one.libelle, one.definition, *days, one.source)
        else:
            yield from ((name, code, *[""] * (len(CODE_COLUMNS) - 2)) for code in allowed)


def _lists(package: Package) -> dict[str, list[str]]:
    fields: Iterator[Mapping[str, Any]] = (field for table in package.tables.values() for field in table.fields)
    return {
        field["collecdata"]["vocabulaire"]: field.get("constraints", {}).get("enum", [])
        for field in fields
        if field.get("collecdata", {}).get("vocabulaire")
    }
