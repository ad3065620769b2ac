"""A thousand small budget documents to one dataset of budget lines, with their section and chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["collecdata", "differences", "make", "yatotem2scdl"]


def make(path: Path, files: float) -> None:
    """Generate a folder of budgets of one town: as many establishments, two years."""
    import random
    import sys
    from pathlib import Path as Folder

    sys.path.append(str(Folder(__file__).parents[3] / "examples" / "compta"))
    from generate_totem import budget  # type: ignore[import-not-found]

    path.mkdir(parents=True)
    dice = random.Random(57)
    for number in range(int(files)):
        text = budget(2023 + number % 2, "01", dice, f"12345678{number:06d}"[:14])
        (path / f"{number:04d}.xml").write_bytes(text.encode("iso-8859-1"))


def collecdata(source: Path, out: Path) -> None:
    """Convert the folder into one package: every table, every check."""
    import collecdata as ours

    ours.convert(source, to=out, siren="123456782")


def yatotem2scdl(source: Path, out: Path) -> None:
    """Convert one file after the other, appended to one CSV; the charts of accounts are those of the same years."""
    import tempfile
    from pathlib import Path as Folder

    import yatotem2scdl as peer

    charts = Folder(tempfile.gettempdir()) / "collecdata-benchmarks" / "plan_de_comptes"
    converter = peer.ConvertisseurTotemBudget()
    with out.open("w", encoding="utf-8", newline="") as lines:
        for number, path in enumerate(sorted(source.iterdir())):
            options = peer.Options(inclure_header_csv=not number)
            converter.totem_budget_vers_scdl(path, charts, lines, options)


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
