"""Budget lines against the chart of their year, votes against themselves."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from collecdata.catalogue.arrow import arrow_schema
from collecdata.catalogue.catalogue import Catalogue
from collecdata.domains.compta.plans import by_chart, chart_for, lines_in_chart
from collecdata.domains.compta.votes import balanced_votes
from collecdata.kernels.stream import LINE, SOURCE

LINES = "compta.ligne_budgetaire"
SCHEMA = arrow_schema(Catalogue.from_roots().tables[LINES])
M57 = {"siren": "123456782", "norme": "M57", "declinaison": "M57_D", "exercice": 2024, "id_document_budgetaire": "d"}


def lines(*given, **common):
    """A batch of budget lines; what is not said is null."""
    rows = [{**M57, **common, LINE: rank + 1, SOURCE: "f.xml", **one} for rank, one in enumerate(given)]
    columns = [
        pa.array([row.get(name) for row in rows], kind) for name, kind in zip(SCHEMA.names, SCHEMA.types, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, SCHEMA.names)


def expense(nature, **more):
    return {"nature_code": nature, "sens": "depense", "operation_budgetaire": "reel", **more}


def derived(batch, name):
    return by_chart(batch)[name].to_pylist()


ORDER = {"operation_budgetaire": "ordre", "ordre_type": "entre_sections"}


@pytest.mark.parametrize(
    ("line", "chapter", "section"),
    [
        (expense("60632"), "011", "fonctionnement"),
        (expense("6811", **ORDER), "042", "fonctionnement"),
        (expense("2188"), "21", "investissement"),
        (expense("28188", sens="recette", **ORDER), "040", "investissement"),
        (expense("4581", operation_tiers_numero="001"), "4581001", "investissement"),
        (expense("2315", operation_code="93"), "23", "investissement"),
        (expense("60632", section_declaree="investissement"), "011", "investissement"),
        (expense("999"), None, None),
        (expense("999", operation_code="12"), None, "investissement"),
        (expense(None), None, None),
    ],
)
def test_chapter_and_section_follow_from_nature_side_and_kind(line, chapter, section):
    made = by_chart(lines(line))
    assert made["chapitre_code"].to_pylist() == [chapter]
    assert made["section"].to_pylist() == [section]


def test_labels_come_from_the_same_chart():
    made = by_chart(lines(expense("60632", fonction_code="281")))
    assert made["chapitre_libelle"].to_pylist() == ["Charges à caractère général"]
    assert made["nature_libelle"].to_pylist() == ["Fournitures de petit équipement"]
    assert made["fonction_libelle"].to_pylist()[0] is not None


def test_each_line_follows_the_chart_of_its_own_document():
    water = {"norme": "M4", "declinaison": "M49_D"}
    batch = lines(expense("6061", **water), expense("60632"), expense("6061", **water), expense("6411"))
    assert derived(batch, "chapitre_code") == ["011", "011", "011", "012"]
    assert derived(batch, "chapitre_libelle")[0] == "Charges à caractère général"


def test_a_batch_without_lines_gives_columns_without_rows():
    made = by_chart(lines())
    assert {len(column) for column in made.values()} == {0}


def test_dictionaries_are_read_as_plain_columns_are():
    batch = lines(expense("60632"), expense("6411"))
    encoded = [c.dictionary_encode() if pa.types.is_string(c.type) else c for c in batch.columns]
    assert derived(pa.RecordBatch.from_arrays(encoded, batch.schema.names), "chapitre_code") == ["011", "012"]


def test_a_year_without_chart_takes_the_last_one_before_it():
    assert chart_for("M57", "M57_D", 2031).exercice == 2024
    assert chart_for("M57", "M57_D", 1990).exercice == 0
    assert chart_for(None, None, None).exercice == 0


def told(*batches):
    return [(one.code, one.field, one.lines, one.values) for one in lines_in_chart({LINES: iter(batches)})]


def test_what_the_chart_does_not_have_is_said():
    batch = lines(
        expense("999", vote_chapitre_code="21"),
        expense("60632", fonction_code="ZZ"),
        expense("6411", chapitre_code="012", vote_chapitre_code="011"),
        expense("2135", chapitre_code="21", vote_chapitre_code="2135"),
        expense("6411", chapitre_code="012", vote_chapitre_code="012"),
    )
    assert told(batch) == [
        ("compta.account_unknown", "nature_code", (1,), ("999",)),
        ("compta.function_unknown", "fonction_code", (2,), ("ZZ",)),
        ("compta.chapter_differs", "vote_chapitre_code", (1, 3), ("21", "011")),
    ]


def test_a_chart_of_another_year_is_said_once_a_file():
    batch = lines(expense("60632"), expense("6411"), exercice=2031)
    (issue,) = lines_in_chart({LINES: iter([batch, batch])})
    assert (issue.code, issue.source, issue.params["found"]) == ("compta.chart_older", "f.xml", "2024")
    (absent,) = lines_in_chart({LINES: iter([lines(expense("60632"), norme="M99")])})
    assert (absent.code, absent.params["norme"]) == ("compta.chart_absent", "M99")


def voted(section, sens, **amounts):
    return {"section": section, "sens": sens, **{name: Decimal(text) for name, text in amounts.items()}}


def verdicts(*batches):
    found = balanced_votes({LINES: iter(batches)})
    return [(one.params["section"], one.params["difference"], one.field, one.lines) for one in found]


def test_a_section_balances_in_forecasts_and_carried_over():
    batch = lines(
        voted(
            "fonctionnement",
            "depense",
            montant_prevu="90.00",
            montant_rar_precedent="10.00",
            montant_credits_ouverts="5.00",
        ),
        voted("fonctionnement", "recette", montant_prevu="100.00", montant_credits_ouverts="0.00"),
    )
    assert verdicts(batch) == []


def test_or_in_credits_opened():
    batch = lines(
        voted("investissement", "depense", montant_prevu="1.00", montant_credits_ouverts="5.00"),
        voted("investissement", "recette", montant_credits_ouverts="5.00"),
    )
    assert verdicts(batch) == []


def test_columns_that_hold_nothing_balance_nothing():
    batch = lines(
        voted("fonctionnement", "depense", montant_prevu="10.00", montant_credits_ouverts="0.00"),
        voted("fonctionnement", "recette", montant_prevu="9.99"),
    )
    assert verdicts(batch) == [("fonctionnement", "0.01", "montant_prevu", (1,))]


def test_each_section_is_held_apart_and_each_document_over_its_batches():
    first = lines(
        voted("fonctionnement", "depense", montant_prevu="10.00"),
        voted("investissement", "recette", montant_prevu="3.00"),
    )
    second = lines(
        voted("investissement", "depense", montant_prevu="3.00"),
        voted("fonctionnement", "recette", montant_prevu="8.00"),
    )
    other = lines(voted("fonctionnement", "depense", montant_prevu="2.00"), id_document_budgetaire="e")
    assert verdicts(first, other, second) == [
        ("fonctionnement", "2.00", "montant_prevu", (1,)),
        ("fonctionnement", "2.00", "montant_prevu", (1,)),
    ]


def test_two_sections_that_make_up_for_each_other_do_not_balance():
    batch = lines(
        voted("fonctionnement", "depense", montant_prevu="5.00"),
        voted("investissement", "recette", montant_prevu="5.00"),
    )
    assert [verdict[:2] for verdict in verdicts(batch)] == [("fonctionnement", "5.00"), ("investissement", "-5.00")]


def test_a_document_without_amounts_says_nothing():
    assert verdicts(lines(voted("fonctionnement", "depense"), {})) == []
