"""Small files of five formats, for as many towns as are asked: the samples of the adapters, each town its own."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["FORMATS", "make"]

ROOT = Path(__file__).parents[3]
FORMATS = ("fec", "totem", "pes-aller", "unimarc", "xhl")
"""Adapters whose sample each collectivity has one file of."""
NOBODY = b"123456782"
"""The SIREN of the samples."""


def make(folder: Path, files: int) -> None:
    """Write `files` files, one collectivity for every five, and `lots.csv`."""
    samples = {name: _sample(name) for name in FORMATS}
    rows = ["chemin;siren"]
    for place in range(files // len(FORMATS)):
        siren = f"{100_000_000 + 7 * place:09d}"
        dump = folder / "dumps" / siren
        dump.mkdir(parents=True)
        for name, (suffix, data) in samples.items():
            file = f"{siren}FEC20231231.txt" if name == "fec" else f"{name}{suffix}"
            (dump / file).write_bytes(data.replace(NOBODY, siren.encode()))
        rows.append(f"dumps/{siren};{siren}")
    (folder / "lots.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def _sample(adapter: str) -> tuple[str, bytes]:
    first = min((ROOT / "adapters" / adapter / "samples").glob("*/input/*"))
    return first.suffix, first.read_bytes()


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
