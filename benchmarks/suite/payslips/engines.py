"""Payslips and lines of pay as columns of text, piece by piece: our reader, and `lxml.iterparse` at its best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from lxml import etree

import collecdata as project
from collecdata.kernels.distinct import decode
from collecdata.readers.registry import READERS
from collecdata.readers.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["LINE", "SLIP", "collecdata", "lxml"]

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
OPTIONS = READERS["xml"].options(**project.adapters["xhl"].adapter.inputs["paye"].options)  # type: ignore[union-attr]
Columns = dict[str, pa.Array]


def collecdata(path: Path) -> Iterator[tuple[str, Columns]]:
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
