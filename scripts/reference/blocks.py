"""Generated blocks inside pages written by hand, between `<!-- début : nom -->` and `<!-- fin : nom -->`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reference import adapters, measures, results, sizing

if TYPE_CHECKING:
    from pathlib import Path

    from collecdata.catalogue.catalogue import Catalogue

__all__ = ["with_blocks"]

BLOCK = re.compile(r"(<!-- début : (?P<name>[\w-]+) -->\n).*?(<!-- fin : (?P=name) -->)", re.DOTALL)


def with_blocks(root: Path, catalogue: Catalogue) -> dict[Path, str]:
    """Return every page that has blocks, with what they should hold. Raises `KeyError` for an unknown block."""
    stored = root / "benchmarks" / "results"
    blocks = {
        "adaptateurs": adapters.overview(catalogue, "docs/reference/adaptateurs/"),
        "adaptateurs-en": adapters.overview(catalogue, "docs/reference/adaptateurs/", english=True),
        "adaptateurs-compta": adapters.summary(catalogue, "reference/adaptateurs/", domain="compta"),
        "adaptateurs-etat-civil": adapters.summary(catalogue, "reference/adaptateurs/", domain="etat_civil"),
        "adaptateurs-elections": adapters.summary(catalogue, "reference/adaptateurs/", domain="elections"),
        "adaptateurs-cimetiere": adapters.summary(catalogue, "reference/adaptateurs/", domain="cimetiere"),
        "adaptateurs-mediatheque": adapters.summary(catalogue, "reference/adaptateurs/", domain="mediatheque"),
        "adaptateurs-rh": adapters.summary(catalogue, "reference/adaptateurs/", domain="rh"),
        "vitesse": results.speed(stored),
        "rang-a-rang": results.rowwise(stored),
        "memoire": results.memory(stored),
        "pieges": results.traps(stored),
        "mesures": measures.every(stored),
        "dimensions": sizing.hours(stored),
        "conditions": results.conditions(stored),
    }
    pages = [root / "README.md", root / "README.en.md", *sorted((root / "docs").glob("*.md"))]
    return {page: _filled(page.read_text(encoding="utf-8"), blocks) for page in pages if page.is_file()}


def _filled(text: str, blocks: dict[str, str]) -> str:
    return BLOCK.sub(lambda found: f"{found[1]}\n{blocks[found['name']]}\n\n{found[3]}", text)
