"""Layouts of small files fixed together are those of each file inspected alone, whatever is wrong with one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.errors import InputError
from collecdata.flow import detect
from collecdata.flow.seen import Seen
from collecdata.readers.base import Layout
from collecdata.readers.source import Source
from collecdata.readers.xml import READER
from readers.xml.test_same_as_lxml import documents

OPTIONS = {
    "root": {"Flux": ["urn:x", ""]},
    "record_sets": {"Lot": "Lot", "Ligne": "Ligne", "Tiers": ["Ligne/Tiers"]},
    "skip": ["Signature"],
    "facts": {"nom": "Nom", "pays": [{"value": "oui", "path": "MtHT", "most": "[0-9]"}]},
}
FLOW = b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<Flux><Ligne><Nom V="\xe9"/></Ligne></Flux>\n'


@st.composite
def damaged(draw):
    """Write a file, and cut it, repeat it or change one of its bytes."""
    data = draw(documents(plain=draw(st.booleans())))
    place = draw(st.integers(0, len(data) - 1))
    byte = bytes([draw(st.sampled_from(b"\0\1<>&\"'/ \x80\xff"))])
    return draw(st.sampled_from((data[:place], data + data, data[:place] + byte + data[place + 1 :], b"x" + data)))


def alone(source, options):
    try:
        return READER.inspect(source, options)
    except InputError as error:
        return str(error)


def same(folder, contents, options=OPTIONS):
    """Compare both ways; return which files were inspected with others."""
    told = READER.options.model_validate(options)
    sources = []
    for place, content in enumerate(contents):
        sources.append(Source(folder / f"{place}.xml", f"{place}.xml"))
        sources[-1].path.write_bytes(content)
    found = READER.inspect_several(list(zip(sources, contents, strict=True)), told)
    for source, layout in zip(sources, found, strict=True):
        if layout is not None:
            assert (layout if isinstance(layout, Layout) else str(layout)) == alone(source, told)
    return [isinstance(layout, Layout) for layout in found]


@given(contents=st.lists(documents(plain=True) | documents() | damaged(), min_size=1, max_size=5))
def test_together_or_alone_the_layout_is_the_same(tmp_path_factory, contents):
    same(tmp_path_factory.mktemp("xml"), contents)


def test_files_of_two_encodings_and_of_another_root_do_not_hinder_one_another(tmp_path):
    other = FLOW.replace(b"Flux", b"Autre")
    assert same(tmp_path, [FLOW, FLOW.decode("latin-1").replace("ISO-8859-1", "UTF-8").encode(), other, FLOW]) == [
        True, True, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "odd", [b"", b" ", FLOW[:-9], FLOW + FLOW, b"<!-- a -->" + FLOW[44:], FLOW.replace(b"1.0", b"2.0"), b"\n" + FLOW]
)
def test_a_file_that_is_not_plain_is_left_to_be_inspected_alone(tmp_path, odd):
    assert same(tmp_path, [odd]) == [False]
    same(tmp_path, [FLOW, odd, FLOW])


def test_what_is_recognised_together_is_what_is_recognised_one_by_one(tmp_path, monkeypatch):
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.flow.checking import samples

    catalogue = Catalogue.from_roots()
    cases = samples(catalogue.adapters["totem"].path)
    files = [path for case in cases for path in sorted((case / "input").iterdir())]
    odd = tmp_path / "autre.csv"
    odd.write_bytes(b"a;b\n1;2\n")
    sources = [Source(path, path.name) for path in (*files, *files, odd)]
    every = tuple(catalogue.signatures.values())
    together = detect.detect_files(sources, every, why=True)
    assert together == [detect.detect_file(source, every) for source in sources]
    few = detect.detect_files(sources, every)
    assert [one.matches for one in few] == [one.matches for one in together]
    assert [bool(one.misses) for one in few] == [not one.matches for one in together]
    assert Seen.of(sources[-1]).reader("xml") is None
