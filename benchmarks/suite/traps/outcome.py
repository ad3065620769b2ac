"""What a tool made of a trap file."""

from __future__ import annotations

from typing import Any

__all__ = ["Outcome"]

Outcome = tuple[list[Any] | None, str, list[tuple[int, str]]]
"""Rows (None: refused), the words of the refusal, and (line, column) of what was said while reading."""
