"""What the reader `xml` makes of one thing at a time, and of files that are not what they should be."""

from __future__ import annotations

import base64
import gzip
import hashlib

import pytest

from collecdata.errors import InputError
from collecdata.readers.source import Source
from collecdata.readers.xml import READER
from nested_reading import read_file

LINES = {"record_sets": {"Ligne": "Ligne"}}
FLOW = '<?xml version="1.0" encoding="UTF-8"?>\n<Flux><Ligne><Nature V="60611"/></Ligne></Flux>\n'


@pytest.fixture
def read(tmp_path):
    def run(content, **options):
        path = tmp_path / "exemple.xml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_file(READER, path, **(options or LINES))

    return run


@pytest.mark.parametrize("written", ['<MtHT V="1"/>', '<MtHT V="1"></MtHT>', "<MtHT V='1' />", "<MtHT>1</MtHT>"])
def test_a_value_is_one_however_it_is_written(read, written):
    assert read(f"<Flux><Ligne>{written}</Ligne></Flux>").cells("Ligne") == [{"MtHT": "1"}]


@pytest.mark.parametrize("written", ['<Obj V=""/>', '<Obj V=""></Obj>', "<Obj></Obj>", "<Obj/>"])
def test_an_empty_value_is_empty_and_an_absent_one_is_null(read, written):
    found = read(f'<Flux><Ligne>{written}</Ligne><Ligne><Nom V="a"/></Ligne></Flux>')
    assert found.cells("Ligne") == [{"Obj": "", "Nom": None}, {"Obj": None, "Nom": "a"}]


def test_references_stand_for_their_characters_once(read):
    found = read('<Flux><Ligne><Obj V="&lt;a&gt; &amp;amp; &quot;&apos; &#233;&#xE9;"/></Ligne></Flux>')
    assert found.cells("Ligne") == [{"Obj": "<a> &amp; \"' éé"}]


def test_a_comment_hides_what_it_holds_and_a_cdata_section_is_text(read):
    found = read("<Flux><!-- <Ligne/> --><Ligne><Obj>a<![CDATA[<Ligne/>]]></Obj></Ligne></Flux>")
    assert found.cells("Ligne") == [{"Obj": "a<Ligne/>"}]


def test_each_row_knows_its_line_its_place_and_what_holds_it(read):
    data = "<Flux>\n <Ligne>\n  <Part/>\n  <Part/>\n </Ligne>\n <Ligne><Part/></Ligne></Flux>"
    found = read(data, record_sets={"Ligne": "Ligne", "Part": "Part"})
    assert [row["_ligne"] for row in found.rows["Part"]] == [3, 4, 6]
    assert [row["_rang"] for row in found.rows["Part"]] == [1, 2, 1]
    assert [row["_id"] for row in found.rows["Ligne"]] == [data.index("<Ligne>"), data.rindex("<Ligne>")]
    assert [row["_parent"] for row in found.rows["Part"]] == [data.index("<Ligne>")] * 2 + [data.rindex("<Ligne>")]


def test_a_file_of_one_line_is_cut_like_any_other(read):
    data = "<Flux>" + "".join(f'<Ligne><Nature V="{number}"/></Ligne>' for number in range(50)) + "</Flux>"
    found = read(data, **LINES, block=100)
    assert found.pieces > 10
    assert [row["Nature"] for row in found.rows["Ligne"]] == [str(number) for number in range(50)]


def test_columns_stand_in_the_order_of_the_file_whatever_its_size(read):
    line = '<Ligne Zone="a"><Nom V="b" Autre="c"/><Objet>d</Objet><Sigle V="e"/><Bloc>{}<Ville V="g"/></Bloc></Ligne>'
    one, two = line.format("<CP>f</CP>"), line.format('<Adr V="h"/><CP>f</CP>')
    small, large = (read(f"<Flux>{one * count}{two}</Flux>") for count in (1, 400))
    assert list(small.rows["Ligne"][0]) == list(large.rows["Ligne"][0])
    assert list(large.cells("Ligne")[0]) == ["@Zone", "Nom", "Nom@Autre", "Objet", "Sigle", "CP", "Ville", "Adr"]


def test_a_second_value_in_one_record_is_said_and_kept_out(read):
    found = read('<Flux><Ligne><PJ V="1"/><PJ V="2"/></Ligne></Flux>')
    assert found.cells("Ligne") == [{"PJ": "1"}]
    (issue,) = found.issues
    assert (issue.code, issue.column, issue.values, issue.lines) == ("cell.repeated", "PJ", ("2",), (1,))


def test_what_is_repeated_around_the_pieces_is_said_once(read):
    data = '<Flux><Nom V="1"/><Nom V="2"/>' + '<Ligne><N V="1"/></Ligne>' * 9 + "</Flux>"
    assert read(data, **LINES, block=40).codes() == {"cell.repeated": 1}


def test_an_element_that_only_holds_records_is_no_value_even_in_a_file_read_in_pieces(read):
    data = "<Flux><Lignes>" + '<Ligne><N V="1"/></Ligne>' * 9 + "</Lignes></Flux>"
    found = read(data, **LINES, block=40)
    assert (found.codes(), found.cells("entete")) == ({}, [{}])


def test_a_repeated_value_is_joined_where_the_adapter_says_so(read):
    options = {"record_sets": {"Ligne": {"path": "Ligne", "join": {"PJ": " "}}}}
    assert read('<Flux><Ligne><PJ V="1"/><PJ V="2"/></Ligne></Flux>', **options).cells("Ligne") == [{"PJ": "1 2"}]


def test_what_the_adapter_leaves_out_is_counted_and_not_read(read):
    found = read("<Flux><Signature><Ligne/></Signature><Ligne/></Flux>", **LINES, skip=["Signature"])
    assert len(found.rows["Ligne"]) == 1
    assert (found.tally.physical, found.tally.preamble) == (4, 2)


@pytest.mark.parametrize(("prefix", "space"), [("", ""), ("n:", ":n"), ("autre:", ":autre")])
def test_the_root_is_known_by_the_address_of_its_namespace(read, prefix, space):
    found = read(f'<{prefix}Flux xmlns{space}="urn:flux"><Ligne/></{prefix}Flux>', **LINES, root={"Flux": "urn:flux"})
    assert (found.layout.facts["root"], found.layout.facts["namespace"]) == ("Flux", "urn:flux")


def test_another_root_or_another_namespace_is_refused(read):
    for data in ("<Autre/>", '<Flux xmlns="urn:autre"/>'):
        with pytest.raises(InputError) as caught:
            read(data, **LINES, root={"Flux": "urn:flux"})
        assert caught.value.code == "xml.other"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "cp1252", "utf-16", "utf-16-be"])
def test_accents_live_in_every_encoding(read, encoding):
    declared = {"utf-8-sig": "utf-8", "cp1252": "windows-1252", "utf-16-be": "utf-16"}.get(encoding, encoding)
    data = f'<?xml version="1.0" encoding="{declared}"?><Flux><Ligne><Nom V="Été"/></Ligne></Flux>'
    found = read(data.encode(encoding))
    assert (found.cells("Ligne"), found.issues) == ([{"Nom": "Été"}], [])


def test_a_file_that_is_not_in_the_encoding_it_declares_is_read_and_it_is_said(read):
    found = read('<?xml version="1.0" encoding="UTF-8"?><Flux><Ligne><Nom V="Été"/></Ligne></Flux>'.encode("cp1252"))
    assert (found.cells("Ligne"), found.codes()) == ([{"Nom": "Été"}], {"xml.encoding": 1})


def test_a_name_with_a_byte_that_is_no_character_is_a_fault_at_its_line(read):
    lines = b"<Ligne><Nom V='\xc3\xa9'/></Ligne>\n" * 1000
    found = read(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<Flux>\n' + lines + b"<Ligne><No\xc6 V='b'/></Ligne>\n</Flux>"
    )
    (issue,) = (one for one in found.issues if one.code == "xml.malformed")
    assert issue.lines == (1003,)
    assert len(found.cells("Ligne")) == 1000


CONTENT = "Facture n° 1\n".encode()


@pytest.mark.parametrize("packed", [base64.b64encode(CONTENT), base64.b64encode(gzip.compress(CONTENT, mtime=0))])
def test_an_attachment_is_measured_once_decoded(read, packed):
    folded = b"\n".join(packed[at : at + 20] for at in range(0, len(packed), 20))
    found = read(
        b"<Flux><PJ><Fichier>" + folded + b"</Fichier></PJ></Flux>", record_sets={"PJ": "PJ"}, binary=["Fichier"]
    )
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert found.cells("PJ") == [{"Fichier@bytes": str(len(CONTENT)), "Fichier@sha256": digest}]


@pytest.mark.parametrize(
    ("packed", "reason"),
    [(b"pas du base64 !", "base64"), (base64.b64encode(gzip.compress(CONTENT, mtime=0)[:-9]), "gzip")],
)
def test_an_attachment_that_cannot_be_opened_is_said(read, packed, reason):
    found = read(
        b"<Flux><PJ><Fichier>" + packed + b"</Fichier></PJ></Flux>", record_sets={"PJ": "PJ"}, binary=["Fichier"]
    )
    (issue,) = found.issues
    assert (issue.code, issue.params["reason"]) == ("xml.attachment", reason)


def test_attachments_are_the_same_in_a_file_read_in_pieces(read):
    packed = [base64.b64encode(b"piece %d" % number).decode() for number in range(20)]
    pieces = "".join(f"<PJ><Fichier>{one}</Fichier></PJ>" for one in packed[1:])
    data = f"<Flux><Fichier>{packed[0]}</Fichier>{pieces}</Flux>"
    options = {"record_sets": {"PJ": "PJ"}, "binary": ["Fichier"]}
    whole, cut = read(data, **options), read(data, **options, block=60)
    assert cut.pieces > 9
    assert cut.files == whole.files
    assert sorted(cut.files.values()) == sorted(b"piece %d" % number for number in range(20))


LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Flux><Ligne><Nom V="&b;"/></Ligne></Flux>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE Flux [<!ENTITY x SYSTEM "file:///etc/passwd">]><Flux>&x;</Flux>"""
AFTER = """<?xml version="1.0"?>\n<!-- en-tête -->\n<!DOCTYPE Flux SYSTEM "http://example.org/x.dtd"><Flux/>"""


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE, AFTER])
def test_a_file_that_declares_entities_is_refused(read, data):
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == "xml.dtd"


def test_an_entity_that_no_one_declared_is_a_fault_at_its_place(read):
    found = read('<Flux>\n<Ligne><Nom V="a"/></Ligne>\n<Ligne><Nom V="&eacute;"/></Ligne>\n</Flux>')
    (issue,) = (one for one in found.issues if one.code == "xml.malformed")
    assert (issue.lines, issue.params["reason"]) == ((3,), "undefined entity")
    assert found.cells("Ligne") == [{"Nom": "a"}]
    assert found.tally.rejected > 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b"<?xml version='1.0'?>", "xml.truncated"),
        (b"<Flux", "xml.truncated"),
        (b"texte <Flux/>", "xml.malformed"),
        (b"</Flux>", "xml.malformed"),
    ],
)
def test_a_file_without_a_root_says_why(read, data, code):
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("", "xml.truncated"),
        ("<Ligne>", "xml.truncated"),
        ("</Autre></Flux>", "xml.malformed"),
        ("</Flux></Flux>", "xml.malformed"),
        ("</Flux><Flux/>", "xml.malformed"),
        ("</Flux>texte", "xml.malformed"),
        ("<Ligne></Flux></Ligne>", "xml.malformed"),
    ],
)
def test_tags_that_do_not_match_are_a_fault_and_what_is_before_is_kept(read, end, code):
    found = read('<Flux><Ligne><N V="1"/></Ligne>' + end)
    assert code in found.codes()
    assert found.cells("Ligne")[:1] == [{"N": "1"}]


def test_a_record_beyond_the_limit_is_refused_before_it_fills_the_memory(read):
    found = read("<Flux><Ligne>" + "<N/>" * 500 + "</Ligne></Flux>", **LINES, block=64, max_record=1_000)
    assert found.codes() == {"xml.record_too_long": 1}


def test_a_tower_of_elements_is_read_or_refused_in_bounded_depth(read):
    found = read("<Flux>" + "<a>" * 5_000 + "</a>" * 5_000 + "</Flux>")
    assert found.tally.physical == 5_001


def test_only_mark_up_is_taken_for_xml(tmp_path):
    source = Source(tmp_path / "x", "x")
    heads = [FLOW.encode(), FLOW.encode("utf-16"), b"\xef\xbb\xbf" + FLOW.encode(), b"a;b\n", b'{"a": 1}', b""]
    assert [READER.fits(source, head) for head in heads] == [True, True, True, False, False, False]
