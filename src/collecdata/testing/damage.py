"""Files damaged at random, the same way at every run: what disks, transfers and hands do to an export."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["damaged"]

_LENGTHS = (1, 10, 100, 1000)
_MARKS = (
    b'"', b"'", b";", b",", b"\t", b"\n", b"\r", b"\x1a", b"\x1d", b"\x1e", b"\x1f", b"<", b">", b"<!--", b"]]>",
    b"&#0;", b"{", b"]", b"\\", b"\xc3", b"\xe9", b"\xc6", b"9" * 40,
)  # fmt: skip
"""What means something in one format or another, and the first byte of a character that does not follow."""


def damaged(content: bytes, times: int) -> Iterator[bytes]:
    """Give a content so many times, each damaged in one place or all along; nothing of an empty one."""
    dice = random.Random(len(content))  # noqa: S311 - the same at every run
    for _ in range(times if content else 0):
        yield _once(content, dice)


def _once(content: bytes, dice: random.Random) -> bytes:
    """Cut it, lose or repeat a stretch, put bytes or a mark in, change its line ends."""
    at = dice.randrange(len(content))
    upto = at + dice.choice(_LENGTHS)
    before, after = content[:at], content[at:]
    ways = (
        lambda: before,
        lambda: before + content[upto:],
        lambda: content[:upto] + after,
        lambda: before + dice.randbytes(8) + after,
        lambda: before + b"\0" * 3 + after[3:],
        lambda: before + dice.choice(_MARKS) + after,
        lambda: before + dice.choice(_MARKS) + after[1:],
        lambda: content.replace(b"\n", dice.choice((b"\r", b"\r\n", b"\n\n", b""))),
    )
    return dice.choice(ways)()
