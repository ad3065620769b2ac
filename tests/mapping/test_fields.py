"""One field at a time: every source, every step, every parse."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from collecdata.issues import Severity
from mapping.bench import Bench, batch_of, cells, one


@pytest.fixture(params=[False, True], ids=["plain", "encoded"])
def encoded(request):
    return request.param


def text(field, column, *, encoded=False, **options):
    return one(field, **options).column("texte", batch_of({"A": column}, encoded=encoded))


def test_a_bare_text_is_a_column_trimmed_and_in_nfc(encoded):
    assert text("A", [" x ", "", "e\u0301\u00a0", None], encoded=encoded) == ["x", None, "\u00e9", None]


def test_concat_skips_empty_cells(encoded):
    batch = batch_of({"A": ["a", "", "", " "], "B": ["b", "b", "", ""], "C": ["", "c", "", "c"]}, encoded=encoded)
    assert one({"concat": ["A", "B", "C"], "sep": " - "}).column("texte", batch) == ["a - b", "b - c", None, "c"]


def test_first_of_takes_the_first_cell_that_is_not_empty(encoded):
    batch = batch_of({"A": ["a", "", " ", "d"], "B": ["b", "b", "", ""], "C": ["c", "c", "c", "c"]}, encoded=encoded)
    assert one({"first_of": ["A", "B", "C"]}).column("texte", batch) == ["a", "b", "c", "d"]


def test_first_of_columns_of_two_encodings_agree():
    batch = batch_of({"A": ["a", ""], "B": ["b", "b"]})
    mixed = batch.data.set_column(0, "A", batch.data.column("A").dictionary_encode())
    batch = type(batch)(batch.source, mixed)
    assert one({"first_of": ["A", "B"]}).column("texte", batch) == ["a", "b"]


def test_const_is_everywhere_and_canonical():
    batch = batch_of({"A": ["", "x"]})
    bench = Bench({"montant": {"const": "1.5"}, "jour": {"const": "2024-02-29"}}, reading={"decimal": ","})
    assert bench.column("montant", batch) == [Decimal("1.50")] * 2
    assert bench.column("jour", batch) == [dt.date(2024, 2, 29)] * 2


def test_param_is_what_the_run_gives_else_its_fact_else_its_default():
    batch = batch_of({"A": ["x"]})
    declared = {"p": {"title": "P", "fact": "f", "default": "d"}}
    assert one({"param": "p"}, declared=declared, params={"p": "g"}, facts={"f": "x"}).column("texte", batch) == ["g"]
    assert one({"param": "p"}, declared=declared, facts={"f": "x"}).column("texte", batch) == ["x"]
    assert one({"param": "p"}, declared=declared).column("texte", batch) == ["d"]


def test_fact_is_written_as_the_file_writes():
    batch = batch_of({"A": ["x"]})
    bench = one({"fact": "cloture"}, "jour", facts={"cloture": "20241231"}, reading={"date": "%Y%m%d"})
    assert bench.column("jour", batch) == [dt.date(2024, 12, 31)]


def test_a_fact_that_the_file_does_not_give_is_an_issue():
    issues = one({"fact": "f"}, "obligatoire").plan(("A",)).issues
    assert [(i.code, i.severity, i.field, i.params["fact"]) for i in issues] == [
        ("fact.absent", Severity.ERROR, "obligatoire", "f")
    ]


def test_ordinal_of_a_flat_input_is_the_physical_line(encoded):
    batch = batch_of({"A": ["x", "y", "z"]}, encoded=encoded, first_line=7)
    bench = Bench(
        {"nombre": {"ordinal": "true"}, "texte": {"ordinal": "true", "pad": "4"}}, {"where": {"A": ["x", "z"]}}
    )
    assert bench.column("nombre", batch) == [7, 9]
    assert bench.column("texte", batch) == ["0007", "0009"]


def test_ordinal_runs_on_across_the_files_of_an_input():
    batch = dataclasses.replace(batch_of({"A": ["x", "y"]}), offset=100)
    mapped = one({"ordinal": "true"}, "nombre").run(batch)
    assert (cells(mapped, "nombre"), cells(mapped, "_ligne")) == ([102, 103], [2, 3])


def test_case_takes_the_first_branch_that_holds_and_its_own_steps(encoded):
    batch = batch_of({"S": ["D", "C", "X", ""], "M": ["1,5", "2,5", "3,5", "4,5"], "N": ["9.5"] * 4}, encoded=encoded)
    case = [
        {"when": {"S": "D"}, "then": "M"},
        {"when": {"S": ["D", "C"]}, "then": {"from": "N", "decimal": "."}},
        {"when": {"S": {"empty": "true"}}, "then": {"const": "0"}},
    ]
    bench = one({"case": case}, "montant", reading={"decimal": ","})
    assert bench.column("montant", batch) == [Decimal("1.50"), Decimal("9.50"), None, Decimal("0.00")]


def test_case_reports_only_what_the_branch_taken_cannot_read(encoded):
    batch = batch_of({"S": ["D", "C", "D"], "M": ["x", "y", "z"]}, encoded=encoded)
    mapped = one({"case": [{"when": {"S": "D"}, "then": "M"}], "default": "0"}, "montant").run(batch)
    assert cells(mapped, "montant") == [None, Decimal("0.00"), None]
    assert [(issue.lines, issue.values) for issue in mapped.issues] == [((2, 4), ("x", "z"))]


def test_case_gives_its_steps_to_its_branches():
    batch = batch_of({"S": ["D", "C"], "A": ["a%", "b"], "B": ["c", "d%"]})
    case = [{"when": {"S": "D"}, "then": "A"}, {"when": {"S": "C"}, "then": "B"}]
    assert one({"case": case, "strip": "%", "letter_case": "upper"}).column("texte", batch) == ["A", "D"]


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ({"null": ["NEANT", "-"]}, ["NEANT", " - ", "neant", "-1"], [None, None, "neant", "-1"]),
        ({"strip": "%*"}, ["20 %", "*a*b*", "%", "x"], ["20", "a*b", None, "x"]),
        ({"extract": r"^(\d+) -"}, ["12 - x", "x - 12", "", "1 -"], ["12", None, None, "1"]),
        ({"extract": "[A-Z]{2}"}, ["xABx", "a", "CD", ""], ["AB", None, "CD", None]),
        ({"split": {"sep": "/", "index": "0"}}, ["a/b", "a", "/b", ""], ["a", "a", None, None]),
        ({"split": {"sep": "/", "index": "-1"}}, ["a/b", "a", "b/", "a/ c "], ["b", "a", None, "c"]),
        ({"split": {"sep": "/", "index": "1"}}, ["a/b", "a", "b/", "a/b/c"], ["b", None, None, "b"]),
        ({"replace": {"a": "b", "b": "c"}}, ["a", "ab", "x", ""], ["c", "cc", "x", None]),
        ({"letter_case": "upper"}, ["é", "a", "", "A"], ["É", "A", None, "A"]),
        ({"letter_case": "lower"}, ["É", "a", "", "A"], ["é", "a", None, "a"]),
        ({"pad": "4"}, ["12", "2A", "12345", ""], ["0012", "2A", "12345", None]),
        ({"fingerprint": "true"}, ["a", " a", "", "é"], ["ca978112ca1bbdcafac2"] * 2 + [None, "4a99557e4033c3539de2"]),
    ],
)
def test_text_step(step, before, after, encoded):
    assert text({"from": "A", **step}, before, encoded=encoded) == after


def test_steps_run_in_their_one_order_whatever_the_order_written():
    step = {"pad": "6", "letter_case": "lower", "replace": {"x": ""}, "split": {"sep": ";", "index": "1"}}
    step |= {"extract": r"\[(.*)\]", "strip": "*", "null": "*vide*"}
    cells_ = ["*[a;12x]*", "*vide*", "[a;BxC]"]
    assert text({"from": "A", **step}, cells_) == ["000012", None, "bc"]


def test_null_words_of_the_input_hold_for_every_column():
    assert text("A", ["N/A", "x", "-"], reading={"null": ["N/A"]}) == [None, "x", "-"]


@pytest.mark.parametrize("inline", [True, False])
def test_map_inline_or_file_and_the_code_of_the_source_kept(inline, encoded):
    table = {"D": "debit", "C": "credit", "N": ""}
    bench = one({"from": "A", "map": table if inline else "codes/s.csv"}, "sens", tables={"codes/s.csv": table})
    mapped = bench.run(batch_of({"A": ["D", " C ", "N", "", "Z", "Z"]}, encoded=encoded))
    assert cells(mapped, "sens") == ["debit", "credit", None, None, None, None]
    assert cells(mapped, "sens_source") == ["D", "C", "N", None, "Z", "Z"]
    (issue,) = mapped.issues
    assert (issue.code, issue.severity, issue.lines, issue.values) == ("cell.code", Severity.ERROR, (6, 7), ("Z", "Z"))
    assert (issue.field, issue.column, issue.source, issue.table) == ("sens", "A", "export.csv", "t.cible")


def test_map_of_a_table_parameter():
    bench = one(
        {"from": "A", "map": {"param": "p"}}, declared={"p": {"title": "P", "type": "table"}}, params={"p": {"1": "un"}}
    )
    assert bench.column("texte", batch_of({"A": ["1", "2"]})) == ["un", None]


def test_otherwise_is_written_for_unknown_codes_still_counted(encoded):
    bench = one({"from": "A", "map": {"D": "debit"}, "otherwise": "inconnu", "default": "credit"}, "sens")
    mapped = bench.run(batch_of({"A": ["D", "Z", ""]}, encoded=encoded))
    assert cells(mapped, "sens") == ["debit", "inconnu", "credit"]
    assert [(i.code, i.severity, i.lines) for i in mapped.issues] == [("cell.code", Severity.WARNING, (3,))]


def test_map_may_name_the_empty_cell(encoded):
    bench = one({"from": "A", "map": {"": "inconnu", "D": "debit"}}, "sens")
    assert bench.column("sens", batch_of({"A": ["D", ""]}, encoded=encoded)) == ["debit", "inconnu"]


def test_a_coded_field_without_map_takes_the_codes_of_its_list(encoded):
    mapped = one("A", "sens").run(batch_of({"A": ["debit", "Debit"]}, encoded=encoded))
    assert cells(mapped, "sens") == ["debit", None]
    assert cells(mapped, "sens_source") == ["debit", "Debit"]
    assert [(i.code, i.values) for i in mapped.issues] == [("cell.code", ("Debit",))]


def test_the_code_of_the_source_is_in_the_letters_of_the_file(encoded):
    field = {"from": "A", "extract": "^([A-Za-z]+)", "letter_case": "upper", "map": {"D": "debit"}}
    mapped = one(field, "sens").run(batch_of({"A": ["d 1", "D 2", "z"]}, encoded=encoded))
    assert cells(mapped, "sens") == ["debit", "debit", None]
    assert cells(mapped, "sens_source") == ["d", "D", "z"]


def test_a_constant_has_no_code_of_the_source():
    mapped = one({"const": "debit"}, "sens").run(batch_of({"A": ["x"]}))
    assert (cells(mapped, "sens"), cells(mapped, "sens_source")) == (["debit"], [None])


def test_the_code_of_the_source_may_be_mapped_by_name():
    mapped = Bench({"sens": {"const": "debit"}, "sens_source": "A"}).run(batch_of({"A": ["x"]}))
    assert cells(mapped, "sens_source") == ["x"]


@pytest.mark.parametrize(
    ("target", "reading", "before", "after", "code"),
    [
        ("montant", {"decimal": ","}, ["1 250,00", "-3", "1,234"], [Decimal(1250), Decimal(-3), None], "cell.decimal"),
        ("nombre", {}, ["12", "-3", "12.0"], [12, -3, None], "cell.integer"),
        ("annee", {}, ["2024", "0800", "12345"], [2024, 800, None], "cell.integer"),
        ("jour", {"date": ["%d/%m/%Y", "%Y%m%d"]}, ["29/02/2024", "20240229", "31/02/2024"],
         [dt.date(2024, 2, 29), dt.date(2024, 2, 29), None], "cell.date"),
        ("instant", {"date": "%d/%m/%Y %H:%M"}, ["29/02/2024 08:30", "", "x"],
         [dt.datetime(2024, 2, 29, 8, 30), None, None], "cell.date"),
        ("heure", {"date": "%H:%M"}, ["08:30", "", "25:00"], [dt.time(8, 30), None, None], "cell.date"),
        ("vrai", {"true": "O", "false": ["N", "0"]}, ["O", "0", "oui"], [True, False, None], "cell.boolean"),
    ],
)  # fmt: skip
def test_parse_by_the_type_of_the_target(target, reading, before, after, code, encoded):
    mapped = one("A", target, reading=reading).run(batch_of({"A": before}, encoded=encoded))
    assert cells(mapped, target) == after
    assert [(i.code, i.lines, i.values) for i in mapped.issues] == [(code, (4,), (before[2],))]


def test_a_date_without_a_format_that_fits_its_type_is_iso():
    batch = batch_of({"A": ["2024-02-29T08:30:00"], "B": ["08:30"]})
    bench = Bench({"instant": "A", "heure": "B"}, reading={"date": "%d/%m/%Y"})
    assert bench.column("instant", batch) == [dt.datetime(2024, 2, 29, 8, 30)]
    assert bench.column("heure", batch) == [dt.time(8, 30)]


def test_a_field_may_be_written_otherwise_than_its_input():
    batch = batch_of({"A": ["1234-"], "B": ["1.234.567,5"], "C": ["oui"], "D": ["240229"]})
    bench = Bench(
        {
            "montant": {"from": "A", "sign": "trailing", "scale": "2"},
            "vrai": {"from": "C", "true": "oui", "false": "non"},
            "jour": {"from": "D", "date": "%y[50]%m%d"},
            "nombre": {"from": "B", "thousands": ".", "split": {"sep": ",", "index": "0"}},
        },
    )
    assert bench.column("montant", batch) == [Decimal("-12.34")]
    assert bench.column("vrai", batch) == [True]
    assert bench.column("jour", batch) == [dt.date(2024, 2, 29)]
    assert bench.column("nombre", batch) == [1234567]


def test_the_raw_value_of_an_issue_is_the_cell_of_the_file(encoded):
    mapped = one({"from": "A", "strip": "€"}, "montant").run(batch_of({"A": [" 12x €"]}, encoded=encoded))
    assert [issue.values for issue in mapped.issues] == [(" 12x €",)]


def test_negative_when_changes_the_sign(encoded):
    batch = batch_of({"M": ["1", "2", "", "-4"], "S": ["R", "D", "R", "R"]}, encoded=encoded)
    bench = Bench(
        {"montant": {"from": "M", "negative_when": {"S": "R"}}, "nombre": {"from": "M", "negative_when": {"S": "R"}}}
    )
    assert bench.column("montant", batch) == [Decimal(-1), Decimal(2), None, Decimal(4)]
    assert bench.column("nombre", batch) == [-1, 2, None, 4]


def test_default_fills_empty_cells_only_never_bad_ones(encoded):
    mapped = one({"from": "A", "default": "0"}, "montant").run(batch_of({"A": ["1", "", "x"]}, encoded=encoded))
    assert cells(mapped, "montant") == [Decimal(1), Decimal(0), None]
    assert len(mapped.issues) == 1


def test_default_fills_what_a_null_word_or_an_extraction_leaves_empty():
    assert text({"from": "A", "null": "-", "default": "d"}, ["-", "", "x"]) == ["d", "d", "x"]
    assert text({"from": "A", "extract": r"(\d)", "default": "d"}, ["a1", "b"]) == ["1", "d"]


def test_the_same_column_and_steps_are_parsed_once(monkeypatch):
    from collecdata.mapping.parse import Decimals

    calls = []
    parse = Decimals.__call__
    monkeypatch.setattr(Decimals, "__call__", lambda self, values: calls.append(1) or parse(self, values))
    case = [{"when": {"S": "D"}, "then": "A"}, {"when": {"S": "C"}, "then": {"from": "A", "decimal": "."}}]
    bench = one({"case": case}, "montant")
    assert bench.column("montant", batch_of({"A": ["1", "2"], "S": ["D", "C"]})) == [Decimal(1), Decimal(2)]
    assert len(calls) == 1


def test_columns_of_the_table_that_nothing_maps_are_null_and_in_order():
    mapped = one("A").run(batch_of({"A": ["x"]}))
    assert mapped.data.schema.names == [
        "texte", "autre", "obligatoire", "sens", "sens_source", "nombre", "annee", "montant", "jour", "instant",
        "heure", "vrai", "_source", "_ligne",
    ]  # fmt: skip
    assert mapped.data.to_pylist()[0] | {"texte": None} == dict.fromkeys(mapped.data.schema.names) | {
        "_source": "export.csv",
        "_ligne": 2,
    }


def test_an_empty_batch_gives_an_empty_table(encoded):
    fields = {
        "texte": {"concat": ["A", "B"]},
        "montant": {"from": "A", "default": "0"},
        "sens": {"from": "B", "map": {"D": "debit"}},
    }
    assert Bench(fields).run(batch_of({"A": [], "B": []}, encoded=encoded)).data.num_rows == 0


def test_verbatim_keeps_blanks_and_forms_and_an_empty_cell_is_empty(encoded):
    cell = [" 1", "  ", "e\u0301", "", None]
    assert text({"from": "A", "verbatim": "true"}, cell, encoded=encoded) == [" 1", "  ", "e\u0301", None, None]
