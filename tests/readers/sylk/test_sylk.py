"""SYLK reports: columns by name, accents read, what is damaged said and never fatal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.errors import InputError
from collecdata.kernels.stream import LINE
from collecdata.readers.registry import READERS, guess
from collecdata.readers.source import Source
from collecdata.readers.sylk.cells import read_cells
from collecdata.readers.sylk.options import SylkOptions

REPORT = """ID;PWXL;N;E
P;PGeneral
F;P0;DG0G10;M255
B;Y5;X3;D0 0 4 2
C;Y1;X1;K"Cotisations individuelles"
C;Y3;X1;K"Code OPS"
C;X2;K"Libell\x1bNBe"
C;X3;K"004 - Montant cotisation"
C;Y4;X1;K"00012"
C;X2;K"U.R.S.S.A.F. ;; d\x1bNBepart"
F;P2;FF2G;X3
C;K68683.49
C;Y5;X3;K5.4
C;X1;K"00013"
C;Y6;X1;K"Total g\x1bNBen\x1bNBeral"
C;X3;K68688.89
E
"""


def read(tmp_path, data, **options):
    path = tmp_path / "edition.slk"
    path.write_bytes(data if isinstance(data, bytes) else data.encode("cp1252"))
    source = Source(path, path.name)
    layout = READERS["sylk"].inspect(source, SylkOptions(**options))
    (split,) = READERS["sylk"].splits(layout, lambda _: None)
    (batch,) = READERS["sylk"].read(split)
    return layout, batch


def test_columns_are_named_and_cells_found_whatever_their_order(tmp_path):
    layout, batch = read(tmp_path, REPORT.replace("\n", "\r\n"))
    assert layout.record_sets[""] == ("Code OPS", "Libellé", "004 - Montant cotisation")
    rows = batch.data.to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("00012", "U.R.S.S.A.F. ; départ", "68683.49", 9),
        ("00013", "", "5.4", 13),
    ]
    assert not layout.issues


DATED = """ID;PWXL;N;E
P;PGeneral
P;Pdd/mm/yyyy
P;P#,##0.00\\ "jours"
F;P1;C2
C;Y1;X1;K"Matricule"
C;X2;K"Entree"
C;X3;K"Jours"
C;Y2;X1;K"00012"
C;X2;K45351
F;P2;X3
C;K45351
C;Y3;X1;K"00013"
F;P0;X2
C;K45351
F;P1;X3
C;K45351.5
C;Y4;X1;K"00014"
C;X2;K"inconnue"
F;P1;X3
C;K59
E
"""


def test_a_number_that_its_cell_or_column_shows_as_a_date_is_a_date(tmp_path):
    _, batch = read(tmp_path, DATED, date=("%d/%m/%Y",))
    assert [tuple(row.values())[:3] for row in batch.data.to_pylist()] == [
        ("00012", "29/02/2024", "45351"),
        ("00013", "45351", "45351.5"),
        ("00014", "inconnue", "59"),
    ]


def test_days_are_counted_from_1904_where_the_file_says_so(tmp_path):
    _, batch = read(tmp_path, DATED.replace("P;PGeneral", "O;L;D;V4;K47\nP;PGeneral"))
    assert batch.data["Entree"].to_pylist()[0] == "2028-03-01"


def test_every_row_is_accounted_for(tmp_path):
    _, batch = read(tmp_path, REPORT)
    assert batch.tally.balanced
    assert (batch.tally.preamble, batch.tally.records, batch.tally.footer) == (2, 2, 1)


def test_numbers_take_the_mark_that_the_adapter_reads(tmp_path):
    _, batch = read(tmp_path, REPORT, decimal=",")
    assert batch.data.column("004 - Montant cotisation").to_pylist() == ["68683,49", "5,4"]


def test_it_is_recognised_by_its_content(tmp_path):
    path = tmp_path / "edition.txt"
    path.write_text(REPORT, "cp1252")
    assert guess(Source(path, path.name)) == ("sylk",)


@pytest.mark.parametrize(
    ("word", "read_as"),
    [
        ("\x1bNAa la mairie", "à la mairie"),
        ("Fran\x1bNKcois", "François"),
        ("c\x1bNzur n\x1bN0 2", "cœur n° 2"),
        ("ligne\x1b :suite", "ligne\nsuite"),
        ("d\x1b)2été", "d’été"),
        ("\x1bN~", "\x1bN~"),
    ],
)
def test_escaped_letters_are_read(word, read_as):
    found = read_cells(f'ID;P\nC;Y1;X1;K"{word}"\nE\n'.encode(), "utf-8", ".")
    assert found.text.to_pylist() == [read_as]


def test_what_was_cut_is_said_and_what_precedes_is_read(tmp_path):
    layout, batch = read(tmp_path, REPORT[: REPORT.index("C;Y6")])
    assert [issue.code for issue in layout.issues] == ["sylk.truncated"]
    assert batch.data.num_rows == 2


def test_cells_outside_of_any_sheet_are_said_and_cost_no_memory(tmp_path):
    odd = 'C;Y7;X999999999;K"loin"\nC;Y999999999;X1;K"bas"\n'
    layout, batch = read(tmp_path, REPORT.replace("\nE\n", "\n" + odd + "E\n"))
    assert [(issue.code, issue.lines) for issue in layout.issues] == [("sylk.cell_unreadable", (17,))]
    assert batch.data.column("Code OPS").to_pylist()[-1] == "bas"


def test_a_cell_said_twice_keeps_the_last_and_says_so(tmp_path):
    layout, batch = read(tmp_path, REPORT.replace('C;X1;K"00013"\n', 'C;X1;K"00013"\nC;K"00014"\n'))
    assert [issue.code for issue in layout.issues] == ["sylk.cell_twice"]
    assert batch.data.column("Code OPS").to_pylist()[1] == "00014"


@pytest.mark.parametrize(("data", "code"), [("a;b\n1;2\n", "sylk.not_sylk"), ("ID;PWXL\nE\n", "sylk.no_cells")])
def test_what_holds_no_report_is_refused(tmp_path, data, code):
    with pytest.raises(InputError, match=code):
        read(tmp_path, data)


@given(
    st.lists(st.lists(st.text("abcé;\"'012", min_size=1, max_size=6), min_size=3, max_size=3), min_size=1, max_size=8)
)
def test_what_is_written_is_what_is_read(tmp_path_factory, table):
    lines = ['C;Y1;X1;K"A"', 'C;X2;K"B"', 'C;X3;K"C"']
    for row, cells in enumerate(table, 2):
        lines += [f'C;Y{row};X{place};K"x{cell.replace(";", ";;")}"' for place, cell in enumerate(cells, 1)]
    data = "\n".join(["ID;PWXL", *lines, "E", ""])
    _, batch = read(tmp_path_factory.mktemp("slk"), data, title_lines=0)
    found = [[row[name] for name in "ABC"] for row in batch.data.to_pylist()]
    assert found == [["x" + cell for cell in row] for row in table]
    assert LINE in batch.data.schema.names
