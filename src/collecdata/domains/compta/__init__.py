"""Accounting: what must hold, one module a subject, each with its own `RULES`."""

from __future__ import annotations

from collecdata.domains.compta import entries
from collecdata.domains.rules import Rules

__all__ = ["RULES"]

RULES = Rules.joined(entries.RULES)
