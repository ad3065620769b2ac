"""What the accounting tables promise: one sense a code, private things private, pictures apart from ledgers."""

from __future__ import annotations

import pytest

PICTURES = ("_annexe", "annexe_budgetaire", "information_budgetaire")


def test_every_picture_carries_its_document_and_no_ledger_does(tables):
    for table in tables.values():
        is_picture = table.name.endswith(PICTURES) or table.name.startswith(("ligne_budgetaire", "document_budgetaire"))
        assert ("id_document_budgetaire" in table) == is_picture, table.name


def test_the_published_chapter_and_the_derived_one_are_two_fields(tables):
    lines = tables["ligne_budgetaire"]
    assert lines.field("vote_chapitre_code").derive is None
    assert lines.field("chapitre_code").derive == "plan_comptes"


def test_the_original_piece_has_one_sense_on_both_sides(catalogue):
    codes = catalogue.codes["compta.nature_piece_origine"]
    assert "01 en dépense, 02 en recette" in codes["mandat"].source
    assert "02 en dépense, 01 en recette" in codes["titre"].source


@pytest.mark.parametrize("name", ["compte_bancaire", "mandat_sepa"])
def test_bank_tables_hold_nothing_that_is_not_sensitive_but_whose_they_are(tables, name):
    open_fields = {"siren", "id_tiers", "id_source", "prelevement_sequence", "prelevement_periodicite"}
    assert {field.name for field in tables[name].fields if field.confidentialite < 4} <= open_fields


@pytest.mark.parametrize(
    ("table", "field", "least"),
    [
        ("subvention_annexe", "beneficiaire", 2),
        ("subvention_annexe", "subvention_reference", 2),
        ("subvention_annexe", "prestation_nature", 2),
        ("subvention_annexe", "subvention_intitule", 2),
        ("effectif_annexe", "remuneration", 3),
        ("provision_annexe", "provision_nature", 3),
        ("provision_annexe", "provision_intitule", 3),
        ("engagement_annexe", "engagement_hors_bilan_nature", 3),
        ("engagement_annexe", "beneficiaire", 2),
        ("annexe_budgetaire", "annexe_valeur", 3),
        ("emprunt_annexe", "champ_editeur", 3),
        ("retour_ligne", "suspension_motif", 4),
        ("ligne_piece_tiers", "tiers_role", 4),
        ("tiers", "identifiant_national", 4),
        ("tiers", "naissance_date", 3),
    ],
)
def test_what_open_data_masks_is_not_public(tables, table, field, least):
    assert tables[table].field(field).confidentialite >= least


def test_budget_lines_and_balances_are_public_whole(tables):
    for name in ("budget", "ligne_budgetaire", "balance", "plan_compte", "fiscalite_annexe"):
        private = {field.name for field in tables[name].fields if field.confidentialite}
        assert private <= {"id_source", "champ_editeur"}, name
