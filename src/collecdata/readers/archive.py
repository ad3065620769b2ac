"""Members of a zip archive: places to read from, unless the archive or the member is hostile or unreadable."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections import Counter
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.issues import Issue
from collecdata.readers.inflate import is_bomb
from collecdata.readers.magic import LABELS, kind_of
from collecdata.readers.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["is_hidden", "members"]

_NOT_DATA = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_ENCRYPTED, _UTF8 = 0x1, 0x800
_MOST = 100_000
"""Members of one archive: more is no dump."""
_SUPPORTED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_CONTAINERS = frozenset({"zip", "gz", "tar", "7z", "rar", "bz2", "xz", "zstd"})


def is_hidden(name: str) -> bool:
    """Whether a name is of a hidden file, a lock file of Office, or litter of a file manager.

    >>> [is_hidden(name) for name in (".DS_Store", "~$paie.xlsx", "Thumbs.db", "..", "paie.xlsx")]
    [True, True, True, False, False]
    """
    return name.startswith("~$") or (name.startswith(".") and name != "..") or name.lower() in _NOT_DATA


def members(path: Path, name: str) -> Iterator[Source | Issue]:
    """Give each file of an archive, by name, or the reason why it is refused; archives inside are not opened.

    Nothing is extracted; sizes that the archive declares are held against a limit here, and again while reading.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = [member for member in archive.infolist() if not member.is_dir()]
    except (OSError, NotImplementedError, zipfile.BadZipFile):
        yield Issue("archive.damaged", source=name)
        return
    total = sum(member.file_size for member in listed)
    if len(listed) > _MOST or is_bomb(path.stat().st_size, total):
        yield Issue("archive.bomb", source=name)
        return
    times = Counter(member.filename for member in listed)
    wanted = sorted(((_shown(member), member) for member in listed), key=lambda pair: (pair[0], pair[1].filename))
    found = 0
    for inside, member in wanted:
        if any(map(is_hidden, PurePosixPath(inside).parts)):
            continue
        found += 1
        shown = f"{name}/{inside}"
        code = _refusal(inside, member) or ("archive.duplicate" if times[member.filename] > 1 else "")
        yield Issue(code, source=shown) if code else _member(Source(path, shown, member.filename, "zip"))
    if not found:
        yield Issue("archive.empty", source=name)


def _member(source: Source) -> Source | Issue:
    try:
        kind = kind_of(source)
    except InputError as error:
        return Issue(error.code, source=source.name)
    if kind in ("empty", "damaged"):
        return Issue("file.empty" if kind == "empty" else "archive.damaged", source=source.name)
    if kind in _CONTAINERS:
        return Issue("archive.nested", source=source.name, params={"kind": LABELS[kind]})
    return source


def _refusal(inside: str, member: zipfile.ZipInfo) -> str:
    if _leaves_folder(inside) or stat.S_ISLNK(member.external_attr >> 16):
        return "archive.unsafe"
    if member.flag_bits & _ENCRYPTED:
        return "archive.encrypted"
    if member.compress_type not in _SUPPORTED:
        return "archive.method"
    return "archive.bomb" if is_bomb(member.compress_size, member.file_size) else ""


def _leaves_folder(inside: str) -> bool:
    path = PurePosixPath(inside)
    return path.is_absolute() or bool(PureWindowsPath(inside).drive) or ".." in path.parts or "\0" in inside


def _shown(member: zipfile.ZipInfo) -> str:
    """Return the name as it was written: Windows leaves cp850 (not the cp437 of the standard), others UTF-8, unsaid."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))
