"""Electoral rolls: what must hold, one module a subject, each with its own `RULES`."""

from __future__ import annotations

from collecdata.domains.elections import electors, people, stations, towns
from collecdata.domains.rules import Rules

__all__ = ["RULES"]

RULES = Rules.joined(electors.RULES, stations.RULES, people.RULES, towns.RULES)
