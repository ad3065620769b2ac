"""The mapping language: every key of adapter.yaml and export.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue.export_language import Export
from collecdata.catalogue.language import Adapter
from reference.models import keys_table, models_in

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["page"]

TITLES = {
    "Adapter": "adapter.yaml : le fichier",
    "Export": "export.yaml : le fichier",
    "Vendor": "L'éditeur",
    "Param": "Un paramètre",
    "Input": "Une entrée",
    "Detect": "Reconnaître un fichier",
    "Output": "Une sortie",
    "FieldMap": "Un champ : une source, puis des étapes",
    "Case": "Une branche de `case`",
    "Condition": "Une condition",
    "Split": "Un morceau de cellule",
    "ParamMap": "Une table donnée en paramètre",
    "Lookup": "Une jointure",
    "Unpivot": "Des colonnes en lignes",
    "Explode": "Une cellule en lignes",
    "Dedupe": "Une ligne par clé",
    "ExportFile": "Un fichier écrit",
    "ExportColumn": "Une colonne écrite",
    "ExportCase": "Une branche de `case`, à l'écriture",
    "FileOptions": "L'écriture du texte",
}
INTRODUCTION = """
# Le langage des adaptateurs

Toutes les clés, version 1 du langage. Le guide « [Écrire un adaptateur](../adaptateur.md) » les montre à l'œuvre.

Le YAML est lu sans deviner de types : `01001`, `no` et `12:30` restent du texte. Une clé inconnue ou répétée est une
erreur, à sa ligne, avec le nom valable le plus proche. Là où une liste est attendue, un texte seul vaut une liste d'un
élément.
"""


def page() -> str:
    """Return the page: both ways, one section an object."""
    inward = models_in(Adapter)
    outward = [model for model in models_in(Export) if model not in inward]
    return "\n".join([INTRODUCTION, *map(_section, (*inward, *outward))])


def _section(model: type[BaseModel]) -> str:
    name = model.__name__
    return f"\n## {TITLES.get(name, name)} {{ #{name.lower()} }}\n\n{keys_table(model)}\n"
