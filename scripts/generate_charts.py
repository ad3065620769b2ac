"""Write schemas/compta/plans/ from the charts of accounts of odm-budgetaire.org, one XML a year and variant.

python scripts/generate_charts.py plans_de_comptes_2013_2024.tar.xz            # rewrites the three files
python scripts/generate_charts.py plans_de_comptes_2013_2024.tar.xz --check    # changes nothing; 1 where one is stale

The source is an archive (or its unpacked folder) of `<exercice>/<norme>/<declinaison>/planDeCompte.xml`. A row that
does not change from one year to the next is written once, with its first and last years: twelve years of eighteen
variants repeat themselves. A document whose header names another year than its folder is the older one that was left
there: it is passed over, and said. A header that names another variant is a slip of the publisher's: the folder holds.
"""

from __future__ import annotations

import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

import packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PLANS = Path(__file__).resolve().parents[1] / "schemas" / "compta" / "plans"
DOCUMENT = "planDeCompte.xml"
Key = tuple[str, ...]
Cells = tuple[str, ...]

HEAD = (
    *("norme", "declinaison", "presentation", "code_plan"),
    *("exercice_debut", "exercice_fin", "intitule", "intitule_court"),
)
SECTIONS = {"F": "fonctionnement", "I": "investissement"}
BOOLEANS = {"": "", "0": "false", "1": "true"}
CHAPTERS = ("DR", "DOES", "DOIS", "RR", "ROES", "ROIS")
FLAGS = {"Supprime": "supprime", "SupprimeDepuis": "supprime_depuis", "PourEtatSeul": "etat_seul"}

FILES: dict[str, tuple[str, tuple[tuple[str, str, str], ...], tuple[str, ...], tuple[str, ...]]] = {
    "comptes": (
        "Compte",
        (("Nature", "Nature/Comptes", "nature"), ("Fonction", "Fonction/Comptes", "fonction")),
        (*CHAPTERS, "DEquip", "REquip", "RegrTotalise", *FLAGS),
        (
            "code_parent", "chapitre_depense_reel", "chapitre_depense_entre_sections",
            "chapitre_depense_interieur_section", "chapitre_recette_reel", "chapitre_recette_entre_sections",
            "chapitre_recette_interieur_section", "equipement_depense", "equipement_recette", "est_regroupement",
            *FLAGS.values(),
        ),
    ),
    "chapitres": (
        "Chapitre",
        (("Nature", "Nature/Chapitres", "nature"), ("Fonction", "Fonction/Chapitres", "fonction")),
        ("TypeChapitre", "Section", "Special", *FLAGS),
        ("code_parent", "chapitre_type", "section", "est_special", *FLAGS.values()),
    ),
    "fonctions": (
        "RefFonc",
        (("Fonction", "Fonction/RefFonctionnelles", "fonction"),),
        tuple(FLAGS),
        ("code_parent", *FLAGS.values()),
    ),
}  # fmt: skip
"""For each file: its element, where it lies and in which presentation, the attributes taken, their columns."""


def main(arguments: list[str]) -> int:
    """Make the three files; write those that differ, or only tell."""
    sources = [argument for argument in arguments if argument != "--check"]
    if len(sources) != 1:
        print(__doc__)
        return 2
    return packed.update(PLANS, contents(documents(Path(sources[0]))), check="--check" in arguments)


def documents(source: Path) -> Iterator[tuple[Key, bytes]]:
    """Give each document of an archive or a folder, with its (exercice, norme, declinaison)."""
    if source.is_dir():
        for path in sorted(source.rglob(DOCUMENT)):
            yield tuple(path.parts[-4:-1]), path.read_bytes()
        return
    with tarfile.open(source) as archive:
        for member in archive:
            if member.name.endswith(f"/{DOCUMENT}") and (stream := archive.extractfile(member)):
                yield tuple(member.name.split("/")[-4:-1]), stream.read()


def contents(found: Iterable[tuple[Key, bytes]]) -> dict[str, str]:
    """Return the text of each file."""
    years: dict[str, dict[Key, dict[int, Cells]]] = {name: {} for name in FILES}
    for (year, norm, variant), xml in found:
        root = etree.fromstring(xml)
        if root.get("Exer") != year:
            print(f"passed over: {year}/{norm}/{variant}, which is the document of {root.get('Exer')}")
            continue
        for name in FILES:
            for presentation, code, cells in elements(root, name):
                key = (norm, variant, presentation, code)
                years[name].setdefault(key, {})[int(year)] = cells
    return {name: table(name, rows) for name, rows in years.items()}


def elements(root: etree._Element, name: str) -> Iterator[tuple[str, str, Cells]]:
    """Give the elements of one file in one document: presentation, code, then the cells in column order."""
    tag, places, attributes, _ = FILES[name]
    for _, path, presentation in places:
        group = root.find(path)
        for element in () if group is None else group.iter(tag):
            above = element.getparent()
            parent = (above.get("Code") or "") if above is not None and above.tag == tag else ""
            told = (_told(element, attribute) for attribute in attributes)
            label, short = (" ".join(element.get(key, "").split()) for key in ("Libelle", "Lib_court"))
            yield presentation, element.get("Code", ""), (label, "" if short == label else short, parent, *told)


def _told(element: etree._Element, attribute: str) -> str:
    cell = str(element.get(attribute, ""))
    if attribute == "Section":
        return SECTIONS[cell]
    texts = (*CHAPTERS, "TypeChapitre", "SupprimeDepuis")
    return cell if attribute in texts else BOOLEANS[cell]


def table(name: str, rows: dict[Key, dict[int, Cells]]) -> str:
    """Return the CSV: one row for each run of years in which nothing changes, in the order of the keys."""
    spans = ((key, *span) for key in sorted(rows) for span in runs(rows[key]))
    return packed.table((*HEAD, *FILES[name][3]), ((*key, first, last, *cells) for key, first, last, cells in spans))


def runs(years: dict[int, Cells]) -> list[tuple[int, int, Cells]]:
    """Return the runs of consecutive years with the same cells."""
    found: list[tuple[int, int, Cells]] = []
    for year in sorted(years):
        if found and found[-1][1:] == (year - 1, years[year]):
            found[-1] = (found[-1][0], year, years[year])
        else:
            found.append((year, year, years[year]))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
