"""The INSEE death file: generated with its quirks, read by us and by peers, held against a plain reading."""

from __future__ import annotations

__all__ = ["ENGINES", "GOALS"]

ENGINES = {"collecdata": "ours.convert", "polars": "peers.polars", "duckdb": "peers.duckdb"}
"""Who reads it, ours first: a function of a module here."""
GOALS = {"polars": {"wall": 1, "cpu": 1.3}, "duckdb": {"wall": 1, "cpu": 1.5}}
"""Ratios that are wanted of each peer."""
