"""What the tax authority points at, one planted fault a check."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

import collecdata

HEADER = (
    "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t"
    "PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise"
)
GOOD = "VE\tVentes\t1\t20240131\t411000\tClients\t\t\tF1\t20240131\tFacture\t{d}\t{c}\t\t\t20240201\t\t"
FAULTS = {
    "no_number": ("\t1\t", "\t\t", "compta.ledger_missing", "ecriture_numero", "error"),
    "no_journal_label": ("Ventes", "", "compta.ledger_missing", "journal_libelle", "warning"),
    "no_label": ("Facture", "", "compta.ledger_missing", "ecriture_libelle", "warning"),
    "no_document": ("F1", "", "compta.ledger_missing", "piece_reference", "warning"),
    "not_validated": ("20240201", "", "compta.ledger_missing", "validation_date", "warning"),
    "account": ("411000", "41A000", "compta.account_form", "compte_numero", "warning"),
    "short_account": ("411000", "41", "compta.account_form", "compte_numero", "warning"),
    "old_date": ("F1\t20240131", "F1\t18991231", "compta.date_far_off", "piece_date", "warning"),
    "after_closing": ("1\t20240131", "1\t20250101", "compta.entry_after_closing", "ecriture_date", "warning"),
    "validated_before": ("20240201", "20240130", "compta.validated_before_entry", "validation_date", "warning"),
}


def convert(tmp_path, lines):
    dump = tmp_path / "123456782FEC20241231.txt"
    dump.write_bytes("\r\n".join([HEADER, *lines, ""]).encode())
    return collecdata.convert(dump, to=tmp_path / "out")


def entry():
    return [GOOD.format(d="10,00", c="0,00"), GOOD.format(d="0,00", c="10,00")]


def test_a_good_ledger_has_no_issue(tmp_path):
    assert [one.code for one in convert(tmp_path, entry()).issues] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault(tmp_path, fault):
    old, new, code, field, severity = FAULTS[fault]
    lines = [one.replace(old, new, 1) for one in entry()]
    issues = {(one.code, one.field): one for one in convert(tmp_path, lines).issues}
    issue = issues[code, field]
    assert (issue.severity, issue.count, issue.lines) == (severity, 2, (2, 3))


@pytest.mark.parametrize("amounts", [("10,00", "10,00"), ("0,00", "0,00")])
def test_amounts_on_both_sides_or_on_none(tmp_path, amounts):
    lines = [*entry(), GOOD.format(d=amounts[0], c=amounts[1])]
    (issue,) = (one for one in convert(tmp_path, lines).issues if one.code == "compta.amount_sides")
    assert issue.lines == (4,)


def test_fields_left_out_as_personal_leave_the_other_checks(tmp_path):
    dump = tmp_path / "123456782FEC20241231.txt"
    dump.write_bytes("\r\n".join([HEADER, GOOD.format(d="10,00", c="0,00"), ""]).encode())
    result = collecdata.convert(dump, to=tmp_path / "out", confidentialite_max=1)
    assert "ecriture_libelle" not in result["compta.ecriture"].schema.names
    assert "compta.entry_unbalanced" in {one.code for one in result.issues}


REAL = {
    "0000000001FEC20220831.txt": (5422, {"compta.entry_mixed": 189}),
    "111111111FEC20221231.TXT": (934, {"compta.entry_mixed": 1, "compta.entry_after_closing": 934}),
}


@pytest.mark.parametrize("name", REAL)
def test_real_ledgers_balance(tmp_path, shared, name):
    rows, told = REAL[name]
    dump = shutil.copy(shared / "compta/fec" / name, tmp_path)
    siren = "111111111" if name.startswith("1") else "000000000"
    params = {} if name.startswith("1") else {"date_cloture": dt.date(2022, 8, 31).isoformat()}
    result = collecdata.convert(dump, to=tmp_path / "out", siren=siren, params=params)
    assert len(result["compta.ecriture"]) == rows
    counts = {one.code: one.count for one in result.issues if one.code.startswith("compta.")}
    assert {code: count for code, count in counts.items() if code != "compta.entry_sequence"} == told
