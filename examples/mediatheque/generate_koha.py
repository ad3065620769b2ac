"""An invented library as a dump of Koha: readers, items, loans. Always the same bytes.

Run: python generate_koha.py
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

HERE = Path(__file__).parent / "koha"
READERS, LOANS, ITEMS, RECORDS = 120, 400, 180, 90
TODAY = dt.date(2024, 6, 15)
FIRST = "Camille Noé Zoé Andréa Dominique Maël Inès Loïc Éloïse Anaël".split()
LAST = ["EXEMPLE", "D'ESSAI", "FICTIF", "MODÈLE", "L'HYPOTHÈSE", "TÉMOIN"]
STREETS = ["rue de l'Église", "place du Marché", "impasse Fictive", "chemin des Œillets"]
WORDS = "été rêve château œuvre jardin voyage hiver énigme fenêtre mer".split()
Cell = str | int | None

TABLES = {
    "branches": """branchcode branchname branchzip branchcity branchphone branchemail branchurl branchaddress1
        branchaddress2""",
    "categories": """categorycode description enrolmentperiod upperagelimit dateofbirthrequired enrolmentfee
        category_type""",
    "borrowers": """borrowernumber cardnumber surname firstname title streetnumber streettype address address2 city
        zipcode country email phone mobile dateofbirth branchcode categorycode dateenrolled dateexpiry lost debarred
        debarredcomment borrowernotes opacnote sex password userid sort1 sort2 lastseen""",
    "biblio": "biblionumber title author abstract datecreated",
    "biblioitems": """biblioitemnumber biblionumber volume isbn issn ean publicationyear publishercode collectiontitle
        collectionvolume editionstatement timestamp pages size place url""",
    "items": """itemnumber biblionumber barcode dateaccessioned homebranch holdingbranch price notforloan damaged
        itemlost withdrawn itemcallnumber issues datelastborrowed itemnotes itemnotes_nonpublic onloan location ccode
        enumchron stocknumber""",
    "issues": "issue_id borrowernumber itemnumber date_due branchcode renewals_count issuedate onsite_checkout",
    "old_issues": """issue_id borrowernumber itemnumber date_due branchcode returndate renewals_count issuedate
        onsite_checkout""",
}
Rows = dict[str, list[tuple[Cell, ...]]]


def main() -> None:
    """Write the dump."""
    HERE.mkdir(exist_ok=True)
    chance = random.Random(995)
    rows: Rows = {
        "branches": [
            ("CTR", "Médiathèque Jean-Exemple", "51480", "Œuilly", None, None, None, "1 place du Marché", None),
            ("ETG", "Annexe de l'Étang", "51480", "Œuilly", None, None, None, None, None),
        ],
        "categories": [
            ("ADULT", "Adulte", 12, 999, 15, "12.000000", "A"),
            ("ENF", "Enfant", 12, 14, 0, "0.000000", "C"),
        ],
        "borrowers": [_reader(chance, number) for number in range(1, READERS + 1)],
        "biblio": [],
        "biblioitems": [],
        "items": [],
        "issues": [],
        "old_issues": [],
    }
    _catalogue(chance, rows)
    _loans(chance, rows)
    text = ["-- MySQL dump 10.19\n/*!40101 SET NAMES utf8mb4 */;\n"]
    for table, columns in TABLES.items():
        names = columns.split()
        defined = ",\n".join(f"  `{name}` text" for name in names)
        values = ",".join("(" + ",".join(map(_written, row)) + ")" for row in rows[table])
        text.append(f"CREATE TABLE `{table}` (\n{defined}\n);\nINSERT INTO `{table}` VALUES {values};\n")
    text.append("-- Dump completed on 2024-06-15 22:00:00\n")
    (HERE / "koha.sql").write_bytes("".join(text).encode())


def _reader(chance: random.Random, number: int) -> tuple[Cell, ...]:
    child = chance.random() < 0.3
    born = TODAY - dt.timedelta(chance.randint(4 * 365, 14 * 365) if child else chance.randint(15 * 365, 85 * 365))
    enrolled = TODAY - dt.timedelta(chance.randint(0, 2200))
    card = f"{number:07d}"
    if number % 40 == 0:
        card = f"*{card}*"  # the marks of Code 39, read with the card
    return (
        number, card, chance.choice(LAST), chance.choice(FIRST), None, str(chance.randint(1, 90)), None,
        chance.choice(STREETS), None, "Œuilly", "51480", "France", f"lecteur{number}@exemple.fr", None, None,
        None if number % 17 == 0 else born.isoformat(), chance.choice(["CTR", "CTR", "ETG"]),
        "ENF" if child else "ADULT",
        enrolled.isoformat(), (enrolled + dt.timedelta(365)).isoformat(), 0, None, None, None, None,
        chance.choice("FM"), "x", None, "COMMUNE", None, None,
    )  # fmt: skip


def _catalogue(chance: random.Random, rows: Rows) -> None:
    for number in range(1, RECORDS + 1):
        title = f"L'{chance.choice(WORDS)} et {chance.choice(WORDS)}".capitalize()
        year = str(chance.randint(1985, 2024))
        rows["biblio"].append((number, title, f"{chance.choice(FIRST)} Modèle", None, "2018-02-03"))
        rows["biblioitems"].append(
            (number, number, None, None, None, None, f"DL {year}", "Éditions du Modèle", None, None, None,
             "2024-01-05 09:08:56", f"{chance.randint(40, 600)} p.", "20 cm", "Reims", None)
        )  # fmt: skip
    for number in range(1, ITEMS + 1):
        rows["items"].append(
            (number, chance.randint(1, RECORDS), f"3370000{number:07d}", "2018-02-05", "CTR", "CTR",
             f"{chance.randint(5, 30)}.50", 0, 0, int(number % 60 == 0), 0, f"R {chance.choice('ABCDEM')}OD",
             None, None, None, None, None, None, None, None, None)
        )  # fmt: skip


def _loans(chance: random.Random, rows: Rows) -> None:
    for number in range(1, LOANS + 1):
        day = TODAY - dt.timedelta(chance.randint(0, 700))
        due = day + dt.timedelta(21)
        back = day + dt.timedelta(chance.randint(1, 30))
        if number == 200:
            back = day - dt.timedelta(1)  # the clock of a workstation
        reader = None if back < TODAY - dt.timedelta(300) else chance.randint(1, READERS)
        at, item = f"{day} 15:{number % 60:02d}:00", chance.randint(1, ITEMS)
        if back > TODAY:
            rows["issues"].append((number, reader, item, f"{due} 23:59:00", "CTR", 0, at, 0))
        else:
            rows["old_issues"].append((number, reader, item, f"{due} 23:59:00", "CTR", f"{back} 10:00:00", 0, at, 0))


def _written(cell: Cell) -> str:
    if cell is None:
        return "NULL"
    return str(cell) if isinstance(cell, int) else "'" + cell.replace("'", "\\'") + "'"


if __name__ == "__main__":
    main()
