"""Invent the acts of a town that does not exist, as a survey of its registers has them (Nimègue V3).

    python examples/etat_civil/generate_releves.py   # rewrites examples/etat_civil/releves/, the same bytes every time

Three files, of births, marriages and deaths, in Latin-1, without header, CR LF at the end of lines; some days are not
known, some ages are written out.
"""

from __future__ import annotations

import random
from pathlib import Path

HERE = Path(__file__).parent / "releves"
NAMES = ("FICTIF", "MODÈLE", "EXEMPLE", "ESSAI", "ÉPREUVE", "SPÉCIMEN", "TÉMOIN", "MAQUETTE")
MEN = ("Jean", "Pierre", "Louis", "René", "François", "Émile", "Yves", "Joseph")
WOMEN = ("Marie", "Jeanne", "Anne", "Louise", "Thérèse", "Joséphine", "Yvonne", "Élise")
TRADES = ("tisserand", "laboureur", "maçon", "couturière", "journalier", "sabotier")
TOWN = ("NIMEGUEV3", "35001", "Val-Fictif", "35", "Ille-et-Vilaine")
BIRTH, MARRIAGE, DEATH = 31, 61, 39
"""Fields of each kind of act, the photograph included."""


def main() -> None:
    """Write the three files."""
    draw = random.Random(1855)
    HERE.mkdir(parents=True, exist_ok=True)
    for name, lines in (
        ("naissances.txt", [birth(draw, number) for number in range(1, 121)]),
        ("mariages.txt", [marriage(draw, number) for number in range(1, 41)]),
        ("deces.txt", [death(draw, number) for number in range(1, 81)]),
    ):
        text = "".join(";".join(line) + "\r\n" for line in lines)
        (HERE / name).write_bytes(text.encode("latin-1"))


def birth(draw: random.Random, number: int) -> list[str]:
    """Return the fields of one act of birth."""
    sex = draw.choice("MF")
    father, mother = draw.choice(NAMES), draw.choice(NAMES)
    told = {11: father, 12: first(draw, sex), 13: sex, 15: father, 16: draw.choice(MEN), 18: draw.choice(TRADES)}
    told |= {19: mother, 20: draw.choice(WOMEN), 22: draw.choice(TRADES), 30: str(number)}
    return act(BIRTH, "N", day(draw, 1850, 1880), told)


def marriage(draw: random.Random, number: int) -> list[str]:
    """Return the fields of one act of marriage."""
    told = {11: draw.choice(NAMES), 12: first(draw, "M"), 13: "Val-Fictif", 15: str(draw.randint(19, 40))}
    told |= {17: draw.choice(TRADES), 29: draw.choice(NAMES), 30: first(draw, "F"), 33: str(draw.randint(18, 38))}
    told |= {21: told[11], 22: draw.choice(MEN), 23: draw.choice(("", "décédé")), 39: told[29], 40: draw.choice(MEN)}
    told |= {47: draw.choice(NAMES), 48: draw.choice(MEN), 60: str(number)}
    return act(MARRIAGE, "M", day(draw, 1870, 1900), told)


def death(draw: random.Random, number: int) -> list[str]:
    """Return the fields of one act of death."""
    sex = draw.choice("MF")
    age = draw.choice((str(draw.randint(20, 90)), "6 mois", "soixante ans", f"{draw.randint(1, 9)} ans"))
    told = {11: draw.choice(NAMES), 12: first(draw, sex), 15: sex, 16: age, 18: draw.choice(TRADES), 38: str(number)}
    return act(DEATH, "D", day(draw, 1860, 1900), told)


def act(size: int, kind: str, when: str, told: dict[int, str]) -> list[str]:
    """Return the fields of an act; `told` by their place, from 1."""
    cells = [*TOWN, kind, when, *[""] * (size - 7)]
    for place, text in told.items():
        cells[place - 1] = text
    cells[8] = f"3 E 1/{kind}"
    return cells


def first(draw: random.Random, sex: str) -> str:
    """Return one or two first names."""
    return " ".join(draw.sample(MEN if sex == "M" else WOMEN, draw.randint(1, 2)))


def day(draw: random.Random, since: int, until: int) -> str:
    """Return a day, now and then without its number, or its month."""
    year, month, number = draw.randint(since, until), draw.randint(1, 12), draw.randint(1, 28)
    chance = draw.random()
    return str(year) if chance < 0.02 else f"{0 if chance < 0.08 else number:02}/{month:02}/{year}"


if __name__ == "__main__":
    main()
