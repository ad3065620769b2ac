"""Say what a demonstration converted: the two identities of every report, and where each report is.

    python3 examples/summary.py demo

Standard library only: a report is for any program to read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

UNITS = {
    "records": "de données",
    "blank": "vides",
    "preamble": "d'en-tête et de titre",
    "repeated": "d'en-tête répété",
    "footer": "de total",
    "rejected": "rejetées",
}


def main(target: Path) -> int:
    """Print every report found; 1 where an identity does not hold, or where there is none."""
    reports = {path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(target.rglob("rapport.json"))}
    for path, report in reports.items():
        print(f"\n{path.parent.relative_to(target)}")
        for line in (*map(_file, report["inputs"]), *map(_block, report["blocks"])):
            print(f"  {line}")
        print(f"  rapport : {path.with_suffix('.md')}")
    good = bool(reports) and all(report["balanced"] for report in reports.values())
    print(f"\n{len(reports)} conversions, " + ("tous les comptes sont justes." if good else "un compte est faux."))
    return 0 if good else 1


def _file(one: dict[str, Any]) -> str:
    identity = one["identity"]
    parts = " + ".join(f"{identity[key]} {words}" for key, words in UNITS.items() if identity[key])
    return f"{one['name']} : {identity['physical']} lignes = {parts} ({_verdict(identity)})"


def _block(one: dict[str, Any]) -> str:
    parts = f"{one['kept']} retenues + {one['filtered']} exclues par une règle + {one['rejected']} rejetées"
    written = f"{one['expanded']} faites - {one['deduplicated']} doublons = {one['written']} écrites"
    return f"{one['table']} : {one['read']} lues = {parts} ; {written} ({_verdict(one)})"


def _verdict(one: dict[str, Any]) -> str:
    return "juste" if one["balanced"] else "FAUX"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
