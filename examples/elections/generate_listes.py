"""Invent the electoral roll of a town that does not exist, extracted twice from the national register.

    python examples/elections/generate_listes.py   # rewrites examples/elections/listes/, the same bytes every time

The 27 columns of an extraction, quoted but for the last and for empty cells; days of birth that are not known, order
numbers met twice, citizens of the Union on both complementary lists. Between June and November some left, some came,
some moved house, and everybody was numbered again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent / "listes"
HEADER = (
    "code du l'ugle", "libellé de l'ugle", "libellé du type de liste", "nom de naissance", "nom d'usage", "prénoms",
    "sexe", "date de naissance", "code commune de naissance", "libellé commune de naissance",
    "code département de naissance", "pays de naissance", "libellé nationalité", "numéro de voie", "libellé de voie",
    "complément 1", "complément 2", "lieu-dit", "code postal", "commune", "pays", "code du bureau de vote",
    "libellé du bureau de vote", "code circonscription législative du bureau de vote",
    "libellé canton du bureau de vote", "libellé circonscription métropolitaine du bureau de vote",
    "numéro d'ordre dans le bureau de vote",
)  # fmt: skip
NAMES = ("FICTIF", "MODÈLE", "EXEMPLE", "ESSAI", "ÉPREUVE", "SPÉCIMEN", "TÉMOIN", "MAQUETTE", "D'AUBE", "LE FAUX")
MEN = ("Jean", "Pierre", "Louis", "René", "François", "Émile", "Yves", "Joseph", "Aurèle", "Zéphirin")
WOMEN = ("Marie", "Jeanne", "Anne", "Louise", "Thérèse", "Joséphine", "Yvonne", "Élise", "Ombline", "Léonie")
STREETS = ("Rue du Moulin", "Route des Charbonniers", "Rue du Cadran-Solaire", "Chemin des Corbeaux")
PLACES = (
    ("35238", "RENNES", "35", "FRANCE"), ("75056", "PARIS", "75", "France"), ("29232", "QUIMPER", "29", "FRANCE"),
    ("", "MADRID", "99", "ESPAGNE"),
)  # fmt: skip
MAIN, TOWN_LIST, EUROPE = (
    "Liste principale", "Liste complémentaire municipale", "Liste complémentaire européenne",
)  # fmt: skip
STATIONS = {"0001": "Mairie", "0002": "École du Bourg"}
ELECTORS, LEFT, CAME, MOVED = 400, 12, 15, 20


@dataclass(frozen=True)
class Elector:
    """One entry of the roll."""

    roll: str
    name: str
    used: str
    first: str
    sex: str
    born: str
    place: tuple[str, str, str, str]
    nation: str
    number: str
    street: str
    station: str
    town: str


def main() -> None:
    """Write both extractions."""
    draw = random.Random(2024)
    june = [elector(draw) for _ in range(ELECTORS)]
    june += [one for _ in range(3) for one in european(draw)]
    november = [
        replace(one, number=str(draw.randint(1, 99)), street=draw.choice(STREETS)) if rank < MOVED else one
        for rank, one in enumerate(june[LEFT:])
    ]
    november += [elector(draw) for _ in range(CAME)]
    HERE.mkdir(parents=True, exist_ok=True)
    for day, roll in (("15-06-2024", june), ("20-11-2024", november)):
        draw.shuffle(roll)
        rows = [row(one, order) for order, one in enumerate(roll, 1)]
        text = "\n".join([";".join(f'"{name}"' for name in HEADER), *rows]) + "\n"
        (HERE / f"ListesElecteursActifs-com35999-{day}.csv").write_text(text, encoding="utf-8", newline="")


def elector(draw: random.Random) -> Elector:
    """Return an elector of the main list."""
    sex = draw.choice("MF")
    first = " ".join(draw.sample(MEN if sex == "M" else WOMEN, draw.randint(1, 3)))
    used = draw.choice(NAMES) if sex == "F" and draw.random() < 0.4 else ""
    station = "" if draw.random() < 0.005 else draw.choice(tuple(STATIONS))
    where = str(draw.randint(1, 99)), draw.choice(STREETS)
    town = "VAL FICTIF" if draw.random() < 0.15 else "Val-Fictif"
    person = draw.choice(NAMES), used, first, sex, birth(draw), draw.choice(PLACES)
    return Elector(MAIN, *person, "Française", *where, station, town)


def european(draw: random.Random) -> tuple[Elector, Elector]:
    """Return a citizen of another State of the Union, on both complementary lists."""
    there = ("", "BERLIN", "99", "ALLEMAGNE")
    one = replace(
        elector(draw), roll=TOWN_LIST, name=f"SCHÖN{draw.choice(NAMES)}", used="", place=there, nation="Allemande"
    )
    return one, replace(one, roll=EUROPE)


def birth(draw: random.Random) -> str:
    """Return a day of birth, now and then without its day and month."""
    year, chance = draw.randint(1930, 2005), draw.random()
    if chance < 0.02:
        return draw.choice((str(year), f"00/00/{year}"))
    return f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{year}"


def row(one: Elector, order: int) -> str:
    """Return a line: everything quoted but empty cells and the order number, which a few electors share."""
    station = (one.station, STATIONS[one.station], "35-01", "Canton de Val-Fictif", "") if one.station else ("",) * 5
    cells = (
        "35999", "VAL-FICTIF", one.roll, one.name, one.used, one.first, one.sex, one.born, *one.place, one.nation,
        one.number, one.street, "", "", "", "35999", one.town, "", *station,
    )  # fmt: skip
    number = str(order - order % 100 // 99) if one.station else ""
    return ";".join([*(f'"{cell}"' if cell else "" for cell in cells), number])


if __name__ == "__main__":
    main()
