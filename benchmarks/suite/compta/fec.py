"""A long FEC to typed Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

__all__ = ["collecdata", "collecdata_bare", "differences", "make", "pyarrow"]

HEADER = (
    "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate "
    "EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
).split()
BLOCK = 250_000
"""Lines of a block: the next one is the same in another journal."""
SIREN, CLOSING = "123456782", "2024-12-31"
COLUMNS = {
    "journal_code": "JournalCode", "journal_libelle": "JournalLib", "ecriture_numero": "EcritureNum",
    "ecriture_date": "EcritureDate", "compte_numero": "CompteNum", "compte_libelle": "CompteLib",
    "compte_auxiliaire_numero": "CompAuxNum", "compte_auxiliaire_libelle": "CompAuxLib",
    "piece_reference": "PieceRef", "piece_date": "PieceDate", "ecriture_libelle": "EcritureLib", "debit": "Debit",
    "credit": "Credit", "lettrage": "EcritureLet", "lettrage_date": "DateLet", "validation_date": "ValidDate",
    "montant_devise": "Montantdevise", "devise": "Idevise",
}  # fmt: skip
"""The columns of the file, under the name of the standard: those the core alone makes, and those compared."""
DATES, AMOUNTS = ("EcritureDate", "PieceDate", "DateLet", "ValidDate"), ("Debit", "Credit", "Montantdevise")


def make(path: Path, rows: float) -> None:
    """Generate a journal of balanced entries of three lines."""
    import random

    dice = random.Random(7)
    lines = []
    for number in range(BLOCK // 3 + 1):
        day = f"2024{1 + number % 12:02d}{1 + number % 28:02d}"
        net = dice.randrange(100, 5_000_000)
        tax = net // 5
        who = dice.randrange(4_000)
        tail = f"FA{number:08d}\t{day}\tFacture {number} du fournisseur {who}"
        for account, label, debit, credit in (
            ("606100", "Achats non stockés d'énergie", net, 0),
            ("445660", "TVA déductible", tax, 0),
            ("401100", "Fournisseurs", 0, net + tax),
        ):
            third = f"F{who:05d}\tFOURNISSEUR N° {who}" if credit else "\t"
            amounts = f"{debit // 100},{debit % 100:02d}\t{credit // 100},{credit % 100:02d}"
            lines.append(
                f"@@@\tAchats\t{number:08d}\t{day}\t{account}\t{label}\t{third}\t{tail}\t{amounts}\t\t\t{day}\t\t\n"
            )
    block = "".join(lines[: BLOCK // 3 * 3])
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("\t".join(HEADER) + "\n")
        for number in range(max(1, int(rows) // BLOCK)):
            out.write(block.replace("@@@", f"J{number:02d}"))


def collecdata(source: Path, out: Path) -> None:
    """Convert by the command line, with every check, the balance of each entry too."""
    from collecdata.cli import main

    words = ["--adapter", "fec", "--siren", SIREN, "--param", f"date_cloture={CLOSING}"]
    if code := main(["convert", str(source), "--to", str(out), *words]):
        raise ValueError(f"exit code {code}")


def collecdata_bare(source: Path, out: Path) -> None:
    """Convert by the core alone: the columns of the file, and no promise."""
    from collecdata.flow.lots import Asked
    from suite.bare import Wanted, convert_bare

    convert_bare(Asked((source,), SIREN, "fec", {"date_cloture": CLOSING}), [Wanted(out, tuple(COLUMNS))])


def pyarrow(source: Path, out: Path) -> None:
    """Stream: types in the reader, dates cast."""
    import pyarrow as pa
    import pyarrow.csv as pacsv
    import pyarrow.parquet as pq

    types = dict.fromkeys(HEADER, pa.string())
    types |= dict.fromkeys(DATES, pa.timestamp("s")) | dict.fromkeys(AMOUNTS, pa.decimal128(18, 2))
    batches = pacsv.open_csv(
        source,
        read_options=pacsv.ReadOptions(block_size=8 << 20),
        parse_options=pacsv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=pacsv.ConvertOptions(
            column_types=types,
            decimal_point=",",
            timestamp_parsers=["%Y%m%d"],
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    schema = pa.schema([(name, pa.date32() if name in DATES else types[name]) for name in HEADER])
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in batches:
            columns = [batch.column(name).cast(schema.field(name).type) for name in HEADER]
            writer.write_batch(pa.record_batch(columns, schema=schema))


def differences(ours: Path, *others: Path) -> str:
    """Compare every column of the file, which we have under the name of the standard."""
    for out in others:
        for mine, theirs in COLUMNS.items():
            left, right = _column(ours / "compta/ecriture.parquet", mine), _column(out, mine, theirs)
            if left.cast(right.type) != right:
                return f"{out.suffix[1:]}: {mine}"
    return ""


def _column(path: Path, *names: str) -> pa.Array:
    """Read a column by the one of its names that the file has."""
    import pyarrow.parquet as pq

    (name,) = set(names) & set(pq.read_schema(path).names)
    return pq.read_table(path, columns=[name])[name].combine_chunks()
