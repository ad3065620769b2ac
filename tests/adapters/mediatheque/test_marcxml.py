"""Records in XML: with a namespace or without, whole or broken, the same rows as ISO 2709 and the text of lxml."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from collecdata.readers.marc.options import MarcOptions, MarcSet
from collecdata.readers.marc.reader import READER as ISO2709
from collecdata.readers.marcxml.reader import READER as XML
from collecdata.readers.source import Source

SAMPLES = Path(__file__).resolve().parents[3] / "adapters/unimarc/samples"
EVERY = MarcSet(each="sous_zone", columns=("#id", "#zone", "#ind", "#code", "#texte"))
FILES = {
    "marcxml/marcmoose_biblios.xml": 4,
    "casse/catmandu_broken.xml": 10,
    "casse/marc4j_chabon-missing-controlfield-tag.xml": 1,
    "casse/marc4j_chabon-missing-datafield-tag.xml": 1,
    "casse/marc4j_chabon-missing-subfield-code.xml": 1,
    "casse/pymarc_bad_tag.xml": 1,
    "sudoc/qualimarc_02731667X.xml": 1,
    "sudoc/qualimarc_02787088X.xml": 1,
    "sudoc/qualimarc_092850324.xml": 1,
    "sudoc/qualimarc_143519379.xml": 1,
    "sudoc/qualimarc_wrong008.xml": 1,
    "syracuse/syracuse_exemplaires_marcxml_extrait_douai.xml": 3,
}


def read(reader, path, block=1 << 20):
    layout = reader.inspect(Source(path, path.name), MarcOptions(record_sets={"every": EVERY}, block=block))
    batches = [batch for split in reader.splits(layout, len) for batch in reader.read(split)]
    assert all(batch.tally.balanced for batch in batches)
    return [tuple(row[name] for name in EVERY.columns) for batch in batches for row in batch.data.to_pylist()]


def expected(path):
    """Read the texts of the fields with lxml."""
    tree = etree.parse(path, etree.XMLParser(recover=True))
    found = []
    for one in tree.iter("{*}leader", "{*}controlfield", "{*}datafield", "{*}subfield"):
        name = etree.QName(one).localname
        if name == "datafield" and one.find("{*}subfield") is not None:
            continue
        above = one.getparent()
        tag = "LDR" if name == "leader" else (above if name == "subfield" else one).get("tag", "???")
        found.append(
            (tag, one.get("code") if name == "subfield" else None, one.text or "" if name != "datafield" else "")
        )
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_record_of_a_real_file_is_there_with_its_text(shared, name):
    rows = read(XML, shared / "mediatheque" / name)
    assert sum(row[1] == "LDR" for row in rows) == FILES[name]
    assert [(tag, code or None, text) for _, tag, _, code, text in rows] == expected(shared / "mediatheque" / name)


def test_the_same_records_give_the_same_rows_in_both_writings():
    xml = read(XML, SAMPLES / "marcxml/input/catalogue.xml")
    iso = read(ISO2709, SAMPLES / "utf-8/input/notices.mrc")
    assert [row for row in xml if row[1] != "LDR"] == [
        row for row in iso if row[1] != "LDR" and row[0] in {"COLL000001", "COLL000002"}
    ]


def test_a_file_cut_anywhere_gives_the_same_rows():
    path = SAMPLES / "marcxml/input/catalogue.xml"
    assert read(XML, path, block=64) == read(XML, path)


def test_a_file_that_breaks_outside_of_any_field_keeps_the_records_before(tmp_path):
    path = tmp_path / "catalogue.xml"
    whole = (SAMPLES / "marcxml/input/catalogue.xml").read_bytes()
    second = whole.index(b"<record", whole.index(b"</record>"))
    path.write_bytes(whole[:second] + b"\x00" + whole[second:])
    assert sum(row[1] == "LDR" for row in read(XML, path)) == 1


def test_an_element_that_is_no_part_of_a_record_is_said_with_its_text(shared):
    path = shared / "mediatheque/casse/marc4j_chabon-missing-datafield-tag.xml"
    layout = XML.inspect(Source(path, path.name), MarcOptions())
    issues = [issue for split in XML.splits(layout, len) for batch in XML.read(split) for issue in batch.issues]
    assert ("marc.element", "subfields", ("0679450041 (acid-free paper)",)) in [
        (issue.code, issue.column, issue.values) for issue in issues
    ]
