"""A package at an address: whole or not at all where nothing can be renamed, and nobody else's files are touched."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

import collecdata
from collecdata.cli.run import run
from collecdata.errors import UsageError
from collecdata.sinks.remote import MARK, Remote
from flow_exports import entry, write_fec
from region_files import content

fsspec = pytest.importorskip("fsspec")
SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def dump(tmp_path):
    return write_fec(tmp_path / "dump", entry(1))


def stored(system, root):
    return {path.removeprefix(f"{root}/"): system.cat_file(path) for path in system.find(root)}


def bytes_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_sent_is_what_a_folder_would_hold(dump, memory, tmp_path):
    result = collecdata.convert(dump, to="memory://seau/region", confidentiel=True)
    local = collecdata.convert(dump, to=tmp_path / "out")
    assert stored(memory, "/seau/region") == bytes_of(local.path)
    assert result.sent == "memory://seau/region"
    assert result["compta.ecriture"].num_rows == 2


def test_raw_values_stay_on_this_machine_unless_asked_for(dump, memory, tmp_path, capsys):
    local = collecdata.convert(dump, to=tmp_path / "out")
    aside = {name: data for name, data in bytes_of(local.path).items() if name.startswith("confidentiel/")}
    assert aside  # a column that nothing uses, at least
    assert run(["convert", str(dump), "--to", "memory://seau/public"]) == 0
    assert not [name for name in stored(memory, "/seau/public") if name.startswith("confidentiel")]
    shown = capsys.readouterr().out.split()[-1]
    assert bytes_of(Path(shown).parent) == aside
    result = collecdata.convert(dump, to="memory://seau/public")
    assert (str(result.confidentiel), result.path.exists()) == (shown, True)
    assert bytes_of(Path(shown).parent) == aside


def test_what_stayed_of_a_former_run_is_not_taken_for_the_new_one(dump, memory):
    first = collecdata.convert(dump, to="memory://seau/r")
    there = first.confidentiel
    again = collecdata.convert(dump, to="memory://seau/r", confidentiel=True)
    assert any(name.startswith("confidentiel/") for name in stored(memory, "/seau/r"))
    assert again.confidentiel is None or again.confidentiel != there


def test_the_command_says_where_the_report_is(dump, memory, capsys):
    assert run(["convert", str(dump), "--to", "memory://seau/cli"]) == 0
    assert "memory://seau/cli/rapport.md" in capsys.readouterr().out


def test_a_former_package_is_replaced_and_leaves_nothing(dump, memory):
    collecdata.convert(dump, to="memory://seau/r", layout="parts")
    collecdata.convert(dump, to="memory://seau/r")
    assert [name for name in stored(memory, "/seau/r") if name.startswith("compta/")] == ["compta/ecriture.parquet"]


def test_there_is_no_package_until_all_of_it_is_there(dump, memory, monkeypatch):
    collecdata.convert(dump, to="memory://seau/r")
    put = Remote._put

    def cut(remote: Remote, path: Path, name: str) -> None:
        if name == "rapport.json":
            raise ConnectionResetError("cut")
        put(remote, path, name)

    monkeypatch.setattr(Remote, "_put", cut)
    with pytest.raises(UsageError) as refusal:
        collecdata.convert(dump, to="memory://seau/r")
    assert (refusal.value.code, refusal.value.params["reason"]) == ("target.unwritable", "cut")
    assert "datapackage.json" not in stored(memory, "/seau/r")
    monkeypatch.undo()
    assert MARK in stored(memory, "/seau/r")  # which lets the next run take the place again
    collecdata.convert(dump, to="memory://seau/r")
    assert "datapackage.json" in stored(memory, "/seau/r")
    assert MARK not in stored(memory, "/seau/r")


def test_what_has_arrived_of_the_same_bytes_is_not_sent_again(dump, memory, monkeypatch):
    put, sent = Remote._put, []

    def cut(remote: Remote, path: Path, name: str) -> None:
        if name == "rapport.md":
            raise ConnectionResetError("cut")
        sent.append(name)
        put(remote, path, name)

    monkeypatch.setattr(Remote, "_put", cut)
    with pytest.raises(UsageError):
        collecdata.convert(dump, to="memory://seau/r")
    first, sent[:] = list(sent), []
    monkeypatch.setattr(Remote, "_put", lambda remote, path, name: sent.append(name) or put(remote, path, name))
    collecdata.convert(dump, to="memory://seau/r")
    assert first
    assert sent == ["rapport.md", "datapackage.json"]
    sent.clear()
    collecdata.convert(dump, to="memory://seau/r", siren="111111118")  # a package that is whole is replaced
    assert set(first) <= set(sent)


def test_a_file_cut_on_the_way_and_a_package_of_other_bytes_are_sent_whole(dump, memory, monkeypatch, tmp_path):
    put = Remote._put

    def cut(remote: Remote, path: Path, name: str) -> None:
        if name == "rapport.md":
            remote.system.pipe_file(f"{remote.root}/{name}", path.read_bytes()[:20])
            raise ConnectionResetError("cut")
        put(remote, path, name)

    monkeypatch.setattr(Remote, "_put", cut)
    for siren in ("000000000", "111111118"):
        with pytest.raises(UsageError):
            collecdata.convert(dump, to="memory://seau/r", siren=siren, confidentiel=True)
    monkeypatch.undo()
    collecdata.convert(dump, to="memory://seau/r", siren="111111118", confidentiel=True)
    collecdata.convert(dump, to=tmp_path / "local", siren="111111118")
    assert stored(memory, "/seau/r") == bytes_of(tmp_path / "local")


def test_lots_converted_before_sending_was_cut_are_not_converted_again(dump, memory, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "lots.csv").write_text("chemin;siren\ndump;000000000\ndump;111111118\n", "utf-8")
    lots = {"lots": tmp_path / "lots.csv", "to": "memory://seau/r", "resume": True, "jobs": 1, "confidentiel": True}
    with monkeypatch.context() as patched:
        patched.setattr(Remote, "_put", _cut)
        with pytest.raises(UsageError):
            collecdata.convert(**lots)
        patched.undo()
        patched.setattr("collecdata.flow.apart.convert_lot", _again)
        result = collecdata.convert(**lots)
    collecdata.convert(lots=tmp_path / "lots.csv", to=tmp_path / "local", jobs=1)
    assert stored(memory, "/seau/r") == bytes_of(tmp_path / "local")
    del result
    assert not list((tmp_path / "cache" / "collecdata").iterdir())


def _cut(remote: Remote, path: Path, name: str) -> None:
    raise ConnectionResetError("cut")


def _again(*_: object) -> None:
    raise AssertionError("converted again")


def test_the_descriptor_comes_last(dump, memory, monkeypatch):
    names: list[str] = []
    put = Remote._put
    monkeypatch.setattr(Remote, "_put", lambda remote, path, name: names.append(name) or put(remote, path, name))
    collecdata.convert(dump, to="memory://seau/r")
    assert names[-1] == "datapackage.json"
    assert len(names) > 3


def test_files_of_others_are_left_alone(dump, memory):
    memory.pipe_file("/seau/photos/vacances.jpg", b"x")
    with pytest.raises(UsageError) as refusal:
        collecdata.convert(dump, to="memory://seau/photos")
    assert refusal.value.code == "target.not_empty"
    assert stored(memory, "/seau/photos") == {"vacances.jpg": b"x"}


def test_a_folder_by_its_address(dump, tmp_path):
    collecdata.convert(dump, to=f"file://{tmp_path}/distant", confidentiel=True)
    collecdata.convert(dump, to=tmp_path / "local")
    assert content(tmp_path / "distant") == content(tmp_path / "local")


def test_many_lots_cut_are_taken_up(dump, memory, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "lots.csv").write_text("chemin;siren\ndump;000000000\ndump;111111118\n", "utf-8")
    for _ in range(2):
        collecdata.convert(lots=tmp_path / "lots.csv", to="memory://seau/lots", resume=True, jobs=1, confidentiel=True)
    collecdata.convert(lots=tmp_path / "lots.csv", to=tmp_path / "local", jobs=1)
    assert stored(memory, "/seau/lots") == bytes_of(tmp_path / "local")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("sftp://agent:secret@serveur/r", "target.password_in_url"),
        ("nulle://serveur/r", "target.scheme"),
    ],
)
def test_an_address_that_cannot_be(dump, url, code):
    with pytest.raises(UsageError) as refusal:
        collecdata.convert(dump, to=url)
    assert refusal.value.code == code
    assert "secret" not in str(refusal.value)


def test_a_driver_that_is_absent_is_named(dump, monkeypatch):
    monkeypatch.setattr(fsspec, "get_filesystem_class", _absent)
    with pytest.raises(UsageError) as refusal:
        collecdata.convert(dump, to="s3://seau/r")
    assert (refusal.value.code, refusal.value.params["extra"]) == ("target.driver", "s3")


def _absent(scheme: str) -> None:
    raise ImportError(f"Install a driver to access {scheme}")


@pytest.fixture
def sftp(tmp_path, monkeypatch):
    """A real server of ours, on a port of its own, that lets a key of ours in."""
    pytest.importorskip("paramiko")
    if SSHD is None:
        pytest.skip("no sshd here")
    for name in ("hote", "cle"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = [f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {tmp_path}/hote", "PidFile none", "UsePAM no"]
    lines += [f"AuthorizedKeysFile {tmp_path}/cle.pub", "StrictModes no", "Subsystem sftp internal-sftp"]
    (tmp_path / "sshd.conf").write_text("\n".join(lines) + "\n", "utf-8")
    Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", tmp_path / "sshd.conf"], stderr=subprocess.DEVNULL)
    user = {"username": getpass.getuser(), "key_filename": str(tmp_path / "cle"), "look_for_keys": False}
    monkeypatch.setitem(fsspec.config.conf, "sftp", {**user, "allow_agent": False})
    for _ in range(1200):  # a minute: the machine may be busy
        with socket.socket() as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.05)
    yield f"sftp://127.0.0.1:{port}{tmp_path}/distant"
    server.terminate()
    server.wait()
    fsspec.get_filesystem_class("sftp").clear_instance_cache()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="sshd is started as root")
def test_a_real_server_of_sftp(dump, sftp, tmp_path):
    collecdata.convert(dump, to=sftp, layout="parts")
    collecdata.convert(dump, to=sftp)
    local = collecdata.convert(dump, to=tmp_path / "local")
    assert not (tmp_path / "distant" / "confidentiel").exists()
    collecdata.convert(dump, to=sftp, confidentiel=True)
    assert content(tmp_path / "distant") == content(local.path)
