"""The reference page of a table, in French Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue.table import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collecdata.catalogue.codes import CodeList
    from collecdata.catalogue.table import Field, Table

__all__ = ["codes_section", "table_page"]

_TYPES: Mapping[str, str] = {
    "string": "texte",
    "integer": "entier",
    "number": "décimal",
    "boolean": "oui ou non",
    "date": "date",
    "datetime": "date et heure",
    "time": "heure",
    "year": "année",
}


def table_page(table: Table, codes: Mapping[str, CodeList]) -> str:
    """Return the page: what the table is, its keys, its fields, and the code lists they use.

    Args:
        table: the canonical table.
        codes: code lists by identifier (`compta.sens`); only those the table uses are shown.
    """
    used = dict.fromkeys(field.vocabulaire for field in table.fields if field.vocabulaire)
    sections = [codes_section(codes[name]) for name in used if name in codes]
    return "\n".join(
        [
            f"# {table.title}",
            "",
            f"`{table.id}`",
            "",
            table.description,
            "",
            *_keys(table),
            "",
            "## Champs",
            "",
            "| Champ | Ce que c'est | Type | Obligatoire | Confidentialité | Exemple |",
            "|---|---|---|---|---|---|",
            *(_row(field) for field in table.fields),
            "",
            *_generated(table),
            *(["## Listes de codes", "", *sections] if sections else []),
        ]
    )


def codes_section(codes: CodeList) -> str:
    """Return one code list as a heading and a table."""
    lines = [f"### {codes.title or codes.name}", "", f"`{codes.id}`", ""]
    lines += ["| Code | Libellé | Définition | Source |", "|---|---|---|---|"]
    for code in codes:
        definition = _cell(code.definition) + "".join(_validity(code.valide_de, code.valide_a))
        lines.append(f"| `{code.code}` | {_cell(code.libelle)} | {definition} | {_cell(code.source)} |")
    return "\n".join([*lines, ""])


def _keys(table: Table) -> Iterator[str]:
    if table.primary_key:
        yield f"* Clé primaire : {_names(table.primary_key)}."
    for rank, names in enumerate(table.comparison_keys):
        other = "Sinon" if rank else "D'une extraction à l'autre, une ligne se reconnaît à"
        yield f"* {other} : {_names(names)}."
    for key in table.foreign_keys:
        yield f"* {_names(key.fields)} renvoie à {_names(key.reference)} de `{key.table}`."
    if table.reference:
        yield "* Table de référence : ses lignes n'appartiennent à aucun organisme."
    yield f"* Classe de confidentialité la plus haute : {_class(table.confidentialite)}."


def _row(field: Field) -> str:
    what = f"**{_cell(field.title)}.** {_cell(field.description)}"
    if field.source:
        what += f"<br>*{_cell(field.source)}*"
    required = "oui" if field.required else ""
    return (
        f"| `{field.name}` | {what} | {_kind(field)} | {required} "
        f"| {_class(field.confidentialite)} | `{_cell(field.example)}` |"
    )


def _kind(field: Field) -> str:
    rules = field.constraints
    said = [_TYPES[field.type] + (f" ({field.decimales} décimales)" if field.type == "number" else "")]
    if field.vocabulaire:
        said.append(f"liste `{field.vocabulaire}`")
    if rules.enum:
        said.append(_names(rules.enum))
    if rules.pattern:
        said.append(f"motif `{_cell(rules.pattern)}`")
    if rules.minimum is not None:
        said.append(f"au moins {rules.minimum}")
    if rules.maximum is not None:
        said.append(f"au plus {rules.maximum}")
    if rules.maxLength is not None:
        said.append(f"{rules.maxLength} caractères au plus")
    if rules.unique:
        said.append("unique")
    return ", ".join(said)


def _generated(table: Table) -> Iterator[str]:
    coded = [field for field in table.fields if field.vocabulaire]
    if coded:
        names = _names(tuple(f"{field.name}_source" for field in coded))
        yield f"À l'écriture, chaque champ codé est suivi du code du logiciel sortant : {names}."
    yield "Chaque ligne dit d'où elle vient : `_source` (fichier) et `_ligne` (ligne physique)."
    yield ""


def _validity(first: object, last: object) -> Iterator[str]:
    if first:
        yield f" À partir du {first}."
    if last:
        yield f" Jusqu'au {last}."


def _class(number: int) -> str:
    return f"{number} {CLASSES[number]}"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
