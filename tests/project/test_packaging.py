"""The wheel, the sdist and the editable install, each really installed in an empty environment outside the project."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")
EXAMPLE = "examples/compta/fec/123456782FEC20241231.txt"

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path) -> str:
    # Nothing of the project on the path, nor of the environment that runs the tests.
    env = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "COLLECDATA_PATH"}}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def environment(folder: Path) -> Path:
    venv.create(folder, with_pip=True, symlinks=True)
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a clean checkout of what is on disk: what git knows or would add."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    target = tmp_path_factory.mktemp("tree") / "collecdata"
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def wheels(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel made from the tree, and the one made from the sdist."""
    work = tmp_path_factory.mktemp("build")
    builder = environment(work / "builder")
    run(builder, *PIP, "install", "hatchling", cwd=work)
    run(builder, "-m", "hatchling", "build", "-t", "sdist", "-d", work / "sdist", cwd=tree)
    (sdist,) = (work / "sdist").glob("*.tar.gz")
    found = {}
    for name, source in (("tree", tree), ("sdist", sdist)):
        run(builder, *PIP, "wheel", "--no-deps", "--wheel-dir", work / name, source, cwd=work)
        (found[name],) = (work / name).glob("*.whl")
    return found


def installed(folder: Path, *what: object) -> Path:
    python = environment(folder / "env")
    run(python, *PIP, "install", "--constraint", ROOT / "constraints.txt", *what, cwd=folder)
    return python


def roots(python: Path, cwd: Path) -> list[Path]:
    code = "from collecdata.catalogue import resources; print(*resources.roots(), sep='\\n')"
    return [Path(root) for root in run(python, "-c", code, cwd=cwd).splitlines()]


def converts(python: Path, tree: Path, folder: Path) -> None:
    """The sample travels alone: only what is installed may know how to read it."""
    shutil.copy(tree / EXAMPLE, folder)
    command = python.parent / "collecdata"
    run(command, "convert", Path(EXAMPLE).name, "--to", "out", cwd=folder)
    assert (folder / "out" / "compta" / "ecriture.parquet").is_file()
    assert (folder / "out" / "datapackage.json").is_file()


def test_both_wheels_hold_the_same_files_and_all_the_data(tree, wheels):
    names = {way: sorted(zipfile.ZipFile(wheel).namelist()) for way, wheel in wheels.items()}
    assert names["tree"] == names["sdist"]
    for kind in ("schemas", "adapters"):
        wanted = {f"collecdata/_data/{file.relative_to(tree)}" for file in (tree / kind).rglob("*") if file.is_file()}
        assert wanted
        assert wanted <= set(names["tree"])


@pytest.mark.parametrize("way", ["tree", "sdist"])
def test_a_wheel_in_an_empty_environment_converts_a_sample(way, tree, wheels, tmp_path):
    python = installed(tmp_path, wheels[way])
    (root,) = roots(python, tmp_path)
    assert root.is_relative_to(tmp_path / "env")
    converts(python, tree, tmp_path)


def test_an_editable_install_reads_the_tree_and_carries_no_copy(tree, tmp_path):
    python = installed(tmp_path, "--editable", tree)
    assert not list((tmp_path / "env").rglob("_data/schemas"))
    (root,) = roots(python, tmp_path)
    assert root.resolve() == tree.resolve()
    package = tree / "schemas" / "compta" / "datapackage.json"
    before = package.read_text(encoding="utf-8")
    title = json.loads(before)["title"]
    try:
        package.write_text(before.replace(title, "Titre changé après coup"), encoding="utf-8")
        code = (
            "from collecdata.catalogue.catalogue import Catalogue as C; print(C.from_roots().domains['compta'].title)"
        )
        assert run(python, "-c", code, cwd=tmp_path).strip() == "Titre changé après coup"
    finally:
        package.write_text(before, encoding="utf-8")
    converts(python, tree, tmp_path)


def test_the_wheel_needs_no_pandas(wheels):
    with zipfile.ZipFile(wheels["tree"]) as wheel:
        (metadata,) = [name for name in wheel.namelist() if name.endswith("/METADATA")]
        lines = wheel.read(metadata).decode().splitlines()
    needed = [line for line in lines if line.startswith("Requires-Dist: ") and "extra ==" not in line]
    assert not [line for line in needed if any(peer in line for peer in ("pandas", "polars", "duckdb"))]
    assert "Requires-Python: >=3.11" in lines
