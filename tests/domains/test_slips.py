"""Slips against their pieces and lines."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa

from collecdata.catalogue.arrow import arrow_schema
from collecdata.catalogue.catalogue import Catalogue
from collecdata.domains.compta.slips import declared_amounts, declared_pieces
from collecdata.kernels.stream import LINE, SOURCE

TABLES = Catalogue.from_roots().tables
SLIPS, PIECES, LINES = "compta.bordereau", "compta.piece", "compta.ligne_piece"
KEY = {
    "siren": "123456782",
    "exercice": 2024,
    "collectivite_code": "520",
    "budget_code": "00",
    "sens": "depense",
    "bordereau_type": "ordinaire",
    "bordereau_numero": "1",
}


def rows(table, *given):
    schema = arrow_schema(TABLES[table])
    whole = [{**KEY, LINE: rank + 10, SOURCE: "f.xml", **one} for rank, one in enumerate(given)]
    columns = [
        pa.array([row.get(name) for row in whole], kind) for name, kind in zip(schema.names, schema.types, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema.names)


def slip(number="1", **said):
    return {"bordereau_numero": number, **{name: Decimal(v) if isinstance(v, str) else v for name, v in said.items()}}


def line(number="1", ht="0.00", tva=None):
    return {"bordereau_numero": number, "montant_ht": Decimal(ht), "montant_tva": None if tva is None else Decimal(tva)}


def pieces(slips, found):
    return list(declared_pieces({SLIPS: iter([rows(SLIPS, *slips)]), PIECES: iter(found)}))


def amounts(slips, found):
    return list(declared_amounts({SLIPS: iter([rows(SLIPS, *slips)]), LINES: iter(found)}))


def test_pieces_are_counted_over_batches():
    batches = [rows(PIECES, slip("1"), slip("2")), rows(PIECES, slip("1"))]
    assert pieces([slip("1", pieces_nombre=2), slip("2", pieces_nombre=1)], batches) == []


def test_another_number_of_pieces_is_said_where_the_slip_stands():
    (issue,) = pieces([slip("1", pieces_nombre=1), slip("2", pieces_nombre=3)], [rows(PIECES, slip("1"), slip("2"))])
    assert (issue.code, issue.lines, issue.source) == ("compta.slip_pieces", (11,), "f.xml")
    assert (issue.params["slip"], issue.params["expected"], issue.params["found"]) == ("2", "3", "1")


def test_a_slip_without_pieces_is_said():
    (issue,) = pieces([slip("1", pieces_nombre=2)], [])
    assert issue.params["found"] == "0"


def test_a_slip_that_declares_nothing_is_left_alone():
    assert pieces([slip("1")], []) == []
    assert amounts([slip("1")], []) == []


def test_amounts_are_compared_to_the_cent_each_apart():
    found = [rows(LINES, line(ht="0.10", tva="0.02"), line(ht="0.20"))]
    assert amounts([slip(bordereau_montant_ht="0.30", bordereau_montant_tva="0.02")], found) == []
    issues = amounts([slip(bordereau_montant_ht="0.31", bordereau_montant_tva="0.01")], found)
    assert [(one.field, one.params["difference"]) for one in issues] == [
        ("bordereau_montant_ht", "-0.01"),
        ("bordereau_montant_tva", "0.01"),
    ]


def test_slips_of_the_same_number_on_both_sides_are_not_mixed():
    revenue = {"sens": "recette"}
    slips = [slip(bordereau_montant_ht="1.00"), slip(bordereau_montant_ht="2.00") | revenue]
    assert amounts(slips, [rows(LINES, line(ht="1.00"), line(ht="2.00") | revenue)]) == []


def test_large_amounts_are_exact():
    found = [rows(LINES, line(ht="9007199254740993.01"), line(ht="0.01"))]
    assert amounts([slip(bordereau_montant_ht="9007199254740993.02")], found) == []
