"""Accounting files against their peers: one module a format, one function an engine, `ENGINES` lists them."""

from __future__ import annotations

__all__ = ["ENGINES"]

ENGINES = {
    "pes": ("collecdata", "lxml"),
    "totem": ("collecdata", "yatotem2scdl"),
    "fec": ("collecdata", "collecdata-bare", "pyarrow"),
}
"""By format; ours first. `collecdata-bare` is the core alone, as in `suite.engines`."""
