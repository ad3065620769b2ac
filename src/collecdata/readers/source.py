"""A place to read from: a file, or a member of a compressed one. Picklable; opened where it is read."""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """One input file.

    `path` is where it lies, `name` what reports call it (relative to the dump), `member` its name inside a zip
    archive, `compression` "" | "gz" | "zip".
    """

    path: Path
    name: str
    member: str = ""
    compression: str = ""

    @property
    def plain(self) -> bool:
        """Whether byte ranges can be read straight from disk."""
        return not self.compression

    def open(self) -> BinaryIO:
        """Open for reading bytes, decompressed."""
        if self.compression == "gz":
            return cast("BinaryIO", gzip.open(self.path, "rb"))
        if self.compression == "zip":
            return cast("BinaryIO", io.BufferedReader(_member(self.path, self.member)))
        return self.path.open("rb", buffering=0)


def _member(path: Path, member: str) -> zipfile.ZipExtFile:
    return cast("zipfile.ZipExtFile", zipfile.ZipFile(path).open(member))
