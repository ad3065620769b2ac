"""A text file appears whole, in its encoding, or not at all."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest

from collecdata.errors import UsageError
from collecdata.sinks.textfile import TextFile


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16"])
def test_text_is_encoded_as_asked(tmp_path, encoding):
    with TextFile(tmp_path / "t.txt", encoding) as file:
        for part in ("é\r\n", "à\n", ""):
            file.write(pa.py_buffer(part.encode()), rows=1)
    assert (tmp_path / "t.txt").read_bytes() == "é\r\nà\n".encode(encoding)
    assert file.close().rows == 3


def test_what_cannot_be_encoded_writes_nothing_of_it(tmp_path):
    with TextFile(tmp_path / "t.txt", "cp1252") as file:
        file.write("é".encode())
        with pytest.raises(UnicodeEncodeError):
            file.write("aŁ".encode())
    assert (tmp_path / "t.txt").read_bytes() == b"\xe9"


def test_a_file_is_replaced_only_by_a_whole_one(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text("former")
    file = TextFile(path)
    file.write(b"new")
    file.close()
    file.abort()
    assert path.read_text() == "former"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_of_that_name_is_said(tmp_path):
    (tmp_path / "t.txt").mkdir()
    with pytest.raises(UsageError) as caught, TextFile(tmp_path / "t.txt"):
        pass
    assert caught.value.code == "target.unwritable"
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.txt"]


FULL = """
import pathlib, resource, sys
sys.dont_write_bytecode = True  # see tests/flow/test_hostile.py
from collecdata.errors import UsageError
from collecdata.sinks.textfile import TextFile
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    with TextFile(pathlib.Path(sys.argv[1])) as file:
        for size in map(int, sys.argv[2:]):
            file.write(b"x" * size)
except UsageError as error:
    print(error.code)
"""


@pytest.mark.parametrize("sizes", [("900", "200"), ("100000",)], ids=["at the end", "on the way"])
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path, sizes):
    arguments = [sys.executable, "-X", "dev", "-c", FULL, str(tmp_path / "out" / "t.txt"), *sizes]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("target.full", "")
    assert list((tmp_path / "out").iterdir()) == []
