"""Libraries: what is spoilt is said, what is kept too long is counted, small counts are masked."""

from __future__ import annotations

from pathlib import Path

import pytest

import collecdata

ADAPTERS = Path(__file__).resolve().parents[2] / "adapters"
SIREN = "123456782"


@pytest.fixture(scope="module")
def koha(tmp_path_factory):
    dump = ADAPTERS / "koha-sql/samples/base/input/koha.sql"
    return collecdata.convert(dump, to=tmp_path_factory.mktemp("koha") / "out", adapter="koha-sql", siren=SIREN)


@pytest.fixture
def loans(tmp_path):
    def convert(*rows):
        header = "ANNEE;Nbre de prêts;TITRE;AUTEUR;Editeur;Indice;BIB;COTE;Cat 1;Cat 2"
        path = tmp_path / "prets.csv"
        path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
        return collecdata.convert(path, to=tmp_path / "out", adapter="prets-csv", siren=SIREN)

    return convert


def found(result, code):
    return [(issue.field, issue.values) for issue in result.issues if issue.code == code]


def test_a_loan_returned_before_it_was_lent_is_said(koha):
    assert found(koha, "mediatheque.dates_order") == [("rendu_date", ("2024-04-01",))]


def test_a_card_number_between_asterisks_is_said(koha):
    assert found(koha, "mediatheque.starred") == [("carte_numero", ("*0001003*",))]


def test_a_card_number_that_a_spreadsheet_spoilt_is_said(tmp_path):
    dump = ADAPTERS / "pmb-sql/samples/base/input/pmb.sql"
    result = collecdata.convert(dump, to=tmp_path / "out", adapter="pmb-sql", siren=SIREN)
    assert found(result, "mediatheque.scientific") == [("carte_numero", ("2,08E+05",))]


def test_readers_past_the_time_they_may_be_kept_are_counted_and_not_named(koha):
    (issue,) = [issue for issue in koha.issues if issue.code == "mediatheque.readers_kept"]
    assert (issue.params, issue.values, issue.lines) == ({"count": "1", "day": "2025-09-01"}, (), ())


def test_a_small_count_that_says_where_readers_live_is_masked():
    import pyarrow as pa

    from collecdata.domains.mediatheque.statistique import RULES

    (rule,) = RULES.derive
    batch = pa.RecordBatch.from_pydict(
        {
            "prets": pa.array([3, 3, 12, None], pa.int64()),
            "cellule_masquee": pa.array([None, None, None, True], pa.bool_()),
            "age_classe": pa.array([None, None, None, None], pa.string()),
            "residence_code_postal": pa.array(["51480", None, "51480", "51480"], pa.string()),
        }
    )
    made = rule.apply(batch)
    assert made["prets"].to_pylist() == [None, 3, 12, None]
    assert made["cellule_masquee"].to_pylist() == [True, False, False, True]


def test_columns_that_shifted_and_accents_that_were_lost_are_said(loans):
    result = loans(
        "2024;57;Comptines pour les bâebâes;Modèle;-;780.2;CENTRE;780 MOD;A;CD",
        "2019;93;Berceuses;Fictif;-;-;S099.2;CENTRE;099.2 FIC;E",
    )
    assert found(result, "mediatheque.iso5426_residue") == [("titre", ("Comptines pour les bâebâes",))]
    assert found(result, "mediatheque.shifted") == [("site_code", ("S099.2",))]


def test_ordinary_french_has_no_residue(loans):
    assert (
        found(loans("2024;57;Pâques à Château-Thierry, ça ira;M;-;-;CENTRE;R M;A;CD"), "mediatheque.iso5426_residue")
        == []
    )
