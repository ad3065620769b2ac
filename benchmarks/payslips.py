"""Payroll XML (XHL) read by collecdata and by lxml.iterparse: the same columns, and how much processor each takes.

    python benchmarks/payslips.py                  # about 100 MB, three rounds
    python benchmarks/payslips.py --agents 4000    # a tenth of that

Each round runs both, each in a process of its own. What is measured is the reading, once both are loaded: payslips and
lines of pay to Arrow columns of text. A digest of every column tells whether both read the same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from lxml import etree

import collecdata
from collecdata.kernels.distinct import decode
from collecdata.readers.registry import READERS
from collecdata.readers.source import Source

ROOT = Path(__file__).resolve().parents[1]
SLIP = (
    *("Agent/Civilite", "Agent/Nom", "Agent/Prenom", "Agent/Matricule", "Agent/NIR", "Agent/Adresse/TypAdr"),
    *("Agent/Adresse/Adr2", "Agent/Adresse/CP", "Agent/Adresse/Ville", "Agent/NbEnfants", "Agent/Statut"),
    *("RefNomenStatutaire/Code", "RefNomenStatutaire/Libelle", "Agent/EmploiMetier", "Agent/Grade", "Agent/Echelon"),
    *("Agent/Indice", "Service", "NBI", "QuotiteTrav", "Periode/DateDebut", "Periode/DateFin", "NbHeureTotal"),
    *("NbHeureSup", "MtBrut", "MtNet", "MtNetAPayer", "DatePaiement", "MtImposable", "CumulMtImposable"),
    *("CumulMtBrut", "CumulBaseSS"),
)
PATHS = tuple(f"Agent/{name}" if name.startswith("RefNomenStatutaire") else name for name in SLIP)
LINE = ("#name", "Libelle", "Code", "Base", "Taux", "NbUnite", "Mt", "CodeCaisse", "Ordre")
OPTIONS = READERS["xml"].options(**collecdata.adapters["xhl"].adapter.inputs["paye"].options)  # type: ignore[union-attr]
Columns = dict[str, Iterable[str | None]]


def ours(path: Path) -> Iterator[tuple[str, Columns]]:
    """Give the columns of each record set, piece by piece, as the adapter reads them."""
    reader = READERS["xml"]
    layout = reader.inspect(Source(path, path.name), OPTIONS)
    for split in reader.splits(layout, lambda _: None):
        for batch in reader.read(split):
            names = {"bulletin": SLIP, "ligne": LINE}.get(batch.record_set)
            if names and not batch.context:
                yield batch.record_set, {name: decode(batch.data.column(name)) for name in names}


def lxml(path: Path) -> Iterator[tuple[str, Columns]]:
    """Do the same with lxml: one element a payslip, freed once read; arrays of 10 000 payslips."""
    slips: list[tuple[str | None, ...]] = []
    lines: list[tuple[str | None, ...]] = []
    for _, slip in etree.iterparse(str(path), tag="PayeIndivMensuel", resolve_entities=False, no_network=True):
        slips.append(tuple(_value(slip.find(name)) for name in PATHS))
        pay = slip.find("Remuneration")
        for line in () if pay is None else pay:
            cells = {leaf.tag: leaf.get("V") for leaf in line}
            lines.append((line.tag, *(cells.get(name) for name in LINE[1:])))
        slip.clear()
        while slip.getprevious() is not None:
            del slip.getparent()[0]
        if len(slips) == 10_000:
            yield "bulletin", _columns(SLIP, slips)
            yield "ligne", _columns(LINE, lines)
            slips, lines = [], []
    if slips:
        yield "bulletin", _columns(SLIP, slips)
        yield "ligne", _columns(LINE, lines)


def _value(element: Any) -> str | None:  # noqa: ANN401 - an element of lxml
    return None if element is None else element.get("V")


def _columns(names: tuple[str, ...], rows: list[tuple[str | None, ...]]) -> Columns:
    return {name: pa.array(cells, pa.string()) for name, cells in zip(names, zip(*rows, strict=True), strict=True)}


ENGINES = {"collecdata": ours, "lxml": lxml}


def run(engine: str, path: Path, *, digest: bool) -> dict[str, Any]:
    """Read a file once, here; return what it took, and the digest of every column when asked."""
    began = time.process_time()
    rows: dict[str, int] = {}
    digests: dict[str, Any] = {}
    for name, columns in ENGINES[engine](path):
        for column, cells in columns.items():
            rows[name] = rows.get(name, 0) + (len(cells) if column in (SLIP[0], LINE[0]) else 0)  # type: ignore[arg-type]
            if digest:
                made = digests.setdefault(f"{name}/{column}", hashlib.sha256())
                for cell in cells.to_pylist():  # type: ignore[attr-defined]
                    made.update(f"{cell or ''}\n".encode())
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = time.process_time() - began
    told = {name: one.hexdigest() for name, one in digests.items()}
    return {"cpu": cpu, "rss": used.ru_maxrss // 1024, "rows": rows, "digests": told}


def main() -> int:
    """Compare; 1 where the two do not read the same."""
    parser = argparse.ArgumentParser(description="payroll XML: collecdata against lxml.iterparse")
    parser.add_argument("--agents", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=sorted(ENGINES))
    parser.add_argument("--digest", action="store_true")
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    if asked.engine:
        print(json.dumps(run(asked.engine, asked.file, digest=asked.digest)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = asked.file or Path(folder) / "paye.xml"
        if not asked.file:
            generator = ROOT / "examples" / "rh" / "generate_xhl.py"
            subprocess.run([sys.executable, str(generator), "--agents", str(asked.agents), str(path)], check=True)
        equal = _told("collecdata", path, digest=True)["digests"] == _told("lxml", path, digest=True)["digests"]
        rounds = [{engine: _told(engine, path) for engine in ENGINES} for _ in range(asked.rounds)]
    ratios = [one["lxml"]["cpu"] / one["collecdata"]["cpu"] for one in rounds]
    print(f"{rounds[0]['lxml']['rows']}, equal: {equal}")
    for one in rounds:
        print({engine: (round(told["cpu"], 2), told["rss"]) for engine, told in one.items()})
    print(f"lxml / collecdata, processor: {statistics.median(ratios):.2f}")
    return 0 if equal else 1


def _told(engine: str, path: Path, *, digest: bool = False) -> dict[str, Any]:
    words = [sys.executable, __file__, "--engine", engine, "--file", str(path), *(["--digest"] if digest else [])]
    told: dict[str, Any] = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    return told


if __name__ == "__main__":
    sys.exit(main())
