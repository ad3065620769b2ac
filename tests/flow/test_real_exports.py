"""Real exports, end to end: what was published is what comes out, to the cent and to the line."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pytest

import collecdata

if TYPE_CHECKING:
    from pathlib import Path

SIREN = "000000000"
ORGANISMES = {"1": SIREN, "COMMUNE EXEMPLE": SIREN}


def convert_fec(path: Path, to: Path):
    return collecdata.convert(path, to=to, siren="111111111", params={"date_cloture": "2022-12-31"})


def cents(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", ".") or "0")


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "rows"),
    [
        ("0000000001FEC20220831.txt", "utf-8-sig", "\t", 5422),
        ("111111111FEC20221231.TXT", "cp850", "|", 934),
    ],
)
def test_a_real_fec_comes_out_whole(shared, tmp_path, name, encoding, delimiter, rows):
    path = shared / "compta" / "fec" / name
    result = convert_fec(path, tmp_path / "out")
    table = result["compta.ecriture"]
    with path.open(encoding=encoding, newline="") as stream:
        source = list(csv.DictReader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    assert table.num_rows == rows == len(source)
    assert table["debit"].to_pylist() == [cents(row["Debit"]) for row in source]
    assert table["credit"].to_pylist() == [cents(row["Credit"]) for row in source]
    assert table["ecriture_libelle"].to_pylist() == [row["EcritureLib"].strip() or None for row in source]
    assert result.balanced
    assert result.issues.errors == 0
    assert not (tmp_path / "out/confidentiel/rejets").exists()


@pytest.mark.parametrize("name", ["0000000001FEC20220831.txt", "111111111FEC20221231.TXT"])
def test_every_entry_of_a_real_fec_balances(shared, tmp_path, name):
    table = convert_fec(shared / "compta" / "fec" / name, tmp_path / "out")["compta.ecriture"]
    entries = table.group_by(["journal_code", "ecriture_numero"]).aggregate([("debit", "sum"), ("credit", "sum")])
    assert entries["debit_sum"].equals(entries["credit_sum"])


def sedit(shared: Path, kind: str, form: str) -> Path:
    suffix = ".cp1252.csv" if form == "csv" else ".xls"
    return shared / "compta/vendor/sedit_gf" / f"sedit_gf_liste_{kind}_2025_scrubbed{suffix}"


@pytest.mark.parametrize("kind", ["factures", "commandes"])
def test_both_forms_of_a_sedit_export_give_the_same_tables(shared, tmp_path, kind):
    made = {
        form: collecdata.convert(sedit(shared, kind, form), to=tmp_path / form, params={"organismes": ORGANISMES})
        for form in ("csv", "xls")
    }
    assert made["csv"].keys() == made["xls"].keys()
    for name in made["csv"]:
        left, right = (made[form][name].drop_columns(["_source"]) for form in ("csv", "xls"))
        assert left.equals(right), name


@pytest.mark.parametrize("form", ["csv", "xls"])
def test_a_sedit_row_is_either_engaged_or_invoiced(shared, tmp_path, form):
    result = collecdata.convert(sedit(shared, "factures", form), to=tmp_path, params={"organismes": ORGANISMES})
    assert result["compta.engagement"].num_rows + result["compta.facture_ligne"].num_rows == 120
    assert result.issues.errors == 0
    assert result.balanced


@pytest.mark.parametrize(
    ("kind", "table", "columns"),
    [
        ("factures", "compta.facture_ligne", ("montant_ht", "montant_tva", "montant_ttc")),
        ("factures", "compta.engagement", ("montant_engage_ht", "montant_engage_tva", "montant_engage_ttc")),
        ("commandes", "compta.commande_ligne", ("montant_commande_ht", "montant_commande_tva", "montant_commande_ttc")),
    ],
)
def test_net_and_tax_make_gross_on_every_row(shared, tmp_path, kind, table, columns):
    result = collecdata.convert(sedit(shared, kind, "csv"), to=tmp_path, params={"organismes": ORGANISMES})
    net, tax, gross = (result[table][name] for name in columns)
    assert pc.all(pc.equal(pc.add(net, tax), gross)).as_py()


@pytest.mark.parametrize("kind", ["factures", "commandes"])
def test_no_column_of_a_sedit_export_is_silently_unused(shared, tmp_path, kind):
    result = collecdata.convert(sedit(shared, kind, "csv"), to=tmp_path, params={"organismes": ORGANISMES})
    assert result.report.not_carried == ()
