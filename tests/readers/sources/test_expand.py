"""What a path holds: every input once, in a stable order, and every refusal with its reason."""

from __future__ import annotations

import gzip
import os
import pickle
import socket
import struct
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from collecdata.errors import InputError
from collecdata.readers.inflate import FLOOR
from collecdata.readers.sources import expand

CSV = b"code;nom\n1;a\n"


def names(path: Path) -> list[str]:
    return [source.name for source in expand(path).sources]


def codes(path: Path) -> list[tuple[str, str]]:
    return [(issue.code, issue.source) for issue in expand(path).issues]


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        expand(path)
    assert caught.value.params["source"]
    return caught.value.code


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, "code")
    return path


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name.replace("__", "/").replace("_csv", ".csv"), content)
    return path


def test_a_file_is_one_source_named_as_the_file(tmp_path):
    path = tmp_path / "titres émis 2024.csv"
    path.write_bytes(CSV)
    (source,) = expand(path).sources
    assert (source.name, source.plain, source.read()) == ("titres émis 2024.csv", True, CSV)


def test_the_name_given_is_the_name_shown(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    assert [source.name for source in expand(path, "lot/a.csv").sources] == ["lot/a.csv"]


def test_a_folder_is_walked_in_the_order_of_names_and_named_from_its_root(tmp_path):
    for name in ("b.csv", "a/z.csv", "a/é b.csv", "c/d/e.csv", "A.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CSV)
    assert names(tmp_path) == ["A.csv", "a/z.csv", "a/é b.csv", "b.csv", "c/d/e.csv"]


def test_hidden_files_and_office_locks_are_left_out(tmp_path):
    for name in (".cache", "~$paie.xlsx", "Thumbs.db", "desktop.ini", "paie.csv"):
        (tmp_path / name).write_bytes(CSV)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.csv").write_bytes(CSV)
    assert names(tmp_path) == ["paie.csv"]
    assert not expand(tmp_path).issues


def test_one_bad_file_of_a_folder_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.csv").write_bytes(CSV)
    (tmp_path / "vide.csv").write_bytes(b"")
    assert names(tmp_path) == ["a.csv"]
    assert codes(tmp_path) == [("file.empty", "vide.csv")]


def test_an_empty_file_alone_is_refused(tmp_path):
    path = tmp_path / "vide.csv"
    path.touch()
    assert refusal(path) == "file.empty"


def test_an_absent_path_is_refused(tmp_path):
    assert refusal(tmp_path / "absent.csv") == "file.absent"


def test_a_folder_without_any_file_is_refused(tmp_path):
    (tmp_path / "sous").mkdir()
    assert refusal(tmp_path) == "file.no_input"


def test_a_file_that_cannot_be_opened_is_said_to_be_locked(tmp_path, monkeypatch):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(CSV)
    real = Path.open

    def locked(self, *args, **kwargs):
        if self.name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", locked)
    assert names(tmp_path) == ["b.csv"]
    assert codes(tmp_path) == [("file.locked", "a.csv")]


@pytest.mark.skipif(sys.platform != "linux", reason="named pipes and Unix sockets")
def test_pipes_and_sockets_are_never_opened(tmp_path):
    os.mkfifo(tmp_path / "tube.csv")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
    assert names(tmp_path) == []
    assert codes(tmp_path) == [("file.special", "s"), ("file.special", "tube.csv")]
    assert refusal(tmp_path / "tube.csv") == "file.special"


def test_links_neither_loop_nor_read_a_file_twice(tmp_path):
    sub = tmp_path / "a"
    sub.mkdir()
    (sub / "x.csv").write_bytes(CSV)
    (sub / "up").symlink_to(tmp_path, target_is_directory=True)
    (sub / "y.csv").symlink_to(sub / "x.csv")
    (sub / "moi").symlink_to(sub / "moi")
    (sub / "perdu.csv").symlink_to(sub / "absent")
    assert names(tmp_path) == ["a/x.csv"]
    assert codes(tmp_path) == [
        ("file.loop", "a/moi"), ("file.absent", "a/perdu.csv"), ("file.loop", "a/up"), ("file.twice", "a/y.csv"),
    ]  # fmt: skip


def test_a_gz_is_one_source_read_decompressed(tmp_path):
    path = tmp_path / "titres.csv.gz"
    path.write_bytes(gzip.compress(CSV))
    (source,) = expand(path).sources
    assert (source.name, source.base, source.plain, source.read()) == ("titres.csv.gz", "titres.csv", False, CSV)
    assert pickle.loads(pickle.dumps(source)) == source


def test_a_cut_gz_is_said_while_reading(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(os.urandom(1 << 20))[:-1000])
    (source,) = expand(path).sources
    with pytest.raises(InputError) as caught:
        source.read()
    assert (caught.value.code, caught.value.params["source"]) == ("archive.truncated", "a.csv.gz")


def test_a_damaged_gz_is_refused(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(CSV)[:10] + b"\x07" * 40)
    assert refusal(path) == "archive.damaged"


def test_a_gz_that_holds_an_archive_is_refused(tmp_path):
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(b"x" * 257 + b"ustar" + b"\0" * 300))
    assert refusal(path) == "archive.unsupported"


def test_members_of_a_zip_are_sources_named_under_it(tmp_path):
    path = archive(tmp_path / "dump 2024.zip", sous__b_csv=CSV, a_csv=CSV + b"2;b\n", __MACOSX__x=CSV)
    first, second = expand(path).sources
    assert (first.name, second.name) == ("dump 2024.zip/a.csv", "dump 2024.zip/sous/b.csv")
    assert (first.base, first.read()) == ("a.csv", CSV + b"2;b\n")


def test_accents_of_a_zip_made_by_windows_are_read(tmp_path):
    path = tmp_path / "w.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("XXXXXXXX.csv", CSV)
    path.write_bytes(path.read_bytes().replace(b"XXXXXXXX.csv", "DÉCÈS éà.csv".encode("cp850")))
    (source,) = expand(path).sources
    assert (source.name, source.read()) == ("w.zip/DÉCÈS éà.csv", CSV)


@pytest.mark.parametrize(
    "hostile", ["../../etc/passwd", "/etc/passwd", "C:/x.csv", "a/../../x.csv", "..\\x.csv", "C:\\x.csv"]
)
def test_a_member_that_leaves_the_folder_is_refused_and_named(tmp_path, hostile):
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("bon.csv", CSV)
        opened.writestr(hostile, CSV)
    assert names(path) == ["z.zip/bon.csv"]
    assert codes(path) == [("archive.unsafe", f"z.zip/{hostile}".replace("\\", "/"))]


def test_a_member_that_is_a_link_is_refused(tmp_path):
    path = tmp_path / "z.zip"
    link = zipfile.ZipInfo("lien.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr(link, "/etc/passwd")
    assert refusal(path) == "archive.unsafe"


def test_an_encrypted_member_is_refused(tmp_path):
    path = archive(tmp_path / "z.zip", a_csv=CSV)
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    assert refusal(path) == "archive.encrypted"


def test_a_compression_we_do_not_have_is_refused(tmp_path):
    path = archive(tmp_path / "z.zip", a_csv=CSV)
    content = bytearray(path.read_bytes())
    struct.pack_into("<H", content, 8, 9)
    struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 10, 9)
    path.write_bytes(bytes(content))
    assert refusal(path) == "archive.method"


def test_a_bomb_is_refused_before_it_is_read(tmp_path):
    path = archive(tmp_path / "bombe.zip", a_csv=bytes(FLOOR + 1))
    assert path.stat().st_size < FLOOR // 250
    assert refusal(path) == "archive.bomb"


def test_a_bomb_that_lies_about_its_size_is_stopped_while_reading(tmp_path):
    path = tmp_path / "bombe.csv.gz"
    path.write_bytes(gzip.compress(bytes(FLOOR + (1 << 20))))
    (source,) = expand(path).sources
    with pytest.raises(InputError) as caught:
        source.read()
    assert caught.value.code == "archive.bomb"


def test_a_member_whose_checksum_is_wrong_is_said_while_reading(tmp_path):
    path = tmp_path / "z.zip"
    data = os.urandom(300_000)
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("a.csv", b"a" * 100_000 + data)
    content = bytearray(path.read_bytes())
    content[200_000] ^= 0xFF
    path.write_bytes(bytes(content))
    (source,) = expand(path).sources
    with pytest.raises(InputError) as caught:
        source.read()
    assert (caught.value.code, caught.value.params["source"]) == ("archive.damaged", "z.zip/a.csv")


def test_a_cut_zip_is_refused(tmp_path):
    path = archive(tmp_path / "z.zip", a_csv=os.urandom(5000))
    path.write_bytes(path.read_bytes()[:3000])
    assert refusal(path) == "archive.damaged"


def test_an_archive_in_an_archive_is_refused_and_named(tmp_path):
    inner = archive(tmp_path / "i.zip", a_csv=CSV).read_bytes()
    path = tmp_path / "o.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("inner.zip", inner)
        opened.writestr("a.csv", CSV)
    assert names(path) == ["o.zip/a.csv"]
    assert codes(path) == [("archive.nested", "o.zip/inner.zip")]


def test_a_name_that_comes_twice_in_a_zip_is_refused(tmp_path):
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("a.csv", CSV)
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr("a.csv", CSV)
    assert names(path) == []
    assert codes(path) == [("archive.duplicate", "z.zip/a.csv")] * 2


def test_an_empty_zip_is_refused(tmp_path):
    assert refusal(archive(tmp_path / "z.zip")) == "archive.empty"


def test_an_xlsx_is_one_input_and_not_an_archive(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    (source,) = expand(path).sources
    assert (source.name, source.plain) == ("a.xlsx", True)
    assert not expand(path).issues


def test_an_xlsx_inside_a_zip_is_one_input(tmp_path):
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.write(workbook(tmp_path / "a.xlsx"), "a.xlsx")
    assert names(path) == ["z.zip/a.xlsx"]


def test_content_decides_and_a_wrong_suffix_is_said(tmp_path):
    workbook(tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    archive(tmp_path / "b.zip", x_csv=CSV).rename(tmp_path / "b.csv")
    (tmp_path / "c.xls").write_bytes(b"<html><table>")
    found = expand(tmp_path)
    assert [source.name for source in found.sources] == ["a.csv", "b.csv/x.csv", "c.xls"]
    assert [(issue.code, issue.severity, issue.source, issue.params["kind"]) for issue in found.issues] == [
        ("file.misnamed", "info", "a.csv", "Excel (xlsx)"),
        ("file.misnamed", "info", "b.csv", "ZIP"),
        ("file.misnamed", "info", "c.xls", "HTML"),
    ]


def test_an_archive_format_we_do_not_open_is_refused(tmp_path):
    path = tmp_path / "a.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c" + b"\0" * 100)
    assert refusal(path) == "archive.unsupported"


def test_a_huge_number_of_bytes_declared_by_overlapping_members_is_refused(tmp_path):
    # Every central entry points at the same local member: small file, enormous sum.
    path = archive(tmp_path / "z.zip", a_csv=bytes(10 << 20))
    content = path.read_bytes()
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry, tail = content[start:end], bytearray(content[end:])
    struct.pack_into("<HHI", tail, 8, 50, 50, 50 * len(entry))
    path.write_bytes(content[:start] + entry * 50 + bytes(tail))
    assert refusal(path) == "archive.bomb"
