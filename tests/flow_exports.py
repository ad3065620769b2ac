"""Small invented exports that tests of whole runs write."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|"
    "CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|"
    "Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise"
)
NAME = "000000000FEC20241231.txt"


def line(number: int, debit: str = "10,00", credit: str = "0,00", day: str = "20240131") -> str:
    return f"VE|Ventes|{number}|{day}|411000|Clients||||{day}|Facture|{debit}|{credit}|||20240201||"


def entry(number: int) -> list[str]:
    return [line(number), line(number, "0,00", "10,00")]


def write_fec(folder: Path, lines: list[str], name: str = NAME) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes("\r\n".join([HEADER, *lines, ""]).encode())
    return path
