"""The contents of attachments, each a file named by its SHA-256: the table `document` says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["write_documents"]


def write_documents(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write contents under the names given; one that is already there is the same."""
    if contents:
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        path = folder / name
        if not path.exists():
            path.write_bytes(content)
