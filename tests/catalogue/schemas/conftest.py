"""The schemas of the repository, and copies of them to spoil."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from collecdata.catalogue import domain
from collecdata.catalogue.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue([ROOT])


@cache
def ours(name: str) -> domain.Domain:
    return domain.load(ROOT / "schemas" / name)


class Copy:
    """A copy of `schemas/` that a test may change: `compta`, and what it edits; the rest are links, read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.schemas = root / "schemas"
        self.schemas.mkdir()
        for path in (ROOT / "schemas").iterdir():
            (self.schemas / path.name).symlink_to(path)
        self._own("compta")

    def _own(self, name: str) -> None:
        path = self.schemas / name
        if path.is_symlink():
            path.unlink()
            shutil.copytree(ROOT / "schemas" / name, path)

    def edit(self, name: str, change: Callable[[dict[str, Any]], object]) -> Path:
        self._own(name.partition("/")[0])
        path = self.schemas / name
        data = json.loads(path.read_text("utf-8"))
        change(data)
        path.write_text(json.dumps(data, ensure_ascii=False, indent=2), "utf-8")
        return path

    def replace(self, name: str, old: str, new: str) -> Path:
        self._own(name.partition("/")[0])
        path = self.schemas / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    def domains(self) -> list[domain.Domain]:
        paths = (path for path in sorted(self.schemas.iterdir()) if path.is_dir())
        return [ours(path.name) if path.is_symlink() else domain.load(path) for path in paths]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)
