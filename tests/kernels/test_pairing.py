from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.kernels.pairing import ABSENT, differing
from collecdata.kernels.spill import Spill

ROWS = st.lists(st.tuples(st.sampled_from([0, 5, 2**62, 2**63, 2**64 - 1]), st.integers(0, 2)), max_size=30)


def spilled(directory, rows, in_memory=4):
    spill = Spill(directory, 4, in_memory, contents=True)
    for start in range(0, len(rows), 3):
        keys, contents = (np.array(part, np.uint64) for part in zip(*rows[start : start + 3], strict=True))
        spill.add(keys, np.arange(start, start + len(keys)), contents)
    return spill


def pairs(directory, old, new):
    with spilled(directory, old) as before, spilled(directory, new) as after:
        return [pair for found in differing(before, after) for pair in zip(*map(np.ndarray.tolist, found), strict=True)]


@given(old=ROWS, new=ROWS)
def test_what_is_left_is_the_difference_of_the_two_multisets(tmp_path_factory, old, new):
    found = pairs(tmp_path_factory.getbasetemp(), old, new)
    assert Counter(old[before] for before, _ in found if before != ABSENT) == Counter(old) - Counter(new)
    assert Counter(new[after] for _, after in found if after != ABSENT) == Counter(new) - Counter(old)


@given(old=ROWS, new=ROWS)
def test_a_row_stands_alone_only_where_the_other_side_has_none_left_of_its_key(tmp_path_factory, old, new):
    found = pairs(tmp_path_factory.getbasetemp(), old, new)
    assert all(old[before][0] == new[after][0] for before, after in found if ABSENT not in {before, after})
    gone = {old[before][0] for before, after in found if after == ABSENT}
    come = {new[after][0] for before, after in found if before == ABSENT}
    assert not gone & come


def test_gone_changed_and_new_rows_are_told_apart(tmp_path):
    old, new = [(1, 0), (2, 0), (3, 0)], [(3, 0), (2, 1), (4, 0)]
    assert sorted(pairs(tmp_path, old, new)) == [(ABSENT, 2), (0, ABSENT), (1, 1)]


def test_the_number_of_partitions_must_be_the_same(tmp_path):
    old, new = (Spill(tmp_path, partitions, contents=True) for partitions in (4, 8))
    with pytest.raises(ValueError, match="4 partitions against 8"):
        next(differing(old, new))
