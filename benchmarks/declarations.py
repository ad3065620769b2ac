"""Social declarations (DSN) to typed Parquet, by collecdata and by plain Python: the same cells, in interleaved rounds.

python benchmarks/declarations.py                    # 30 MB in one file, then 200 small files
python benchmarks/declarations.py --publish          # 300 MB in one file, 2 000 files of 131 MB
python benchmarks/declarations.py --only small --size 500

What is measured is the whole process of each.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from suite.command import Asked, arguments, asked_of, failures, interleave, run, spaced
from suite.launch import launch, run_module
from suite.results import result_of

if TYPE_CHECKING:
    from pathlib import Path

MODULE = ("suite.dsn_tables",)
EMPLOYERS = 20
EACH = 0.0655
"""Megabytes of a small file."""


class Form(NamedTuple):
    """What is read: usual and published size, unit, title of the result, ratio of processor that is wanted."""

    small: int
    published: int
    unit: str
    title: str
    goal: float


FORMS = {
    "large": Form(30, 300, "Mo", "DSN, un fichier", 10),
    "small": Form(200, 2000, "fichiers", "DSN, petits fichiers de vingt employeurs", 4),
}


def main() -> int:
    """Compare the two forms."""
    asked = asked_of(arguments("DSN", list(FORMS), "megabytes, or files").parse_args())
    return run(asked, lambda form: measure(form, asked))


def source_of(form: str, size: int, work: Path) -> Path:
    """Return the generated file or folder, made unless an earlier run did."""
    source = work / f"declarations.{form}.{size}"
    if not source.exists():
        of_folder = (str(size), str(EMPLOYERS)) if form == "small" else ()
        megabytes = size * EACH if form == "small" else size
        run_module("suite.generate.dsn", str(megabytes), str(source), *of_folder)
    return source


def measure(form: str, asked: Asked) -> dict[str, Any]:
    """Read one form by both, then compare what they wrote."""
    small, published, unit, title, goal = FORMS[form]
    size = asked.size_of(small, published)
    source = source_of(form, size, asked.work)
    outs = {
        "collecdata": ("ours", asked.work / f"dsn-{form}.ours"),
        "python": ("plain", asked.work / f"dsn-{form}.plain"),
    }
    engines = {
        name: partial(launch, engine, [str(source), str(out)], out, MODULE) for name, (engine, out) in outs.items()
    }
    costs = interleave(form, engines, asked.rounds)
    verdict = failures(costs) or run_module(*MODULE, "compare", *(str(out) for _, out in outs.values())).strip()
    return result_of(f"dsn-{form}", title, spaced(size, unit), costs, verdict, goals={"python": {"cpu": goal}})


if __name__ == "__main__":
    sys.exit(main())
