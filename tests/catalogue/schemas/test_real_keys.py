"""The primary keys of the accounting tables are keys of real files."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SEDIT = "compta/vendor/sedit_gf/sedit_gf_liste_{}_2025_scrubbed.cp1252.csv"
FEC = [("0000000001FEC20220831.txt", "\t", "utf-8-sig"), ("111111111FEC20221231.TXT", "|", "cp850")]


def rows(path: Path, delimiter: str = ";", encoding: str = "cp1252") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def duplicates(table: list[dict[str, str]], *columns: str) -> dict[tuple[str, ...], int]:
    counts = Counter(tuple(row[column] for column in columns) for row in table)
    return {key: count for key, count in counts.items() if count > 1}


def test_movements_have_the_key_of_engagements_and_invoices(shared):
    movements = rows(shared / SEDIT.format("factures"))
    assert duplicates(movements, "Exercice", "Budget", "Code mouvement", "N° ligne") == {}


def test_order_lines_have_their_key(shared):
    orders = rows(shared / SEDIT.format("commandes"))
    assert duplicates(orders, "Exercice", "Budget", "N° Commande", "N° ligne") == {}


def test_the_kind_of_mandate_tells_engagements_from_invoices(shared):
    movements = rows(shared / SEDIT.format("factures"))
    for row in movements:
        engaged = row["Type mandat"] in ("", "Vide")
        assert engaged == (not row["Mandat"])
        if engaged:
            assert not row["Facture"]
            assert not row["Date mandat"]


@pytest.mark.parametrize(("name", "delimiter", "encoding"), FEC)
def test_a_journal_and_a_number_do_not_make_a_key_of_ledger_lines_so_the_rank_does(shared, name, delimiter, encoding):
    lines = rows(shared / "compta" / "fec" / name, delimiter, encoding)
    assert duplicates(lines, "JournalCode", "EcritureNum")
    assert all(row["CompteNum"].strip() and row["EcritureDate"].strip() for row in lines)
