"""Write one file: `python -m suite.generate SHAPE ENCODING ROWS PATH`."""

from __future__ import annotations

import sys
from pathlib import Path

from suite.generate.payroll import payroll
from suite.generate.unique import unique
from suite.shapes import SHAPES

BLOCKS = {"payroll": payroll, "unique": unique}


def write(shape: str, encoding: str, rows: int, path: Path) -> None:
    """Write the header and `rows` lines; the file appears whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        out.write((";".join(SHAPES[shape].header) + "\r\n").encode())
        for block in BLOCKS[shape](rows):
            out.write(block if encoding == "utf8" else block.decode().encode(encoding))
    part.rename(path)


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
