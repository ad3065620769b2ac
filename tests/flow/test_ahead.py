"""A large input is hashed while the rest is loaded; any other, as it is read."""

from __future__ import annotations

import hashlib

import pytest

from collecdata.flow import ahead
from collecdata.flow.ahead import Ahead
from collecdata.readers.source import Source


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "grand.csv"
    path.write_bytes(b"a;b\r\n" * (ahead.LEAST // 5 + 1))
    return path


def test_a_large_file_is_hashed_whole(large):
    with Ahead([str(large)]) as hashed:
        assert hashed.hashes(Source(large, "grand.csv"))
        assert hashed.hexdigest() == hashlib.sha256(large.read_bytes()).hexdigest()


def test_another_file_or_a_compressed_one_is_not_it(large, tmp_path):
    with Ahead([large]) as hashed:
        assert not hashed.hashes(Source(tmp_path / "autre.csv", "autre.csv"))
        assert not hashed.hashes(Source(large, "grand.csv", compression="gz"))


def test_a_small_file_several_ones_a_folder_or_nothing_are_left_alone(large, tmp_path):
    small = tmp_path / "petit.csv"
    small.write_bytes(b"a;b\r\n")
    for dumps in ([small], [large, large], [tmp_path], [tmp_path / "absent.csv"], []):
        with Ahead(dumps) as hashed:
            assert not hashed.hashes(Source(large, "grand.csv"))
            assert not hashed.hashes(Source(small, "petit.csv"))


def test_a_declaration_is_left_to_its_reader_which_hashes_it(large):
    with large.open("r+b") as stream:
        stream.write(b"S10.G00.00.001,'x'\n")
    with Ahead([large]) as hashed:
        assert not hashed.hashes(Source(large, "grand.csv"))


def test_the_report_says_the_same_hash_either_way(tmp_path, monkeypatch):
    import collecdata

    source = tmp_path / "123456782FEC20241231.txt"
    header = (
        "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate"
    )
    header += " EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
    rows = ["VE\tVentes\t1\t20240102\t401\tF\t\t\tP\t20240102\tL\t1,00\t0,00\t\t\t20240102\t\t"]
    rows += [rows[0].replace("1,00\t0,00", "0,00\t1,00")]
    source.write_text("\n".join(["\t".join(header.split()), *rows, ""]), encoding="utf-8")
    expected = hashlib.sha256(source.read_bytes()).hexdigest()
    for least in (1, 1 << 30):
        monkeypatch.setattr(ahead, "LEAST", least)
        result = collecdata.convert(source, to=tmp_path / str(least))
        assert [one.sha256 for one in result.report.inputs] == [expected]
