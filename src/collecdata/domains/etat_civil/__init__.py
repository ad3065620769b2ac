"""Civil registry: what must hold, and what may be published, one module a subject, each with its own `RULES`."""

from __future__ import annotations

from collecdata.domains.etat_civil import communes, communicability, numbers, people, registers
from collecdata.domains.rules import Rules

__all__ = ["RULES"]

RULES = Rules.joined(registers.RULES, numbers.RULES, communes.RULES, people.RULES, communicability.RULES)
