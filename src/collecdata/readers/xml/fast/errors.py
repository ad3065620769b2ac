"""Why a piece is left to the exact reading."""

from __future__ import annotations

__all__ = ["IrregularError"]


class IrregularError(Exception):
    """The piece has something that the fast reading does not know: comments, mixed content, a fault..."""
