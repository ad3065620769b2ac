"""The real exports of Sedit GF, .xls and text twins: the same cells."""

from __future__ import annotations

import csv
import re

import pytest

from collecdata.readers.rows import unique_names
from readers.excel.reading import read

AMOUNT = re.compile(r"-?\d+,\d\d")


@pytest.mark.parametrize("name", ["sedit_gf_liste_factures_2025_scrubbed", "sedit_gf_liste_commandes_2025_scrubbed"])
def test_both_exports_of_one_list_say_the_same(shared, name):
    folder = shared / "compta" / "vendor" / "sedit_gf"
    with (folder / f"{name}.cp1252.csv").open(encoding="cp1252", newline="") as stream:
        header, *expected = csv.reader(stream, delimiter=";")
    found = read(folder / f"{name}.xls", decimal=",", date="%d/%m/%Y")
    assert found.columns == unique_names(header)
    assert len(found.rows) == len(expected)
    differ = [
        (row, cell)
        for texts, cells in zip(expected, found.rows, strict=True)
        for row, cell in zip(texts, cells, strict=True)
        if row != cell
    ]
    # The text export writes amounts with two decimals, a workbook holds the number: 589,90 and 589,9.
    assert all(AMOUNT.fullmatch(text) and text.removesuffix("0") == cell for text, cell in differ)


def test_the_real_list_of_invoices_is_one_sheet_of_58_columns(shared):
    path = shared / "compta" / "vendor" / "sedit_gf" / "sedit_gf_liste_factures_2025_scrubbed.xls"
    found = read(path)
    assert (found.layout.facts["sheet"], len(found.columns), len(found.rows)) == ("feuille1", 58, 120)
    assert {issue.column for issue in found.issues if issue.code == "header.duplicate"} == {"AP/AE", "Opérations"}
    assert found.rows[0][found.columns.index("Mandat")] == "277"
