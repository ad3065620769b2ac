r"""Patterns: compiled as frictionless compiles them (`^…$`, matched from the start), in RE2, when that proves anything.

RE2 takes linear time on any pattern; Python's `re` may take years on `(a+)+$`. What RE2 accepts, Python accepts, save
for the constructs that `_DIFFERENT` knows; those that mean more in RE2 prove something of ASCII text only.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.kernels.buffers import texts

__all__ = ["Pattern", "explodes", "read_pattern"]

_DIFFERENT = re.compile(r"\{,|\\[QECp]|\\x\{|\(\?[PsmxU-]*[smxU]")
"""Read by RE2 otherwise than by Python, or by RE2 alone."""
_NEGATIVE = re.compile(r"\\[DWSBb]|\[\^[^\]]*\\[dws]|\(\?[a-zA-Z]*i|\[\[:")
"""Wider in RE2, which knows ASCII classes only, than in Python: a proof for ASCII text only."""
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT"})
_FEW = 16
"""A repeat bounded below this cannot take long, alone."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """`rx`: what RE2 is given. `ascii_only`: it proves something of ASCII text only."""

    rx: str
    ascii_only: bool


@cache
def read_pattern(pattern: str) -> Pattern | None:
    r"""Return a pattern as RE2 takes it; None when RE2 cannot be trusted to mean the same.

    >>> read_pattern(r"\d{5}"), read_pattern(r"(?!0)\d+")
    (Pattern(rx='\\A(?:^\\d{5}$)', ascii_only=False), None)
    """
    if _DIFFERENT.search(pattern):
        return None
    rx = rf"\A(?:^{pattern}$)"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(f"^{pattern}$")
        pc.match_substring_regex(texts(["x"]), pattern=rx)
    except (re.error, pa.ArrowInvalid):
        return None
    return Pattern(rx, bool(_NEGATIVE.search(pattern)))


@cache
def explodes(pattern: str) -> bool:
    r"""Whether `re` may need exponential time: a repeat of what itself repeats, without bound.

    >>> explodes(r"(a+)+b"), explodes(r"(\d{5};?)+"), explodes(r"[a-z]+@[a-z]+")
    (True, False, False)
    """
    import re._parser as parser  # type: ignore[import-not-found]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _nested(parser.parse(pattern), inside=False)
    except (re.error, RecursionError, OverflowError):
        return False


def _nested(node: Any, *, inside: bool) -> bool:  # noqa: ANN401 - the standard library's own tree
    """Look for an unbounded repeat under another one."""
    if isinstance(node, tuple) and len(node) == 2 and str(node[0]) in _REPEATS:  # noqa: PLR2004
        _, most, body = node[1]
        endless = most == _endless() or most > _FEW
        return (endless and inside) or _nested(body, inside=inside or endless)
    if isinstance(node, list | tuple) or hasattr(node, "data"):
        return any(_nested(part, inside=inside) for part in getattr(node, "data", node))
    return False


def _endless() -> Any:  # noqa: ANN401
    import re._constants as constants  # type: ignore[import-not-found]

    return constants.MAXREPEAT
