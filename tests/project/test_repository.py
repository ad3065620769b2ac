"""What a stranger finds in a clone: no trace of a machine, modules that can be read, versions that can be installed."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TEXT = {".py", ".toml", ".md", ".yaml", ".yml", ".json", ".txt", ".csv", "", ".sh"}


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in filter(None, listed.split("\0")) if (ROOT / name).is_file()]


def test_no_file_names_a_machine(tracked):
    machine = re.compile(r"(?<![\w.])/(home|root|work|Users|mnt|opt)/\w")
    named = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in tracked
        if path.suffix in TEXT and path != Path(__file__)
        if (found := machine.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert named == []


def test_no_lock_file(tracked):
    assert not [path for path in tracked if path.name in {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"}]


def test_constraints_are_versions_and_nothing_else():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin) for pin in pins)
    assert not any(pin.lower().startswith("collecdata") for pin in pins)


def test_every_dependency_is_pinned():
    project = PROJECT["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    names = {re.match(r"[A-Za-z0-9._-]+", name)[0].lower() for name in wanted}
    assert names - pins == set()


def test_modules_can_be_read():
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "src").rglob("*.py")}
    assert {str(path.relative_to(ROOT)): size for path, size in sizes.items() if size > 400} == {}
    assert statistics.median(sizes.values()) < 120


def test_licences_are_whole():
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Licence Ouverte" in (ROOT / "schemas" / "LICENCE-OUVERTE.md").read_text(encoding="utf-8")


def test_the_two_readmes_have_the_same_shape():
    french, english = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.en.md"))
    shapes = [re.findall(r"^(#+|```|\||\*|<!--)", text, re.MULTILINE) for text in (french, english)]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("script", [".ci/run", "examples/run", "examples/compta/run"])
def test_scripts_are_strict_and_executable(script):
    path = ROOT / script
    assert "set -euo pipefail" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(path)], check=True)
