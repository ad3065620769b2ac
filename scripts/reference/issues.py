"""Every message: what was found, what to do."""

from __future__ import annotations

import itertools
import string
from importlib.resources import files

import yaml

__all__ = ["page"]

FAMILIES = {
    "adapter": "L'adaptateur",
    "cell": "Une cellule",
    "column": "Une colonne",
    "csv": "Le texte séparé",
    "detect": "La reconnaissance des fichiers",
    "encoding": "Les caractères",
    "excel": "Les classeurs",
    "export": "L'export",
    "file": "Le fichier",
    "fixed": "Les positions fixes",
    "header": "L'en-tête",
    "identity": "Le compte des lignes",
    "input": "Les fichiers donnés",
    "internal": "Une faute du programme",
    "key": "Les clés",
    "lookup": "Les jointures",
    "param": "Les paramètres",
    "row": "Une ligne",
    "schema": "Un schéma",
    "siren": "Le SIREN",
    "system": "La machine",
    "target": "Le dossier du résultat",
    "total": "Les totaux",
    "usage": "La commande",
    "write": "L'écriture",
}
INTRODUCTION = """
# Les messages

Chaque anomalie et chaque refus porte un code qui ne change pas d'une version à l'autre. Ce qui est entre accolades est
rempli au moment du message : le fichier, la ligne, la valeur.
"""


def page() -> str:
    """Return the page: one section a family, one entry a code."""
    # The texts as they are written, placeholders and all: `messages.render` would fill them.
    texts = yaml.safe_load(files("collecdata.messages").joinpath("fr.yaml").read_text(encoding="utf-8"))
    parts = [INTRODUCTION]
    for family, codes in itertools.groupby(texts, key=lambda code: str(code).partition(".")[0]):
        parts.append(f"\n## {FAMILIES.get(family, family)}\n")
        parts += [_entry(code, texts[code]) for code in codes]
    return "\n".join(parts)


def _entry(code: str, text: dict[str, str]) -> str:
    title, explanation, remedy = (_shown(text[key]) for key in ("title", "explanation", "remedy"))
    todo = f"\n\n**Que faire.** {remedy}" if remedy else ""
    return f"### `{code}` {{ #{code.replace('.', '-')} }}\n\n**{title}.** {explanation}{todo}\n"


def _shown(text: str) -> str:
    """Show placeholders as code, unless they are in code already; doubled braces are real ones."""
    shown = ""
    for literal, field, _, _ in string.Formatter().parse(" ".join(text.split())):
        shown += literal
        if field:
            shown += f"{{{field}}}" if shown.count("`") % 2 else f"`{{{field}}}`"
    return shown
