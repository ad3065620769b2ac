"""Write the career vocabularies of schemas/rh/ from four public lists.

python scripts/generate_careers.py vocabulaires/            # rewrites two code lists, and nomenclatures/
python scripts/generate_careers.py vocabulaires/ --check    # changes nothing; 1 where one is stale

The folder holds `fpt_cadres_emplois_grades_2026-02.csv` (grades as the centres de gestion list them),
`fpt_echelles_C_B_2024-01-01.csv` (indices), `net_codes_n4ds_1302.csv` (nomenclature des emplois territoriaux) and
`bilan_social_grades_net_ciril.csv` (which grade each NET code is). What the first list gets wrong, against its own file
names and the decrees, is in `CATEGORIES` and `GRADES`: nothing else is changed but the typography.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RH = Path(__file__).resolve().parents[1] / "schemas" / "rh"
CODES = ("code", "libelle", "definition", "valide_de", "valide_a", "source")

CATEGORIES = {
    "moniteurs_educateurs_et_intervenants_familiaux_territoriaux": "B",
    "infirmiers_territoriaux": "B",
    "techniciens_paramedicaux_territoriaux": "B",
}
GRADES = {
    ("redacteurs_territoriaux", "rédacteur principal"): "rédacteur",
    **{
        ("adjoints_territoriaux_du_patrimoine", f"adjoint administratif du patrimoine{rank}"): grade
        for rank, grade in (
            (" de 1re classe", "adjoint du patrimoine principal de 1re classe"),
            (" de 2e classe", "adjoint du patrimoine principal de 2e classe"),
            ("", "adjoint du patrimoine"),
        )
    },
}
FILIERES = {
    "FILIÈRE ADMINISTRATIVE": "administrative",
    "FILIÈRE ANIMATION": "animation",
    "FILIÈRE TECHNIQUE": "technique",
    "FILIÈRE CULTURELLE": "culturelle",
    "FILIÈRE SPORTIVE": "sportive",
    "FILIÈRE MÉDICO-SOCIALE": "medico_sociale",
    "POLICE MUNICIPALE": "police_municipale",
    "SAPEURS-POMPIERS PROFESSIONNELS": "incendie_secours",
}
SOCIAL = "Secteur social"
MONTHS = {
    "janv.": "janvier", "fév.": "février", "avr.": "avril", "juil.": "juillet", "sept.": "septembre",
    "oct.": "octobre", "nov.": "novembre", "déc.": "décembre",
}  # fmt: skip

NET_STATUTS = {
    "T": ("titulaire", "fpt"), "E": ("titulaire", "fpe"), "H": ("titulaire", "fph"), "M": ("titulaire", ""),
    "B": ("contractuel", ""), "S": ("stagiaire", "fpt"), "N": ("emploi_aide", ""), "X": ("inconnu", ""),
}  # fmt: skip
NET_FILIERES = {
    "A": "administrative", "T": "technique", "C": "culturelle", "S": "sportive", "M": "sociale", "O": "medico_sociale",
    "E": "medico_technique", "P": "police_municipale", "R": "incendie_secours", "N": "animation", "H": "hors_filiere",
}  # fmt: skip
NET_CADRES = {
    "AD": "administrateurs_territoriaux", "AT": "attaches_territoriaux", "AS": "secretaires_de_mairie",
    "AR": "redacteurs_territoriaux", "AJ": "adjoints_administratifs_territoriaux",
    "TT": "techniciens_territoriaux", "TM": "agents_de_maitrise_territoriaux", "TH": "adjoints_techniques_territoriaux",
    "TA": "adjoints_techniques_territoriaux_des_etablissements_d_enseignement",
    "CM": "conservateurs_territoriaux_du_patrimoine", "CH": "conservateurs_territoriaux_de_bibliotheques",
    "CA": "attaches_territoriaux_de_conservation_du_patrimoine", "CB": "bibliothecaires_territoriaux",
    "CD": "directeurs_d_etablissements_territoriaux_d_enseignement_artistique",
    "CP": "professeurs_territoriaux_d_enseignement_artistique",
    "CG": "assistants_territoriaux_de_conservation_du_patrimoine_et_des_bibliotheques",
    "CS": "assistants_territoriaux_d_enseignement_artistique", "CJ": "adjoints_territoriaux_du_patrimoine",
    "SC": "conseillers_territoriaux_des_activites_physiques_et_sportives",
    "SE": "educateurs_territoriaux_des_activites_physiques_et_sportives",
    "SP": "operateurs_territoriaux_des_activites_physiques_et_sportives",
    "MM": "conseillers_territoriaux_socio_educatifs", "MH": "assistants_territoriaux_socio_educatifs",
    "MA": "educateurs_territoriaux_de_jeunes_enfants",
    "MB": "moniteurs_educateurs_et_intervenants_familiaux_territoriaux",
    "MD": "agents_territoriaux_specialises_des_ecoles_maternelles", "MP": "agents_sociaux_territoriaux",
    "OD": "medecins_territoriaux", "OH": "psychologues_territoriaux", "OF": "sages_femmes_territoriales",
    "OC": "puericultrices_cadres_territoriaux_de_sante", "OU": "puericultrices_territoriales",
    "OP": "puericultrices_territoriales_1992",
    "OA": "cadres_de_sante_territoriaux_infirmiers_et_techniciens_paramedicaux",
    "OB": "infirmiers_territoriaux_en_soins_generaux", "ON": "infirmiers_territoriaux",
    "OJ": "auxiliaires_de_puericulture_territoriaux", "OK": "auxiliaires_de_soins_territoriaux",
    "EB": "biologistes_veterinaires_et_pharmaciens_territoriaux", "ET": "techniciens_paramedicaux_territoriaux",
    "PU": "directeurs_de_police_municipale", "PC": "chefs_de_service_de_police_municipale",
    "PG": "agents_de_police_municipale", "PH": "gardes_champetres", "NN": "animateurs_territoriaux",
    "NJ": "adjoints_territoriaux_d_animation",
    "RC": "capitaines_commandants_et_lieutenants_colonels_de_sapeurs_pompiers_professionnels",
    "RD": "medecins_et_des_pharmaciens_de_sapeurs_pompiers_professionnels",
    "RL": "lieutenants_de_sapeurs_pompiers_professionnels", "RN": "infirmiers_de_sapeurs_pompiers_professionnels",
    "RS": "sous_officiers_de_sapeurs_pompiers_professionnels",
    "RU": "sapeurs_et_caporaux_de_sapeurs_pompiers_professionnels",
}  # fmt: skip
"""Second and third characters. Engineers (TG) became two cadres d'emplois in 2016, told apart by the rank."""
TG_RANKS = {"1": "ingenieurs_territoriaux", "2": "ingenieurs_territoriaux"}
TG_ABOVE = "ingenieurs_en_chef_territoriaux"
SPECIFIC = "XYW"
"""Third characters of jobs that no cadre d'emplois holds: the fourth is then the category."""
SPECIFIC_CATEGORIES = {"1": "C", "2": "B", "3": "A", "4": "A"}


class Grade(NamedTuple):
    """One grade of the list, its words as they will be published."""

    code: str
    label: str
    cadre: str
    cadre_label: str
    filiere: str
    category: str
    higher: bool
    closed: bool
    decree: str


def slug(text: str) -> str:
    """Return ASCII words joined by underscores.

    >>> slug("Éducateur de 1re classe")
    'educateur_de_1re_classe'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def typography(text: str) -> str:
    """Return a label with the apostrophes and ordinals of French printing."""
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip()
    return re.sub(r"(\d)(?:ème|eme)\b", r"\1e", re.sub(r"1(?:ère|ere)\b", "1re", text))


def capital(text: str) -> str:
    """Return a label with its first letter, and no other, in capitals."""
    text = typography(text).lower()
    return (text[0].upper() + text[1:]).replace("Educateur", "Éducateur")


def decree(text: str) -> str:
    """Return a decree in full words.

    >>> decree("décr. n°87-1097 du 30 déc. 1987")
    'Décret n° 87-1097 du 30 décembre 1987'
    """
    text = re.sub(r"^décr\.?\s*n°\s*", "Décret n° ", text.strip())
    for short, month in MONTHS.items():
        text = text.replace(f" {short} ", f" {month} ")
    return text


def rows(path: Path) -> list[dict[str, str]]:
    """Read one list."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def grades(folder: Path) -> list[Grade]:
    """Return the grades in the order of the list; two cadres of one name are told apart by the year of the older."""
    found = []
    for row in rows(folder / "fpt_cadres_emplois_grades_2026-02.csv"):
        cadre, decreed = slug(typography(row["cadre_emplois"])), decree(row["decret"])
        label, closed = typography(row["grade"]), row["voie_extinction"] == "oui"
        if cadre == "puericultrices_territoriales" and closed:
            cadre += "_1992"
        label, left = re.subn(r"\s*\(en voie d'extinction\)", "", label)
        label = GRADES.get((cadre, label), label)
        filiere = "sociale" if row["secteur"] == SOCIAL else FILIERES[row["filiere"]]
        category = CATEGORIES.get(cadre, row["categorie"])
        words = capital(row["cadre_emplois"]) + (" (décret de 1992)" if cadre.endswith("_1992") else "")
        found.append(
            Grade(
                f"{cadre}.{slug(label)}",
                capital(label),
                cadre,
                words,
                filiere,
                category[0],
                category == "A+",
                closed or bool(left),
                decreed,
            )
        )
    return found


def code_lists(known: list[Grade]) -> Iterator[tuple[str, Iterable[Iterable[object]]]]:
    """Give the two code lists; a grade that two cadres name alike says which is which."""
    cadres = {grade.cadre: grade for grade in known}
    closed = " Il n'accueille plus personne."
    yield "codes/cadre_emplois.csv", [
        CODES,
        *(
            (one.cadre, one.cadre_label, f"Cadre d'emplois de catégorie {one.category}."
             + (closed if all(grade.closed for grade in known if grade.cadre == one.cadre) else ""), "", "", one.decree)
            for one in cadres.values()
        ),
    ]  # fmt: skip
    labels = [grade.label for grade in known]
    yield "codes/grade.csv", [
        CODES,
        *(
            (one.code, one.label + (f" ({one.cadre_label.lower()})" if labels.count(one.label) > 1 else ""),
             f"Grade du cadre d'emplois des {one.cadre_label[0].lower()}{one.cadre_label[1:]}."
             + (closed if one.closed else ""), "", "", one.decree)
            for one in known
        ),
    ]  # fmt: skip


def net_rows(folder: Path, known: list[Grade]) -> Iterator[tuple[object, ...]]:
    """Give what the structure of each NET code says, and its grade where the bilan social names one of today's."""
    said = {
        code: slug(typography(row["libelle_grade"]))
        for row in rows(folder / "bilan_social_grades_net_ciril.csv")
        for code in row["codes_net"].split()
    }
    categories = {grade.cadre: grade.category for grade in known}
    codes = {grade.code for grade in known}
    for row in sorted(rows(folder / "net_codes_n4ds_1302.csv"), key=lambda row: row["code_net"]):
        code = row["code_net"]
        filiere, pair, rank = NET_FILIERES.get(code[1], ""), code[1:3], code[3]
        statut, versant = NET_STATUTS.get(code[0], ("autre", ""))
        cadre = TG_RANKS.get(rank, TG_ABOVE) if pair == "TG" else NET_CADRES.get(pair, "")
        category = categories.get(cadre, "")
        if code[0] == "Y":
            statut, filiere, category = {"1": "apprenti", "2": "elu"}.get(rank, "autre"), "", "hors_categorie"
        elif code[0] in "NX":
            category, statut = "", "pacte" if code[0] == "N" and rank == "4" else statut
        elif code[2] in SPECIFIC:
            category = "hors_categorie" if code[1] == "H" else SPECIFIC_CATEGORIES[rank]
        grade = f"{cadre}.{said.get(code, '').removesuffix('_stagiaire')}"
        number = rank if cadre else ""
        label = " ".join(row["libelle"].split())
        yield code, label, statut, versant, filiere, cadre, grade if grade in codes else "", category, number


def references(folder: Path, known: list[Grade]) -> Iterator[tuple[str, Iterable[Iterable[object]]]]:
    """Give the three reference tables."""
    yes = {True: "true", False: "false"}
    yield "nomenclatures/grades.csv", [
        ("grade_reference", "grade_cadre_emplois", "grade_filiere", "grade_categorie", "grade_encadrement_superieur",
         "grade_extinction", "grade_decret"),
        *((one.code, one.cadre, one.filiere, one.category, yes[one.higher], yes[one.closed], one.decree)
          for one in known),
    ]  # fmt: skip
    yield "nomenclatures/net.csv", [
        ("code_net", "net_libelle", "net_statut", "net_versant", "net_filiere", "net_cadre_emplois", "net_grade",
         "net_categorie", "net_rang"),
        *net_rows(folder, known),
    ]  # fmt: skip
    yield "nomenclatures/echelles.csv", [
        ("echelle_code", "echelle_echelon", "echelle_debut", "echelle_indice_brut", "echelle_indice_majore",
         "echelle_duree_annees"),
        *((row["echelle"], row["echelon"], row["valide_de"], row["indice_brut"], row["indice_majore"], row["duree_ans"])
          for row in rows(folder / "fpt_echelles_C_B_2024-01-01.csv")),
    ]  # fmt: skip


def main(arguments: list[str]) -> int:
    """Write, or check, the five files. Returns 1 where one is stale."""
    check = "--check" in arguments
    (folder,) = (Path(argument) for argument in arguments if argument != "--check")
    known = grades(folder)
    stale = []
    for name, table in (*code_lists(known), *references(folder, known)):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(table)
        path = RH / name
        if not path.is_file() or path.read_text("utf-8") != out.getvalue():
            stale.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(out.getvalue(), "utf-8")
    sys.stdout.writelines(f"{name}\n" for name in stale)
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
