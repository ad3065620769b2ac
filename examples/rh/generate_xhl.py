"""Invent the payroll of a town that does not exist, as three payroll packages would write it (DocumentPaye, XHL).

    python examples/rh/generate_xhl.py                       # rewrites examples/rh/xhl/, the same bytes every time
    python examples/rh/generate_xhl.py --agents 30000 FILE   # one month of so many agents, to measure

The three dialects are those of real files: where the sign of what is withheld stands, where the base stands, what a
zero looks like, which leaves are missing. Nobody is born in the department and town of these NIR (99 999).
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HERE = Path(__file__).parent / "xhl"
SIRET = "12345678200010"
POINT = 492_278
"""Value of an index point, in millionths of a euro a month."""
SCALE = ((367, 366), (368, 367), (370, 368), (371, 369), (374, 370), (378, 371))
NAMES = ("Exemplaire", "Fictif", "Inventé", "Imaginaire", "Modèle", "Démonstration", "Échantillon", "L'Exemple")
FIRST_NAMES = ("Camille", "Dominique", "Claude", "Maxime", "Sacha", "Noé", "Anaïs", "Gaël")
JOBS = (
    ("Adjoint administratif", "TAJ1", "Agent d'accueil", "ACCUEIL"),
    ("Adjoint technique", "TTH1", "Agent d'entretien", "TECHNIQUE"),
    ("Adjoint d'animation", "TNJ1", "Animateur périscolaire", "ÉCOLES"),
    ("Rédacteur", "TAR1", "Gestionnaire de paie", "RH"),
)
FUNDS = {"CNRACL": "Caisse nationale de retraites", "URSSAF": "Recouvrement", "MUT": "Mutuelle d'exemple"}
HEADINGS = {
    "100": ("TraitBrut", "Traitement de base", ""),
    "110": ("IndemResid", "Indemnité de résidence", ""),
    "120": ("SupFam", "Supplément familial de traitement", ""),
    "130": ("AvantageNature", "Repas", ""),
    "200": ("Indemnite", "IFSE", ""),
    "210": ("RemDivers", "Heures supplémentaires", ""),
    "300": ("Rappel", "Rappel d'échelon", ""),
    "500": ("Deduction", "C.N.R.A.C.L. part de l'agent", "CNRACL"),
    "510": ("Deduction", "C.S.G. déductible", "URSSAF"),
    "600": ("Retenue", "Mutuelle", "MUT"),
    "610": ("Acompte", "Acompte du 15", ""),
    "700": ("Cotisation", "C.N.R.A.C.L. part de l'employeur", "CNRACL"),
    "900": ("Commentaire", "Entretien professionnel à prévoir", ""),
}
WITHHELD = ("Deduction", "Retenue", "Acompte")


@dataclass(frozen=True)
class Line:
    """One line: amounts in cents, positive; rates and numbers in hundredths; what is negative is given back."""

    heading: str
    amount: int
    base: int = 0
    rate: int = 0
    number: int = 0

    @property
    def family(self) -> str:
        """The element it is written in."""
        return HEADINGS[self.heading][0]


@dataclass(frozen=True)
class Agent:
    """Who is paid, and how they stand."""

    number: int
    name: str
    first_name: str
    job: tuple[str, str, str, str]
    step: int
    quota: int
    children: int


@dataclass(frozen=True)
class Payslip:
    """One agent, one month."""

    agent: Agent
    lines: tuple[Line, ...]

    def total(self, *families: str) -> int:
        """Sum the lines of some families, in cents."""
        return sum(line.amount for line in self.lines if line.family in families)

    @property
    def gross(self) -> int:
        """What the earnings make."""
        return self.total("TraitBrut", "IndemResid", "SupFam", "AvantageNature", "Indemnite", "RemDivers", "Rappel")

    @property
    def net(self) -> int:
        """The gross without the deductions."""
        return self.gross - self.total("Deduction")


def agents(dice: random.Random, count: int) -> list[Agent]:
    """Invent agents."""
    return [
        Agent(
            number,
            dice.choice(NAMES),
            dice.choice(FIRST_NAMES),
            dice.choice(JOBS),
            dice.randrange(1, len(SCALE)),
            dice.choice((10_000, 10_000, 10_000, 8_000, 5_000)),
            dice.randrange(4),
        )
        for number in range(1, count + 1)
    ]


def payslip(agent: Agent, month: int) -> Payslip:
    """Pay an agent: what depends on nobody's choice, and what some of them have."""
    base = share(SCALE[agent.step - 1][1] * POINT, agent.quota, 10_000_000)
    earned = [Line("100", base), Line("110", share(base, 1, 100))]
    if agent.children:
        earned.append(Line("120", (229, 7_379, 18_356)[agent.children - 1]))
    if agent.number % 5 == 0:
        earned.append(Line("130", 5_350, base=535, number=1_000))
    earned.append(Line("200", share(15_000, agent.quota, 10_000)))
    if agent.number % 3 == 0:
        earned.append(Line("210", 6_080, rate=1_520, number=400))
    if agent.number % 7 == month % 7:
        earned.append(Line("300", -1_250 if agent.number % 2 else 2_400))
    gross = sum(line.amount for line in earned)
    withheld = [
        Line("500", share(base, 1_110, 10_000), base, 1_110),
        Line("510", share(gross, 680, 10_000), gross, 680),
    ]
    if agent.number % 11 == 4:
        withheld.append(Line("500", -1_110))
    if agent.number % 2:
        withheld.append(Line("600", 3_250))
    if agent.number % 6 == 1:
        withheld.append(Line("610", 20_000))
    rest = [Line("700", share(base, 3_165, 10_000), base, 3_165)]
    if agent.number % 4 == 0:
        rest.append(Line("900", 0))
    return Payslip(agent, (*earned, *withheld, *rest))


def share(amount: int, part: int, whole: int) -> int:
    """Return a part of an amount, rounded to the cent."""
    return (2 * amount * part + whole) // (2 * whole)


@dataclass(frozen=True)
class Dialect:
    """How one package writes."""

    namespace: str
    encoding: str
    month: str
    version: str
    line: Callable[[Line], Iterator[tuple[str, str]]]
    step: str
    has_status: bool


def plain(hundredths: int) -> str:
    """Write hundredths with two decimals."""
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def short(hundredths: int) -> str:
    """Write hundredths without the zeros at the end, nothing being `00`."""
    return plain(hundredths).rstrip("0").rstrip(".") if hundredths else "00"


def negative_amounts(line: Line) -> Iterator[tuple[str, str]]:
    """Write every leaf; what is withheld, and what the employer pays, has a negative amount."""
    sign = -1 if line.family in (*WITHHELD, "Cotisation") else 1
    yield from (("Base", plain(line.base)), ("Taux", plain(line.rate)), ("NbUnite", plain(line.number)))
    yield "Mt", plain(sign * line.amount)


def negative_rates(line: Line) -> Iterator[tuple[str, str]]:
    """Leave zeros out; amounts are positive, and what is withheld has a negative rate."""
    sign = -1 if line.family in WITHHELD else 1
    for leaf, value in (("Base", line.base), ("Taux", sign * line.rate), ("NbUnite", line.number)):
        if value:
            yield leaf, plain(value) + ("0" if leaf == "Taux" else "")
    yield "Mt", plain(line.amount)


def all_positive(line: Line) -> Iterator[tuple[str, str]]:
    """Write the base as a number of units; everything is positive."""
    yield "Taux", short(line.rate)
    if line.base and line.rate:
        yield "NbUnite", short(line.base)
    else:
        if line.base:
            yield "Base", short(line.base)
        if line.number:
            yield "NbUnite", short(line.number)
    yield "Mt", short(line.amount) if line.amount else "0"


HELIOS = "http://www.minefi.gouv.fr/cp/helios/"
DIALECTS = {
    "a": Dialect(f"{HELIOS}pes", "UTF-8", "{}", "0.00", negative_amounts, "{}", has_status=True),
    "b": Dialect(f"{HELIOS}pes_v2/paye_1_1", "ISO-8859-1", "{}", "0.000", negative_rates, "{:04}", has_status=False),
    "c": Dialect(f"{HELIOS}pes_v2/paye_1_1", "ISO-8859-1", "{:02}", "1.1", all_positive, "{}", has_status=True),
}


def leaf(name: str, value: object) -> str:
    """Write one leaf."""
    return f"<{name} V={quoteattr(str(value))}/>"


def document(payslips: list[Payslip], month: int, dialect: Dialect, year: int = 2024) -> Iterator[str]:
    """Write the file of a month, line by line."""
    yield f'<?xml version="1.0" encoding="{dialect.encoding}"?>\n<n:DocumentPaye xmlns:n="{dialect.namespace}">'
    yield leaf("IdVer", dialect.version) + leaf("Annee", year) + leaf("Mois", dialect.month.format(month))
    yield "<Budget>" + leaf("Libelle", "BUDGET PRINCIPAL") + leaf("Code", "00") + "</Budget>"
    place = (
        leaf("TypAdr", 1) + leaf("Adr2", "1 place de la Mairie") + leaf("CP", "00000") + leaf("Ville", "Exempleville")
    )
    urssaf = leaf("NumUrssaf", "0" * 18)
    yield "<Employeur>" + leaf("Nom", "Commune d'Exempleville") + leaf("APE", "8411Z")
    yield f"<Adresse>{place}{leaf('CodRes', 0)}</Adresse>{urssaf}{leaf('Siret', SIRET)}</Employeur>"
    yield "<DonneesIndiv>"
    yield "<Etablissement>" + leaf("Nom", "Mairie") + urssaf + leaf("Siret", SIRET) + "</Etablissement>"
    for one in payslips:
        yield from individual(one, month, year, dialect)
    yield "</DonneesIndiv>\n<Nomenclatures>"
    yield from nomenclature("NomenclatureRubriquePaye", {code: words[1:] for code, words in HEADINGS.items()})
    yield from nomenclature("NomenclatureCaisse", {code: (label, "") for code, label in FUNDS.items()})
    yield "</Nomenclatures>\n<RepartitionParNature/>\n</n:DocumentPaye>\n"


def nomenclature(name: str, codes: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Write one list of the package."""
    yield f"<{name}>" + leaf("Description", name)
    for code, (label, fund) in codes.items():
        more = leaf("CodeCaisse", fund) if fund else ""
        yield "<Correspondance>" + leaf("Libelle", label) + leaf("Code", code) + more + "</Correspondance>"
    yield f"</{name}>"


def individual(one: Payslip, month: int, year: int, dialect: Dialect) -> Iterator[str]:
    """Write one payslip."""
    agent = one.agent
    grade, net, job, service = agent.job
    nir = f"{1 + agent.number % 2}{50 + agent.number % 50}{1 + agent.number % 12:02}99999{agent.number % 1000:03}"
    yield "<PayeIndivMensuel>\n<Agent>" + leaf("Civilite", "MME" if agent.number % 2 else "M")
    yield leaf("Nom", agent.name) + leaf("Prenom", agent.first_name) + leaf("Matricule", f"{agent.number:05}")
    yield leaf("NIR", nir) + "<Adresse>" + leaf("TypAdr", 1) + leaf("Adr2", f"{agent.number} rue des Exemples")
    yield leaf("CP", "00000") + leaf("Ville", "Exempleville") + "</Adresse>" + leaf("NbEnfants", agent.children)
    if dialect.has_status:
        yield leaf("Statut", "TITULAIRE")
    yield "<RefNomenStatutaire>" + leaf("Code", net) + leaf("Libelle", grade) + "</RefNomenStatutaire>"
    yield leaf("EmploiMetier", job) + leaf("Grade", grade) + leaf("Echelon", dialect.step.format(agent.step))
    yield leaf("Indice", SCALE[agent.step - 1][1]) + "</Agent>"
    if dialect.has_status:
        yield leaf("Service", service)
    yield leaf("NBI", 0) + leaf("QuotiteTrav", plain(agent.quota)) + "<Periode>"
    yield leaf("DateDebut", f"{year}-{month:02}-01") + leaf("DateFin", f"{year}-{month:02}-28") + "</Periode>"
    yield "<Remuneration>"
    for order, line in enumerate(one.lines, 1):
        _, label, fund = HEADINGS[line.heading]
        yield f"<{line.family}>" + leaf("Libelle", label) + leaf("Code", line.heading)
        yield "".join(leaf(name, value) for name, value in dialect.line(line))
        yield (leaf("CodeCaisse", fund) if fund else "") + leaf("Ordre", order) + f"</{line.family}>"
    yield (
        "</Remuneration>" + leaf("NbHeureTotal", plain(share(15_167, agent.quota, 10_000))) + leaf("NbHeureSup", "0.00")
    )
    to_pay = one.net - one.total("Retenue", "Acompte")
    yield leaf("MtBrut", plain(one.gross)) + leaf("MtNet", plain(one.net)) + leaf("MtNetAPayer", plain(to_pay))
    yield leaf("DatePaiement", f"{year}-{month:02}-26") + leaf("MtImposable", plain(one.net))
    yield leaf("CumulMtImposable", plain(one.net * month)) + leaf("CumulMtBrut", plain(one.gross * month))
    yield leaf("CumulBaseSS", plain(one.gross * month)) + "</PayeIndivMensuel>"


def written(payslips: list[Payslip], month: int, dialect: str) -> bytes:
    """Return the file of a month in one of the dialects (`a`, `b`, `c`)."""
    style = DIALECTS[dialect]
    return "\n".join(document(payslips, month, style)).encode(style.encoding)


def quarter(seed: int = 20, count: int = 20) -> Iterator[tuple[int, list[Payslip]]]:
    """Pay a town for three months; in the second one agent in four goes up a step, in the third one leaves."""
    staff = agents(random.Random(seed), count)
    for month in (1, 2, 3):
        if month == 2:
            staff = [replace(one, step=one.step + 1) if one.number % 4 == 0 else one for one in staff]
        if month == 3:
            staff = staff[:-1]
        yield month, [payslip(one, month) for one in staff]


def main(arguments: Sequence[str] = ()) -> None:
    """Write the example, or one big file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--agents", type=int, default=0)
    parser.add_argument("--dialect", choices=sorted(DIALECTS), default="a")
    parser.add_argument("file", type=Path, nargs="?")
    asked = parser.parse_args(arguments)
    if asked.file:
        paid = list(map(partial(payslip, month=3), agents(random.Random(20), asked.agents)))
        asked.file.write_bytes(written(paid, 3, asked.dialect))
        return
    HERE.mkdir(exist_ok=True)
    for month, payslips in quarter():
        (HERE / f"paye_2024_{month:02}.xml").write_bytes(written(payslips, month, "a"))


if __name__ == "__main__":
    main(sys.argv[1:])
