"""What tests of every room share: the real files, where they are present."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from collecdata import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("collecdata", deadline=None)  # what is slow is measured in benchmarks/, never here
settings.load_profile("collecdata")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real files kept beside the project, or a skip that says so."""
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("real files are not beside this checkout (../shared/data)")
    return data


@pytest.fixture(autouse=True)
def _language_of_the_locale() -> Iterator[None]:
    """Leave no language in force behind a test that asked for one."""
    yield
    messages.use_language(None)
