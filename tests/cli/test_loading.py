"""Less is looked for by the garbage collector while a verb runs; what nothing holds is found all the same."""

from __future__ import annotations

import gc
import sys
import weakref

import pytest

from collecdata.api.loading import AT_FIRST, NEW_OBJECTS, briskly


class Knot:
    def __init__(self):
        self.itself = self


@pytest.fixture(autouse=True)
def usual(monkeypatch):
    monkeypatch.delitem(sys.modules, "collecdata.flow", raising=False)
    before, enabled = gc.get_threshold(), gc.isenabled()
    gc.enable()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)
    (gc.enable if enabled else gc.disable)()


def knots(count):
    return [weakref.ref(Knot()) for _ in range(count)]


def test_the_thresholds_are_as_they_were_afterwards():
    known = list(gc.callbacks)
    with briskly():
        assert gc.get_threshold() == (AT_FIRST, 10, 10)
    assert gc.get_threshold() == (700, 10, 10)
    assert gc.callbacks == known
    assert gc.get_freeze_count() == 0


def test_what_is_made_once_all_is_loaded_is_collected():
    with briskly():
        kept = [[] for _ in range(AT_FIRST + 1)]
        assert gc.get_threshold() == (NEW_OBJECTS, 10, 10)
        found = knots(3 * NEW_OBJECTS)
    gone = sum(one() is None for one in found)
    assert gone > NEW_OBJECTS
    assert len(kept) > AT_FIRST


def test_the_second_run_of_a_process_has_nothing_to_load(monkeypatch):
    monkeypatch.setitem(sys.modules, "collecdata.flow", sys)
    with briskly():
        assert gc.get_threshold() == (NEW_OBJECTS, 10, 10)


def test_one_in_another_changes_nothing():
    with briskly():
        kept = [[] for _ in range(AT_FIRST + 1)]
        with briskly():
            assert gc.get_threshold() == (NEW_OBJECTS, 10, 10)
        assert gc.get_threshold() == (NEW_OBJECTS, 10, 10)
    assert kept


def test_who_does_without_a_collector_has_none():
    gc.disable()
    with briskly():
        assert gc.get_threshold() == (700, 10, 10)
        assert not gc.isenabled()


def test_what_the_caller_has_frozen_stays_so():
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        with briskly():
            pass
        assert gc.get_freeze_count() > before - 1000
    finally:
        gc.unfreeze()
