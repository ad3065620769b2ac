"""An invented catalogue in UNIMARC, as two libraries that merge have it. Always the same bytes.

One half is in UTF-8, the other in ISO 5426; some lengths are those of before a conversion, one ISBN was mistyped, some
barcodes were read with the marks of Code 39.

Run: python generate_unimarc.py
"""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent / "unimarc"
RECORDS = 120
LEADER = "00000nam0 2200000   450 "
WORDS = "été rêve château œuvre jardin forêt hiver énigme fenêtre mer garçon Noël maïs leçon".split()
NAMES = [("Exemple", "Camille"), ("D'Essai", "Noé"), ("Fictif", "Zoé"), ("Modèle", "Inès"), ("L'Hypothèse", "Maël")]
MARKS = {"\u0300": b"\xc1", "\u0301": b"\xc2", "\u0302": b"\xc3", "\u0308": b"\xc8", "\u0327": b"\xd0"}
"""Diacritics of ISO 5426: each comes before its letter."""
LETTERS = {"œ": b"\xfa", "Œ": b"\xea"}
Field = tuple[str, str, tuple[str, ...]]
"""Tag, indicators (or the text of a control field), subfields, each a text that begins with its code."""


def main() -> None:
    """Write the catalogue."""
    chance = random.Random(2024)
    HERE.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(1, RECORDS + 1):
        encode = str.encode if number <= RECORDS // 2 else iso5426
        record = bytearray(iso2709([*_record(chance, number), *_items(chance, number)], encode))
        if number % 40 == 7:
            record[:5] = b"%05d" % (len(record) - 12)  # recoded by a program that left the lengths as they were
        written.append(bytes(record))
    (HERE / "catalogue.mrc").write_bytes(b"".join(written))


def iso5426(text: str) -> bytes:
    """Encode: the diacritics, then the letter."""
    out = bytearray()
    for char in unicodedata.normalize("NFD", text):
        if char in MARKS:
            out[-1:-1] = MARKS[char]
        else:
            out += LETTERS.get(char) or char.encode("ascii")
    return bytes(out)


def iso2709(fields: list[Field], encode: Callable[[str], bytes]) -> bytes:
    """Write a record."""
    directory, body, at = [], [], 0
    for tag, head, subfields in fields:
        text = head.encode() + b"".join(b"\x1f" + encode(one) for one in subfields) + b"\x1e"
        directory.append(b"%s%04d%05d" % (tag.encode(), len(text), at))
        body.append(text)
        at += len(text)
    base = len(LEADER) + 12 * len(fields) + 1
    leader = f"{base + at + 1:05}{LEADER[5:12]}{base:05}{LEADER[17:]}".encode()
    return b"".join((leader, *directory, b"\x1e", *body, b"\x1d"))


def _record(chance: random.Random, number: int) -> list[Field]:
    name, forename = chance.choice(NAMES)
    year = chance.randint(1985, 2024)
    digits = f"9782{chance.randrange(10**8):08}"
    check = -sum(int(one) * (1 + 2 * (rank % 2)) for rank, one in enumerate(digits)) % 10
    isbn = f"978-2-{digits[4:]}-{(check + (number == 13)) % 10}"
    title = f"L'{chance.choice(WORDS)} et {chance.choice(WORDS)}"
    return [
        ("001", f"EXEMPLE{number:05}", ()),
        ("010", "  ", (f"a{isbn}", "bbr.", f"d{chance.randint(5, 30)},50 EUR")),
        ("100", "  ", (f"a20240102d{year}    m  y0frey50      ba",)),
        ("101", "0 ", ("afre",)),
        ("102", "  ", ("aFR",)),
        ("200", "1 ", (f"a{title}", f"f{forename} {name}")),
        ("210", "  ", ("aŒuilly", "cÉditions du Modèle", f"dDL {year}")),
        ("215", "  ", (f"a{chance.randint(40, 600)} p.", "d21 cm")),
        ("606", "  ", (f"a{chance.choice(WORDS).capitalize()}", "2rameau")),
        ("676", "  ", (f"a{chance.randint(0, 999):03}", "v23")),
        ("700", " |", (f"a{name}", f"b{forename}", "4070")),
        ("801", " 0", ("aFR", "bEXEMPLE", "c20240102")),
    ]


def _items(chance: random.Random, number: int) -> list[Field]:
    found: list[Field] = []
    for copy in range(chance.choice((0, 1, 1, 1, 2, 3))):
        code = f"3370000{number:06d}{copy}"
        if number % 50 == 9:
            code = f"*{code}*"
        call, day = f"R {chance.choice('ABCDEM')}OD", f"2018{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        subfields = (f"b{chance.choice(('CTR', 'ETG'))}", "cCTR", f"f{code}", f"k{call}", f"m{day}", "oe", "qa", "rau")
        found.append(("995", "  ", subfields))
    return found


if __name__ == "__main__":
    main()
