"""Files and places that go wrong: each a clear message in both languages, nothing half-written, no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

import collecdata
from collecdata.cli import main
from collecdata.errors import CollecdataError, InputError
from flow_exports import HEADER, NAME, entry, write_fec

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8


def sparse(path):
    """3 GB on one line, without a byte of them on the disk."""
    path.write_bytes((HEADER + "\r\n").encode())
    os.truncate(path, 3 << 30)


HOSTILE = {
    "empty": lambda path: path.write_bytes(b""),
    "image": lambda path: path.write_bytes(PNG),
    "one_line_of_3_gb": sparse,
    "folder_without_files": lambda path: path.mkdir(),
    "truncated_archive": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(40)),
}


@pytest.fixture(params=HOSTILE)
def hostile(request, tmp_path):
    path = tmp_path / "Export à lire (été)" / NAME
    path.parent.mkdir()
    HOSTILE[request.param](path)
    return path


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_cannot_be_read_is_said(hostile, tmp_path, lang, capsys):
    started = time.process_time()
    assert main(["--lang", lang, "convert", str(hostile), "--to", str(tmp_path / "out"), "--adapter", "fec"]) == 2
    printed = capsys.readouterr().err
    assert NAME in printed
    assert "->" in printed
    assert "Traceback" not in printed
    assert [one.name for one in tmp_path.iterdir()] == [hostile.parent.name]
    assert time.process_time() - started < 20


def test_a_file_cut_anywhere_is_never_read_as_more_than_it_holds(tmp_path):
    whole = write_fec(tmp_path / "whole", [*entry(1), *entry(2)]).read_bytes()
    for cut in range(1, len(whole), 37):
        path = tmp_path / NAME
        path.write_bytes(whole[:cut])
        try:
            result = collecdata.convert(path, to=tmp_path / "out", adapter="fec")
        except CollecdataError:
            continue
        assert result.balanced
        assert result["compta.ecriture"].num_rows <= whole[:cut].count(b"\n")


def test_a_target_under_a_file_is_refused(tmp_path):
    fec = write_fec(tmp_path / "dump", entry(1))
    with pytest.raises(CollecdataError) as caught:
        collecdata.convert(fec, to=fec / "out")
    assert caught.value.code.startswith("target.")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_refused(tmp_path):
    fec = write_fec(tmp_path / "dump", entry(1))
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(CollecdataError) as caught:
        collecdata.convert(fec, to=tmp_path / "closed" / "out")
    assert caught.value.code == "target.unwritable"


# No bytecode: Python 3.11 leaves a module cut short where it cannot write it whole, and all later runs would read that.
LIMITED = """
import resource, sys
sys.dont_write_bytecode = True
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from collecdata.cli import main
sys.exit(main(["--lang", sys.argv[3], "convert", sys.argv[1], "--to", sys.argv[2]]))
"""


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file size there")
def test_a_full_disk_is_said_and_nothing_is_left(tmp_path, lang):
    fec = write_fec(tmp_path / "dump", [row for number in range(20_000) for row in entry(number)])
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(fec), str(tmp_path / "out"), lang],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert ("plein" if lang == "fr" else "full") in run.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["dump"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_a_killed_run_leaves_no_package(tmp_path):
    fec = write_fec(tmp_path / "dump", [row for number in range(300_000) for row in entry(number)])
    words = [sys.executable, "-m", "collecdata", "convert", str(fec), "--to", str(tmp_path / "out")]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as run:
        while run.poll() is None and not (tmp_path / ".out.en-cours").exists():
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    assert collecdata.convert(fec, to=tmp_path / "out").balanced
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dump", "out"]


def test_a_file_that_fails_among_others_does_not_stop_them(tmp_path):
    write_fec(tmp_path / "dump", entry(1))
    (tmp_path / "dump" / "image.csv").write_bytes(PNG)
    result = collecdata.convert(tmp_path / "dump", to=tmp_path / "out")
    assert result["compta.ecriture"].num_rows == 2
    assert result.exit_code == 1


def test_an_unreadable_only_input_is_an_exception(tmp_path):
    (tmp_path / NAME).write_bytes(PNG)
    with pytest.raises(InputError):
        collecdata.convert(tmp_path / NAME, to=tmp_path / "out")
