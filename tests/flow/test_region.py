"""Many collectivities at once: by several processes, cut at any time and taken up, the dataset is the same."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import collecdata
from collecdata.flow import apart
from flow_exports import entry, line, write_fec
from region_files import content

if TYPE_CHECKING:
    from pathlib import Path

SIRENS = [f"{100000000 + 7 * number:09d}" for number in range(12)]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    """Twelve collectivities of two years each; one whose folder is absent, one whose file is an image."""
    rows = ["chemin;siren"]
    for place, siren in enumerate(SIRENS):
        for year in (2023, 2024):
            lines = [one for number in range(place + 1) for one in entry(number)]
            write_fec(tmp_path / "dumps" / siren, [*lines, line(99, "x")], f"{siren}FEC{year}1231.txt")
        rows.append(f"dumps/{siren};{siren}")
    image = tmp_path / "dumps" / "image"
    image.mkdir()
    (image / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    rows += ["dumps/image;123456782", "dumps/absent;987654324"]
    path = tmp_path / "lots.csv"
    path.write_text("\n".join(rows), "utf-8")
    return path


@pytest.mark.slow
def test_several_processes_make_the_same_dataset_as_one(region, tmp_path):
    for jobs in (1, 2):
        collecdata.convert(lots=region, to=tmp_path / f"{jobs}", jobs=jobs)
    assert content(tmp_path / "1") == content(tmp_path / "2")


@pytest.mark.slow
def test_what_cannot_be_read_is_said_and_the_others_go_on(region, tmp_path):
    result = collecdata.convert(lots=region, to=tmp_path / "out", lang="fr")
    assert result["compta.ecriture"].num_rows == 2 * sum(2 * place + 2 for place in range(len(SIRENS)))
    assert {"file.misnamed", "file.absent"} <= {issue.code for issue in result.issues}
    assert result.exit_code == 1


@pytest.mark.slow
def test_each_collectivity_has_a_report_of_its_own(region, tmp_path):
    result = collecdata.convert(lots=region, to=tmp_path / "out")
    assert {path.stem for path in (result.path / "rapports").glob("*.json")} == set(SIRENS)
    report = json.loads((result.path / "rapports" / f"{SIRENS[2]}.json").read_text("utf-8"))
    assert {one["siren"] for one in report["inputs"]} == {SIRENS[2]}
    assert [one["rejected"] for one in report["blocks"]] == [2]
    assert sum(block.rejected for block in result.report.blocks) == 2 * len(SIRENS)


def run(region: Path, to: Path) -> subprocess.Popen[bytes]:
    words = ["-m", "collecdata", "convert", "--lots", str(region), "--to", str(to), "--resume", "--jobs", "2"]
    return subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.slow
def test_a_run_killed_at_random_and_taken_up_ends_the_same(region, tmp_path):
    collecdata.convert(lots=region, to=tmp_path / "whole")
    chance, to = random.Random(5), tmp_path / "cut"
    for _ in range(10):
        process = run(region, to)
        time.sleep(chance.uniform(0.5, 4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (to / "datapackage.json").exists() or content(to) == content(tmp_path / "whole")
    assert run(region, to).wait() == 1
    assert content(to) == content(tmp_path / "whole")


@pytest.mark.slow
def test_a_finished_lot_is_done_again_only_if_its_bytes_changed(region, tmp_path, monkeypatch):
    done: list[str] = []
    convert = apart.convert_lot
    monkeypatch.setattr(apart, "convert_lot", lambda lot, *rest: done.append(lot.siren) or convert(lot, *rest))
    monkeypatch.setattr("collecdata.flow.convert.gather", _cut)
    with pytest.raises(KeyboardInterrupt):
        collecdata.convert(lots=region, to=tmp_path / "out", jobs=1, resume=True)
    assert done == SIRENS
    monkeypatch.setattr("collecdata.flow.convert.gather", apart.gather)
    write_fec(tmp_path / "dumps" / SIRENS[3], entry(1), f"{SIRENS[3]}FEC20241231.txt")
    result = collecdata.convert(lots=region, to=tmp_path / "out", jobs=1, resume=True)
    assert done == [*SIRENS, SIRENS[3]]
    assert result.balanced


def _cut(*_: object) -> None:
    raise KeyboardInterrupt
