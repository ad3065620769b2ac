"""A package sent where nothing can be renamed: any address that fsspec knows (S3, Google, Azure, SFTP...).

The commit holds all the same: a former package goes first, its descriptor before the rest, and the descriptor of the
new one comes last. Between the two there is no package there, only a mark of ours. It lets the next run take the place
again; and it names the bytes being sent, so that a run that has the same to send leaves out what has arrived.
"""

from __future__ import annotations

import hashlib
import json
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from collecdata.errors import UsageError
from collecdata.sinks.package import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

__all__ = ["Remote", "is_remote"]

MARK = ".collecdata-en-cours"
"""Says that the files there are those of a package of ours that is not whole yet."""
EXTRAS: Mapping[str, str] = {
    "s3": "s3",
    "s3a": "s3",
    "gs": "gs",
    "gcs": "gs",
    "abfs": "abfs",
    "abfss": "abfs",
    "az": "abfs",
    "sftp": "sftp",
    "ssh": "sftp",
}
"""Extra that has the driver of a scheme."""
BUCKETS = {"s3", "gs", "abfs"}
"""Extras of places that have no folders. To make one there is to make the bucket, which a slip must not do."""


def is_remote(text: str) -> bool:
    """Say whether a place is an address and not a folder.

    >>> is_remote("s3://seau/region"), is_remote("resultat/"), is_remote("C:/resultat")
    (True, False, False)
    """
    return "://" in text


@dataclass(frozen=True, slots=True)
class Remote:
    """A folder behind an address: `system` is the file system of fsspec, `root` what it calls the folder."""

    url: str
    system: Any
    root: str

    @classmethod
    def at(cls, url: str) -> Remote:
        """Open an address. Keys and accounts are for the environment, and the files of its driver, to say.

        Raises:
            UsageError: a password in the address (`target.password_in_url`), a scheme that nobody knows
                (`target.scheme`), a driver that is not installed (`target.driver`), or a place that does not answer.
        """
        scheme = urlsplit(url).scheme
        if urlsplit(url).password is not None:
            raise UsageError("target.password_in_url")
        try:
            fsspec: Any = import_module("fsspec")
            fsspec.get_filesystem_class(scheme)
        except ImportError as error:
            raise UsageError("target.driver", scheme=scheme, extra=EXTRAS.get(scheme, "distant")) from error
        except ValueError as error:
            raise UsageError("target.scheme", scheme=scheme) from error
        for name in ("gcsfs", "s3fs", "adlfs", "azure"):  # they log what they then raise, with its traceback
            logging.getLogger(name).addHandler(logging.NullHandler())
        with _told(url):
            system, root = fsspec.core.url_to_fs(url.rstrip("/"))
        return cls(url.rstrip("/"), system, root.rstrip("/"))

    def refuse_foreign(self) -> None:
        """Leave alone a folder that holds something else than a package of ours.

        Raises:
            UsageError: it does (`target.not_empty`), or the place does not answer (`target.unwritable`).
        """
        with _told(self.url):
            ours = self.system.exists(self._path(MARK)) or self._is_ours()
            if not ours and self.system.exists(self.root) and self.system.find(self.root):
                raise UsageError("target.not_empty", path=self.url)

    def send(self, folder: Path, without: Collection[str] = ()) -> None:
        """Put a package in place of what is there, all but its folders named in `without`.

        Raises:
            UsageError: the place does not take it (`target.unwritable`); what is there then is no package.
        """
        files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        files = {name: path for name, path in files.items() if name.partition("/")[0] not in without}
        digest = _digest(files)
        with _told(self.url):
            arrived = self._arrived(digest)
            if arrived is None:
                self._clear()
                self.system.pipe_file(self._path(MARK), digest)
            for name in (name for name in files if name != PACKAGE):
                if arrived is None or arrived.get(self._path(name)) != files[name].stat().st_size:
                    self._put(files[name], name)
            self._put(files[PACKAGE], PACKAGE)
            self.system.rm_file(self._path(MARK))

    def _arrived(self, digest: bytes) -> dict[str, int] | None:
        """Return the sizes of the files that a run cut short has sent of the same bytes; None if there was none."""
        self.system.invalidate_cache()
        try:
            if self.system.cat_file(self._path(MARK)) != digest:
                return None
        except FileNotFoundError:
            return None
        return {path: one["size"] for path, one in self.system.find(self.root, detail=True).items()}

    def _clear(self) -> None:
        """Remove a former package, marked first as being replaced, its descriptor before the rest."""
        self._folder(self.root)
        self.system.pipe_file(self._path(MARK), b"")
        if self.system.exists(self._path(PACKAGE)):
            self.system.rm_file(self._path(PACKAGE))
        for left in self.system.find(self.root):
            if left != self._path(MARK):
                self.system.rm_file(left)

    def _put(self, path: Path, name: str) -> None:
        target = self._path(name)
        self._folder(target.rpartition("/")[0])
        self.system.put_file(str(path), target)

    def _folder(self, path: str) -> None:
        if EXTRAS.get(urlsplit(self.url).scheme) not in BUCKETS:
            self.system.makedirs(path, exist_ok=True)

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"

    def _is_ours(self) -> bool:
        try:
            return "collecdata" in json.loads(self.system.cat_file(self._path(PACKAGE)))
        except (FileNotFoundError, ValueError):
            return False


def _digest(files: Mapping[str, Path]) -> bytes:
    """Name what is sent: the names and bytes of all the files."""
    digest = hashlib.sha256()
    for name, path in files.items():
        with path.open("rb") as stream:
            digest.update(f"{hashlib.file_digest(stream, 'sha256').hexdigest()} {name}\n".encode())
    return digest.hexdigest().encode()


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Say in our words what any driver raises."""
    try:
        yield
    except UsageError:
        raise
    except Exception as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise UsageError("target.unwritable", path=url, reason=reason) from error
