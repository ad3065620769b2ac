"""Many collectivities at once: by several processes, cut at any time and taken up, the dataset is the same."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

import collecdata
from collecdata.flow import apart
from collecdata.flow.packaging import write_package
from collecdata.flow.reporting import write_report
from collecdata.report import Report
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


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two collectivities, a row of each refused."""
    rows = ["chemin;siren"]
    for siren in SIRENS[:2]:
        write_fec(tmp_path / "dumps" / siren, [*entry(1), line(99, "x")], f"{siren}FEC20241231.txt")
        rows.append(f"dumps/{siren};{siren}")
    path = tmp_path / "lots.csv"
    path.write_text("\n".join(rows), "utf-8")
    return path


def test_the_report_written_lot_by_lot_is_the_one_that_would_be_written_whole(two, tmp_path):
    result = collecdata.convert(lots=two, to=tmp_path / "out", lang="fr")
    text = (result.path / "rapport.json").read_text("utf-8")
    whole = Report.model_validate_json(text)
    assert text == whole.json_text()
    assert (result.path / "rapport.md").read_text("utf-8") == whole.markdown()
    assert result.summary.text() == whole.text()


def test_the_report_has_a_line_for_each_collectivity(two, tmp_path, capsys):
    (tmp_path / "dumps" / SIRENS[1] / f"{SIRENS[1]}FEC20241231.txt").write_bytes(b"\x00")
    result = collecdata.convert(lots=two, to=tmp_path / "one", lang="fr")
    assert "Collectivités" not in result.report.markdown()  # one of them only has a file that is of any format
    write_fec(tmp_path / "dumps" / SIRENS[1], entry(1), f"{SIRENS[1]}FEC20241231.txt")
    lines = collecdata.convert(lots=two, to=tmp_path / "out", lang="fr").report.markdown().splitlines()
    place = lines.index("## Collectivités")
    assert lines[place + 4 : place + 6] == [
        f"| {SIRENS[0]} | 1 | 2 | 1 | complet |",
        f"| {SIRENS[1]} | 1 | 2 | 0 | complet |",
    ]


def test_the_files_of_collectivities_that_alternate_stay_apart(tmp_path):
    for place, siren in enumerate([*SIRENS[:3], *SIRENS[:3]]):
        write_fec(tmp_path / "dump" / f"{place}", entry(place), f"{siren}FEC{2020 + place}1231.txt")
    result = collecdata.convert(tmp_path / "dump", to=tmp_path / "out")
    assert [(one.siren, one.name[:1]) for one in result.report.inputs] == [
        (siren, f"{place}") for first, siren in enumerate(SIRENS[:3]) for place in (first, first + 3)
    ]


def test_no_more_is_kept_of_a_lot_than_the_names_of_its_files(two, tmp_path, monkeypatch):
    peaks: dict[int, int] = {}
    monkeypatch.setattr("collecdata.report.files.SMALL", 4096)

    def measured(path, fragments, log, info, declared, lang):
        for times in (110, 210):  # the tables of rapport.md are full: they show two hundred rows
            made = apart.Kept(fragments.folders * times)
            tracemalloc.start()
            write_report(path, made, log, info, declared, lang)
            write_package(info, made)
            peaks[times] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return write_report(path, fragments, log, info, declared, lang)

    monkeypatch.setattr("collecdata.flow.convert.write_report", measured)
    collecdata.convert(lots=two, to=tmp_path / "out", jobs=1)
    assert peaks[210] - peaks[110] < 200 * 4096


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
def test_a_process_that_is_killed_is_said_and_the_run_can_be_taken_up(region, tmp_path):
    program = (
        "import os, signal, collecdata\n"
        "from collecdata.flow import apart\n"
        "convert = apart.convert_lot\n"
        f"def killed(lot, *rest):\n    if lot.siren == {SIRENS[6]!r}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return convert(lot, *rest)\n"
        "apart.convert_lot = killed\n"
        "if __name__ == '__main__':\n"
        f"    collecdata.convert(lots={str(region)!r}, to={str(tmp_path / 'out')!r}, jobs=2, resume=True)\n"
    )
    (tmp_path / "killed.py").write_text(program, "utf-8")
    done = subprocess.run([sys.executable, str(tmp_path / "killed.py")], capture_output=True, text=True, check=False)
    assert "usage.worker" in done.stderr.splitlines()[-1]
    collecdata.convert(lots=region, to=tmp_path / "out", resume=True)
    collecdata.convert(lots=region, to=tmp_path / "whole")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


@pytest.mark.slow
def test_a_finished_lot_is_done_again_only_if_its_bytes_changed(region, tmp_path, monkeypatch):
    done: list[str] = []
    convert = apart.convert_lot
    monkeypatch.setattr(apart, "convert_lot", lambda lot, *rest: done.append(lot.siren) or convert(lot, *rest))
    monkeypatch.setattr("collecdata.flow.convert.put_away", _cut)
    with pytest.raises(KeyboardInterrupt):
        collecdata.convert(lots=region, to=tmp_path / "out", jobs=1, resume=True)
    assert done == SIRENS
    monkeypatch.setattr("collecdata.flow.convert.put_away", apart.put_away)
    write_fec(tmp_path / "dumps" / SIRENS[3], entry(1), f"{SIRENS[3]}FEC20241231.txt")
    result = collecdata.convert(lots=region, to=tmp_path / "out", jobs=1, resume=True)
    assert done == [*SIRENS, SIRENS[3]]
    assert result.balanced


def _cut(*_: object) -> None:
    raise KeyboardInterrupt
