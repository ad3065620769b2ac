"""The language in force is a global of the process: each test leaves it as it found it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collecdata import messages

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    yield
    messages.use_language(None)
