"""A thousand small budget documents to one dataset of budget lines, with their section and chapter."""

from __future__ import annotations

from pathlib import Path

__all__ = ["collecdata", "differences", "make", "yatotem2scdl"]

ROOT = Path(__file__).parents[3]
CHARTS = ROOT.parent / "shared/data/compta/plans_de_comptes_2013_2024.tar.xz"
"""The charts of accounts as they are published: the peer reads them, ours are in the standard."""


def make(path: Path, files: float) -> None:
    """Generate a folder of budgets of one town: as many establishments."""
    import random
    import sys
    import tarfile

    sys.path.append(str(ROOT / "examples" / "compta"))
    from generate_totem import budget  # type: ignore[import-not-found]

    path.mkdir(parents=True)
    dice = random.Random(57)
    for number in range(int(files)):
        text = budget(2024, "01", dice, f"123456782{number:05d}")
        (path / f"{number:04d}.xml").write_bytes(text.encode("iso-8859-1"))
    with tarfile.open(CHARTS) as charts:
        for year in (2024,):
            chart = charts.extractfile(f"plan_de_comptes/{year}_M57_M57_D.xml")
            folder = path / "plans" / str(year) / "M57" / "M57_D"
            folder.mkdir(parents=True)
            (folder / "planDeCompte.xml").write_bytes(chart.read() if chart else b"")


def collecdata(source: Path, out: Path) -> None:
    """Convert the folder into one package: every table, every check."""
    import collecdata as ours

    ours.convert(*sorted(source.glob("*.xml")), to=out)


def yatotem2scdl(source: Path, out: Path) -> None:
    """Convert one file after the other, appended to one CSV, with the chart of accounts of each year."""
    import yatotem2scdl as peer  # type: ignore[import-untyped]

    converter = peer.ConvertisseurTotemBudget()
    with out.open("w", encoding="utf-8", newline="") as lines:
        for number, path in enumerate(sorted(source.glob("*.xml"))):
            options = peer.Options(inclure_header_csv=not number)
            converter.totem_budget_vers_scdl(path, source / "plans", lines, options)


def differences(ours: Path, theirs: Path) -> str:
    """Compare what both say of each line: account, side, amount; what the peer leaves blank is not held against us."""
    import csv

    import pyarrow.parquet as pq

    table = pq.read_table(ours / "compta/ligne_budgetaire.parquet")
    mine = sorted(
        (row["nature_code"], row["sens"], f"{row['montant_prevu'] or 0:.2f}")
        for row in table.select(["nature_code", "sens", "montant_prevu"]).to_pylist()
    )
    with theirs.open(encoding="utf-8", newline="") as lines:
        other = sorted(
            (row["BGT_NATURE"], row["BGT_CODRD"].replace("é", "e"), f"{float(row['BGT_MTPREV'] or 0):.2f}")
            for row in csv.DictReader(lines)
        )
    return "" if mine == other else f"{len(mine)} lines against {len(other)}"
