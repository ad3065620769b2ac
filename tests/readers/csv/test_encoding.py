"""Encodings: guessed from what is written, and what cannot be decoded said, never replaced."""

from __future__ import annotations

import pytest

from collecdata.readers.csv.encoding import guess_encoding

TEXT = "Libellé;N° de compte\nEau potable – été;12\nPériscolaire « ALSH »;7\n"


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (TEXT, "utf-8", "utf-8"),
        (TEXT, "utf-8-sig", "utf-8"),
        (TEXT, "cp1252", "cp1252"),
        (TEXT.replace("–", "-"), "cp850", "cp850"),
        (TEXT, "utf-16", "utf-16-le"),
        (TEXT, "utf-16-le", "utf-16-le"),
        (TEXT, "utf-16-be", "utf-16-be"),
        ("MARCHE N° 12;A\nLOT N° 3;B\n", "cp850", "cp850"),
        ("MARCHE N° 12;A\nLOT N° 3;B\n", "cp1252", "cp1252"),
        ("Cœur de ville;12\nSœurs;3\n", "iso8859-15", "iso8859-15"),
        ("½ journée;12 €\n", "cp1252", "cp1252"),
        ("Montant;12 €\nété;1\n", "iso8859-15", "iso8859-15"),
        ("L’État – Préfecture\n", "cp1252", "cp1252"),
        ("Müller;Strasse\n", "cp1252", "cp1252"),
        ("1 250,00;2 300,50\n".replace(" ", "\u00a0"), "cp1252", "cp1252"),
        ("a;b\n1;2\n", "ascii", "utf-8"),
    ],
)
def test_guess(text, encoding, expected):
    assert guess_encoding([text.encode(encoding)]).encoding == expected


def test_utf8_with_a_few_wrong_bytes_is_utf8():
    assert guess_encoding([TEXT.encode() * 20 + b"caf\xe9\n"]).encoding == "utf-8"


def test_accents_far_from_the_head_are_seen(read):
    rows = b"".join(b"%07d;nom\n" % number for number in range(130_000))
    found = read(b"Code;Nom\n" + rows + "1;été\n".encode("cp1252") + rows)
    assert found.layout.facts["encoding"] == "utf-8"  # one line in 260 000 escapes samples...
    assert found.of("encoding.undecodable") == [("error", "Nom", 130_002, "\\xE9t\\xE9")]  # ...but not the reader
    assert read(b"Code;Nom\n" + rows + "1;été\n".encode("cp1252")).layout.facts["encoding"] == "cp1252"


def test_a_mark_wins_over_the_declared_encoding(read):
    found = read("Nom\nété\n".encode("utf-8-sig"), encoding="cp1252")
    assert found.cells == [["été"]]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "iso8859-15", "mac-roman", "cp500", "utf-7", "shift_jis"])
def test_any_declared_encoding(encoding, read):
    text = "Code;Nom\n1;ete\n" if encoding == "shift_jis" else "Code;Nom\n1;été\n"
    assert read(text.encode(encoding), encoding=encoding).cells == [["1", text[-4:-1]]]


def test_bytes_that_the_code_page_does_not_define(read):
    found = read(b"Code;Nom\n1;caf\xe9\n2;\x81\n" * 3, encoding="cp1252")
    assert [row["Nom"] for row in found.rows[:2]] == ["café", None]
    assert found.of("encoding.undecodable")[0] == ("error", "Nom", 3, "\\x81")


def test_undecodable_cells_of_a_repetitive_column(read):
    rows = b"".join(b"%d;%s\n" % (number, b"\xe9t\xe9" if number % 3 else "été".encode()) for number in range(300))
    found = read(b"Code;Saison\n" + rows, encoding="utf-8")
    assert [row["Saison"] for row in found.rows[:3]] == ["été", None, None]
    assert len(found.of("encoding.undecodable")) == 200


def test_undecodable_header(read):
    found = read(b"Code;Libell\xe9\n1;A\n", encoding="utf-8")
    assert found.columns == ("Code", "Libell\\xE9")
    assert found.issues == [("encoding.undecodable", "Libell\\xE9", 1)]
