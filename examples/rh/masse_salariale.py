"""What a town pays each month, agents and employer, from its payroll files.

python examples/rh/masse_salariale.py examples/rh/xhl
"""

from __future__ import annotations

import sys

import pyarrow.compute as pc

import collecdata


def main(folder: str) -> None:
    """Convert, then sum what agents earn and what the employer adds, month by month."""
    result = collecdata.convert(folder)
    lines = result["rh.ligne_paie"]
    earned = lines.filter(pc.or_(pc.greater(lines["ligne_montant"], 0), pc.equal(lines["ligne_famille"], "rappel")))
    totals = earned.group_by(["paie_mois", "part"]).aggregate([("ligne_montant", "sum")])
    for row in totals.sort_by([("paie_mois", "ascending"), ("part", "ascending")]).to_pylist():
        print(row["paie_mois"], row["part"], row["ligne_montant_sum"])


if __name__ == "__main__":
    main(sys.argv[1])
