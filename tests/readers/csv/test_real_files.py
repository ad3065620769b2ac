"""Real exports: accounting entry files and Sedit GF lists, to the last record."""

from __future__ import annotations

import pytest

FILES = {
    "compta/fec/0000000001FEC20220831.txt": (5422, 18, {"encoding": "utf-8", "delimiter": "\t", "line_end": "LF"}),
    "compta/fec/111111111FEC20221231.TXT": (934, 18, {"encoding": "cp850", "delimiter": "|", "line_end": "LF"}),
    "compta/vendor/sedit_gf/sedit_gf_liste_factures_2025_scrubbed.cp1252.csv": (
        120, 58, {"encoding": "cp1252", "delimiter": ";", "line_end": "CRLF"},
    ),
    "compta/vendor/sedit_gf/sedit_gf_liste_commandes_2025_scrubbed.cp1252.csv": (
        60, 36, {"encoding": "cp1252", "delimiter": ";", "line_end": "CRLF"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_rows_columns_and_dialect(name, shared, read):
    rows, columns, facts = FILES[name]
    found = read(shared / name)
    assert (len(found.rows), len(found.columns)) == (rows, columns)
    assert facts.items() <= found.layout.facts.items()
    assert found.tally.balanced
    assert not found.rejects


@pytest.mark.parametrize("name", FILES)
def test_same_whatever_the_block(name, shared, read):
    whole = read(shared / name)
    for block in (1 if len(whole.rows) < 200 else 500, 7777, 1 << 16):
        cut = read(shared / name, block=block)
        assert cut.same() == whole.same()
        assert len(cut.splits) > 1 or block > 1 << 12


def test_a_last_separator_is_not_a_column(shared, read):
    found = read(shared / "compta/fec/111111111FEC20221231.TXT")
    assert found.columns[-1] == "Idevise"
    assert found.rows[0]["CompteLib"] == "VENTE NECTAR DE FRAISE      "
    assert ("csv.trailing_separator", "", 1) in found.issues


def test_duplicate_headers_are_numbered(shared, read):
    found = read(shared / "compta/vendor/sedit_gf/sedit_gf_liste_factures_2025_scrubbed.cp1252.csv")
    assert {"AP/AE", "AP/AE#2", "Opérations", "Opérations#2"} <= set(found.columns)
    assert [issue[:2] for issue in found.issues] == [("header.duplicate", "AP/AE"), ("header.duplicate", "Opérations")]


def test_every_published_example_balances(shared, read):
    paths = sorted((shared / "validation" / "schemas").rglob("exemple*.csv"))
    assert paths
    for path in paths:
        assert read(path).tally.balanced, path.name
