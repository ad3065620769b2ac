"""Invent a cemetery, as the tables of openCimetière exported to CSV have it.

    python examples/cimetiere/generate_tables.py   # rewrites examples/cimetiere/tables/, the same bytes every time

Dates that MySQL left empty (`0000-00-00`) or without their day, urns that take a tenth of a place, perpetual grants, a
few plots whose places do not add up.
"""

from __future__ import annotations

import random
from pathlib import Path

HERE = Path(__file__).parent / "tables"
NAMES = ("FICTIF", "MODÈLE", "EXEMPLE", "ESSAI", "ÉPREUVE", "SPÉCIMEN", "TÉMOIN", "MAQUETTE")
FIRST = ("Jean", "Marie", "René", "Jeanne", "Émile", "Élise", "Yves", "Anne")
TITLES = ("Monsieur", "Madame", "Mademoiselle", "Enfant")
NEVER = "0000-00-00"
PLOTS = 120
HEADERS = {
    "cimetiere": "cimetiere cimetierelib adresse1 adresse2 cp ville observations",
    "zone_type": "zone_type libelle",
    "zone": "zone cimetiere zonetype zonelib",
    "voie_type": "voie_type libelle",
    "voie": "voie zone voietype voielib",
    "titre_civilite": "titre_civilite libelle",
    "emplacement": "emplacement nature numero complement voie numerocadastre famille numeroacte datevente terme duree "
    "dateterme nombreplace placeoccupe superficie placeconstat dateconstat observation plans positionx positiony photo "
    "libre sepulturetype",
    "defunt": "defunt nature taille emplacement titre nom prenom marital datenaissance datedeces lieudeces "
    "dateinhumation exhumation dateexhumation observation reduction datereduction historique verrou",
    "autorisation": "autorisation emplacement nature titre nom marital prenom datenaissance adresse1 adresse2 cp ville "
    "telephone dcd parente observation",
}
Row = dict[str, str]


def main() -> None:
    """Write every table."""
    draw = random.Random(1842)
    tables: dict[str, list[Row]] = {name: [] for name in HEADERS}
    tables["cimetiere"].append({"cimetiere": "1", "cimetierelib": "Cimetière du Nord", "ville": "Val-Fictif"})
    tables["titre_civilite"] += [{"titre_civilite": str(n), "libelle": title} for n, title in enumerate(TITLES, 1)]
    tables["voie_type"].append({"voie_type": "1", "libelle": "Allée"})
    for zone, kind, name in (("1", "Carré", "A"), ("2", "Columbarium", "C1")):
        tables["zone_type"].append({"zone_type": zone, "libelle": kind})
        tables["zone"].append({"zone": zone, "cimetiere": "1", "zonetype": zone, "zonelib": name})
        tables["voie"].append({"voie": zone, "zone": zone, "voietype": "1", "voielib": f"n° {zone}"})
    for number in range(1, PLOTS + 1):
        plot(draw, number, tables)
    HERE.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = HEADERS[name].split()
        lines = [";".join(columns), *(";".join(row.get(column, "") for column in columns) for row in rows)]
        (HERE / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def plot(draw: random.Random, number: int, tables: dict[str, list[Row]]) -> None:
    """Add a plot, its grant, its holder and those who lie in it."""
    name, small, free = draw.choice(NAMES), number % 5 == 0, draw.random() < 0.1
    year, years = draw.randint(1900, 2015), draw.choice(("15", "30", "50", "0"))
    buried = [] if free else [deceased(draw, number, year, urn=small) for _ in range(draw.randint(1, 2))]
    taken = sum(float(one["taille"]) for one in buried) + (1 if draw.random() < 0.05 else 0)
    row = {
        "emplacement": str(number), "nature": "colombarium" if small else "concession", "numero": str(number),
        "voie": "2" if small else "1", "famille": "" if free else name, "nombreplace": "3",
        "placeoccupe": f"{taken:.1f}", "superficie": "" if small else "2.00", "libre": "Oui" if free else "Non",
        "datevente": NEVER, "dateterme": NEVER, "dateconstat": draw.choice((NEVER, "2008-01-00")), "duree": "0",
    }  # fmt: skip
    if not free:
        row |= {
            "numeroacte": f"{year}-{number:03}",
            "datevente": f"{year}-{draw.choice(('06-12', '00-00'))}",
            "duree": years,
        }
        row |= (
            {"terme": "perpétuité"}
            if years == "0"
            else {"terme": "temporaire", "dateterme": f"{year + int(years)}-06-12"}
        )
        held = {"autorisation": str(number), "emplacement": str(number), "nature": "concessionnaire", "nom": name}
        tables["autorisation"].append(held | {"prenom": draw.choice(FIRST), "datenaissance": NEVER, "dcd": "Non"})
    tables["emplacement"].append(row)
    for one in buried:
        tables["defunt"].append({"defunt": str(len(tables["defunt"]) + 1), **one})


def deceased(draw: random.Random, plot: int, year: int, *, urn: bool) -> Row:
    """Return somebody buried after the grant, an urn or a coffin."""
    died = year + draw.randint(0, 8)
    day = f"{draw.randint(1, 12):02}-{draw.randint(1, 20):02}"
    born = draw.choice((f"{died - draw.randint(1, 90)}-01-15", f"{died - 70}-00-00", NEVER))
    never = dict.fromkeys(("dateexhumation", "datereduction"), NEVER) | dict.fromkeys(
        ("exhumation", "reduction"), "Non"
    )
    return never | {
        "nature": "urne" if urn else "cercueil", "taille": "0.1" if urn else "1", "emplacement": str(plot),
        "titre": str(draw.randint(1, len(TITLES))), "nom": draw.choice(NAMES), "prenom": draw.choice(FIRST),
        "datenaissance": born, "datedeces": f"{died}-{day}", "dateinhumation": f"{died}-{day[:3]}{int(day[3:]) + 3:02}",
    }  # fmt: skip


if __name__ == "__main__":
    main()
