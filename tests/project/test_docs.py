"""The docs: nothing left out, nothing stale, every link leads somewhere, every command shown exists."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import yaml

import generate_docs
from collecdata import messages
from collecdata.catalogue.catalogue import Catalogue
from collecdata.catalogue.export_language import Export
from collecdata.catalogue.language import Adapter
from collecdata.cli import main
from collecdata.cli.app import application
from collecdata.readers.registry import READERS
from reference.markdown import MARK
from reference.models import models_in

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
WRITTEN = [ROOT / name for name in ("README.md", "README.en.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES = sorted([*WRITTEN, *DOCS.rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:)([^)\s]+)\)")


@pytest.fixture(scope="module")
def reference() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "reference").glob("*.md")}


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    """Every command, with its options."""
    messages.use_language("fr")
    found: dict[str, set[str]] = {}

    def visit(path, command):
        for name, child in getattr(command, "commands", {}).items():
            visit([*path, name], child)
        if not getattr(command, "commands", {}):
            found[" ".join(path)] = {name for parameter in command.params for name in parameter.opts}

    visit([], typer.main.get_command(application()))
    return found


def test_no_generated_page_is_stale():
    command = [sys.executable, generate_docs.__file__, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_stale_page_and_one_too_many_are_found_and_mended(tmp_path, monkeypatch, capsys):
    stale, gone, written = (tmp_path / "docs" / name for name in ("stale.md", "gone.md", "written.md"))
    stale.parent.mkdir()
    stale.write_text(f"{MARK}\nold\n", encoding="utf-8")
    gone.write_text(f"{MARK}\n", encoding="utf-8")
    written.write_text("by hand\n", encoding="utf-8")
    monkeypatch.setattr(generate_docs, "ROOT", tmp_path)
    monkeypatch.setattr(generate_docs, "generated", lambda _: {stale: f"{MARK}\nnew\n"})
    assert generate_docs.main(["--check"]) == 1
    assert capsys.readouterr().out.count("stale: ") == 2
    assert generate_docs.main([]) == 0
    assert generate_docs.main(["--check"]) == 0
    assert sorted(path.name for path in stale.parent.iterdir()) == ["stale.md", "written.md"]


def test_every_command_and_option_is_documented(reference, commands):
    page = reference["commandes.md"]
    assert commands
    for command, options in commands.items():
        section = re.search(rf"^## {re.escape(command)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        assert section, command
        assert not [name for name in options if name.startswith("-") and f"`{name}`" not in section[1]], command


@pytest.mark.parametrize("model", [*models_in(Adapter), *models_in(Export)], ids=lambda model: model.__name__)
def test_every_key_of_the_language_is_documented(reference, model):
    keys = {info.alias or name for name, info in model.model_fields.items()}
    assert not [key for key in keys if f"| `{key}` |" not in reference["langage.md"]]
    assert not [name for name, info in model.model_fields.items() if not info.description]


@pytest.mark.parametrize("reader", list(READERS))
def test_every_reader_option_is_documented(reference, reader):
    for model in models_in(READERS[reader].options):
        assert not [name for name in model.model_fields if f"| `{name}` |" not in reference["lecteurs.md"]]
        assert not [name for name, info in model.model_fields.items() if not info.description]


def test_every_issue_code_is_documented(reference):
    assert not [code for code in messages.codes("fr") if f"### `{code}` " not in reference["messages.md"]]


def test_every_field_and_code_is_documented():
    catalogue = Catalogue.from_roots()
    for table in catalogue.tables.values():
        page = (DOCS / "reference" / "tables" / table.domain / f"{table.name}.md").read_text(encoding="utf-8")
        assert not [field.name for field in table.fields if f"| `{field.name}` |" not in page], table.id
    for codes in catalogue.codes.values():
        page = (DOCS / "reference" / "codes" / f"{codes.domain}.md").read_text(encoding="utf-8")
        assert not [code.code for code in codes if f"| `{code.code}` |" not in page], codes.id


def test_every_adapter_has_its_page(reference):
    adapters = Catalogue.from_roots().adapters
    assert not [name for name in adapters if f"(adaptateurs/{name}.md)" not in reference["adaptateurs.md"]]
    assert not [name for name in adapters if not (DOCS / "reference" / "adaptateurs" / f"{name}.md").is_file()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target), link


def _anchors(page: Path) -> set[str]:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r"\{ ?#([\w-]+) ?\}", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_shown_exists(page, commands):
    for block in re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["collecdata"]:
                _check(words[1:], commands, line)


def _check(words: list[str], commands: dict[str, set[str]], line: str) -> None:
    verb = next((name for name in (" ".join(words[:2]), words[0]) if name in commands), None)
    assert verb, line
    assert not [word for word in words if word.startswith("--") and word.partition("=")[0] not in commands[verb]], line


@pytest.mark.parametrize("page", ["README.md", "README.en.md", "docs/tutoriel.md", "docs/rapport.md"])
def test_the_commands_of_a_page_run_one_after_the_other(page, tmp_path, monkeypatch, capsys):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("collecdata ")]
    assert lines
    for line in lines:
        assert main(shlex.split(line, comments=True)[1:]) == 0, f"{line}\n{capsys.readouterr()}"
        messages.use_language("fr")


def test_every_page_is_in_the_navigation():
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    named = set(re.findall(r"[\w/-]+\.md", str(nav)))
    assert {path.name for path in DOCS.glob("*.md")} <= named
    assert not [name for name in named if not (DOCS / name).is_file()]


def test_pages_are_read_in_one_sitting():
    sizes = {page.name: len(page.read_text(encoding="utf-8").split()) for page in DOCS.glob("*.md")}
    assert {name: size for name, size in sizes.items() if size > 2_500} == {}


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path):
    pytest.importorskip("mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "index.html").is_file()
