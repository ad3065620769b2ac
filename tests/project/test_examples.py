"""The example exports: reproducible, and converted by the very commands that are shown."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from collecdata import messages
from collecdata.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*/generate_*.py")), ids=lambda path: path.stem)
def test_a_generator_gives_the_same_bytes(script, tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location(script.stem, script)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, script.stem, module)
    spec.loader.exec_module(module)
    kept = {path.name: path.read_bytes() for path in module.HERE.iterdir()}
    module.HERE = tmp_path / module.HERE.name
    module.main()
    assert {path.name: path.read_bytes() for path in module.HERE.iterdir()} == kept


def lines(script: Path) -> list[list[str]]:
    """The commands that the script of a domain shows, with what may follow them (`|| [ $? -eq 1 ]`)."""
    text = script.read_text("utf-8").replace("\\\n", " ")
    return [shlex.split(line)[2:] for line in text.splitlines() if line.startswith("say collecdata ")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> tuple[Path, str]:
    """Run every command of the scripts in this process; what they print."""
    target = tmp_path_factory.mktemp("demo") / "demo"
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(printed):
        for script in sorted(EXAMPLES.glob("*/run")):
            patch.chdir(script.parent)
            for words in lines(script):
                command, rest = (words[: words.index("||")], words[-2]) if "||" in words else (words, "0")
                given = [word.replace("$target", str(target / script.parent.name)) for word in command]
                found = [str(one) for word in given for one in (sorted(Path().glob(word)) if "*" in word else [word])]
                assert main([*found, "--lang", "fr"]) == int(rest), command
    messages.use_language(None)
    return target, printed.getvalue()


@pytest.mark.slow
def test_the_scripts_run_as_they_are_shown(tmp_path, demo):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(EXAMPLES / "run"), str(tmp_path / "demo")],
        env=os.environ | {"PATH": path, "LANG": "fr_FR.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    target, _ = demo
    for one in target.rglob("*.parquet"):
        assert (tmp_path / "demo" / one.relative_to(target)).read_bytes() == one.read_bytes(), one


def test_the_demo_converts_everything_and_says_so(demo):
    target, said = demo
    reports = sorted(path.relative_to(target).as_posix() for path in target.rglob("rapport.json"))
    assert [report.split("/")[:2] for report in reports] == [
        ["cimetiere", "tables"],
        *(["compta", name] for name in ("fec", "lots", "pes", "sedit", "totem")),
        *(["elections", name] for name in ("juin", "novembre")),
        ["etat_civil", "releves"],
        *(["mediatheque", name] for name in ("koha", "unimarc")),
        ["rh", "paye"],
    ]
    assert all(f"{report.removesuffix('.json')}.md" in said for report in reports)
    assert (target / "compta" / "sedit.xlsx").is_file()
    assert len(list((target / "compta" / "pes" / "documents").iterdir())) == 14
    assert len(list((target / "compta" / "scdl").glob("*.csv"))) == 2
    assert len(list((target / "elections" / "prefecture").glob("*.csv"))) == 3
    assert "elections.electeur  406 -> 409 ; ajoutées 15, supprimées 12, modifiées 20" in said


def test_the_demo_leaves_nothing_out(demo):
    target, _ = demo
    schema = json.loads((EXAMPLES.parent / "docs/reference/rapport.schema.json").read_text(encoding="utf-8"))
    for report in target.rglob("rapport.json"):
        said = json.loads(report.read_text(encoding="utf-8"))
        assert said["balanced"], report
        jsonschema.validate(said, schema)
