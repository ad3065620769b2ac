"""A sheet as the text export would be: names, records, and the account of every row."""

from __future__ import annotations

import datetime as dt

import pytest
import xlsxwriter

from collecdata.readers.excel import batches
from readers.excel.forge import error, formula_in_error, label, number, ods, ods_cell, ods_row, sheet_xml, xls
from readers.excel.reading import read

FRENCH = {"decimal": ",", "date": "%d/%m/%Y"}


@pytest.fixture
def book(tmp_path):
    """Write an .xlsx of these sheets (lists of rows) and return its path."""

    def make(*sheets, name="classeur été.xlsx"):
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as made:
            day = made.add_format({"num_format": "dd/mm/yyyy"})
            for title, rows in sheets:
                sheet = made.add_worksheet(title)
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        sheet.write(at, column, cell, day if isinstance(cell, dt.date) else None)
        return path

    return make


def test_records_keep_the_row_they_stand_on(book):
    found = read(book(("F", [["Code", "Nom"], ["01", "a"], [], ["02", "b"]])))
    assert (found.columns, found.rows, found.lines) == (("Code", "Nom"), [("01", "a"), ("02", "b")], [2, 4])
    assert (found.tally.records, found.tally.blank, found.tally.preamble) == (2, 1, 1)
    assert found.issue("excel.blank_row").lines == (3,)


def test_cells_are_written_in_the_formats_of_the_input(book):
    row = [1470.0, 611.01, 0.1 + 0.2, dt.date(2025, 2, 3), True, False, "01001", "20.00%", -5.5, 1e-7]
    found = read(book(("F", [list("abcdefghij"), row])), **FRENCH, true="VRAI", false="FAUX")
    assert found.rows == [
        ("1470", "611,01", "0,3", "03/02/2025", "VRAI", "FAUX", "01001", "20.00%", "-5,5", "0,0000001")
    ]


def test_true_and_one_of_a_column_are_not_one_value(book):
    found = read(book(("F", [["v"], [True], [1], ["1"], [False], [0]])))
    assert found.rows == [("true",), ("1",), ("1",), ("false",), ("0",)]


def test_titles_above_the_header_are_accounted_for(book):
    rows = [["Liste des factures"], ["Exercice", 2025], [], ["Code", "Nom", "TTC"], ["1", "a", 2.5]]
    found = read(book(("F", rows)))
    assert (found.columns, found.rows, found.lines) == (("Code", "Nom", "TTC"), [("1", "a", "2.5")], [5])
    assert found.tally.preamble == 4
    assert found.layout.facts["titles"] == "Liste des factures\nExercice 2025"
    titles = found.issue("excel.title_lines")
    assert (titles.lines, titles.values, titles.params) == (
        (1, 2), ("Liste des factures", "Exercice ; 2025"), {"header": "4"},
    )  # fmt: skip


def test_the_header_may_be_declared(book):
    found = read(book(("F", [["x", "y"], ["Code", "Nom"], ["1", "a"]])), title_lines="1")
    assert (found.columns, found.rows) == (("Code", "Nom"), [("1", "a")])


def test_columns_without_names_are_named_by_their_position(book):
    found = read(book(("F", [["1", "a"], ["2", "b"]])), header="false")
    assert (found.columns, found.rows) == (("colonne_1", "colonne_2"), [("1", "a"), ("2", "b")])


def test_footers_of_the_adapter_are_footers(book):
    rows = [["Code", "Nom"], ["1", "a"], ["Arrêté à la somme de", "12"]]
    found = read(book(("F", rows)), footer="Arrêté.*")
    assert (found.rows, found.tally.footer) == ([("1", "a")], 1)


def test_duplicate_names_are_numbered_and_said(book):
    found = read(book(("F", [["AP/AE", "Tiers", "AP/AE"], ["1", "2", "3"]])))
    assert found.columns == ("AP/AE", "Tiers", "AP/AE#2")
    assert (found.issue("header.duplicate").column, found.issue("header.duplicate").lines) == ("AP/AE", (1,))


def test_nameless_columns_live_if_they_hold_something(book):
    found = read(book(("F", [["a", "b", "", "c", "", "d"], ["1", "2", "", "3", "x", "4"]])))
    assert (found.columns, found.rows) == (("a", "b", "c", "colonne_5", "d"), [("1", "2", "3", "x", "4")])
    assert found.issue("header.unnamed").column == "colonne_5"


def test_columns_of_ours_are_left_out(book):
    found = read(book(("F", [["a", "_source", "_ligne", "_motifs"], ["1", "f", 12, "row.required"]])))
    assert (found.columns, found.rows, found.lines) == (("a",), [("1",)], [2])


def test_a_headerless_sheet_takes_the_names_of_the_input(book):
    found = read(book(("F", [["1", "a", "x"], ["2", "b"]])), columns=("Code", "Nom", "Note", "Vide"))
    assert found.columns == ("Code", "Nom", "Note", "Vide")
    assert found.rows == [("1", "a", "x", ""), ("2", "b", "", "")]
    assert (found.lines, found.tally.preamble) == ([1, 2], 0)


def test_cells_beyond_the_names_of_the_input_are_kept(book):
    found = read(book(("F", [["1", "a", "x"]])), columns=("Code", "Nom"))
    assert (found.columns, found.rows) == (("Code", "Nom", "colonne_3"), [("1", "a", "x")])


def test_a_header_printed_again_is_no_record(book):
    found = read(book(("F", [["Code", "Nom"], ["1", "a"], ["Code", "Nom"], ["2", "b"]])))
    assert (found.rows, found.tally.repeated) == ([("1", "a"), ("2", "b")], 1)
    assert found.issue("excel.repeated_header").lines == (3,)


def test_totals_at_the_end_are_no_record_and_keep_what_they_say(book):
    rows = [["Code", "Nom", "TTC"], ["1", "TOTAL", 2.5], ["TOTAL", "", 2.5], [], ["Édité le 03/02/2025"]]
    found = read(book(("F", rows)), **FRENCH)
    assert (found.rows, found.tally.footer, found.tally.blank) == ([("1", "TOTAL", "2,5")], 2, 1)
    assert found.issue("excel.footer").values == ("TOTAL ; 2,5", "Édité le 03/02/2025")


def test_a_total_in_the_middle_is_a_record(book):
    found = read(book(("F", [["Code", "TTC", "x"], ["Total", 1, ""], ["1", 2, ""]])))
    assert (found.rows, found.tally.footer) == ([("Total", "1", ""), ("1", "2", "")], 0)


def test_a_sheet_that_does_not_begin_in_a1_is_read(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(4, 3, ["Code", "Nom"])
        sheet.write_row(5, 3, ["1", "a"])
    found = read(path)
    assert (found.columns, found.rows, found.lines, found.tally.preamble) == (("Code", "Nom"), [("1", "a")], [6], 5)


def test_header_only_gives_one_empty_batch(book):
    found = read(book(("F", [["Code", "Nom"]])))
    assert (found.columns, found.rows, found.tally.physical) == (("Code", "Nom"), [], 1)


def test_batches_cut_a_sheet_without_changing_it(book, monkeypatch):
    rows = [["Code", "Nom"], *([str(n), "x" if n % 3 else ""] for n in range(100)), ["Total", ""]]
    path = book(("F", rows))
    whole = read(path)
    for size in (1, 7):
        monkeypatch.setattr(batches, "BATCH", size)
        cut = read(path)
        assert (cut.rows, cut.lines, cut.tally) == (whole.rows, whole.lines, whole.tally)


def test_the_first_sheet_that_is_not_empty_is_read_and_the_others_are_named(book):
    found = read(book(("Vide", []), ("Agents", [["a"], ["1"]]), ("Contrats", [["b"], ["2"]]), ("Blanc", [])))
    assert found.columns == ("a",)
    assert (found.layout.facts["sheet"], found.layout.facts["sheets"]) == ("Agents", "Vide, Agents, Contrats, Blanc")
    assert (found.issue("excel.other_sheets").severity, found.issue("excel.other_sheets").params["others"]) == (
        "warning", "Contrats",
    )  # fmt: skip


@pytest.mark.parametrize("wanted", ["Contrats 2", "contrats*", "2"])
def test_a_sheet_is_chosen_by_name_glob_or_number(book, wanted):
    found = read(book(("Agents", [["a"], ["1"]]), ("Contrats 2", [["b"], ["2"]])), sheet=wanted)
    assert (found.columns, found.rows) == (("b",), [("2",)])
    assert found.issue("excel.other_sheets").severity == "info"


def test_the_producer_is_a_fact(book):
    assert read(book(("F", [["a"], ["1"]]))).layout.facts["producer"].startswith("Microsoft Excel")


def test_cells_in_error_of_an_xlsx_are_null_and_named(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Paie")
        sheet.write_row(0, 1, ["Code", "Net"])
        sheet.write_row(1, 1, ["1", 2])
        sheet.write_formula(2, 2, "=A1", None, "#REF!")
        sheet.write_formula(3, 1, "=A1", None, "#N/A")
        sheet.write_string(3, 2, "#N/A")
    found = read(path)
    assert found.rows == [("1", "2"), ("", None), (None, "#N/A")]
    assert [(i.column, i.lines, i.values, i.params) for i in found.issues] == [
        ("Code", (4,), ("#N/A",), {"sheet": "Paie", "cell": "B4"}),
        ("Net", (3,), ("#REF!",), {"sheet": "Paie", "cell": "C3"}),
    ]


def test_cells_in_error_of_an_xls_are_null_and_named(tmp_path):
    path = tmp_path / "a.xls"
    cells = [label(0, 0, "Code"), label(0, 1, "Libellé"), number(1, 0, 1470), error(1, 1, 0x17), number(2, 0, 1)]
    path.write_bytes(xls([*cells, formula_in_error(2, 1, 0x2A)]))
    found = read(path)
    assert (found.columns, found.rows) == (("Code", "Libellé"), [("1470", None), ("1", None)])
    assert (found.issue("excel.error_cell").values, found.issue("excel.error_cell").params["cell"]) == (
        ("#REF!", "#N/A"), "B2",
    )  # fmt: skip


def test_bytes_that_look_like_an_error_in_an_xls_are_no_error(tmp_path):
    path = tmp_path / "a.xls"
    trap = error(9, 9, 0x17).decode("latin-1")
    path.write_bytes(xls([label(0, 0, "Code"), record_of_text(1, 0, trap)]))
    assert read(path).rows == [(trap,)]


def record_of_text(row, column, text):
    """A label in the 8-bit form."""
    made = bytearray(label(row, column, text))
    narrow = text.encode("latin-1")
    made[12] = 0
    made[13:] = narrow
    made[2:4] = (len(made) - 4).to_bytes(2, "little")
    return bytes(made)


def test_an_ods_is_read_with_its_repeats_types_and_errors(tmp_path):
    path = tmp_path / "a.ods"
    rows = ods_row(*(ods_cell(name, string="") for name in ("Code", "Montant", "Jour", "Vrai", "Erreur")))
    error_cell = ods_cell("#DIV/0!", string="").replace(" office:value", ' calcext:value-type="error" office:value')
    rows += ods_row(
        ods_cell("01", string=""), ods_cell("12,50", float="12.50"), ods_cell("29/02/2024", date="2024-02-29"),
        ods_cell("VRAI", boolean="true"), error_cell, repeated=2,
    )  # fmt: skip
    rows += ods_row(ods_cell(repeated=16384), repeated=1048000)
    path.write_bytes(ods(("Feuille1", rows), ("Feuille2", ""), generator="LibreOffice/7.0"))
    found = read(path, **FRENCH)
    assert found.rows == [("01", "12,5", "29/02/2024", "true", None)] * 2
    assert (found.issue("excel.error_cell").lines, found.issue("excel.error_cell").values) == ((2, 3), ("#DIV/0!",) * 2)
    assert (found.layout.facts["format"], found.layout.facts["producer"]) == ("ods", "LibreOffice/7.0")


def test_a_formula_that_was_never_calculated_is_null_and_named(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        sheet_xml(
            '<row r="1"><c r="A1" t="str"><v>Code</v></c><c r="B1" t="inlineStr"><is><t>TTC</t></is></c></row>'
            '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2&amp;"x"</f></c></row>'
            '<row r="3"><c r="A3"><v>2</v></c><c r="B3" t="str"><f>""</f><v></v></c></row>'
            '<row r="4"><c r="A4"><f>B9</f></c></row>'
        )
    )
    found = read(path)
    assert found.rows == [("1", None), ("2", "")]
    assert [(i.column, i.lines, i.values, i.params["cell"]) for i in found.issues if i.code == "excel.formula"] == [
        ("Code", (4,), ("=B9",), "A4"), ("TTC", (2,), ('=A2&"x"',), "B2"),
    ]  # fmt: skip


def test_numbers_that_a_spreadsheet_cannot_hold_are_said(book):
    found = read(book(("F", [["EAN", "NIR"], [123456789012345678, 280017512345678]])))
    assert found.rows == [("123456789012346000", "280017512345678")]
    assert (found.issue("excel.precision").column, found.issue("excel.precision").lines) == ("EAN", (2,))


def test_cells_merged_over_rows_are_said_and_not_copied_down(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.merge_range(0, 0, 0, 1, "Titre")
        sheet.write_row(1, 0, ["Service", "Agent", "Net"])
        sheet.merge_range(2, 0, 3, 0, "DRH")
        sheet.write_row(2, 1, ["a", 1])
        sheet.write_row(3, 1, ["b", 2])
    found = read(path)
    assert found.rows == [("DRH", "a", "1"), ("", "b", "2")]
    assert found.issue("excel.merged").lines == (3,)


def test_a_repetitive_column_is_a_dictionary_and_stays_one(book):
    from collecdata.readers.excel import READER
    from collecdata.readers.source import Source

    path = book(("F", [["a", "b"], *(["x", str(n)] for n in range(20))]))
    layout = READER.inspect(Source(path, "a"), READER.options())
    (batch,) = READER.read(next(READER.splits(layout, lambda _: None)))
    assert [str(field.type) for field in batch.data.schema][:2] == [
        "dictionary<values=string, indices=int32, ordered=0>", "string",
    ]  # fmt: skip
