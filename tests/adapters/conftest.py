"""What the kit repeats is left to `make test-all`: one size of batches is enough to see that sizes do not matter."""

from __future__ import annotations

import pytest

REPEATED = ("test_batches_of_1_", "test_batches_of_65536_", "test_shuffled_columns_", "test_damaged_")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.name.startswith(REPEATED):
            item.add_marker(pytest.mark.slow)
