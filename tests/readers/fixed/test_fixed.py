"""Records of fixed widths: positions are characters, every line is a record, blank, or rejected with its reason."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from collecdata.errors import InputError
from collecdata.readers.fixed import READER
from collecdata.readers.source import Source
from readers.fixed.reading import FIELDS, Read, read, take


@pytest.fixture
def file(tmp_path):
    def make(content, name="données 2024.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def test_fields_stand_at_their_positions_without_their_padding(file):
    found = read(file("001Abc  xy\n002     12\n 03Défghzz\n"))
    assert found.rows == [("001", "Abc", "xy"), ("002", "", "12"), ("03", "Défgh", "zz")]
    assert found.lines[""] == [1, 2, 3]


def test_positions_count_characters_not_bytes(file):
    found = read(file("001Zoé  xy\n002€€€€€12\n003œuvrezz\n"))
    assert found.rows == [("001", "Zoé", "xy"), ("002", "€€€€€", "12"), ("003", "œuvre", "zz")]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp850"])
def test_code_pages_are_decoded(file, encoding):
    found = read(file("001Zoé  xy\n".encode(encoding)), encoding=encoding)
    assert found.rows == [("001", "Zoé", "xy")]


def test_the_encoding_is_guessed_when_it_is_not_declared(file):
    found = read(file("001Zoé  xy\n".encode("cp1252")), encoding="")
    assert (found.rows, found.layout.facts["encoding"]) == ([("001", "Zoé", "xy")], "cp1252")


def test_bytes_that_are_no_character_make_one_cell_null_and_keep_the_others(file):
    found = read(file(b"001Zo\xc3\xa9  xy\n002Zo\xe9  xy\n003\xc3\xa9   \xffzz\n"))
    assert found.rows == [("001", "Zoé", "xy"), ("002", None, "xy"), ("003", None, "zz")]
    (issue,) = found.issues
    assert (issue.code, issue.column, issue.lines, issue.values) == (
        "encoding.undecodable", "nom", (2, 3), ("Zo\\xE9", "é   \\xFF"),
    )  # fmt: skip


def test_bytes_that_a_code_page_does_not_have_make_one_cell_null(file):
    found = read(file(b"001Zo\x81  xy\n" * 2 + b"002Zo\xe9  xy\n"), encoding="cp1252")
    assert found.rows == [("001", None, "xy"), ("001", None, "xy"), ("002", "Zoé", "xy")]
    assert (found.issues[0].lines, found.issues[0].values) == ((1, 2), ("Zo\\x81",) * 2)


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(file, eol):
    found = read(file(eol.join(["001Abc  xy", "002Abc  zz", ""])))
    assert (found.rows, found.lines[""]) == ([("001", "Abc", "xy"), ("002", "Abc", "zz")], [1, 2])


def test_the_last_line_needs_no_end(file):
    assert len(read(file("001Abc  xy\n002Abc  zz")).rows) == 2


def test_records_may_follow_one_another_without_line_ends(file):
    path = file("001Zoé  xy002Abc  zz\x1a".encode("cp1252"))
    found = read(path, encoding="cp1252", lines="false", block=15)
    assert (found.rows, found.lines[""]) == ([("001", "Zoé", "xy"), ("002", "Abc", "zz")], [1, 2])
    assert (found.tally.physical, found.tally.blank, found.codes()) == (3, 1, ["fixed.ctrl_z"])


def test_a_last_record_without_its_end_is_rejected(file):
    found = read(file(b"001Abc  xy002Abc  zz003A"), encoding="cp1252", lines="false")
    assert (len(found.rows), found.rejects[0]["code"], found.rejects[0]["_motifs"]) == (2, "003", "fixed.too_short")


def test_short_records_are_rejected_whole(file):
    found = read(file("001Abc  xy\n002Abc  zz\n003Zoé\n"))
    assert (len(found.rows), found.tally.rejected) == (2, 1)
    assert found.rejects == [
        {"code": "003", "nom": "Zoé", "fin": "", "_surplus": "", "_ligne": 3, "_motifs": "fixed.too_short"}
    ]
    assert (found.issues[0].lines, found.issues[0].params) == ((3,), {"length": "10"})


def test_short_records_may_be_padded(file):
    found = read(file("001Abc  xy\n002Zoé\n3\n"), short="pad")
    assert found.rows == [("001", "Abc", "xy"), ("002", "Zoé", ""), ("3", "", "")]


def test_long_records_are_rejected_with_what_exceeds(file):
    found = read(file("001Abc  xy\n002Abc  zzé!\n003Abc  zz   \n004é    zz      \n005é    zz     x\n"))
    assert [row[0] for row in found.rows] == ["001", "003", "004"]
    assert [(row["_surplus"], row["_ligne"]) for row in found.rejects] == [("é!", 2), ("     x", 5)]


def test_a_record_length_beyond_the_last_field_is_checked(file):
    found = read(file("001Abc  xy  .\n002Abc  xy...\n003Abc  xy\n"), record_length="13")
    assert ([row[0] for row in found.rows], found.rejects[0]["_motifs"]) == (["001", "002"], "fixed.too_short")


def test_a_field_may_go_to_the_end_of_the_line(file):
    fields = {"code": {"start": 1, "length": 3}, "libelle": {"start": 4}}
    found = read(file("001Abc  xy\n002\n003Œuvre d'art\n004 x \n"), fields=fields)
    assert found.rows == [("001", "Abc  xy"), ("002", ""), ("003", "Œuvre d'art"), ("004", "x")]


def test_blank_lines_and_the_dos_mark_are_accounted_for(file):
    found = read(file("001Abc  xy\n\n          \n002Abc  zz\n\x1a"))
    assert (len(found.rows), found.tally.blank, found.lines[""]) == (2, 3, [1, 4])
    assert [(issue.code, issue.lines) for issue in found.issues] == [
        ("fixed.blank_line", (2, 3)), ("fixed.ctrl_z", (5,)),
    ]  # fmt: skip


def test_lines_skipped_at_the_head_are_accounted_for(file):
    found = read(file("\ufeffEXPORT du 01/01/2024\nversion 2\n001Abc  xy\n"), skip_lines="2", block=4)
    assert (found.rows, found.lines[""], found.tally.preamble) == ([("001", "Abc", "xy")], [3], 2)


def test_a_byte_order_mark_is_no_character(file):
    assert read(file("\ufeff001Abc  xy\n")).rows == [("001", "Abc", "xy")]


SETS = {
    "mandat": {
        "when": {"start": "4", "equals": ["MA", "MB"]},
        "fields": {"numero": {"start": 1, "length": 3}, "objet": {"start": 6, "length": 5}},
    },
    "ligne": {
        "when": {"start": 4, "equals": "L", "length": 2},
        "fields": {"numero": {"start": 1, "length": 3}, "montant": {"start": 6, "length": 3}},
    },
}


def test_types_of_records_go_to_their_record_sets(file):
    found = read(file("001MAœuvre\n001L 123\n002MBxxxxx\néééL 456\n"), record_sets=SETS)
    assert found.sets == {
        "mandat": [("001", "œuvre"), ("002", "xxxxx")],
        "ligne": [("001", "123"), ("ééé", "456")],
    }
    assert found.lines == {"mandat": [1, 3], "ligne": [2, 4]}


def test_records_of_no_type_are_rejected_whole(file):
    found = read(file("001MAobjet\n001L 123\n001ZZ???\n001L 1\n"), record_sets=SETS)
    assert (found.tally.records, found.tally.rejected) == (2, 2)
    assert [(row["_motifs"], row["_surplus"], row["_ligne"]) for row in found.rejects] == [
        ("fixed.too_short", "", 4), ("fixed.unknown_record", "001ZZ???", 3),
    ]  # fmt: skip


def test_one_type_may_take_what_is_left(file):
    sets = {"reste": {"fields": {"tout": {"start": 1}}}, "ligne": SETS["ligne"]}
    found = read(file("001L 123\nabc\n"), record_sets=sets)
    assert found.sets == {"ligne": [("001", "123")], "reste": [("abc",)]}


@pytest.mark.parametrize("block", [1, 7, 64, 1 << 20])
def test_blocks_do_not_change_what_is_read(file, block):
    lines = [f"{n:03d}{'é' * (n % 5):<5}{n % 90:02d}" for n in range(200)] + ["", "x", "é" * 12]
    path = file("\r\n".join(lines))
    whole, cut = read(path), read(path, block=block)
    assert (cut.rows, cut.lines, cut.rejects, cut.tally) == (whole.rows, whole.lines, whole.rejects, whole.tally)
    assert cut.splits > 1 or block > 1000


def test_a_gz_is_one_split_read_in_blocks(file):
    path = file(gzip.compress("001Zoé  xy\n".encode() * 1000), "a.txt.gz")
    found = read(path, compression="gz", block=100)
    assert (len(found.rows), found.splits, found.layout.source.base) == (1000, 1, "a.txt")


def test_what_stands_before_the_cut_of_a_gz_is_read(file):
    content = b"".join(b"%03dabcde%02d\n" % (n % 1000, n % 90) for n in range(200_000))
    path = file(gzip.compress(content, 1)[:-3000], "a.txt.gz")
    source = Source(path, "a.txt.gz", "", "gz")
    layout = READER.inspect(source, READER.options.model_validate({"fields": FIELDS, "short": "pad"}))
    found = Read(layout)
    (split,) = READER.splits(layout, lambda _: None)

    def everything():
        for batch in READER.read(split):
            take(found, batch)

    with pytest.raises(InputError) as caught:
        everything()
    assert caught.value.code == "archive.truncated"
    assert found.tally.balanced
    assert 150_000 < len(found.rows) < 200_000
    assert set(map(len, (row[1] for row in found.rows))) == {5}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "fixed.not_text"),
        (b"PK\x03\x04" + bytes(200), "fixed.not_text"),
        (b"a;b;c\n1;2;3\n4;5;6\n", "fixed.layout"),
        ("001Abc  xy\n".encode("utf-16"), "fixed.encoding"),
    ],
)
def test_what_is_of_another_format_is_refused_for_its_reason(file, content, code):
    path = file(content)
    with pytest.raises(InputError) as caught:
        READER.inspect(Source(path, "a.txt"), READER.options.model_validate({"fields": FIELDS}))
    assert (caught.value.code, caught.value.params["source"]) == (code, "a.txt")


def test_a_file_saved_in_utf_16_is_refused_whatever_encoding_is_declared(file):
    path = file("001Abc  xy\n".encode("utf-16"))
    declared = {"fields": FIELDS, "encoding": "utf-8", "fallback": "latin-1", "long": "cut"}
    with pytest.raises(InputError) as caught:
        READER.inspect(Source(path, "a.txt"), READER.options.model_validate(declared))
    assert (caught.value.code, caught.value.params["encoding"]) == ("fixed.encoding", "utf-16-le")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"fields": FIELDS, "record_sets": SETS},
        {"fields": FIELDS, "encoding": "utf-16"},
        {"fields": FIELDS, "encoding": "cp500"},
        {"fields": FIELDS, "encoding": "klingon"},
        {"fields": FIELDS, "lines": "false"},
        {"fields": {"a": {"start": 1}}, "lines": "false", "encoding": "cp1252"},
        {"fields": {"_ligne": {"start": 1, "length": 1}}},
        {"fields": {"a": {"start": 0, "length": 1}}},
        {"fields": {"a": {"start": 1, "lenght": 1}}},
        {"record_sets": {"a": {"when": {"start": 1, "equals": ["A", "BB"]}, "fields": FIELDS}}},
        {"record_sets": {"a": {"fields": FIELDS}, "b": {"fields": FIELDS}}},
    ],
)
def test_options_that_do_not_hold_together_are_refused(options):
    with pytest.raises(ValidationError):
        READER.options.model_validate(options)


PIECES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r\x1a"), max_size=14).map(str.encode),
    st.binary(max_size=14).map(lambda raw: raw.translate(None, b"\n\r\x1a")),
    st.just(b"001Abc  xy"),
)


@settings(max_examples=150)
@given(lines=st.lists(PIECES, max_size=12), block=st.integers(1, 40), encoding=st.sampled_from(["utf-8", "cp1252"]))
def test_every_line_is_read_as_slicing_its_text_would(file, lines, block, encoding):
    good = [b"001Abc  xy"] * (len(lines) + 1)
    found = read(file(b"\n".join(good + lines)), short="pad", block=block, encoding=encoding)
    expected = []
    for raw in good + lines:
        text = raw.decode(encoding, "surrogateescape")
        if raw.strip(b" \t\0") and not text[10:].strip(" \t\0"):
            expected.append(tuple(cell(text[first:stop]) for first, stop in ((0, 3), (3, 8), (8, 10))))
    assert found.rows == expected
    assert found.tally.physical == len(good + lines) - (not lines or not lines[-1]) * bool(lines)


def cell(text):
    if any("\ud800" <= character <= "\udfff" for character in text):
        return None
    return text.strip(" \t\n\r\v\f")


NAMES = {
    "nom": {"start": 1, "length": 12, "until": ["*", "/"]},
    "prenoms": {"start": 1, "length": 12, "after": "*", "until": "/"},
    "fin": {"start": 13, "length": 2},
}


def test_a_field_may_stand_between_two_marks(file):
    found = read(file("LE GOFF*ZO/ 12\nSEUL/       34\nRIEN        56\nA/B*C/      78\n*/          90\n"), fields=NAMES)
    assert found.rows == [
        ("LE GOFF", "ZO", "12"), ("SEUL", "", "34"), ("RIEN", "", "56"), ("A/B", "C", "78"), ("", "", "90"),
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.text("A*/ é\x00", min_size=12, max_size=12), st.sampled_from(["12", " 3", "é "])),
        min_size=1,
        max_size=8,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_marks_are_found_as_in_each_line_by_itself(file, lines):
    found = read(file("".join(f"{name}{end}|\n" for name, end in lines)), fields=NAMES, controls="drop", long="cut")
    places = found.layout.dialect.kinds[0].fields
    exact = [tuple(place.cut(name + end).replace("\0", "").strip() for place in places) for name, end in lines]
    assert found.rows == exact


def test_lines_that_are_not_utf8_are_read_in_the_fallback_encoding_and_told(file):
    found = read(file("001Zoé  12\n".encode() + "002René 34\n".encode("latin-1")), fallback="latin-1")
    assert found.rows == [("001", "Zoé", "12"), ("002", "René", "34")]
    (issue,) = found.issues
    assert (issue.code, issue.lines, issue.params) == ("fixed.fallback", (2,), {"encoding": "latin-1"})


def test_control_characters_count_for_positions_and_are_left_out(file):
    found = read(file("001Z\x00\x7foé12\n002Abc  34\n"), controls="drop")
    assert found.rows == [("001", "Zoé", "12"), ("002", "Abc", "34")]
    assert [(issue.code, issue.lines) for issue in found.issues] == [("fixed.controls", (1,))]


def test_a_record_length_before_the_end_of_the_fields_is_what_a_record_must_have(file):
    found = read(file("001Abc  xy\n002Abc  \n003Abc  x\n004\n"), record_length="8")
    assert found.rows == [("001", "Abc", "xy"), ("002", "Abc", ""), ("003", "Abc", "x")]
    assert [(issue.code, issue.lines) for issue in found.issues] == [("fixed.too_short", (4,))]


def test_text_after_the_last_field_may_not_count(file):
    found = read(file("001Abc  xy????\n002Abc  zz\n"), long="cut")
    assert found.rows == [("001", "Abc", "xy"), ("002", "Abc", "zz")]
    assert not found.issues


@pytest.mark.parametrize(
    "options",
    [
        {"fallback": "latin-1", "encoding": "cp1252"},
        {"fallback": "utf-8"},
        {"controls": "drop", "encoding": "cp1252"},
        {"fields": {"a": {"start": 1, "until": "*"}}},
        {"fields": {"a": {"start": 1, "length": 3, "after": "**"}}},
    ],
)
def test_options_that_do_not_hang_together_are_refused(options):
    with pytest.raises(ValidationError):
        READER.options.model_validate({"encoding": "utf-8", "fields": FIELDS, **options})
