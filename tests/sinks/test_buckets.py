"""A package in a bucket: cut, taken up, read back, on the emulators of S3, Azure and Google found on the path."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import closing

import pyarrow.parquet as pq
import pytest

import collecdata
from collecdata.errors import UsageError
from collecdata.sinks.remote import MARK, Remote
from flow_exports import entry, write_fec
from region_files import content

os.environ.setdefault("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")  # what emulators of Google do not know
fsspec = pytest.importorskip("fsspec")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # warnings of drivers are not ours
NOBODY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The key of the emulator, which its makers publish."""
ACCOUNT = "AccountName=devstoreaccount1;AccountKey={key};BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;"
PLACES = {
    "s3": (
        "s3fs",
        ["moto_server", "-H", "127.0.0.1", "-p", "{port}"],
        {"key": "x", "secret": "y", "endpoint_url": "http://127.0.0.1:{port}"},
    ),
    "abfs": (
        "adlfs",
        ["azurite-blob", "--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--blobPort", "{port}"],
        {"connection_string": f"DefaultEndpointsProtocol=http;{ACCOUNT}".replace("{key}", NOBODY)},
    ),
    "gs": (
        "gcsfs",
        ["gcp-storage-emulator", "start", "--host=127.0.0.1", "--port={port}", "--in-memory"],
        {"endpoint_url": "http://127.0.0.1:{port}", "token": "anon", "project": "x"},
    ),
}
"""Driver, command of the emulator, what the driver is told."""


@pytest.fixture(params=sorted(PLACES))
def bucket(request, tmp_path, monkeypatch):
    """A bucket of our own, empty: its file system, and an address in it."""
    driver, command, told = PLACES[request.param]
    pytest.importorskip(driver)
    program = shutil.which(command[0])
    if program is None:
        pytest.skip(f"no {command[0]} here")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = [program, *(word.replace("{port}", port) for word in command[1:])]
    server = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    monkeypatch.setitem(
        fsspec.config.conf, request.param, {name: text.replace("{port}", port) for name, text in told.items()}
    )
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    try:
        for _ in range(1200):  # a minute: the machine may be busy
            with closing(socket.socket()) as tried:
                if not tried.connect_ex(("127.0.0.1", int(port))):
                    break
            time.sleep(0.05)
        system = fsspec.filesystem(request.param)
        system.mkdir("seau")
        yield system, f"{request.param}://seau/region"
    finally:
        server.terminate()
        server.wait()
        fsspec.get_filesystem_class(request.param).clear_instance_cache()


@pytest.fixture
def lots(tmp_path):
    rows = ["chemin;siren"]
    for place in range(3):
        siren = f"{100000000 + 7 * place:09d}"
        write_fec(tmp_path / "dumps" / siren, entry(place), f"{siren}FEC20241231.txt")
        rows.append(f"dumps/{siren};{siren}")
    path = tmp_path / "lots.csv"
    path.write_text("\n".join(rows), "utf-8")
    return path


def stored(system, root="seau/region"):
    system.invalidate_cache()
    return {path.partition("region/")[2]: system.cat_file(path) for path in system.find(root)}


def test_a_region_cut_on_its_way_to_a_bucket_is_taken_up_and_can_be_read(bucket, lots, tmp_path, monkeypatch):
    system, url = bucket
    put, left = Remote._put, [0]

    def cut(remote, path, name):
        left[0] -= 1
        if left[0] < 0:
            raise ConnectionResetError("cut")
        put(remote, path, name)

    monkeypatch.setattr(Remote, "_put", cut)
    for left[0] in (0, 4, 5):
        with pytest.raises(UsageError):
            collecdata.convert(lots=lots, to=url, resume=True, jobs=1)
        there = stored(system)
        assert (MARK in there, "datapackage.json" in there) == (True, False)
    monkeypatch.setattr(Remote, "_put", put)
    collecdata.convert(lots=lots, to=url, resume=True, jobs=1, confidentiel=True)
    local = collecdata.convert(lots=lots, to=tmp_path / "local", jobs=1)
    names = {path.relative_to(local.path).as_posix(): path for path in local.path.rglob("*") if path.is_file()}
    assert stored(system) == {name: path.read_bytes() for name, path in names.items()}
    (part, *_) = [path for path in system.find("seau/region/compta") if path.endswith(".parquet")]
    with system.open(part) as file:
        assert pq.read_table(file).num_rows == 2


def test_a_bucket_that_is_not_there_is_said_and_not_made(bucket, lots):
    system, url = bucket
    with pytest.raises(UsageError) as refusal:
        collecdata.convert(lots=lots, to=url.replace("seau", "nulle-part"), jobs=1)
    assert refusal.value.code == "target.unwritable"
    assert not system.exists("nulle-part")


def test_files_of_others_in_a_bucket_are_left_alone(bucket, lots):
    system, url = bucket
    system.pipe_file("seau/region/vacances.jpg", b"x")
    with pytest.raises(UsageError) as refusal:
        collecdata.convert(lots=lots, to=url, jobs=1)
    assert refusal.value.code == "target.not_empty"
    assert stored(system) == {"vacances.jpg": b"x"}


def test_a_package_in_a_bucket_is_replaced_whole(bucket, lots, tmp_path):
    system, url = bucket
    collecdata.convert(lots=lots, to=url, jobs=1)
    one = tmp_path / "dumps" / "100000000"
    collecdata.convert(one, to=url, confidentiel=True)
    collecdata.convert(one, to=tmp_path / "region")
    assert set(stored(system)) == set(content(tmp_path / "region"))
