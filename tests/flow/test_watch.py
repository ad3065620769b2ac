"""Rules that look at rows while they are written say what they say of the file, and spare reading it again."""

from __future__ import annotations

import pytest

import collecdata
from collecdata.flow import finish
from collecdata.flow.watch import Watch

HEADER = [
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
]  # fmt: skip
PARAMS = {"date_cloture": "2024-12-31"}


def line(number, account, debit, credit, *, day="20240105", valid="20240106", journal="AC", label="Achat"):
    amounts = [f"{debit},00", f"{credit},00", "", "", valid, "", ""]
    return [journal, "Achats", f"{number}", day, account, "Compte", "", "", f"F{number}", day, label, *amounts]


def entry(number, amount, **told):
    return [line(number, "606100", amount, 0, **told), line(number, "401000", 0, amount, **told)]


SOUND = [one for number in range(1, 400) for one in entry(number, 7 * number)]
FAULTS = {
    "sound": [],
    "unbalanced": [line(400, "606100", 5, 0)],
    "gap": entry(500, 3),
    "account": [line(400, "606100", 3, 0), line(400, "ABC", 0, 3)],
    "two dates": [line(400, "606100", 3, 0), line(400, "401000", 0, 3, day="20240131")],
    "validated too soon": entry(400, 3, valid="20230101"),
    "both sides": [line(400, "606100", 3, 3)],
    "no label": entry(400, 3, label=""),
}


@pytest.fixture
def convert(tmp_path):
    def run(rows, to):
        path = tmp_path / "123456782FEC20241231.txt"
        path.write_text("\n".join("\t".join(row) for row in [HEADER, *rows]) + "\n", encoding="utf-8")
        return collecdata.convert(path, to=tmp_path / to, adapter="fec", params=PARAMS)

    return run


@pytest.mark.parametrize("fault", FAULTS)
def test_issues_are_those_of_the_table_read_once_written(fault, convert, monkeypatch, tmp_path):
    rows = SOUND + FAULTS[fault]
    convert(rows, "watched")
    monkeypatch.setattr(Watch, "quiet", lambda _: frozenset())
    convert(rows, "read")
    for name in ("rapport.json", "confidentiel/anomalies.parquet", "compta/ecriture.parquet"):
        assert (tmp_path / "watched" / name).read_bytes() == (tmp_path / "read" / name).read_bytes()


def test_a_sound_ledger_is_not_read_again(convert, monkeypatch):
    monkeypatch.setattr(finish, "_opened_once", lambda *_: pytest.fail)
    assert convert(SOUND, "out").balanced
