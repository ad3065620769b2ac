"""The INSEE death file: every cell as a plain reading of each line has it, nobody lost."""

from __future__ import annotations

import gzip
import shutil
import zipfile

import pyarrow.parquet as pq
import pytest

import collecdata
from suite.deces.generate import generate
from suite.deces.reference import COLUMNS, differences, read_plainly


def converted(tmp_path, source):
    run = collecdata.convert(source, to=tmp_path / "out", adapter="insee-deces")
    table = pq.read_table(tmp_path / "out" / "etat_civil" / "deces_insee.parquet", columns=list(COLUMNS))
    return run, zip(*(table[name].to_pylist() for name in COLUMNS), strict=True)


def test_the_fixture_is_read_as_line_by_line_and_its_cut_line_is_rejected(shared, tmp_path):
    source = shutil.copy(shared / "etat_civil" / "deces" / "genesearch_deces-extrait.txt", tmp_path / "deces-2020.txt")
    run, rows = converted(tmp_path, source)
    assert differences(source, rows) == (0, 0)
    assert run.balanced
    assert [issue.lines for issue in run.issues if issue.code == "fixed.too_short"] == [(9,)]


@pytest.mark.slow
def test_two_hundred_thousand_lines_with_their_quirks_are_read_as_line_by_line(tmp_path):
    source = tmp_path / "deces-2020.txt"
    generate(source, 200_000)
    run, rows = converted(tmp_path, source)
    assert differences(source, rows) == (0, 0)
    assert run.balanced


@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_packed_files_give_the_same_rows(tmp_path, packing):
    source = tmp_path / "deces-2020.txt"
    generate(source, 3_000, seed=7)
    packed = tmp_path / f"deces-2020.txt.{packing}"
    if packing == "gz":
        packed.write_bytes(gzip.compress(source.read_bytes()))
    else:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(source, "deces-2020.txt")
    _, rows = converted(tmp_path, packed)
    assert list(rows) == list(read_plainly(source))


def test_lines_that_lost_the_blanks_at_their_end_are_the_same_records(tmp_path):
    source = tmp_path / "deces-2020.txt"
    generate(source, 3_000, seed=5)
    source.write_bytes(b"".join(line.rstrip() + b"\n" for line in source.read_bytes().splitlines()))
    _, rows = converted(tmp_path, source)
    assert list(rows) == list(read_plainly(source))


def test_lines_that_end_with_cr_lf_are_the_same_records(tmp_path):
    source, windows = tmp_path / "deces-2020.txt", tmp_path / "windows" / "deces-2020.txt"
    windows.parent.mkdir()
    generate(source, 2_000, seed=3)
    windows.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    _, rows = converted(tmp_path, windows)
    assert list(rows) == list(read_plainly(source))
