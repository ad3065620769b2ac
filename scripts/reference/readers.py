"""Options of every reader."""

from __future__ import annotations

from collecdata.readers.registry import READERS
from reference.models import keys_table, models_in

__all__ = ["page"]

TITLES = {
    "csv": "Texte séparé : `csv`",
    "excel": "Classeurs .xls, .xlsx et .ods : `excel`",
    "fixed": "Positions fixes : `fixed`",
    "json": "Documents JSON : `json`",
    "xml": "Documents XML : `xml`",
}
INTRODUCTION = """
# Les lecteurs et leurs options

Un lecteur transforme un format en lignes de texte. On le nomme dans `reader:`, on le règle dans `options:`. Un fichier
`.gz`, un membre d'un `.zip` se lisent comme le fichier qu'ils contiennent.
"""


def page() -> str:
    """Return the page: one section a reader."""
    return "\n".join([INTRODUCTION, *(_section(name) for name in READERS)])


def _section(name: str) -> str:
    first, *inner = models_in(READERS[name].options)
    parts = [f"\n## {TITLES.get(name, name)} {{ #{name} }}\n\n{keys_table(first)}\n"]
    parts += [f"\n### {model.__name__} {{ #{model.__name__.lower()} }}\n\n{keys_table(model)}\n" for model in inner]
    return "\n".join(parts)
