"""The fast reading, the exact one and lxml say the same of small files of every shape, and of real ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from collecdata.catalogue.catalogue import Catalogue
from collecdata.errors import InputError
from collecdata.readers.nested.shape import Shape
from collecdata.readers.source import Source
from collecdata.readers.xml import READER
from collecdata.readers.xml.fast.errors import IrregularError
from collecdata.readers.xml.fast.read import read_fast
from collecdata.readers.xml.slow import read_slowly
from nested_reading import laid_out, pieces_of, read_file, same_rows
from readers.xml.plain_reading import read_plainly

OPTIONS = {"record_sets": {"Lot": "Lot", "Ligne": "Ligne", "Tiers": ["Ligne/Tiers"]}, "skip": ["Signature"]}
NAMES = ("Lot", "Ligne", "Tiers", "Bloc", "Nom", "MtHT", "É", "a.b-c", "Signature")
TEXTS = st.text(
    st.sampled_from("aé €Z09.,<>&\"'\t\n ") | st.characters(codec="latin-1", categories=["L", "P"]), max_size=9
)


def escaped(text: str, draw) -> str:
    """Write a text as one of the ways XML has; a quote, a bracket or an ampersand never stands bare."""
    named = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&apos;"}
    way = draw(st.sampled_from(("named", "decimal", "hexadecimal")))
    numbers = {
        "named": lambda c: named[c],
        "decimal": lambda c: f"&#{ord(c)};",
        "hexadecimal": lambda c: f"&#x{ord(c):X};",
    }
    return "".join(numbers[way](c) if c in named else c for c in text)


@st.composite
def elements(draw, depth=0, *, plain=False, prefix=""):
    """Write an element: plain as products write it, or in every way that XML allows."""
    name = prefix + draw(st.sampled_from(NAMES))
    attributes = draw(st.dictionaries(st.sampled_from(("V", "Id", "É")), TEXTS, max_size=2))
    blank = st.sampled_from((" ", "  ", "\n\t"))
    written = "".join(f'{draw(blank)}{key}="{escaped(text, draw)}"' for key, text in attributes.items())
    if not plain and draw(st.booleans()):
        written = written.replace('="', "='").replace('"', "'")
    shape = draw(st.sampled_from(("empty", "pair", "text", "holder") if depth < 4 else ("empty", "pair", "text")))
    if shape == "empty":
        return f"<{name}{written}/>"
    if shape == "pair":
        return f"<{name}{written}></{name}>"
    if shape == "text":
        return f"<{name}{written}>{escaped(draw(TEXTS), draw)}</{name}>"
    inside = draw(st.lists(elements(depth + 1, plain=plain, prefix=prefix), min_size=1, max_size=4))
    between = draw(st.sampled_from(("", "\n", "\r\n  ", "\t")))
    if not plain:
        odd = st.sampled_from(("<!-- <Lot> -->", "<![CDATA[<Nom>é]]>", "<?php <b> ?>", "texte", "&#233;"))
        inside += draw(st.lists(odd, max_size=2))
    return f"<{name}{written}>{between}{between.join(inside)}{between}</{name}>"


@st.composite
def documents(draw, *, plain=False):
    """Write a file: with or without a declaration, a prefix, line ends; in UTF-8 or Latin-1."""
    prefix, space = draw(st.sampled_from((("", ""), ("n:", ' xmlns:n="urn:x"'), ("", ' xmlns="urn:x"'))))
    encoding = draw(st.sampled_from(("UTF-8", "ISO-8859-1")))
    inside = "\n".join(draw(st.lists(elements(plain=plain, prefix=prefix), min_size=1, max_size=4)))
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<{prefix}Flux{space}>{inside}</{prefix}Flux>\n'
    if not draw(st.booleans()):
        text = text.replace("\n", " ")
    return text.encode(encoding.lower(), "xmlcharrefreplace")


def two_readings(path, options=OPTIONS):
    """Read the only piece of a file both ways; the fast one is None where it declined."""
    layout = READER.inspect(Source(path, path.name), READER.options.model_validate(options))
    ((piece, data),) = pieces_of(layout, READER)
    found = []
    for reading in (read_slowly, read_fast):
        shape = Shape(layout.dialect.rules)
        try:
            tree = reading(piece, data, shape, layout.dialect.encoding, layout.dialect.value)
        except IrregularError:
            found.append(None)
            continue
        assert not tree.damages
        found.append((laid_out(tree, shape), tree.sizes.tolist(), tree.loose, tree.skipped, tree.starts.tolist()))
    return layout, *found


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return tmp_path_factory.mktemp("xml") / "exemple.xml"


@settings(max_examples=60)
@given(data=documents())
def test_any_file_is_read_as_lxml_reads_it(here, data):
    here.write_bytes(data)
    layout, slow, fast = two_readings(here)
    assert slow[0] == read_plainly(data, layout.dialect.rules)
    assert fast in (None, slow)


@settings(max_examples=50)
@given(data=documents(plain=True))
def test_what_products_write_is_read_fast(here, data):
    here.write_bytes(data)
    layout, slow, fast = two_readings(here)
    assert fast == slow
    assert fast[0] == read_plainly(data, layout.dialect.rules)


@settings(max_examples=60)
@given(data=documents(), block=st.integers(1, 60))
def test_a_file_read_in_pieces_gives_the_same_rows(here, data, block):
    here.write_bytes(data)
    whole, cut = (read_file(READER, here, **OPTIONS, block=size) for size in (1 << 20, block))
    for found in (whole, cut):  # blanks between records, beside a text that stands among them, are not worth keeping
        for row in found.rows["entete"]:
            row |= {name: "".join(cell.split()) for name, cell in row.items() if name.endswith("#text") and cell}
    same_rows(cut, whole)


@settings(max_examples=60)
@given(data=documents(), cut=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_anywhere_is_never_taken_for_whole(here, data, cut):
    kept = data.rstrip()[: int(len(data.rstrip()) * cut)]
    here.write_bytes(kept)
    try:
        found = read_file(READER, here, **OPTIONS)
    except InputError:
        return
    assert found.stopped is not None
    assert found.stopped.code in ("xml.truncated", "xml.malformed")
    assert found.tally.balanced


@settings(max_examples=60)
@given(
    data=documents(),
    place=st.integers(0, 1 << 16),
    size=st.integers(1, 12),
    put=st.sampled_from((b"", b"<", b">", b"&", b'"', b"/")),
)
def test_a_damaged_file_is_reported_wherever_lxml_refuses_it(here, data, place, size, put):
    begin = data.index(b"?>") + 2
    start = begin + place % (len(data) - begin)
    damaged = data[:start] + put + data[start + size :]
    here.write_bytes(damaged)
    try:
        etree.fromstring(damaged)
        refused = False
    except etree.XMLSyntaxError as error:
        assume(not any("NS_" in one.type_name for one in error.error_log))
        refused = True
    try:
        found = read_file(READER, here, **OPTIONS)
    except InputError:
        assert refused
        return
    reported = found.stopped is not None or any(code.startswith(("xml.", "encoding.")) for code in found.codes())
    assert reported or not refused
    assert found.tally.balanced


def real_files():
    """Name the real files, or nothing where they are not: the tests are then not collected."""
    folder = Path(__file__).resolve().parents[4] / "shared/data/compta"
    return sorted(
        path.relative_to(folder).as_posix() for kind in ("pes", "totem") for path in (folder / kind).glob("*.xml")
    )


@pytest.fixture(scope="module")
def inputs():
    adapters = Catalogue.from_roots().adapters
    return [
        next(iter(adapters[name].adapter.inputs.values()))
        for name in ("totem", "pes-aller", "pes-retour", "pes-acquit")
    ]


@pytest.mark.parametrize("name", real_files())
def test_a_real_file_is_read_fast_and_as_lxml_reads_it(name, inputs, shared):
    path = shared / "compta" / name
    data = path.read_bytes()
    root = etree.QName(etree.fromstring(data, etree.XMLParser(huge_tree=True))).localname
    (wanted,) = (one for one in inputs if root in one.options["root"])
    layout, slow, fast = two_readings(path, wanted.options_for(READER.options))
    assert fast == slow
    assert fast[0] == read_plainly(data, layout.dialect.rules)


def test_the_real_files_show_what_products_do(shared):
    """Line ends of Windows, files of one line, prefixes: the habits that the made-up files above imitate."""
    data = {name: (shared / "compta" / name).read_bytes() for name in real_files()}
    assert any(b"\r\n" in one for one in data.values())
    assert any(one.count(b"\n") < 3 for one in data.values())
    assert {re.search(rb"<(\w*):?PES_Aller", one)[1] for name, one in data.items() if b"PES_Aller" in one} > {b"n"}
