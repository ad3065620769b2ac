"""A DSN read by the obvious Python, line by line: what the vectorised reader is measured and judged against.

The rules are those of the norm, said once more and otherwise: an instance begins where the block changes or the rank
does not grow; its parent is the last instance of the block that holds it, unless what holds that one has begun anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collecdata.catalogue import dsn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Rows = dict[str, list[dict[str, Any]]]

__all__ = ["blocks_of", "parts_of"]


def blocks_of(lines: Iterable[bytes]) -> Rows:
    """Return the instances of each block: values by rubric, `_id`, `_parent` (None: none), `_rang`, `_ligne`."""
    (found,) = parts_of(lines, {}, 1 << 60)
    return found


def parts_of(lines: Iterable[bytes], types: Mapping[str, Callable[[str], Any]], most: int) -> Iterator[Rows]:
    """Give the instances of each block, `most` lines or a little more at a time, values read by `types` (else text).

    Lines are of the norm: neither blank, nor cut, nor unknown.
    """
    above = {block: _above(block) for block in dsn.parents()}
    found: Rows = {}
    last: dict[str, dict[str, Any]] = {}
    counts: dict[tuple[str, int | None], int] = {}
    block, rubric, at, taken = "", "", 0, 0
    row: dict[str, Any] = {}
    for number, line in enumerate(lines, start=1):
        text = line.decode("latin-1").rstrip("\r\n")
        code, _, value = text.partition(",")
        if code[:10] != block or code <= rubric:
            block = code[:10]
            if number - taken > most:
                yield found
                found, taken = {}, number
            holder = _holder(above[block], last)
            parent = holder["_id"] if holder else None
            counts[block, parent] = counts.get((block, parent), 0) + 1
            row = last[block] = {"_id": at, "_parent": parent, "_rang": counts[block, parent], "_ligne": number}
            found.setdefault(block, []).append(row)
        read = types.get(code)
        row[code] = read(value[1:-1]) if read else value[1:-1]
        rubric = code
        at += len(line)
    yield found


def _above(block: str) -> tuple[str, ...]:
    """Return the blocks that hold one, the nearest first."""
    parent = dsn.parents()[block]
    return (parent, *_above(parent)) if parent else ()


def _holder(above: tuple[str, ...], last: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """Return the instance that holds a new one."""
    if not above or above[0] not in last:
        return None
    holder = last[above[0]]
    return None if any(last[one]["_id"] > holder["_id"] for one in above[1:] if one in last) else holder
