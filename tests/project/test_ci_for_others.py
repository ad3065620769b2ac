"""What others put in their own CI: the Action, the GitLab template and the hooks, run as those would run them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = '{"fields": [{"name": "a", "type": "integer"}]}'


@pytest.fixture
def repository(tmp_path) -> Path:
    (tmp_path / "schema.json").write_text(SCHEMA)
    (tmp_path / "good.csv").write_text("a\n1\n")
    (tmp_path / "bad file.csv").write_text("a\n1\nx\n")
    return tmp_path


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder, env={**os.environ, "PATH": path, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def action() -> dict:
    return yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def variables(action: dict, **given: str) -> dict[str, str]:
    """The environment of the step that validates, as GitHub fills it."""
    inputs = {name: one.get("default", "") for name, one in action["inputs"].items()} | given
    step = action["runs"]["steps"][-1]
    return {
        name: inputs[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)[1]] for name, value in step["env"].items()
    }


def test_the_action_passes_what_is_valid(action, repository):
    done = shell(
        action["runs"]["steps"][-1]["run"], repository, **variables(action, data="good.csv", schema="schema.json")
    )
    assert done.returncode == 0, done.stderr


def test_the_action_fails_annotates_and_sums_up(action, repository):
    given = variables(action, data="*.csv", schema="schema.json", html="report.html")
    done = shell(
        action["runs"]["steps"][-1]["run"], repository, GITHUB_STEP_SUMMARY=str(repository / "summary.md"), **given
    )
    assert done.returncode == 1, done.stderr
    assert "::error file=bad file.csv,line=3," in done.stdout
    assert "bad file.csv" in (repository / "summary.md").read_text("utf-8")
    assert "<html" in (repository / "report.html").read_text("utf-8")


def test_the_action_takes_no_input_for_a_command(action, repository):
    given = variables(action, data="good.csv", schema="$(touch owned)schema.json; touch owned")
    assert shell(action["runs"]["steps"][-1]["run"], repository, **given).returncode == 2
    assert not (repository / "owned").exists()
    assert "${{" not in action["runs"]["steps"][-1]["run"]


def test_the_gitlab_template_writes_its_reports_and_fails(repository):
    job = yaml.safe_load((ROOT / "ci" / "validate.gitlab-ci.yml").read_text("utf-8"))[".collecdata-validate"]
    (repository / "bad file.csv").rename(repository / "bad.csv")
    given = job["variables"] | {"SCHEMA": "schema.json"}
    done = shell("\n".join(job["script"]), repository, **given)
    assert done.returncode == 1, done.stderr
    wanted = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert all((repository / name).stat().st_size for name in wanted)


def test_the_hooks_run_on_the_files_they_are_given(repository):
    hooks = {one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    validate = hooks["collecdata-validate"]
    line = f"{validate['entry']} {' '.join(validate['args'])}"
    assert shell(f"{line} good.csv", repository).returncode == 0
    assert shell(f"{line} good.csv 'bad file.csv'", repository).returncode == 1
