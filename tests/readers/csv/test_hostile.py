"""Files that are not what they should be: each has a clear answer, at once, in bounded memory."""

from __future__ import annotations

import gzip
import time
import zipfile

import pytest

from collecdata.errors import InputError
from collecdata.readers.csv.options import CsvOptions
from collecdata.readers.csv.reader import READER
from collecdata.readers.source import Source

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\xef\xbb\xbf", "file.no_record"),
        (b"\r\n\r\n  \r\n", "file.no_record"),
        (PNG, "input.not_text"),
        (b"PK\x03\x04" + bytes(100), "input.not_text"),
        (bytes(5000), "input.not_text"),
        (b"x" * (2 << 20), "header.missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, code, read):
    with pytest.raises(InputError) as caught:
        read(content)
    assert caught.value.code == code
    assert caught.value.params["source"] == "exemple.csv"


@pytest.mark.parametrize(("name", "code"), [("", "file.special"), ("absent.csv", "file.absent")])
def test_a_directory_and_nothing_at_all(name, code, tmp_path):
    with pytest.raises(InputError) as caught:
        READER.inspect(Source(tmp_path / name, "dump"), CsvOptions())
    assert caught.value.code == code


def test_fits_text_only(tmp_path):
    source = Source(tmp_path / "x", "x")
    heads = [b"a;b\n1;2\n", "a;b\n1;2\n".encode("utf-16"), PNG, b"<?xml version='1.0'?><a/>", b""]
    assert [READER.fits(source, head) for head in heads] == [True, True, False, False, False]


def test_header_only(read):
    found = read(b"Code;Nom\r\n")
    assert (found.columns, found.rows, found.batches) == (("Code", "Nom"), [], 1)
    assert found.tally.balanced
    assert found.tally.preamble == 1


def test_path_with_spaces_and_accents(tmp_path, read):
    path = tmp_path / "Édition du 1er été" / "liste n° 1.csv"
    path.parent.mkdir()
    path.write_bytes(b"Code;Nom\n1;A\n")
    assert read(path).cells == [["1", "A"]]


def test_cut_in_the_middle_of_a_quoted_cell(read):
    found = read(b'Code;Nom\n1;A\n2;"B')
    assert found.cells == [["1", "A"]]
    assert found.of("csv.truncated") == [("error", "", 3, None)]
    assert [(row["Code"], row["Nom"], row["_motifs"]) for row in found.rejects] == [("2", '"B', "csv.truncated")]


def test_a_sparse_line_of_three_gigabytes(tmp_path):
    path = tmp_path / "creux.csv"
    with path.open("wb") as stream:
        stream.write(b"Code;Nom\n" + b"1;Albert\n" * 200_000)
        stream.seek(3 << 30)
        stream.write(b"\n2;B\n")
    start = time.process_time()
    layout = READER.inspect(Source(path, "creux.csv"), CsvOptions())
    sizes = []
    batches = [
        batch for split in READER.splits(layout, lambda view: sizes.append(len(view))) for batch in READER.read(split)
    ]
    assert time.process_time() - start < 15  # it takes one
    assert sum(sizes) == path.stat().st_size
    assert max(sizes) < 80 << 20
    assert sum(batch.data.num_rows for batch in batches) == 200_001
    issues = [issue for batch in batches for issue in batch.issues]
    assert [(issue.code, issue.lines) for issue in issues] == [("csv.record_too_long", (200_002,))]
    assert int(issues[0].params["size"]) > 3_000_000_000
    assert all(batch.tally.balanced for batch in batches)


def test_a_line_too_long_is_left_out_and_named(read):
    found = read(b"Code;Nom\n1;A\n2;" + b"B" * 100_000 + b"\n3;C\n", max_record=1 << 16, block=1 << 12)
    assert found.cells == [["1", "A"], ["3", "C"]]
    assert found.lines == [2, 4]
    assert found.of("csv.record_too_long") == [("error", "", 3, None)]
    assert [row["_motifs"] for row in found.rejects] == ["csv.record_too_long"]
    assert found.tally.balanced


def test_a_quote_left_open_does_not_swallow_the_file(read):
    rows = b"".join(b"%d;nom %d\n" % (number, number) for number in range(40_000))
    found = read(b'Code;Nom\n0;"A\n' + rows, block=1 << 16, max_record=1 << 17)
    assert len(found.rows) == 40_001
    assert found.rows[0] == {"Code": "0", "Nom": '"A', "_ligne": 2}
    assert found.of("csv.quote") == [("error", "Nom", 2, '"A')]


def test_truncated_gzip_keeps_what_came_before(tmp_path, read):
    whole = gzip.compress(b"Code;Nom\n" + b"".join(b"%06d;nom %d\n" % (n, n * 7919) for n in range(200_000)))
    path = tmp_path / "coupe.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])
    layout = READER.inspect(Source(path, path.name, "", "gz"), CsvOptions())
    batches = [batch for split in READER.splits(layout, len) for batch in READER.read(split)]
    assert sum(batch.data.num_rows for batch in batches) > 10_000
    issues = [issue for batch in batches for issue in batch.issues]
    assert [issue.code for issue in issues] == ["csv.truncated"]
    assert batches[-1].rejects is not None  # the record it was cut in
    assert all(batch.tally.balanced for batch in batches)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_compressed_is_streamed_and_hashed_as_it_lies_on_disk(encoding, tmp_path):
    text = "Code;Nom\r\n" + "".join(f"{n};été {n}\r\n" for n in range(5_000))
    gz, archive = tmp_path / "liste.csv.gz", tmp_path / "listes.zip"
    gz.write_bytes(gzip.compress(text.encode(encoding)))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("liste.csv", text.encode(encoding))
    for source in (Source(gz, gz.name, "", "gz"), Source(archive, "listes.zip/liste.csv", "liste.csv", "zip")):
        layout = READER.inspect(source, CsvOptions(block=1 << 14))
        seen: list[bytes] = []
        splits = list(READER.splits(layout, lambda view, seen=seen: seen.append(bytes(view))))
        batches = list(READER.read(splits[0]))
        assert (len(splits), splits[0].stop) == (1, None)
        assert len(batches) > 3
        assert b"".join(seen) == source.path.read_bytes()
        cells = [row["Nom"] for batch in batches for row in batch.data.to_pylist()]
        assert cells == [f"été {n}" for n in range(5_000)]
        assert all(batch.tally.balanced for batch in batches)


def test_utf16_cut_in_the_middle_of_a_character(read):
    found = read("Code;Nom\n1;A\n2;B\n3;".encode("utf-16")[:-1])
    assert found.cells == [["1", "A"], ["2", "B"]]
    assert found.of("csv.truncated") == [("error", "", 4, None)]
