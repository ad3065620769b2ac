"""Options of the pytest-benchmark suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the size be chosen."""
    parser.addoption("--rows", type=int, default=200_000, help="rows of each generated file")
    parser.addoption("--megabytes", type=int, default=30, help="size of each generated payroll file")


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the generated files and of what the engines write."""
    return tmp_path_factory.mktemp("work")
