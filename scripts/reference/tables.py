"""The standard: the list of tables, one page a table, one page of code lists a domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue.page import codes_section, table_page
from reference.markdown import code, table

if TYPE_CHECKING:
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.domain import Domain

__all__ = ["pages"]

INTRODUCTION = """
# Les tables

Le standard lui-même, sous [Licence Ouverte 2.0](https://www.etalab.gouv.fr/licence-ouverte-open-licence/) : des
descripteurs Table Schema dans le dossier `schemas/`, lisibles sans aucun programme.
"""


def pages(catalogue: Catalogue) -> dict[str, str]:
    """Return the pages of every domain."""
    found = {"tables.md": "\n".join([INTRODUCTION, *(_index(one) for _, one in sorted(catalogue.domains.items()))])}
    for name, domain in sorted(catalogue.domains.items()):
        for one in domain.tables.values():
            found[f"tables/{name}/{one.name}.md"] = table_page(one, catalogue.codes)
        if domain.codes:
            lists = "\n".join(codes_section(codes) for codes in domain.codes.values())
            found[f"codes/{name}.md"] = f"# {domain.title} : listes de codes\n\n{lists}"
    return found


def _index(domain: Domain) -> str:
    rows = [
        (f"[{code(one.name)}](tables/{domain.name}/{one.name}.md)", one.title, str(len(one.fields)))
        for one in domain.tables.values()
    ]
    sources = "\n".join(f"* [{link.title}]({link.path})" if link.path else f"* {link.title}" for link in domain.sources)
    head = f"## {domain.title}\n\n{code(domain.name)}, version {domain.version}. {domain.description}"
    lists = f"\n\n[Listes de codes](codes/{domain.name}.md)." if domain.codes else ""
    listed = table(("table", "ce qu'elle contient", "champs"), rows)
    return f"{head}\n\n{listed}{lists}\n\nSources :\n\n{sources}\n"
