"""Libraries: what must hold, one module a subject, each with its own `RULES`."""

from __future__ import annotations

from collecdata.domains.mediatheque import catalogue, circulation, conservation, exemplaires, statistique
from collecdata.domains.rules import Rules

__all__ = ["RULES"]

RULES = Rules.joined(catalogue.RULES, exemplaires.RULES, circulation.RULES, conservation.RULES, statistique.RULES)
