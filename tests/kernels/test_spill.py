from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.spill import Spill, missing

HASHES = st.lists(st.integers(0, 2**64 - 1) | st.sampled_from([0, 1, 2**63, 2**64 - 1]))


in_memory = pytest.mark.parametrize("in_memory", [4, 1 << 20])


def filled(directory, hashes, in_memory, first=0):
    spill = Spill(directory, 4, in_memory)
    for start in range(0, len(hashes), 3):
        piece = np.array(hashes[start : start + 3], np.uint64)
        spill.add(piece, np.arange(start, start + len(piece)) + first)
    return spill


@in_memory
@given(hashes=HASHES)
def test_duplicates_are_the_positions_that_share_a_hash(in_memory, tmp_path_factory, hashes):
    positions = defaultdict(list)
    for position, value in enumerate(hashes):
        positions[value].append(position)
    with filled(tmp_path_factory.getbasetemp(), hashes, in_memory) as spill:
        found = sorted(group.tolist() for group in spill.duplicates())
        assert found == sorted(group for group in positions.values() if len(group) > 1)
        assert found == sorted(group.tolist() for group in spill.duplicates())


@in_memory
@given(child=HASHES, parent=HASHES)
def test_missing_are_the_children_without_parent(in_memory, tmp_path_factory, child, parent):
    folder = tmp_path_factory.getbasetemp()
    with filled(folder, child, in_memory, first=100) as children, filled(folder, parent, in_memory) as parents:
        found = sorted(position for group in missing(children, parents) for position in group.tolist())
    assert found == [100 + k for k, value in enumerate(child) if value not in set(parent)]


@in_memory
def test_rows_may_be_added_after_reading(in_memory, tmp_path):
    with filled(tmp_path, [1, 2, 3, 4, 5], in_memory) as spill:
        assert list(spill.duplicates()) == []
        spill.add(np.array([3], np.uint64), np.array([9]))
        assert [group.tolist() for group in spill.duplicates()] == [[2, 9]]


@in_memory
def test_nothing_is_left_behind(in_memory, tmp_path):
    with filled(tmp_path, list(range(50)), in_memory) as spill:
        assert bool(list(tmp_path.iterdir())) == (in_memory == 4)
        assert sum(len(records) for records in spill.read()) == 50
    assert list(tmp_path.iterdir()) == []


@in_memory
def test_two_spills_share_a_folder(in_memory, tmp_path):
    with filled(tmp_path, [1] * 6, in_memory) as one, filled(tmp_path, [2] * 4, in_memory) as other:
        assert [len(group) for group in one.duplicates()] == [6]
        assert [len(group) for group in other.duplicates()] == [4]


@pytest.mark.parametrize("partitions", [0, 1, 3, 512])
def test_partitions_are_a_power_of_two(tmp_path, partitions):
    with pytest.raises(ValueError, match="power of two"):
        Spill(tmp_path, partitions)


def test_spills_of_other_partitions_cannot_be_compared(tmp_path):
    with Spill(tmp_path, 2) as a, Spill(tmp_path, 4) as b, pytest.raises(ValueError, match="2 partitions against 4"):
        list(missing(a, b))
