"""A place to read from: a file, a member of a compressed one, a database. Picklable; opened where it is read."""

from __future__ import annotations

import errno
import gzip
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from collecdata.errors import InputError
from collecdata.readers.inflate import inflated

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HEAD", "Source", "read_up_to", "unreadable"]

HEAD = 1 << 16
"""Bytes enough to recognise a format."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One input file.

    `path` is where it lies, `name` what reports call it (relative to the dump), `member` its name inside a zip
    archive, `compression` "" | "gz" | "zip". Of a database, `address` is the URL, `credentials` the file of its
    password, and there are no bytes.
    """

    path: Path
    name: str
    member: str = ""
    compression: str = ""
    address: str = ""
    credentials: Path | None = None

    @property
    def plain(self) -> bool:
        """Whether byte ranges can be read straight from disk."""
        return not self.compression and not self.address

    @property
    def size(self) -> int:
        """Bytes on the disk; 0 for a database."""
        return 0 if self.address else self.path.stat().st_size

    @property
    def base(self) -> str:
        """Name of the file alone, as it is once decompressed: what `detect` compares.

        >>> Source(Path("d/2024.zip"), "2024.zip/a/titres.csv", "a/titres.csv", "zip").base
        'titres.csv'
        >>> Source(Path("d/titres.csv.gz"), "titres.csv.gz", "", "gz").base
        'titres.csv'
        """
        base = PurePosixPath(self.name).name
        return base[:-3] if self.compression == "gz" and base.lower().endswith(".gz") else base

    def open(self) -> BinaryIO:
        """Open for reading bytes, decompressed.

        Raises:
            InputError: the file is absent, locked or unreadable, or the archive damaged; while reading too
                (truncated, damaged, or far larger than a compressed file of data can be).
        """
        if self.address:
            return io.BytesIO()
        try:
            if self.compression == "gz":
                return inflated(cast("BinaryIO", gzip.open(self.path, "rb")), self.name, self.path.stat().st_size)
            if self.compression == "zip":
                archive = zipfile.ZipFile(self.path)
                member = cast("BinaryIO", archive.open(self.member))
                return inflated(member, self.name, archive.getinfo(self.member).compress_size, archive)
            return self.path.open("rb", buffering=0)
        except (OSError, RuntimeError, KeyError, NotImplementedError, zipfile.BadZipFile) as error:
            raise unreadable(self.name, error) from error

    def head(self, size: int = HEAD) -> bytes:
        """Read the first bytes; fewer where the file is shorter.

        Raises:
            InputError: as `open`.
        """
        with self.open() as stream:
            return read_up_to(stream, size)

    def raw_blocks(self, size: int = _BLOCK) -> Iterator[bytes]:
        """Read what identifies the input: the file as it lies on disk; of an archive, the content of the one member.

        Raises:
            InputError: as `open`.
        """
        yield from (self if self.member else Source(self.path, self.name)).blocks(size)

    def blocks(self, size: int = _BLOCK) -> Iterator[bytes]:
        """Read everything, a block at a time.

        Raises:
            InputError: as `open`.
        """
        with self.open() as stream:
            while block := stream.read(size):
                yield block

    def read(self) -> bytes:
        """Read everything: for formats that cannot be streamed.

        Raises:
            InputError: as `open`.
        """
        return b"".join(self.blocks())


def read_up_to(stream: BinaryIO, size: int) -> bytes:
    """Read `size` bytes, or what there is: an unbuffered stream may give fewer at a time."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def unreadable(name: str, error: Exception) -> InputError:
    """Say why a file cannot be opened, in the terms of its owner."""
    if isinstance(error, FileNotFoundError):
        return InputError("file.absent", source=name)
    if isinstance(error, IsADirectoryError):
        return InputError("file.special", source=name)
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return InputError("file.loop", source=name)
    if isinstance(error, PermissionError):
        return InputError("file.locked", source=name)
    if isinstance(error, OSError) and error.strerror:
        return InputError("file.unreadable", source=name, reason=error.strerror)
    return InputError("archive.damaged", source=name)
