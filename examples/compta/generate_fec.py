"""Invent two FEC (fichier des écritures comptables) of two régies of a town that does not exist.

    python examples/compta/generate_fec.py     # rewrites examples/compta/fec/, the same bytes every time

The layouts are those seen in real files: one cut by tabs in UTF-8 with a byte order mark, one cut by `|` in a DOS code
page, its text padded with blanks, its amounts padded with zeros, a separator too many at the end of each line.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent / "fec"
HEADER = (
    "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate "
    "EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
).split()
CLOSING = date(2024, 12, 31)
ACCOUNTS = {
    "102100": "Dotation",
    "213000": "Constructions",
    "401100": "Fournisseurs",
    "411100": "Usagers",
    "445660": "TVA déductible sur autres biens et services",
    "445710": "TVA collectée",
    "515000": "Compte au Trésor",
    "606100": "Fournitures non stockables (eau, énergie)",
    "615230": "Entretien des réseaux",
    "701110": "Ventes d'eau aux abonnés",
    "706110": "Redevance d'assainissement collectif",
}
CUSTOMERS = (
    "C0101 MAIRIE ANNEXE",
    "C0102 PISCINE",
    "C0103 LYCÉE DES TILLEULS",
    "C0104 CAMPING DU GUÉ",
    "C0105 ABONNÉS",
)
SUPPLIERS = (
    "F0201 ÉNERGIE EXEMPLE",
    "F0202 TRAVAUX DÉMONSTRATION",
    "F0203 POMPES FICTIVES",
    "F0204 LABORATOIRE IMAGINÉ",
)


@dataclass(frozen=True)
class Line:
    """One line of one entry; amounts in cents."""

    account: str
    debit: int = 0
    credit: int = 0
    third: str = ""


@dataclass(frozen=True)
class Entry:
    """One balanced entry."""

    journal: tuple[str, str]
    number: int
    day: date
    piece: str
    label: str
    lines: tuple[Line, ...]


def entries(seed: int, count: int) -> list[Entry]:
    """Invent an opening balance, then sales, purchases and their settlements, in date order."""
    dice = random.Random(seed)
    first = date(CLOSING.year, 1, 1)
    opening = (Line("213000", debit=48_000_000), Line("515000", debit=2_150_075), Line("102100", credit=50_150_075))
    made = [Entry(("AN", "À nouveaux"), 1, first, "AN", "Reprise des soldes", opening)]
    numbers = {"VE": 0, "AC": 0, "TR": 0}
    for day in sorted(first + timedelta(days=dice.randrange(364)) for _ in range(count)):
        kind = dice.choice(("VE", "AC"))
        numbers[kind] += 1
        made.append(_sale(dice, numbers[kind], day) if kind == "VE" else _purchase(dice, numbers[kind], day))
        if dice.random() < 0.6:
            numbers["TR"] += 1
            made.append(_settlement(made[-1], numbers["TR"], min(day + timedelta(days=20), CLOSING)))
    return made


def _sale(dice: random.Random, number: int, day: date) -> Entry:
    net = dice.randrange(2_000, 900_000)
    tax = round(net * 0.055)
    water = dice.randrange(net // 3, net)
    third = dice.choice(CUSTOMERS)
    lines = (
        Line("411100", debit=net + tax, third=third),
        Line("701110", credit=water),
        Line("706110", credit=net - water),
        Line("445710", credit=tax),
    )
    return Entry(("VE", "Ventes"), number, day, f"T{number:05d}", f"Facture n°{number} relève 2024", lines)


def _purchase(dice: random.Random, number: int, day: date) -> Entry:
    net = dice.randrange(1_500, 2_000_000)
    tax = round(net * 0.2)
    lines = (
        Line(dice.choice(("606100", "615230")), debit=net),
        Line("445660", debit=tax),
        Line("401100", credit=net + tax, third=dice.choice(SUPPLIERS)),
    )
    return Entry(("AC", "Achats"), number, day, f"M{number:05d}", f"Mandat {number} dépense courante", lines)


def _settlement(settled: Entry, number: int, day: date) -> Entry:
    third = next(line for line in settled.lines if line.third)
    amount = third.debit or third.credit
    pair = (Line("515000", debit=amount), Line(third.account, credit=amount, third=third.third))
    if third.credit:
        pair = (Line(third.account, debit=amount, third=third.third), Line("515000", credit=amount))
    return Entry(("TR", "Trésorerie"), number, day, settled.piece, f"Règlement {settled.piece}", pair)


def cells(entry: Entry, line: Line) -> list[str]:
    """Lay one line out as the 18 cells of the FEC."""
    code, _, name = line.third.partition(" ")
    day = f"{entry.day:%Y%m%d}"
    head = [*entry.journal, str(entry.number), day, line.account, ACCOUNTS[line.account], code, name]
    return [*head, entry.piece, day, entry.label, money(line.debit), money(line.credit), "", "", day, "", ""]


def money(cents: int) -> str:
    """Write cents as euros with a decimal comma."""
    return f"{cents // 100},{cents % 100:02d}"


def tabbed(made: list[Entry]) -> bytes:
    """Cut by tabs, UTF-8 with a byte order mark."""
    rows = [HEADER, *(cells(entry, line) for entry in made for line in entry.lines)]
    return "".join("\t".join(row) + "\r\n" for row in rows).encode("utf-8-sig")


def padded(made: list[Entry]) -> bytes:
    """Cut by `|`, DOS code page, fixed widths, one separator too many."""
    widths = (4, 12, 0, 8, 8, 44, 8, 24, 8, 8, 32, 0, 0, 2, 8, 8, 0, 0)
    lines = ["|".join(HEADER) + "|"]
    for entry in made:
        for line in entry.lines:
            row = cells(entry, line)
            row[2], row[11], row[12] = row[2].zfill(8), row[11].zfill(13), row[12].zfill(13)
            lines.append("|".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + "|")
    return "".join(line + "\n" for line in lines).encode("cp850")


def main() -> None:
    """Write both files; a FEC is named after its SIREN and closing date."""
    HERE.mkdir(exist_ok=True)
    (HERE / f"123456782FEC{CLOSING:%Y%m%d}.txt").write_bytes(tabbed(entries(seed=1, count=160)))
    (HERE / f"987654324FEC{CLOSING:%Y%m%d}.txt").write_bytes(padded(entries(seed=2, count=90)))


if __name__ == "__main__":
    main()
