"""The command line sets how its process keeps memory; a program that imports collecdata is left as it is."""

from __future__ import annotations

import os
import subprocess
import sys

import pyarrow as pa
import pytest

from collecdata.cli import memory

SAID = "import os, pyarrow; print(pyarrow.default_memory_pool().backend_name, 'MALLOC_TRIM_THRESHOLD_' in os.environ)"
CALLED = "from collecdata.cli.memory import keep_memory; keep_memory();"
GLIBC = "CS_GNU_LIBC_VERSION" in getattr(os, "confstr_names", ())


def said(code, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "ARROW_"))}
    found = subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True, check=True
    )
    return found.stdout.split()


@pytest.mark.skipif(not GLIBC, reason="the C library is not glibc")
def test_arrow_takes_its_memory_from_the_best_that_it_was_built_with():
    best = "jemalloc" if "jemalloc" in pa.supported_memory_backends() else "system"
    assert said(CALLED + SAID) == [best, "True"]


@pytest.mark.skipif(not GLIBC, reason="the C library is not glibc")
def test_an_arrow_without_jemalloc_takes_the_memory_of_the_process(monkeypatch):
    monkeypatch.setattr(memory, "_HEADER", "absent.h")
    assert memory._pool() == "system"


def test_what_the_user_chose_stays():
    assert said(CALLED + SAID, ARROW_DEFAULT_MEMORY_POOL="mimalloc")[0] == "mimalloc"


def test_an_import_changes_nothing():
    assert said("import collecdata, collecdata.api;" + SAID)[1] == "False"
