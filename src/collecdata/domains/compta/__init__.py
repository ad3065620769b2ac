"""Accounting: what must hold, one module a subject, each with its own `RULES`."""

from __future__ import annotations

from collecdata.domains.compta import balance, fec, ledger, plans, slips, votes
from collecdata.domains.rules import Rules

__all__ = ["RULES"]

RULES = Rules.joined(ledger.RULES, fec.RULES, balance.RULES, plans.RULES, votes.RULES, slips.RULES)
