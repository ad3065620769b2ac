"""The kit finds what is wrong with an adapter."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import collecdata
from collecdata.testing.kit import Bench

FEC = Path(__file__).resolve().parents[2] / "adapters" / "fec"


@pytest.fixture
def fec(tmp_path):
    """A private copy of an adapter, under a root of its own."""
    return Path(shutil.copytree(FEC, tmp_path / "adapters" / "fec"))


def failed(folder, **options):
    return {one.name for one in collecdata.adapter_test(folder, **options) if not one.good}


def said(folder, name):
    """What one check says; empty where it holds."""
    (check,) = (one for one in Bench(folder, ()).checks() if one.name == name)
    return check.run()


def test_a_golden_that_differs_is_shown_line_by_line(fec):
    golden = fec / "samples/barre/expected/compta.ecriture.csv"
    golden.write_text(golden.read_text("utf-8").replace("2023-03-31", "2022-03-31", 1), "utf-8")
    assert "-" in said(fec, "golden_barre")
    assert "2022-03-31" in said(fec, "golden_barre")


def test_goldens_are_written_anew_when_asked(fec):
    golden = fec / "samples/barre/expected/compta.ecriture.csv"
    before = golden.read_text("utf-8")
    golden.write_text("", "utf-8")
    assert failed(fec, update=True) == set()
    assert golden.read_text("utf-8") == before


def test_an_adapter_without_sample_is_not_finished(fec):
    shutil.rmtree(fec / "samples")
    assert said(fec, "has_sample")


def test_a_real_number_in_a_sample_is_refused(fec):
    sample = next((fec / "samples/barre/input").iterdir())
    sample.write_bytes(sample.read_bytes().replace(b"Vente", b"FR7630006000011234567890189 Vente", 1) + b"")
    with sample.open("ab") as stream:
        stream.write(b"FR7630006000011234567890189\r\n")
    assert said(fec, "private_barre")


def test_a_mapping_that_reads_by_position_does_not_pass(fec):
    text = (fec / "adapter.yaml").read_text("utf-8").replace("CompteLib\n", "CompteLibelle\n", 1)
    (fec / "adapter.yaml").write_text(text, "utf-8")
    assert said(fec, "language")


def test_a_draft_lists_every_column_and_shows_no_value(tmp_path, shared):
    export = shared / "compta/vendor/sedit_gf/sedit_gf_liste_factures_2025_scrubbed.cp1252.csv"
    folder = collecdata.adapter_new(export, to=tmp_path / "essai", table="compta.facture_ligne")
    text = (folder / "adapter.yaml").read_text("utf-8")
    columns = export.read_bytes().split(b"\r\n", 1)[0].decode("cp1252").split(";")
    assert all(column in text for column in columns)
    assert "FOURNISSEUR 001" not in text
    assert "FOURNISSEUR 001" not in next((folder / "samples/exemple/input").iterdir()).read_text("utf-8")
    assert collecdata.adapter_check(folder) == [] or all(p.at.line for p in collecdata.adapter_check(folder))


def test_a_file_written_that_differs_is_shown_line_by_line(fec):
    golden = fec / "exports/exercices/expected/123456782FEC20241231.txt"
    golden.write_bytes(golden.read_bytes().replace(b"411000", b"411001", 1))
    assert "411001" in said(fec, "export_exercices")
    assert said(fec, "export_refus") == ""


def test_what_the_way_in_does_not_find_again_is_shown(fec):
    golden = fec / "exports/exercices/read_back/compta.ecriture.csv"
    golden.write_text(golden.read_text("utf-8").replace("1251.51", "1251.52", 1), "utf-8")
    assert said(fec, "export_read_back_exercices")


def test_a_way_out_without_case_is_not_finished(fec):
    shutil.rmtree(fec / "exports")
    assert said(fec, "has_export")


def test_goldens_of_the_way_out_are_written_anew_when_asked(fec):
    golden = fec / "exports/exercices/expected/123456782FEC20241231.txt"
    before = golden.read_bytes()
    golden.write_bytes(b"")
    shutil.rmtree(fec / "exports/exercices/read_back")
    assert failed(fec, update=True) == set()
    assert golden.read_bytes() == before


def test_a_draft_aims_at_the_table_whose_titles_are_most_like_the_columns(tmp_path):
    export = tmp_path / "agents d'avril.csv"
    export.write_text("Matricule;Nom;Prénom;Né le\r\n001;Durand;Zoé;01/02/1980\r\n", "utf-8")
    text = (collecdata.adapter_new(export, to=tmp_path / "essai") / "adapter.yaml").read_text("utf-8")
    assert "table: rh.agent" in text
    assert "export agents d'avril.csv, vu par l'auteur" in text
