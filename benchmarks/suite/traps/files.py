"""The trap files and the truth about each. 300 rows of code, text, amount, date, flag; most spoil the 251st."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COLUMNS", "LINE", "SPOILED", "Row", "Trap", "every_trap"]

COLUMNS = ("CODE", "LIB", "MT", "DT", "OK")
HEADER = ";".join(COLUMNS)
END = "\r\n"
SPOILED = 250
"""Index of the spoiled row."""
LINE = 252
"""Physical line it stands on, where the file has one header line and one line a row."""

Row = tuple[str, str | None, Decimal | None, date | None, bool | None]


@dataclass(frozen=True)
class Trap:
    """One file; `rows` is what it says.

    `unsayable` names the column of the spoiled row that no value can render ("*": the row itself is broken): there a
    tool is right only if it refuses, or leaves it out and says so. `absent` is a column the file does not have.
    """

    name: str
    title: str
    data: bytes
    rows: Sequence[Row] = field(repr=False)
    unsayable: str = ""
    absent: str = ""
    line: int = LINE


def every_trap() -> list[Trap]:
    """Make all of them, in order of their number."""
    found = [*_encodings(), *_cells(), *_quotes(), *_shapes(), *_more()]
    return sorted(found, key=lambda trap: trap.name)


def _texts(count: int = 300) -> list[str]:
    every = range(1, count + 1)
    return [
        f"{i:05d};Libellé {i};{i},{i % 100:02d};{i % 28 + 1:02d}/{i % 12 + 1:02d}/2024;{'ON'[i % 2]}" for i in every
    ]


def _rows(count: int = 300) -> list[Row]:
    return [
        (f"{i:05d}", f"Libellé {i}", Decimal(100 * i + i % 100) / 100, date(2024, i % 12 + 1, i % 28 + 1), not i % 2)
        for i in range(1, count + 1)
    ]


def _file(lines: Sequence[str], *, last: str = "") -> bytes:
    return (END.join([HEADER, *lines]) + last).encode()


def _spoil(column: int, cell: str) -> list[str]:
    lines = _texts()
    cells = lines[SPOILED].split(";")
    cells[column] = cell
    lines[SPOILED] = ";".join(cells)
    return lines


def _meaning(column: int, value: object) -> list[Row]:
    rows = _rows()
    cells = list(rows[SPOILED])
    cells[column] = value  # type: ignore[call-overload]
    rows[SPOILED] = tuple(cells)  # type: ignore[assignment]
    return rows


def _cell(name: str, title: str, column: int, cell: str, value: object = None) -> Trap:
    """Spoil one cell; without a `value`, no value can render it."""
    unsayable = "" if value is not None else COLUMNS[column]
    return Trap(name, title, _file(_spoil(column, cell)), _meaning(column, value), unsayable)


def _encodings() -> list[Trap]:
    whole = END.join([HEADER, *_texts()]) + END
    dashed: list[Row] = [(row[0], f"Libellé – n° {i}", *row[2:]) for i, row in enumerate(_rows(), 1)]
    broken = bytearray(whole.encode())
    place = broken.find("Libellé 251".encode())
    broken[place + 5 : place + 7] = b"\xe9"
    return [
        Trap("00_clean_utf8", "fichier propre", whole.encode(), _rows()),
        Trap("01_bom", "marque d'ordre UTF-8", b"\xef\xbb\xbf" + whole.encode(), _rows()),
        Trap("02_cp1252", "cp1252, l'encodage des éditeurs, non annoncé",
             whole.replace("Libellé", "Libellé – n°").encode("cp1252"), dashed, line=2),
        Trap("03_utf16le", "UTF-16", whole.encode("utf-16"), _rows()),
        Trap("30_one_latin1_byte_in_utf8", "un octet latin-1 dans de l'UTF-8", bytes(broken), _meaning(1, None), "LIB"),
    ]  # fmt: skip


def _cells() -> list[Trap]:
    negative, thousand = Decimal("-251.51"), Decimal("1251.51")
    return [
        _cell("04_nbsp_thousand", "milliers séparés par une espace insécable", 2, "1\u00a0251,51", thousand),
        _cell("05_nnbsp_thousand", "milliers séparés par une espace fine insécable", 2, "1\u202f251,51", thousand),
        _cell("06_3_decimals", "trois décimales pour des centimes : 251,515", 2, "251,515"),
        _cell("07_paren_negative", "négatif entre parenthèses : (251,51)", 2, "(251,51)", negative),
        _cell("08_trailing_minus", "signe moins à droite : 251,51-", 2, "251,51-", negative),
        _cell("09_dot_thousand", "milliers séparés par un point : 1.251,51", 2, "1.251,51", thousand),
        _cell("37_unicode_minus", "moins typographique (U+2212)", 2, "\u2212251,51", negative),
        _cell("38_bad_grouping", "groupes impossibles : 1 2 51,51", 2, "1 2 51,51"),
        _cell("10_impossible_date", "31/02/2024", 3, "31/02/2024"),
        _cell("11_short_date", "1/2/24", 3, "1/2/24", date(2024, 2, 1)),
        _cell("12_zero_date", "00/00/0000", 3, "00/00/0000"),
    ]


def _quotes() -> list[Trap]:
    quoted = ['"' + line.replace(";", '";"') + '"' for line in (HEADER, *_texts())]
    return [
        _cell("13_quoted_newline", "saut de ligne et guillemets dans une cellule", 1,
              '"Texte; avec\r\nsaut et ""guillemets"""', 'Texte; avec\r\nsaut et "guillemets"'),
        _cell("14_stray_quote_middle", 'guillemet isolé : Vis 5" inox', 1, 'Vis 5" inox', 'Vis 5" inox'),
        _cell("15_quote_start_only", 'guillemets au début : "Mme" DUPONT', 1, '"Mme" DUPONT', '"Mme" DUPONT'),
        _cell("25_nul_byte", "octet NUL dans un texte", 1, "a\x00b", "a\x00b"),
        Trap("36_all_quoted", "tout entre guillemets", END.join(quoted).encode(), _rows()),
    ]  # fmt: skip


def _shapes() -> list[Trap]:
    lines = _texts()
    before, after = lines[:SPOILED], lines[SPOILED:]
    longer = [*before, after[0] + ";extra", *after[1:]]
    shorter = [*before, ";".join(after[0].split(";")[:3]), *after[1:]]
    trailing = [line + ";" for line in lines]
    half = "\r\n".join([HEADER, *lines[:150]]) + "\n" + "\n".join(lines[150:])
    return [
        Trap("16_repeated_header", "en-tête répété en pleine page", _file([*before, HEADER, *after]), _rows()),
        Trap("17_total_footer", "ligne de total à la fin", _file([*lines, "TOTAL;;45150,00;;"]), _rows()),
        Trap("18_empty_line", "ligne vide", _file([*before, "", *after]), _rows()),
        Trap("19_blank_row", "ligne de séparateurs seuls", _file([*before, ";;;;", *after]), _rows()),
        Trap("20_too_many", "une cellule de trop", _file(longer), _rows(), "*"),
        Trap("21_too_few", "deux cellules manquantes", _file(shorter), _rows(), "*"),
        Trap("22_trailing_sep", "séparateur final partout",
             END.join([HEADER + ";", *trailing]).encode(), _rows()),
        Trap("23_trailing_sep_rows_only", "séparateur final, sauf dans l'en-tête", _file(trailing), _rows()),
        Trap("28_mixed_eol", "fins de ligne Windows puis Unix", half.encode(), _rows()),
    ]  # fmt: skip


def _more() -> list[Trap]:
    lines, whole = _texts(), END.join([HEADER, *_texts()]) + END
    na = [";".join([line.split(";")[0], "NA", *line.split(";")[2:]]) for line in lines]
    late = _texts(40_000)
    late[39_990] = "A9991" + late[39_990][5:]
    late_rows = _rows(40_000)
    late_rows[39_990] = ("A9991", *late_rows[39_990][1:])
    corsica = [f"2A{i:03d}{line[5:]}" if i > 290 else line for i, line in enumerate(lines)]
    corsican = [(f"2A{i:03d}", *row[1:]) if i > 290 else row for i, row in enumerate(_rows())]
    twice = replace(Trap("24_dup_cols", "deux colonnes du même nom", b"", _rows()), absent="OK", line=1)
    title = "Édition du 01/01/2024" + END + "Collectivité : VILLE" + END + END
    return [
        replace(twice, data=END.join(["CODE;LIB;MT;DT;LIB", *lines]).encode()),
        Trap("26_no_final_newline", "pas de saut de ligne final", whole.rstrip().encode(), _rows()),
        Trap("27_cr_only", "fins de ligne Macintosh (CR)", whole.replace("\r\n", "\r").encode(), _rows()),
        Trap("29_title_lines", "lignes de titre avant l'en-tête", (title + whole).encode(), _rows()),
        Trap("31_text_NA", "le texte NA", _file(na), [(row[0], "NA", *row[2:]) for row in _rows()]),
        Trap("32_late_alpha_code", "code alphabétique à la 39 991e ligne", _file(late), late_rows, line=39_992),
        Trap("33_corsica_code", "codes corses (2A) à la fin", _file(corsica), corsican),
        Trap("34_ctrl_z_eof", "Ctrl-Z final (DOS)", _file([*lines, "\x1a"]), _rows(), line=302),
        Trap("35_sep_line", "première ligne sep=; (Excel)", ("sep=;" + END + whole).encode(), _rows()),
    ]
