"""Write schemas/rh/dsn/ from the sheets of the DSN norm: blocks, rubrics and their codes, each with its years.

python scripts/generate_dsn.py FOLDER            # rewrites the three files
python scripts/generate_dsn.py FOLDER --check    # changes nothing; 1 where one is stale

The folder holds, for each year, what is published of the norm: `dsn-P24V01-{blocks,fields,datatypes}.csv`, the sheets
of the official workbook (GIP-MDS) saved as they are, or `norm-P25V01.yaml`, the transcription by open-neodes
(Apache-2.0). The tree of blocks is that of the workbook: the transcription's cardinalities are not the norm's. A row
that does not change from one year to the next is written once, with its first and last years; a label that only
changes its blanks has not changed.

The reader takes the number of a rubric for its rank in its block: true of every year so far, and checked here.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

DSN = Path(__file__).resolve().parents[1] / "schemas" / "rh" / "dsn"
YEARS = ("annee_debut", "annee_fin")
HEADS = {
    "blocs": (("bloc",), ("parent", "libelle")),
    "rubriques": (("bloc", "rubrique"), ("nature", "longueur_min", "longueur_max", "libelle")),
    "codes": (("bloc", "rubrique", "code"), ("libelle",)),
}
"""For each file: its key, and what a year says of it."""
TOPS = {"S10.G00.00": "", "S20.G00.05": "S10.G00.00", "S90.G00.90": "S10.G00.00"}
"""Blocks of the envelope, that the sheet of blocks leaves out."""
NAMES = {"S10.G00.00": "Envoi", "S20.G00.05": "Déclaration", "S90.G00.90": "Total de l'envoi"}
NATURES = {"Enumeration": "E", "Numeric": "N", "ExternalReferential": "R", "Date": "D", "Alphanumeric": "X"}
_VALUE = re.compile(r";(?=[^;=]{1,12}=)")
Row = tuple[str, ...]
Rows = dict[str, dict[Row, dict[int, Row]]]


def main(arguments: list[str]) -> int:
    """Make the three files; write those that differ, or only tell."""
    sources = [argument for argument in arguments if argument != "--check"]
    if len(sources) != 1:
        print(__doc__)
        return 2
    wanted = contents(Path(sources[0]))
    stale = [name for name, text in wanted.items() if read(DSN / f"{name}.csv.gz") != text]
    for name in stale:
        print(f"{'stale' if '--check' in arguments else 'written'}: {name}.csv.gz")
        if "--check" not in arguments:
            DSN.mkdir(parents=True, exist_ok=True)
            (DSN / f"{name}.csv.gz").write_bytes(gzip.compress(wanted[name].encode(), 9, mtime=0))
    return 1 if stale and "--check" in arguments else 0


def read(path: Path) -> str | None:
    """Return a file's text, or None. Texts are compared and not bytes: another zlib may pack them otherwise."""
    return gzip.decompress(path.read_bytes()).decode() if path.is_file() else None


def contents(folder: Path) -> dict[str, str]:
    """Return the text of each file."""
    rows: Rows = {name: {} for name in HEADS}
    tree: dict[str, str] = {}
    for sheet in sorted(folder.glob("dsn-P*-blocks.csv")):
        version = sheet.name.split("-")[1]
        tree |= _workbook(folder, version, rows)
    for path in sorted(folder.glob("norm-P*.yaml")):
        _transcription(path, tree, rows)
    _check_order(rows["rubriques"])
    return {name: _table(name, found) for name, found in rows.items()}


def _check_order(rubrics: dict[Row, dict[int, Row]]) -> None:
    """Stop where a norm gives the rubrics of a block in another order than that of their numbers."""
    for year in sorted({year for said in rubrics.values() for year in said}):
        known = [key for key, said in rubrics.items() if year in said]
        for block in dict.fromkeys(key[0] for key in known):
            numbers = [number for one, number in known if one == block]
            if numbers != sorted(numbers):
                sys.exit(f"{year}, {block}: rubrics are not in the order of their numbers; the reader needs their rank")


def _workbook(folder: Path, version: str, rows: Rows) -> dict[str, str]:
    """Take the sheets of one year; return the parent of each block."""
    year = _year(version)
    blocks = {row["Id"]: row for row in _sheet(folder, version, "blocks")}
    types = {row["Id"]: row for row in _sheet(folder, version, "datatypes")}
    tree = TOPS | {block: row["ParentId"] for block, row in blocks.items()}
    for block in sorted(tree):
        label = NAMES.get(block) or _squeeze(blocks[block]["Name"])
        rows["blocs"].setdefault((block,), {})[year] = (tree[block], label)
    for field in _sheet(folder, version, "fields"):
        block, number, kind = field["Block Id"], field["Id"], types[field["DataType Id"]]
        said = (NATURES[kind["Nature"]], kind["Lg Min"], kind["Lg Max"], _squeeze(field["Name"]))
        rows["rubriques"].setdefault((block, number), {})[year] = said
        for text in _VALUE.split(kind["Values"]) if kind["Values"] else ():
            code, _, label = text.partition("=")
            rows["codes"].setdefault((block, number, code.strip()), {})[year] = (_squeeze(label),)
    return tree


def _transcription(path: Path, tree: dict[str, str], rows: Rows) -> None:
    """Take the YAML of one year; what it does not say of a rubric is what the year before said."""
    norm: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    year = _year(norm["version"])
    for block, segment in norm["segments"].items():
        label = _before(rows["blocs"], (block,), year) or (tree[block], _squeeze(segment["name"]))
        rows["blocs"].setdefault((block,), {})[year] = label
        for name, field in (segment.get("fields") or {}).items():
            number = name.rpartition(".")[2]
            known = _before(rows["rubriques"], (block, number), year)
            options = field.get("options") or {}
            nature = known[0] if known else "E" if options else field["type"]
            least = known[1] if known and known[1] and int(known[1]) <= field["length"] else ""
            said = (nature, least, str(field["length"]), _squeeze(field["label"]))
            rows["rubriques"].setdefault((block, number), {})[year] = said
            for code, option in options.items():
                rows["codes"].setdefault((block, number, str(code)), {})[year] = (_squeeze(option),)


def _before(rows: dict[Row, dict[int, Row]], key: Row, year: int) -> Row | None:
    return rows.get(key, {}).get(year - 1)


def _sheet(folder: Path, version: str, name: str) -> list[dict[str, str]]:
    with (folder / f"dsn-{version}-{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _year(version: str) -> int:
    """Return the year of `P25V01`."""
    return 2000 + int(version[1:3])


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _table(name: str, rows: dict[Row, dict[int, Row]]) -> str:
    """Return the CSV: one row for each run of years in which nothing changes, in the order of the keys."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    key, said = HEADS[name]
    writer.writerow((*key, *YEARS, *said))
    for one in sorted(rows):
        for first, last, cells in _runs(rows[one]):
            writer.writerow((*one, first, last, *cells))
    return out.getvalue()


def _runs(years: dict[int, Row]) -> Iterator[tuple[int, int, Row]]:
    """Give the runs of consecutive years with the same cells."""
    ordered = sorted(years)
    breaks = [after for before, after in pairwise(ordered) if after != before + 1 or years[after] != years[before]]
    starts = [ordered[0], *breaks]
    ends = [*(ordered[ordered.index(start) - 1] for start in breaks), ordered[-1]]
    return ((first, last, years[first]) for first, last in zip(starts, ends, strict=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
