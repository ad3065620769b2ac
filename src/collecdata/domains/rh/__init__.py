"""Human resources: what must hold, and what one field tells of another; one module a subject."""

from __future__ import annotations

from collecdata.domains.rh import aggregates, dates, declarations, gross, identity, indices, net, signs
from collecdata.domains.rules import Rules

__all__ = ["RULES"]

RULES = Rules.joined(
    signs.RULES,
    net.RULES,
    indices.RULES,
    dates.RULES,
    identity.RULES,
    gross.RULES,
    declarations.RULES,
    aggregates.RULES,
)
