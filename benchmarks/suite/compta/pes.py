"""PES aller to three typed tables in Parquet: slips, orders, lines with their third party."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

__all__ = ["TABLES", "collecdata", "differences", "lxml", "make"]

TABLES = {
    "bordereau": {
        "exercice": "Exer", "numero": "IdBord", "emission_date": "DteBordEm", "type": "TypBord", "pieces": "NbrPce",
        "cumul": "MtCumulAnnuel", "montant": "MtBordHT",
    },
    "piece": {"numero": "IdPce", "type": "TypPce", "nature": "NatPce", "objet": "Obj"},
    "ligne": {
        "rang": "IdLigne", "nature": "Nature", "fonction": "Fonction", "virement": "LibVir1", "reglement": "ModRegl",
        "intracommunautaire": "TVAIntraCom", "montant": "MtHT", "tva": "MtTVA", "tiers": "IdTiers",
        "tiers_nature": "NatIdTiers", "reference": "RefTiers", "categorie": "CatTiers", "juridique": "NatJur",
        "nom": "Nom", "adresse_type": "TypAdr", "adresse": "Adr2", "code_postal": "CP", "ville": "Ville",
        "resident": "CodRes", "iban": "IBAN", "banque": "LibBanc", "titulaire": "TitCpte",
    },
}  # fmt: skip
"""The columns compared, by table, with the element each comes from."""
DATES, INTEGERS, AMOUNTS = {"emission_date"}, {"exercice", "pieces", "rang"}, {"cumul", "montant", "tva"}
ROWS = 100_000
"""Rows of a row group of the peer."""


def make(path: Path, megabytes: float) -> None:
    """Generate the file."""
    from suite.generate.pes import write

    write(path, int(megabytes * 1e6))


def collecdata(source: Path, out: Path) -> None:
    """Convert, with everything that is promised."""
    import collecdata as ours
    from suite.engines.collecdata_engine import CATALOGUE

    result = ours.convert(source, to=out, adapter="banc-pes", adapters=[CATALOGUE])
    if result.exit_code:
        raise ValueError(f"{[(issue.code, issue.count) for issue in result.issues]}")


def lxml(source: Path, out: Path) -> None:
    """Take elements as they end, forget them, write typed batches: what a good user of lxml writes."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from lxml import etree

    out.mkdir(parents=True)
    schemas = {name: pa.schema([(column, _arrow(column)) for column in columns]) for name, columns in TABLES.items()}
    writers = {
        name: pq.ParquetWriter(out / f"{name}.parquet", one, compression="zstd") for name, one in schemas.items()
    }
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}

    def flush(name: str) -> None:
        columns = [_typed(column, [row.get(tag) for row in rows[name]]) for column, tag in TABLES[name].items()]
        writers[name].write_table(pa.table(columns, schema=schemas[name]))
        rows[name].clear()

    ends = {"BlocBordereau": "bordereau", "BlocPiece": "piece", "LigneDePiece": "ligne", "Bordereau": "", "PJ": ""}
    for _, element in etree.iterparse(source, events=("end",), tag=[f"{{*}}{name}" for name in ends], huge_tree=True):
        if name := ends[element.tag]:
            rows[name].append({one.tag: one.get("V") for one in element.iter() if "V" in one.attrib})
            if len(rows[name]) == ROWS:
                flush(name)
        if name in ("", "ligne"):
            element.clear(keep_tail=False)
            while element.getprevious() is not None and not name:
                del element.getparent()[0]
    for name, writer in writers.items():
        flush(name)
        writer.close()


def differences(ours: Path, theirs: Path) -> str:
    """Say which column differs, if any does."""
    import pyarrow.parquet as pq

    for name, columns in TABLES.items():
        mine = pq.read_table(ours / "banc" / f"pes_{name}.parquet", columns=list(columns))
        other = pq.read_table(theirs / f"{name}.parquet")
        for column in columns:
            if mine[column].cast(other[column].type).combine_chunks() != other[column].combine_chunks():
                return f"{name}.{column}"
    return ""


def _arrow(column: str) -> pa.DataType:
    import pyarrow as pa

    if column in DATES:
        return pa.date32()
    if column in INTEGERS:
        return pa.int64()
    return pa.decimal128(18, 2) if column in AMOUNTS else pa.string()


def _typed(column: str, cells: list[str | None]) -> pa.Array:
    import pyarrow as pa

    text = pa.array(cells, pa.string())
    return text if column not in DATES | INTEGERS | AMOUNTS else text.cast(_arrow(column))
