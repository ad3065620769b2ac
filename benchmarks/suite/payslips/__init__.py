"""Payroll XML (XHL) read in columns, against lxml: what is measured is the reading, once both are loaded."""

from __future__ import annotations

__all__ = ["ENGINES"]

ENGINES = ("collecdata", "lxml")
"""Ours first."""
