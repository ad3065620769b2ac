"""DSN true to the structure of those of territorial employers, as large as is asked; everything in them is invented.

    python -m suite.generate.dsn MEGABYTES PATH                      # one employer, month after month
    python -m suite.generate.dsn MEGABYTES FOLDER FILES EMPLOYERS    # small files, of so many employers

In Latin-1, CR LF, apostrophes and commas left in values; what S90 declares is what the file holds. The numbers of
individuals are of a department that does not exist: none can be anybody's.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["declaration", "envoi", "write", "write_many"]

NAMES = ["MARTIN", "LEFÈVRE", "D'ALMEIDA", "PETIT", "NOËL", "DUBOIS", "L'HERMITE", "GARCIA", "MÜLLER", "ROBERT"]
FIRST = ["CAMILLE", "DOMINIQUE", "ANDRÉ", "FRANÇOISE", "SACHA", "MAËL", "INÈS", "ZOÉ"]
STREETS = ["12 RUE DE L'ÉGLISE", "3 PLACE DU MARCHÉ", "4 BIS, RUE HAUTE", "27 AVENUE JEAN JAURÈS"]
TOWNS = [("01000", "BOURG EN BRESSE"), ("21000", "DIJON"), ("71000", "MÂCON"), ("89000", "AUXERRE")]
JOBS = [
    ("523A", "TAJ1", "Adjoint administratif"), ("524B", "TTH1", "Agent technique polyvalent"),
    ("431D", "TOP1", "Auxiliaire de puériculture"), ("333E", "TAT1", "Attaché territorial"),
]  # fmt: skip
DUES = ["018", "040", "045", "049", "059", "068", "074", "075", "076", "105", "106", "300", "301", "311", "312"]
BASES = {True: ["02", "03", "04", "07", "48", "49"], False: ["02", "03", "04", "07", "28"]}
PAYS = ["001", "002", "003", "010", "021"]
MOST = 900

Lines = list[str]


def _block(lines: Lines, block: str, cells: Sequence[tuple[str, str]]) -> None:
    lines.extend(f"{block}.{number},'{value}'" for number, value in cells)


def envoi(year: int = 2025) -> Lines:
    """Return the lines of the head of an envoi."""
    lines: Lines = []
    _block(lines, "S10.G00.00", [
        ("001", "PAIE FICTIVE"), ("002", "EDITEUR FICTIF"), ("003", "1.0"), ("005", "02"),
        ("006", f"P{year % 100}V01"), ("007", "01"), ("008", "01"),
    ])  # fmt: skip
    _block(lines, "S10.G00.01", [
        ("001", "287100000"), ("002", "00010"), ("003", "CENTRE DE GESTION FICTIF"), ("004", "RUE DE FLACÉ"),
        ("005", "71000"), ("006", "MÂCON"),
    ])  # fmt: skip
    _block(lines, "S10.G00.02", [("001", "02"), ("002", "SERVICE PAIE"), ("004", "paie@exemple.invalid")])
    return lines


def _siret(employer: int) -> tuple[str, str]:
    """Return a SIREN that nobody has, and a NIC, whose check digits hold."""
    siren = _checked(f"99{employer:06d}")
    return siren, _checked(f"{siren}0001")[9:]


def _checked(digits: str) -> str:
    """Put its check digit behind a number (Luhn)."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return f"{digits}{-sum(sum(divmod(one, 10)) for one in doubled) % 10}"


def declaration(rng: random.Random, employer: int, month: tuple[int, int], people: range) -> Lines:
    """Return the lines of the declaration of one employer and month: `people` are the numbers of its agents."""
    lines: Lines = []
    siren, nic = _siret(employer)
    first = f"01{month[1]:02d}{month[0]}"
    last = f"28{month[1]:02d}{month[0]}"
    _block(lines, "S20.G00.05", [
        ("001", "01"), ("002", "01"), ("003", "11"), ("004", "1"), ("005", first), ("007", last), ("008", "01"),
        ("010", "01"),
    ])  # fmt: skip
    _block(
        lines,
        "S20.G00.07",
        [("001", "SERVICE PAIE"), ("002", "0385000000"), ("003", "paie@exemple.invalid"), ("004", "01")],
    )
    _block(lines, "S21.G00.06", [
        ("001", siren), ("002", nic), ("003", "8411Z"), ("004", "PLACE DE LA MAIRIE"), ("005", "71000"),
            ("006", "MÂCON"),
    ])  # fmt: skip
    _block(lines, "S21.G00.11", [
        ("001", nic), ("002", "8411Z"), ("003", "PLACE DE L'HÔTEL DE VILLE"), ("004", "71000"), ("005", "MÂCON"),
    ])  # fmt: skip
    for agency in ("78123456700011", "CNRACL", "RAFP"):
        _block(
            lines, "S21.G00.20", [("001", agency), ("005", "12345.67"), ("006", first), ("007", last), ("010", "05")]
        )
    _block(lines, "S21.G00.22", [("001", "78123456700011"), ("003", first), ("004", last), ("005", "12345.67")])
    for code in ("003", "100", "332", "479"):
        _block(lines, "S21.G00.23", [("001", code), ("002", "920"), ("004", f"{rng.randint(1, 9999999) / 100:.2f}")])
    for number in people:
        _individual(lines, rng, number, siren + nic, (first, last))
    return lines


def _individual(lines: Lines, rng: random.Random, number: int, siret: str, period: tuple[str, str]) -> None:
    own = random.Random(number)
    birth = (own.randint(1958, 2003), own.randint(1, 12), own.randint(1, 28))
    sex, (postcode, town) = own.choice("12"), own.choice(TOWNS)
    cells = [("001", f"{sex}{birth[0] % 100:02d}{birth[1]:02d}99{number % 1_000_000:06d}"), ("002", own.choice(NAMES))]
    if own.random() < 0.3:
        cells.append(("003", own.choice(NAMES)))
    cells += [
        ("004", own.choice(FIRST)), ("005", f"0{sex}"), ("006", f"{birth[2]:02d}{birth[1]:02d}{birth[0]}"),
        ("007", town), ("008", own.choice(STREETS)), ("009", postcode), ("010", town), ("014", postcode[:2]),
        ("015", "FR"), ("019", f"{number:06d}"), ("024", f"0{own.randint(1, 8)}"),
    ]  # fmt: skip
    _block(lines, "S21.G00.30", cells)
    _contract(lines, own, rng, number, siret, period[1])
    _payment(lines, own, rng, number, period)
    _block(
        lines,
        "S21.G00.86",
        [("001", "07"), ("002", "02"), ("003", str(own.randint(1, 400))), ("005", _contract_of(number))],
    )


def _contract_of(number: int) -> str:
    return f"{number:06d}-1"


def _contract(lines: Lines, own: random.Random, rng: random.Random, number: int, siret: str, last: str) -> None:
    pcs, net, job = own.choice(JOBS)
    tenured, index = own.random() < 0.72, own.randint(366, 720)
    rate = own.choice(["100", "100", "80", "50"])
    cells = [
        ("001", f"01{own.randint(1, 12):02d}{own.randint(2000, 2024)}"), ("002", "10"), ("003", "99"), ("004", pcs),
        ("005", net), ("006", job), ("007", "50" if tenured else "10"), ("008", "99"), ("009", _contract_of(number)),
        ("011", "10"), ("012", "151.67"), ("013", "151.67" if rate == "100" else "121.34"),
        ("014", "10" if rate == "100" else "20"), ("016", "99"), ("017", "9999"), ("018", "200"), ("019", siret),
        ("020", "120" if tenured else "200"), ("024", "99"), ("026", "01" if tenured else "02"),
        ("028", f"{number:08d}"), ("036", "01"), ("037", "01"), ("039", "401" if tenured else "200"),
        ("040", "751BA"), ("043", "1.80"), ("053", "01"), ("055", rate), ("056", "01"), ("057", str(index + 40)),
        ("058", str(index)),
    ]  # fmt: skip
    points = own.choice(["", "10", "15", "25"])
    cells += [("059", points)] if points else []
    _block(lines, "S21.G00.40", [*cells, ("070", f"{own.randint(1, 12):02d}"), ("079", f"{own.randint(100, 999):05d}")])
    if rng.random() < 0.04:
        _block(lines, "S21.G00.41", [("001", last), ("028", last), ("034", str(index + 20)), ("035", str(index - 9))])
    if rng.random() < 0.05:
        _block(lines, "S21.G00.60", [("001", "01"), ("002", last), ("003", last), ("010", last), ("011", "01")])
    if rng.random() < 0.03:
        _block(lines, "S21.G00.65", [("001", "636"), ("002", last), ("003", last)])
    _block(lines, "S21.G00.70", [("012", "1"), ("013", "100")])
    _block(lines, "S21.G00.71", [("002", "RUAA" if tenured else "IRCANTEC")])


def _payment(lines: Lines, own: random.Random, rng: random.Random, number: int, period: tuple[str, str]) -> None:
    (first, last), contract = period, _contract_of(number)
    tenured, net = own.random() < 0.72, rng.randint(130_000, 420_000)

    def money(share: float) -> str:
        return f"{net * share / 100:.2f}"

    _block(lines, "S21.G00.50", [
        ("001", last), ("002", money(1)), ("003", "1"), ("004", money(0.9)),
            ("006", f"{own.randint(0, 14)}.{own.randint(0, 9)}0"),
        ("007", "01"), ("008", "-1"), ("009", money(0.05)), ("011", "0.00"), ("012", "0.00"), ("013", money(0.93)),
    ])  # fmt: skip
    for kind in PAYS:
        hours = [("012", "151.67")] if kind == "002" else []
        _block(lines, "S21.G00.51", [
            ("001", first), ("002", last), ("010", contract), ("011", kind), *hours, ("013", money(1.25)),
        ])  # fmt: skip
        if hours:
            _block(lines, "S21.G00.53", [("001", "01"), ("002", "151.67"), ("003", "10")])
    for bonus in rng.sample(["050", "051", "049", "029"], rng.choice([0, 1, 1, 2])):
        _block(lines, "S21.G00.52", [
            ("001", bonus), ("002", f"{rng.randint(1000, 90000) / 100:.2f}"), ("003", first), ("004", last),
            ("006", contract),
        ])  # fmt: skip
    if rng.random() < 0.2:
        _block(
            lines,
            "S21.G00.54",
            [("001", "17"), ("002", f"{rng.randint(500, 5000) / 100:.2f}"), ("003", first), ("004", last)],
        )
    for base in BASES[tenured]:
        _block(
            lines, "S21.G00.78", [("001", base), ("002", first), ("003", last), ("004", money(1.2)), ("006", contract)]
        )
        if base == "02":
            _block(lines, "S21.G00.79", [("001", "01"), ("004", money(0.8))])
        for due in rng.sample(DUES, 5 if base == "03" else 2):
            sign = "-" if rng.random() < 0.02 else ""
            _block(lines, "S21.G00.81", [
                ("001", due), ("002", "78123456700011"), ("003", money(1.2)), ("004", sign + money(0.08)),
                ("007", f"{rng.random() * 30:.3f}"),
            ])  # fmt: skip


def _envois(megabytes: float, employers: int, seed: int) -> Iterator[Lines]:
    """Give the declarations of employers, month after month, until they have so many megabytes."""
    rng = random.Random(seed)
    sizes = [rng.choice([3, 8, 25, 120, MOST]) if employers > 1 else MOST for _ in range(employers)]
    written, turn = 0.0, 0
    while written < megabytes * 1e6:
        employer, months = turn % employers, turn // employers
        month = (2025 + months // 12, months % 12 + 1)
        start = employer * 10_000 + 1
        lines = declaration(rng, employer, month, range(start, start + sizes[employer]))
        written += sum(map(len, lines)) + 2 * len(lines)
        turn += 1
        yield lines


def _closed(lines: int, declarations: int) -> Lines:
    return [f"S90.G00.90.001,'{lines + 2}'", f"S90.G00.90.002,'{declarations}'"]


def _bytes(lines: Lines) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def write(megabytes: float, path: Path, seed: int = 7) -> None:
    """Write one file of one employer; it appears whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        head = envoi()
        out.write(_bytes(head))
        count, declarations = len(head), 0
        for lines in _envois(megabytes, 1, seed):
            out.write(_bytes(lines))
            count, declarations = count + len(lines), declarations + 1
        out.write(_bytes(_closed(count, declarations)))
    part.rename(path)


def write_many(megabytes: float, folder: Path, files: int, employers: int, seed: int = 3) -> None:
    """Write so many files of one declaration each, of so many employers."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    each = max(1, round(megabytes * 1e6 / files / 4400))
    for number in range(files):
        employer, months = number % employers, number // employers
        start = employer * 10_000 + 1
        people = range(start, start + max(1, round(rng.expovariate(1 / each))))
        lines = [*envoi(), *declaration(rng, employer, (2010 + months // 12, months % 12 + 1), people)]
        (folder / f"{number:05d}.dsn").write_bytes(_bytes([*lines, *_closed(len(lines), 1)]))


if __name__ == "__main__":
    if len(sys.argv) > 3:
        write_many(float(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        write(float(sys.argv[1]), Path(sys.argv[2]))
