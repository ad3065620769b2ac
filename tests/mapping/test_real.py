"""Real accounting files through the adapter of the norm, against a reading by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from collecdata.catalogue.catalogue import Catalogue
from collecdata.checks.apply import apply
from collecdata.kernels.stream import Batch
from collecdata.mapping.plan import compile_output
from collecdata.mapping.run import run_output

FILES = ["0000000001FEC20220831.txt", "111111111FEC20221231.TXT"]


def amount(text):
    return Decimal(text.replace(",", ".") or "0")


@pytest.mark.parametrize("encoded", [False, True], ids=["plain", "encoded"])
@pytest.mark.parametrize("name", FILES)
def test_a_real_fec_is_mapped_whole_and_exactly(shared, name, encoded):
    raw = (shared / "compta" / "fec" / name).read_bytes()
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        lines = raw.decode("cp1252").splitlines()
    separator = "\t" if "\t" in lines[0] else "|"
    header, *rows = (line.split(separator) for line in lines)
    rows = [row for row in rows if len(row) == len(header)]
    columns = {title: pa.array([row[at] for row in rows]) for at, title in enumerate(header) if title}
    if encoded:
        columns = {title: column.dictionary_encode() for title, column in columns.items()}
    batch = Batch(name, pa.record_batch({**columns, "_ligne": pa.array(np.arange(2, 2 + len(rows)))}))

    catalogue = Catalogue.from_roots()
    folder = catalogue.adapters["fec"]
    assert folder.adapter is not None
    output = folder.adapter.outputs[0]
    table = catalogue.tables[output.table]
    given = {"siren": "732829320", "date_cloture": "20221231"}
    plan = compile_output(
        folder, output, folder.adapter.inputs["ecritures"], tuple(columns), table, catalogue, given, {}
    )
    mapped = run_output(plan, batch)
    assert (mapped.read, mapped.filtered, mapped.kept, mapped.data.num_rows) == (len(rows), 0, len(rows), len(rows))
    assert mapped.issues == ()
    assert mapped.data.column("date_cloture").to_pylist() == [dt.date(2022, 12, 31)] * len(rows)

    at = {title: place for place, title in enumerate(header)}
    for field, title in (("debit", "Debit"), ("credit", "Credit")):
        assert mapped.data.column(field).to_pylist() == [amount(row[at[title]]) for row in rows]
    for field, title in (("compte_numero", "CompteNum"), ("ecriture_libelle", "EcritureLib")):
        assert mapped.data.column(field).to_pylist() == [row[at[title]].strip() or None for row in rows]
    days = [dt.datetime.strptime(row[at["EcritureDate"]], "%Y%m%d").date() for row in rows]
    assert mapped.data.column("ecriture_date").to_pylist() == days

    codes = {field.vocabulaire: catalogue.codes[field.vocabulaire] for field in table.fields if field.vocabulaire}
    checked = apply(table, codes, mapped.data, mapped.rows, (name, np.arange(2, 2 + len(rows))), plan.labels)
    assert checked.data.num_rows + len(checked.rejected) == len(rows)
