"""What the interleaved benchmarks share: what may be asked of them, the rounds, the verdict they end on.

Standard library only (see `launch`).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suite.results import store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from suite.launch import Cost

__all__ = ["Asked", "arguments", "asked_of", "failures", "interleave", "run", "spaced"]

AGREE = frozenset({"equal", "not compared"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command line asks for; `size` is 0 where the usual one is wanted."""

    only: tuple[str, ...]
    rounds: int
    size: int
    publish: bool
    work: Path

    def size_of(self, small: int, published: int) -> int:
        """Return the size asked for, else the usual one."""
        return self.size or (published if self.publish else small)


def arguments(description: str, kinds: Sequence[str], unit: str) -> argparse.ArgumentParser:
    """Make the parser of a benchmark of several kinds; `unit` is that of its size."""
    parser = argparse.ArgumentParser(description=f"{description}, interleaved")
    parser.add_argument("--only", nargs="+", choices=kinds, default=kinds)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=0, help=f"{unit}, in place of the usual")
    parser.add_argument("--publish", action="store_true", help="store in benchmarks/results, at full size")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "collecdata-benchmarks")
    return parser


def asked_of(parsed: argparse.Namespace) -> Asked:
    """Return what every benchmark is asked, its folder of work made."""
    parsed.work.mkdir(parents=True, exist_ok=True)
    return Asked(tuple(parsed.only), parsed.rounds, parsed.size, parsed.publish, parsed.work)


def run(asked: Asked, measure: Callable[[str], dict[str, Any]], judged: Collection[str] = ()) -> int:
    """Measure each kind, store its result, print its ratios; 1 where an engine failed or says something else.

    `judged`: the only engines that must be right, where it is known, and said, that others are not.
    """
    good = True
    for kind in asked.only:
        result = measure(kind)
        store(result, publish=asked.publish)
        verdicts = {name: engine.get("verdict", engine.get("failed")) for name, engine in result["engines"].items()}
        good &= AGREE.issuperset(verdict for name, verdict in verdicts.items() if name in (judged or verdicts))
        _say(f"{kind} {json.dumps(verdicts)} {json.dumps(result['ratios'])}")
    return 0 if good else 1


def interleave(kind: str, engines: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, list[Cost]]:
    """Run every engine once, then every engine again: what each cost, round by round."""
    costs: dict[str, list[Cost]] = {engine: [] for engine in engines}
    for _ in range(rounds):
        for engine, once in engines.items():
            costs[engine].append(cost := once())
            _say(f"  {kind}: {engine}: {cost}")
    return costs


def failures(costs: Mapping[str, Sequence[Cost]]) -> str:
    """Name the engines whose last run failed; empty when none did."""
    failed = [engine for engine, found in costs.items() if found[-1].failed]
    return f"{', '.join(failed)} failed" if failed else ""


def spaced(size: int, unit: str) -> str:
    """Write a size in French.

    >>> spaced(200000, "notices")
    '200 000 notices'
    """
    return f"{f'{size:,}'.replace(',', ' ')} {unit}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
