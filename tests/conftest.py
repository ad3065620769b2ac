"""What tests of every room share: the real files, where they are present."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real files kept beside the project, or a skip that says so."""
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("real files are not beside this checkout (../shared/data)")
    return data
