"""The same lots on a cluster: the same bytes, even if a worker dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

import collecdata
from collecdata.errors import UsageError
from flow_exports import entry, write_fec
from region_files import content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # Dask's own warnings are not ours


@pytest.fixture
def cluster() -> Iterator[object]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as found:
        yield found


@pytest.fixture
def lots(tmp_path: Path) -> Path:
    rows = ["chemin;siren"]
    for number in range(30):
        siren = f"{100000000 + 7 * number:09d}"
        lines = [one for place in range(20) for one in entry(place)]
        write_fec(tmp_path / "dumps" / siren, lines, f"{siren}FEC20241231.txt")
        rows.append(f"dumps/{siren};{siren}")
    path = tmp_path / "lots.csv"
    path.write_text("\n".join(rows), "utf-8")
    return path


def kill_one(cluster, *, after: float) -> threading.Timer:
    victim = next(iter(cluster.workers.values())).pid
    timer = threading.Timer(after, os.kill, (victim, signal.SIGKILL))
    timer.start()
    return timer


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(cluster, lots, tmp_path):
    kill_one(cluster, after=2)
    started = time.monotonic()
    address = cluster.scheduler_address
    collecdata.convert(lots=lots, to=tmp_path / "dask", adapter=None, engine="dask", scheduler=address)
    while time.monotonic() < started + 2:  # a fast machine is done before: another run then meets the death
        collecdata.convert(lots=lots, to=tmp_path / "dask", engine="dask", scheduler=address)
    collecdata.convert(lots=lots, to=tmp_path / "local")
    assert content(tmp_path / "dask") == content(tmp_path / "local")


def test_one_collectivity_is_shared_split_by_split_even_if_a_worker_dies(cluster, tmp_path):
    dump = write_fec(tmp_path / "dump", [one for place in range(120_000) for one in entry(place)])  # three splits
    died = kill_one(cluster, after=1)
    collecdata.convert(dump, to=tmp_path / "dask", engine="dask", scheduler=cluster.scheduler_address)
    died.join()
    collecdata.convert(dump, to=tmp_path / "local")
    assert content(tmp_path / "dask") == content(tmp_path / "local")


def test_a_scheduler_that_does_not_answer_is_said(tmp_path):
    with pytest.raises(UsageError) as refusal:
        collecdata.convert(tmp_path, to=tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:1")
    assert refusal.value.code == "usage.scheduler"


@pytest.mark.parametrize("words", [{"engine": "spark"}, {"engine": "dask"}, {"scheduler": "tcp://127.0.0.1:1"}])
def test_an_engine_is_local_or_a_cluster_with_its_scheduler(words, tmp_path):
    with pytest.raises(UsageError) as refusal:
        collecdata.convert(tmp_path, to=tmp_path / "out", **words)
    assert refusal.value.code == "usage.engine"
