"""Pages made from the project's own data: one module a kind of page, each with one function that returns text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference.markdown import MARK

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["generated", "is_generated"]


def generated(root: Path) -> dict[Path, str]:
    """Return every generated page, and every page that has a generated block, whole."""
    from collecdata import messages
    from collecdata.catalogue.catalogue import Catalogue
    from reference import adapters, commands, issues, json_schemas, language, readers, tables
    from reference.blocks import with_blocks

    messages.use_language("fr")
    catalogue = Catalogue.from_roots()
    pages = {
        **tables.pages(catalogue),
        **adapters.pages(catalogue),
        "langage.md": language.page(),
        "lecteurs.md": readers.page(),
        "messages.md": issues.page(),
        "commandes.md": commands.page(),
    }
    found = {root / "docs" / "reference" / name: f"{MARK}\n\n{text.strip()}\n" for name, text in pages.items()}
    found |= {root / "docs" / "reference" / name: f"{text}\n" for name, text in json_schemas.files().items()}
    return found | with_blocks(root, catalogue)


def is_generated(path: Path) -> bool:
    """Whether a page is wholly generated."""
    return path.read_text(encoding="utf-8").startswith(MARK)
