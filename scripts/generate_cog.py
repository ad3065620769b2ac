"""Write schemas/etat_civil/cog/: every code of the code officiel géographique valid since 1943, from the INSEE files.

python scripts/generate_cog.py cog/ pays.csv            # rewrites the three files
python scripts/generate_cog.py cog/ pays.csv --check    # changes nothing; 1 where one is stale

`cog/` holds `communes.csv`, `mouvements-communes.csv` and `collectivites-outremer.csv` from
etalab/decoupage-administratif; `pays.csv` the countries (COG, ACTUAL, CAPAY, LIBCOG...). A movement of day D says what
was there on the eve (`_AV`) and what is there from D on (`_AP`): what the eve has and D has not ends on the eve. The
list of today has the last word: several movements of one day may contradict each other.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COG = Path(__file__).resolve().parents[1] / "schemas" / "etat_civil" / "cog"
FIRST = "1943-01-01"
"""The code officiel géographique begins here: what was there at the first movement is said to be since then."""
TYPES = {"COM": "commune", "ARM": "arrondissement", "COMA": "associee", "COMD": "deleguee"}
MOVED = "41"
"""Change of department: the code changes."""
ACTUAL = {"1": "actuel", "2": "autrefois", "4": "territoire"}
FORMER = {
    "91352": "99352", "92352": "99352", "93352": "99352", "94352": "99352", "98201": "99336", "98202": "99341",
    "98203": "99330", "98204": "99326", "98205": "99327", "98206": "99335", "98207": "99337", "98208": "99345",
    "98209": "99331", "98301": "99328", "98302": "99324", "98303": "99323", "98304": "99344", "98305": "99322",
    "98401": "99333", "98402": "99397", "98406": "99399", "98506": "99243",
}  # fmt: skip
"""Departments and territories of yesterday, and the country of today (matchID, deces-dataprep). When is not said."""
ALGERIA = {"91352": "Alger", "92352": "Oran", "93352": "Constantine", "94352": "Territoires du Sud"}
"""What the electoral lists call them (openElec)."""

Row = dict[str, str]
Key = tuple[str, str]


@dataclass
class Day:
    """What one day's movements say of one code: its names on the eve, and from that day on."""

    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)
    moved: bool = False
    """Whether it takes over another code that day: what another movement of that day says of its eve is no eve."""


@dataclass
class Span:
    """Days in which a code bears one name; `last` empty: still."""

    label: str
    first: str
    last: str = ""


def main(arguments: list[str]) -> int:
    """Make the three files; write those that differ, or only tell."""
    sources = [Path(argument) for argument in arguments if argument != "--check"]
    folder, countries, *others = (*sources, None, None)
    if folder is None or countries is None or others[0] is not None:
        print(__doc__)
        return 2
    communes, movements, overseas = (
        rows(folder / f"{name}.csv") for name in ("communes", "mouvements-communes", "collectivites-outremer")
    )
    return packed.update(COG, contents(communes, movements, overseas, rows(countries)), check="--check" in arguments)


def rows(path: Path) -> list[Row]:
    """Read one CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contents(
    communes: Iterable[Row], movements: Iterable[Row], overseas: Iterable[Row], countries: Iterable[Row]
) -> dict[str, str]:
    """Return the text of each file."""
    movements, countries = [one for one in movements if one["COM_AV"]], list(countries)
    today = {(TYPES[row["TYPECOM"]], row["COM"]): row["LIBELLE"] for row in communes}
    known = spans(movements, today)
    names = {row["COG"]: row["LIBCOG"].title() for row in countries} | ALGERIA
    known |= {("outre_mer", row["code_commune"]): [Span(row["nom_commune"], FIRST)] for row in overseas}
    known |= {
        ("territoire_ancien", code): [Span(names[code if code in names else there], FIRST)]
        for code, there in FORMER.items()
    }
    return {
        "communes": packed.table(
            ("commune_code", "commune_type", "code_debut", "code_fin", "commune_libelle"),
            sorted(
                (code, kind, one.first, one.last, one.label) for (kind, code), all_ in known.items() for one in all_
            ),
        ),
        "successions": packed.table(
            ("commune_code", "rang", "code_fin", "commune_successeur_code", "commune_mouvement"),
            successions(movements, known),
        ),
        "pays": packed.table(
            (
                *("pays_insee_code", "pays_libelle", "pays_libelle_long", "pays_actualite", "pays_annee_debut"),
                *("pays_origine_code", "pays_iso2", "pays_iso3"),
            ),
            sorted(map(country, countries)),
        ),
    }


def spans(movements: Iterable[Row], today: Mapping[Key, str]) -> dict[Key, list[Span]]:
    """Return, for each type and code, the spans of each of its names."""
    days: dict[Key, dict[str, Day]] = defaultdict(lambda: defaultdict(Day))
    for row in movements:
        for side, take in (("AV", "before"), ("AP", "after")):
            key = (TYPES[row[f"TYPECOM_{side}"]], row[f"COM_{side}"])
            day = days[key][row["DATE_EFF"]]
            getattr(day, take).add(row[f"LIBELLE_{side}"])
            day.moved |= side == "AP" and row["MOD"] == MOVED and row["COM_AV"] != row["COM_AP"]
    found = {key: [Span(label, FIRST)] for key, label in today.items() if key not in days}
    for key, met in days.items():
        if told := _lives(sorted(met.items()), today.get(key)):
            found[key] = told
    return found


def _lives(met: list[tuple[str, Day]], today: str | None) -> list[Span]:
    """Return the spans of one code, from its days in order and its name of today, if it has one."""
    told: list[Span] = []
    first = met[0][1]
    if first.before and not first.moved:
        told.append(Span(_name(first.before, first.before), FIRST))
    for place, (day, said) in enumerate(met):
        last = place == len(met) - 1
        nexts = ({today} if today else set[str]()) if last else met[place + 1][1].before
        after = nexts if last else said.after
        alive = bool(told) and not told[-1].last
        if alive and _name(after, nexts) != told[-1].label:
            told[-1].last = eve(day)
            alive = False
        if after and not alive:
            told.append(Span(_name(after, nexts), day))
    return [one for one in told if not one.last or one.first <= one.last]


def _name(names: set[str], better: set[str]) -> str:
    """Return the name, where a day gives several that which the next one knows."""
    return min(names & better or names, default="")


def eve(day: str) -> str:
    """Return the day before."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def successions(movements: Iterable[Row], known: Mapping[Key, list[Span]]) -> Iterator[tuple[str, int, str, str, str]]:
    """Give, for each code that ends for good as a commune, the codes its movements of that day lead to."""
    heirs: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in movements:
        here, there = row["COM_AV"], row["COM_AP"]
        if row["TYPECOM_AV"] in ("COM", "ARM") and row["TYPECOM_AP"] in ("COM", "ARM") and here != there:
            heirs[here, eve(row["DATE_EFF"])].setdefault(there, row["MOD"])
    ends = {
        (code, one.last)
        for (kind, code), told in known.items()
        if kind in ("commune", "arrondissement")
        for one in told
    }
    found = [
        (code, day, heir, kind)
        for (code, day), all_ in heirs.items()
        if (code, day) in ends
        for heir, kind in all_.items()
    ]
    found += [(code, "", there, "independance") for code, there in FORMER.items()]
    rank: dict[str, int] = defaultdict(int)
    for code, day, heir, kind in sorted(found):
        rank[code] += 1
        yield code, rank[code], day, heir, kind


def country(row: Row) -> tuple[str, ...]:
    """Return the row of one country."""
    origin = row["CAPAY"] or row["CRPAY"]
    return (
        row["COG"],
        row["LIBCOG"],
        row["LIBENR"],
        ACTUAL[row["ACTUAL"]],
        row["ANI"],
        origin,
        row["CODEISO2"],
        row["CODEISO3"],
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
