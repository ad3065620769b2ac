"""What the scripts that make dated lists share: compressed CSV that is rewritten only where its text changes."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def update(folder: Path, wanted: Mapping[str, str], *, check: bool) -> int:
    """Write the files (`<name>.csv.gz`) whose text differs, or with `check` only tell; 1 where one was to be told."""
    stale = [name for name, text in wanted.items() if read(folder / f"{name}.csv.gz") != text]
    for name in stale:
        print(f"{'stale' if check else 'written'}: {name}.csv.gz")
        if not check:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.csv.gz").write_bytes(gzip.compress(wanted[name].encode(), 9, mtime=0))
    return 1 if stale and check else 0


def read(path: Path) -> str | None:
    """Return a file's text, or None. Texts are compared and not bytes: another zlib may pack them otherwise."""
    return gzip.decompress(path.read_bytes()).decode() if path.is_file() else None


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return the text of a CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
