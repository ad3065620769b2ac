"""What the tests of lots share."""

from __future__ import annotations

import pytest

import collecdata
from collecdata.flow import lot
from collecdata.flow.together import kindred


@pytest.fixture
def convert_files(monkeypatch, tmp_path):
    """Convert files into a folder, together or one by one; say how many were together."""

    def run(files, to, *, alone=False, **told):
        sizes = []

        def groups(plans):
            for group in kindred(plans):
                sizes.append(len(group))
                yield from ((one,) for one in group) if alone else (group,)

        monkeypatch.setattr(lot, "kindred", groups)
        return collecdata.convert(*files, to=tmp_path / to, jobs=1, **told), sizes

    return run


@pytest.fixture
def same_package(convert_files, tmp_path):
    """Convert files together, then one by one: the bytes must be the same; return the result and the sizes."""

    def run(files, **told):
        result, sizes = convert_files(files, "together", **told)
        convert_files(files, "alone", alone=True, **told)
        assert _content(tmp_path / "together") == _content(tmp_path / "alone")
        return result, sizes

    return run


def _content(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
