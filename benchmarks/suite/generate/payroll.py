"""A payroll journal true to the structure of real ones: a run a month, every agent, about 22 of 29 rubrics each."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suite.generate.text import NO_BREAK, amount, digits, glue, lines, pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator
    from numpy.typing import NDArray

    from suite.generate.text import Ints

__all__ = ["payroll"]

NAMES = (
    "MARTIN BERNARD THOMAS PETIT ROBERT DURAND DUBOIS MOREAU LEFÈVRE LEROY ROUX BERTRAND MOREL FOURNIER GIRARD "
    "BONNET DUPONT LAMBERT FONTAINE MÜLLER ANDRÉ GUÉRIN FRANÇOIS CLÉMENT NOËL RIVIÈRE GÉRARD BENOÎT CARRÉ MÉNARD "
    "HERVÉ LÉGER PRÉVOST RÉMY LÉVÊQUE BARRÉ ÉTIENNE LEMAÎTRE BÉNARD MARÉCHAL BARTHÉLEMY DUVAL"
).split()
FIRST_NAMES = (
    "Jean Marie Pierre Michel André Nathalie Isabelle Sylvie Françoise Valérie Stéphanie Véronique Céline Aurélie "
    "Émilie Frédéric Stéphane Éric Sébastien Gérard Jérôme Zoé Léa Chloé Hélène Élodie Loïc Gaël Benoît Cédric "
    "Anaïs Maëlle Inès"
).split()
SERVICES = (
    "Direction générale", "Ressources humaines", "Finances", "État civil", "Médiathèque", "Petite enfance – Crèche",
    "Écoles", "Restauration scolaire", "Espaces verts", "Voirie", "Police municipale", "Bâtiments", "Conservatoire",
    "CCAS", "Commande publique", "Périscolaire / ALSH", "Théâtre", "Musée", "Eau potable", "Déchets ménagers",
)  # fmt: skip
RUBRICS = (
    (10, "Traitement indiciaire", 1), (12, "NBI", 0.25), (20, "Indemnité de résidence", 0.5),
    (30, "Supplément familial de traitement", 0.4), (105, "IFSE mensuelle", 0.9), (106, "CIA", 0.08),
    (210, "Heures supplémentaires 25 %", 0.2), (211, "Heures supplémentaires dimanche & fériés", 0.05),
    (301, "Prime de fin d'année", 0.08), (400, "Participation mutuelle santé", 0.5),
    (410, "Remboursement transport – abonnement", 0.3), (5001, "Retenue pension civile CNRACL", 0.85),
    (5002, "RAFP salarié", 0.85), (5010, "CSG déductible", 1), (5011, "CSG non déductible", 1), (5012, "CRDS", 1),
    (5020, "Ircantec tranche A", 0.15), (5021, "Sécurité sociale vieillesse plafonnée", 0.15),
    (5030, "Prélèvement à la source", 0.9), (6001, "Contribution employeur CNRACL", 0.85), (6002, "ATIACL", 0.85),
    (6003, "Cotisation maladie employeur", 1), (6004, "Allocations familiales", 1), (6005, "FNAL", 1),
    (6006, "Versement mobilité", 0.7), (6007, "CNFPT", 1), (6008, "Contribution solidarité autonomie", 1),
    (9001, "Net à payer avant impôt", 1), (9002, "Coût employeur", 1),
)  # fmt: skip
CODES = np.array([code for code, _, _ in RUBRICS], np.int64)
ODDS = np.array([odds for _, _, odds in RUBRICS])
RATES = np.array([5_000, 10_000, 24_000, 29_000, 50_000, 68_000, 92_000, 111_000, 316_500], np.int64)
NOTES = (
    "Rappel sur mois antérieur", "Régularisation ; voir arrêté n° 2024-118",
    "Temps partiel thérapeutique\nreprise à 50 %", "Congé maladie ordinaire – ½ traitement",
    "L'agent a changé d'échelon le 1er", 'Remplacement ""Mme DUPONT""',
    "Trop-perçu : échéancier\r\n1/3 mois en cours\r\n2/3 mois suivant", "Avance 1 500 €",
)  # fmt: skip
STATUSES = ("Titulaire", "Titulaire", "Titulaire", "Stagiaire", "Contractuel CDD", "Contractuel CDI")
QUOTAS = np.array([10_000, 8_000, 9_000, 5_000, 8_571, 6_286, 2_857], np.int64)
AGENTS_AT_ONCE = 8_000


def payroll(rows: int, seed: int = 42) -> Iterator[bytes]:
    """Make `rows` lines in UTF-8, some tens of megabytes at a time, without the header."""
    dice = np.random.default_rng(seed)
    agents = max(50, rows // 22 // 36)
    fixed = _agents(dice, agents)
    left, month = rows, 0
    while left:
        for start in range(0, agents, AGENTS_AT_ONCE):
            block = _month(dice, fixed.slice(start, AGENTS_AT_ONCE), month, left)
            left -= len(block[0])
            yield lines(block)
            if not left:
                return
        month += 1


def _agents(dice: Generator, count: int) -> pa.RecordBatch:
    """Draw what does not change from month to month, as the text it is exported as."""
    born = [dice.integers(low, high, count) for low, high in ((1, 29), (1, 13), (1958, 2005))]
    department = pick(("2A", "2B", *(f"{n:02d}" for n in range(1, 96) if n != 20)), dice.integers(0, 96, count))
    serial = dice.integers(1, 999, count)
    gross = dice.integers(367, 1028, count)
    points = (gross * 79) // 100 + dice.integers(0, 61, count)
    quota = QUOTAS[dice.choice(len(QUOTAS), count, p=(0.78, 0.09, 0.04, 0.04, 0.02, 0.02, 0.01))]
    day, birth_month, year = (digits(part, 2) for part in born)
    columns = {
        "number": digits(10_007 + np.arange(count, dtype=np.int64) * 3, 8),
        # The key is 98 or 99, which no social security number has: these are nobody's.
        "nir": glue(
            pick("12", dice.integers(0, 2, count)), digits(born[2] % 100, 2), birth_month, department,
            digits(dice.integers(1, 991, count), 3), digits(serial, 3), pick(("98", "99"), dice.integers(0, 2, count)),
        ),
        "name": pick(NAMES, dice.integers(0, len(NAMES), count)),
        "first": pick(FIRST_NAMES, dice.integers(0, len(FIRST_NAMES), count)),
        "born": glue(day, birth_month, year, between="/"),
        "grade": glue(pick("CBA", dice.integers(0, 3, count)), digits(dice.integers(1, 40, count), 3)),
        "step": pc.cast(pa.array(dice.integers(1, 14, count)), pa.string()),
        "gross": pc.cast(pa.array(gross), pa.string()),
        "points": pc.cast(pa.array(points), pa.string()),
        "quota": amount(quota),
        "status": pick(STATUSES, dice.integers(0, len(STATUSES), count)),
        "service": pick(SERVICES, dice.integers(0, len(SERVICES), count)),
        "taxable": pick("OOON", dice.integers(0, 4, count)),
        "base": pa.array(points * 492_278 * quota // 10_000 // 1_000),
    }  # fmt: skip
    return pa.record_batch(columns)


def _month(dice: Generator, agents: pa.RecordBatch, month: int, most: int) -> list[pa.Array]:
    """Draw the lines of some agents in one month, agent after agent, rubric after rubric."""
    year, number = 2019 + month // 12, month % 12 + 1
    who, what = (part[:most] for part in np.nonzero(dice.random((agents.num_rows, len(RUBRICS))) < ODDS))
    count, codes = len(who), CODES[what]
    base = agents["base"].to_numpy()[who]
    rate = RATES[dice.integers(0, len(RATES), count)]
    rated = (codes >= 5000) & (codes < 9000)
    mine = pa.array(who)
    constant = {name: agents[name].take(mine) for name in agents.schema.names if name != "base"}
    noted = np.where(dice.random(count) < 0.03, dice.integers(1, len(NOTES) + 1, count), 0)
    paid = f"{calendar.monthrange(year, number)[1]:02d}/{number:02d}/{year}"
    due = _due(dice, codes, base, rate)
    first = ("number", "nir", "name", "first", "born", "grade", "step", "gross", "points", "quota")
    return [
        *(constant[name] for name in first),
        digits(codes, 4),
        pick([label for _, label, _ in RUBRICS], what),
        _only(rated, amount(base, group=NO_BREAK)),
        _only(rated, amount(rate, scale=4)),
        pc.if_else(pa.array(codes < 6000), amount(due, group=NO_BREAK), amount(due, group=" ")),
        pa.array([paid]).take(pa.array(np.zeros(count, np.int64))),
        *(constant[name] for name in ("status", "service", "taxable")),
        pick(("", *(f'"{note}"' for note in NOTES)), noted),
    ]


def _due(dice: Generator, codes: Ints, base: Ints, rate: Ints) -> Ints:
    share = (base * rate + 500_000) // 1_000_000
    return np.select(
        [codes == 10, codes < 5000, codes < 6000, codes < 9000, codes == 9001],
        [base, dice.integers(2_000, 40_000, len(codes)), -share, share, base * 82 // 100],
        default=base * 143 // 100,
    )


def _only(rows: NDArray[np.bool_], column: pa.Array) -> pa.Array:
    return pc.if_else(pa.array(rows), column, "")
