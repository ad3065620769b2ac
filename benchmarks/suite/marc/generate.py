"""A catalogue in UNIMARC: invented records of the size and shape of those that libraries exchange, items in 995.

python -m suite.marc.generate 200000 catalogue.mrc utf8          # 388 MB; or iso5426, or xml (MARCXML)
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from collecdata.kernels.prefixed import charset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Field = tuple[str, str, tuple[str, ...]]
"""Tag, indicators (or all the text of a control field), subfields, each a text that begins with its code."""

LEADER = "00000nam0 2200000   450 "
WORDS = (
    "le la un une été hiver château forêt île œuvre garçon fille secret mystère dernier première nuit étoile voyage "
    "rêve élève mémoire histoire génération lumière père mère frère sœur maître guerre liberté égalité cœur âme Noël "
    "théâtre musée dictionnaire français façon leçon où déjà être même après très près Égypte Québec légende"
).split()
NAMES = "Martin Bernard Lefèvre García Müller Émard Benoît Noël Gaëlle Hélène Zoé Chloé Jérôme François Anaïs".split()
SITES, KINDS, AUDIENCES, STATES = ("MED01", "MED02", "ANNEX"), ("au", "if", "je", "ge", "lz"), "ajuz", "cdeiruz"


def records(count: int, seed: int = 42) -> Iterator[list[Field]]:
    """Give invented records, always the same."""
    rnd = random.Random(seed)
    item = 0
    for number in range(count):
        fields = list(_record(rnd, number))
        for _ in range(rnd.choice((0, 1, 1, 1, 1, 2, 2, 3, 5))):
            item += 1
            fields.append(_item(rnd, item))
        yield fields


def iso2709(fields: list[Field], encode: Callable[[str], bytes]) -> bytes:
    """Write a record."""
    directory, body = [], []
    at = 0
    for tag, indicators, subfields in fields:
        text = indicators.encode() + b"".join(b"\x1f" + encode(one) for one in subfields) + b"\x1e"
        directory.append(b"%s%04d%05d" % (tag.encode(), len(text), at))
        body.append(text)
        at += len(text)
    base = len(LEADER) + 12 * len(fields) + 1
    head = f"{base + at + 1:05}{LEADER[5:12]}{base:05}{LEADER[17:]}".encode()
    return b"".join((head, *directory, b"\x1e", *body, b"\x1d"))


def marcxml(fields: list[Field]) -> str:
    """Write a record in XML."""
    lines = [f"<record><leader>{LEADER}</leader>"]
    for tag, head, subfields in fields:
        if tag < "010":
            lines.append(f'<controlfield tag="{tag}">{head}</controlfield>')
            continue
        inside = "".join(f'<subfield code="{one[0]}">{escape(one[1:])}</subfield>' for one in subfields)
        lines.append(f'<datafield tag="{tag}" ind1="{head[0]}" ind2="{head[1]}">{inside}</datafield>')
    return "\n".join((*lines, "</record>"))


def write(count: int, path: Path, form: str) -> None:
    """Write a catalogue: `utf8` and `iso5426` in ISO 2709, `xml` in MARCXML."""
    latin = charset("iso5426")
    with path.open("wb") as out:
        if form == "xml":
            out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n')
            out.writelines(marcxml(one).encode() + b"\n" for one in records(count))
            out.write(b"</collection>\n")
            return
        encode = str.encode if form == "utf8" else lambda text: latin.encode(text) or b""
        out.writelines(iso2709(one, encode) for one in records(count))


def _record(rnd: random.Random, number: int) -> Iterator[Field]:
    year = rnd.randint(1950, 2024)
    name, forename = rnd.choice(NAMES), rnd.choice(NAMES)
    yield "001", f"BENCH{number:09}", ()
    yield "003", f"ark:/00000/bench{number:09}", ()
    yield "005", "20240102101500.000", ()
    isbn = f"9782{rnd.randrange(10**8):08}"
    yield "010", "  ", (f"a978-2-{isbn[4:]}-{_check(isbn)}", "bbr.", "d12,50 EUR")
    yield "073", " 0", (f"a{isbn}{_check(isbn)}",)
    yield "100", "  ", (f"a20240102d{year}    m  y0frey50      ba",)
    yield "101", "1 ", ("afre", "ceng")
    yield "102", "  ", ("aFR",)
    yield "105", "  ", ("a    z   00|a|",)
    yield "106", "  ", ("ar",)
    yield "181", " 0", ("6z01", "ctxt", "2rdacontent")
    yield "182", " 0", ("6z01", "cn", "2rdamedia")
    title = _words(rnd, 2, 7).capitalize()
    yield (
        "200",
        "1 ",
        (
            f"a{title}",
            "bTexte imprimé",
            f"e{_words(rnd, 2, 5)}",
            f"f{forename} {name}",
            f"gtraduit par {_words(rnd, 2, 2)}",
        ),
    )
    yield "205", "  ", ("aNouvelle édition",)
    yield "210", "  ", ("aParis", f"cÉditions {rnd.choice(WORDS)}", f"dDL {year}")
    yield "215", "  ", (f"a{rnd.randint(40, 900)} p.", "cill. en coul.", "d21 cm")
    yield "225", "| ", (f"aCollection {rnd.choice(WORDS)}", f"v{rnd.randint(1, 900)}")
    yield "300", "  ", (f"aTitre original : {_words(rnd, 2, 6)}",)
    yield "330", "  ", (f"a{_words(rnd, 42, 118).capitalize()}.",)
    yield (
        "410",
        " |",
        (f"0BENCH{rnd.randint(0, 10**6):09}", f"tCollection {rnd.choice(WORDS)}", f"v{rnd.randint(1, 900)}"),
    )
    yield "454", " |", (f"t{_words(rnd, 2, 5)}",)
    for _ in range(rnd.randint(1, 3)):
        yield (
            "606",
            "  ",
            (f"3A{rnd.randint(1, 9999):06}", f"a{rnd.choice(WORDS).capitalize()}", f"x{_words(rnd, 1, 3)}", "2rameau"),
        )
    yield "676", "  ", (f"a{rnd.randint(0, 999):03}", "v23")
    yield "700", " |", (f"3A{rnd.randint(1, 9999):06}", f"a{name}", f"b{forename}", "f1960-....", "4070")
    yield "702", " |", (f"3A{rnd.randint(1, 9999):06}", f"a{rnd.choice(NAMES)}", f"b{rnd.choice(NAMES)}", "4730")
    yield "801", " 0", ("aFR", "bFR-000000000", "c20240102", "gAFNOR", "2intermrc")


def _item(rnd: random.Random, number: int) -> Field:
    call = f"{rnd.choice(('R', 'BD', 'J', '840'))} {rnd.choice(NAMES)[:3].upper()}"
    subfields = (
        *("aMédiathèque", f"b{rnd.choice(SITES)}", f"c{rnd.choice(SITES)}", f"f{37000000000000 + number}", f"k{call}"),
        *(f"m20{rnd.randint(0, 24):02}{rnd.randint(1, 12):02}{rnd.randint(1, 28):02}", f"o{rnd.choice(STATES)}"),
        *(f"q{rnd.choice(AUDIENCES)}", f"r{rnd.choice(KINDS)}", "uFonds local"),
    )
    return "995", "  ", subfields


def _check(digits: str) -> int:
    """Return the check digit of an EAN."""
    return -sum(int(one) * (1 + 2 * (rank % 2)) for rank, one in enumerate(digits)) % 10


def _words(rnd: random.Random, low: int, high: int) -> str:
    return " ".join(rnd.choices(WORDS, k=rnd.randint(low, high)))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
