"""What goes to an address, and what stays: rejects, anomalies and residues hold raw values, and a bucket is shared."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.flow.aside import FOLDER
from collecdata.sinks.draft import writing

if TYPE_CHECKING:
    from collecdata.sinks.remote import Remote

__all__ = ["send", "stage"]


def stage(url: str) -> Path:
    """Return the folder that a package for this address is made in when the run may be taken up: always the same."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "collecdata" / _name(url)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def send(package: Path, remote: Remote, *, confidential: bool) -> Path | None:
    """Send a package; unless `confidential` says otherwise, `confidentiel/` stays on this machine: return where.

    What stayed of a former run for the same address makes room: its rows are no longer those of the package.

    Raises:
        UsageError: the address, or the folder of what stays, cannot be written.
    """
    aside = package / FOLDER
    stays = None if confidential else _here(remote.url)
    if stays is not None:
        with writing(stays):
            shutil.rmtree(stays, ignore_errors=True)
            if aside.is_dir():
                stays.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copytree(aside, stays)
    remote.send(package, without=() if confidential else (FOLDER,))
    return stays if stays is not None and stays.is_dir() else None


def _here(url: str) -> Path:
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "collecdata" / _name(url) / FOLDER


def _name(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:16]
