"""What tests of every room share: the real files, where they are present."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from collecdata import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is slow is measured in benchmarks/, never here. The same examples at every run: a red test is red for everyone;
# pytest --hypothesis-profile=explore draws new ones.
UNTIMED = {"deadline": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("collecdata", derandomize=True, **UNTIMED)
settings.register_profile("explore", **UNTIMED)
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
