"""Write the long code lists of schemas/mediatheque/codes/: languages, countries, functions, kinds of item.

python scripts/generate_marc_codes.py marc_tables_fr ISO-639-2_utf-8.txt            # rewrites the four lists
python scripts/generate_marc_codes.py marc_tables_fr ISO-639-2_utf-8.txt --check    # changes nothing; 1 where stale

`marc_tables_fr` is the folder of UNIMARC tables in French that PMB publishes (lang.xml, country.xml, function.xml,
typdoc_995.xml); the other file is the list of ISO 639-2 that the Library of Congress publishes, `|` between columns.
French names come from the Unicode CLDR (Babel) where it has them: they are kept up to date; else from PMB, whose tables
also know the codes of yesterday, which old records still carry.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CODES = Path(__file__).resolve().parents[1] / "schemas" / "mediatheque" / "codes"
HEAD = ("code", "libelle", "definition", "valide_de", "valide_a", "source")
Row = tuple[str, str, str, str, str, str]

FRENCH = Locale("fr")
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
"""Territories of the CLDR that ISO 3166-1 does not have."""
NAMES = {
    "art": "langue artificielle",
    "bih": "bihari, langues",
    "cel": "langues celtiques",
    "bnt": "langues bantoues",
    "btk": "langues bataks",
    "cmc": "langues chames",
    "day": "langues dayaks",
    "nwc": "néwari classique",
    "phi": "langues philippines",
    "sgn": "langues des signes",
    "smi": "langues sames",
    "tai": "langues taïes",
    "tup": "langues tupies",
    "ypk": "langues yupik",
    "znd": "langues zandées",
    "zxx": "sans contenu linguistique",
    "den": "esclave (athapascan)",
    "him": "langues himachalis",
    "mis": "langue non codée",
    "mul": "multilingue",
    "und": "langue indéterminée",
    "hmn": "hmong",
    "rup": "aroumain",
    "car": "caribe",
    "syc": "syriaque classique",
    "tlh": "klingon",
    "inh": "ingouche",
    "zza": "zazaki",
    "rcf": "créole réunionnais",
}
"""Languages and groups of languages that neither names, or names badly."""


def main(arguments: list[str]) -> int:
    """Write the lists from the folder and the file named; with `--check`, only say which would change."""
    tables, iso = (Path(argument) for argument in arguments if not argument.startswith("--"))
    lists = {
        "langue": languages(entries(tables / "lang.xml"), iso),
        "pays": countries(entries(tables / "country.xml")),
        "fonction": functions(entries(tables / "function.xml")),
        "support": supports(entries(tables / "typdoc_995.xml")),
    }
    stale = 0
    for name, rows in lists.items():
        path, text = CODES / f"{name}.csv", written(sorted(rows))
        if not path.is_file() or path.read_text("utf-8") != text:
            stale += 1
            print(f"stale: {path.name}")
            if "--check" not in arguments:
                path.write_text(text, "utf-8")
    return 1 if stale and "--check" in arguments else 0


def entries(path: Path) -> dict[str, str]:
    """Return the codes of a table of PMB and their names, the first where a code is there twice."""
    found: dict[str, str] = {}
    for code, name in re.findall(r'<entry code="([^"]+)"[^>]*>([^<]+)', path.read_text("iso-8859-1")):
        found.setdefault(code.strip(), " ".join(name.replace("&amp;", "&").split()))
    return found


def languages(known: Mapping[str, str], iso: Path) -> Iterator[Row]:
    """Give ISO 639-2/B, and the codes that older records carry."""
    lines = [line.split("|") for line in iso.read_text("utf-8-sig").splitlines()]
    current = {line[0]: line for line in lines if "-" not in line[0]}
    for code, (_, terminology, short, *_rest) in current.items():
        name = NAMES.get(code) or next(
            (FRENCH.languages[one] for one in (short, terminology, code) if one in FRENCH.languages),
            known.get(code),
        )
        if name is None:
            raise SystemExit(f"langue {code}: no French name")
        yield row(code, name, f"Code de langue ISO 639-2/B : {name}.", "ISO 639-2/B")
    for code in sorted(set(known) - set(current)):
        name = known[code]
        yield row(code, f"{name} (ancien code)", f"Code que l'ISO 639-2 n'a plus : {name}.", "PMB, lang.xml")


def countries(known: Mapping[str, str]) -> Iterator[Row]:
    """Give ISO 3166-1, and the countries that are no more."""
    current = {code: name for code, name in FRENCH.territories.items() if len(code) == 2 and code.isalpha()}  # noqa: PLR2004
    for code in sorted(set(current) - NOT_COUNTRIES):
        yield row(code, current[code], f"Code de pays ISO 3166-1 : {current[code]}.", "ISO 3166-1 alpha-2")
    for code in sorted(set(known) - set(current)):
        name = known[code]
        yield row(
            code, f"{name} (ancien code)", f"Code que l'ISO 3166-1 n'a plus, ou n'a pas : {name}.", "PMB, country.xml"
        )


def functions(known: Mapping[str, str]) -> Iterator[Row]:
    """Give the relator codes of UNIMARC."""
    for code, name in known.items():
        spelt = name.replace("choeur", "chœur").replace("oeuvre", "œuvre").replace("Editeur", "Éditeur")
        yield row(code, spelt, f"Code de fonction {code} : {low(spelt)}.", "UNIMARC/B, annexe C, codes de fonction")


def supports(known: Mapping[str, str]) -> Iterator[Row]:
    """Give the kinds and carriers of 995 $r."""
    for code, name in known.items():
        kind, carrier = (part.strip().replace("cd ", "CD ") for part in name.split("/", 1))
        definition = f"Type de document : {kind} ; support : {carrier}."
        yield row(code, f"{kind[0].upper()}{kind[1:]}, {carrier}", definition, "Recommandation 995, $r")


def row(code: str, name: str, definition: str, source: str) -> Row:
    """Make one row: names begin with a capital."""
    return code, f"{name[0].upper()}{name[1:]}", definition, "", "", source


def low(name: str) -> str:
    """Return a name as it stands inside a sentence."""
    return name[0].lower() + name[1:]


def written(rows: list[Row]) -> str:
    """Return the file; two codes of one name are told apart by their code."""
    names = Counter(name for _, name, *_ in rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for code, name, *rest in rows:
        writer.writerow((code, name if names[name] == 1 else f"{name} [{code}]", *rest))
    return text.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
