"""A small catalogue and a whole adapter to plant faults in; `¤` marks where the problem must be found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from collecdata.catalogue import adapter, static
from collecdata.catalogue.codes import Code, CodeList
from collecdata.catalogue.table import Constraints, Field, Table
from collecdata.errors import AdapterError

MARK = "¤"
REQUIRED = Constraints(required=True)

FACTURE = Table(
    "facture",
    "essai",
    "Facture",
    fields=(
        Field("siren", "string", constraints=Constraints(required=True, pattern=r"^\d{9}$")),
        Field("exercice", "year", constraints=REQUIRED),
        Field("rang", "integer", constraints=REQUIRED, derive="rang"),
        Field("montant", "number", decimales=2),
        Field("section", "string", vocabulaire="essai.section"),
        Field("etat", "string", constraints=Constraints(enum=("ouverte", "close"))),
        Field("facture_date", "date"),
        Field("payee", "boolean"),
        Field("nombre", "integer", constraints=Constraints(minimum="1")),
        Field("objet", "string"),
        Field("naissance", "string", date_partielle="naissance"),
        Field("naissance_precision", "string", date_partielle="naissance"),
    ),
)
ACTE = Table(
    "acte",
    "essai",
    "Acte",
    fields=(
        Field("siren", "string", constraints=REQUIRED),
        Field("naissance", "string", date_partielle="naissance"),
        Field("naissance_precision", "string", constraints=REQUIRED, date_partielle="naissance"),
    ),
)
PARTIE = Table(
    "partie",
    "essai",
    "Partie",
    fields=(
        Field("siren", "string", constraints=REQUIRED),
        Field("rang", "integer", constraints=REQUIRED),
        Field("section", "string", constraints=REQUIRED, vocabulaire="essai.section"),
        Field("nom", "string"),
    ),
    primary_key=("siren", "rang", "section"),
)
SECTION = CodeList("section", "essai", (Code("fonctionnement", "F"), Code("investissement", "I")))

ADAPTER = """\
adapter: 1
id: essai
version: 1.0.0
title: Essai
evidence: draft
sources: test
params:
  siren: {title: SIREN, type: siren, required: true}
inputs:
  factures:
    detect: {name: "*.csv", header: [Exercice, Montant]}
    reader: [csv]
    options: {delimiter: ";"}
    date: "%d/%m/%Y"
    optional: [Avoir]
    aliases: {Montant: [MONTANT]}
  tiers:
    detect: {header: [Code]}
    reader: csv
outputs:
  - table: essai.facture
    from: factures
    where: {Type: {not: [Vide]}}
    lookup: {t: {from: tiers, on: {Code tiers: Code}}}
    fields:
      siren: {param: siren}
      exercice: Exercice
      montant: {from: Montant, negative_when: {Avoir: ["1"]}}
      section: {from: Section, map: {F: fonctionnement, I: investissement}}
      facture_date: Date
      objet: {concat: [Libellé, t.Nom], sep: " "}
    ignore: [Imputation]
"""
EXPORT = """\
export: 1
id: essai
version: 1.0.0
title: Essai
evidence: draft
sources: test
params:
  siren: {title: SIREN}
files:
  - name: "{siren}_{exercice}.txt"
    from: essai.facture
    group_by: [exercice]
    where: {section: [fonctionnement]}
    sort: [rang]
    columns:
      Section: {from: section, map: {fonctionnement: F, investissement: I}}
      Date: {from: facture_date, date: "%Y%m%d"}
      Montant: {from: montant, decimal: ","}
"""
COLUMNS = {
    "factures": ("Exercice", "MONTANT", "Section", "Type", "Date", "Libellé", "Code tiers", "Imputation"),
    "tiers": ("Code", "Nom"),
}


@pytest.fixture
def catalogue():
    return SimpleNamespace(tables={FACTURE.id: FACTURE, ACTE.id: ACTE, PARTIE.id: PARTIE}, codes={SECTION.id: SECTION})


def where(marked: str) -> tuple[str, str]:
    """Return a text without its mark, and line:column of the mark (empty without one)."""
    before, mark, after = marked.partition(MARK)
    assert MARK not in after
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return before + after, f"{line}:{column}" if mark else ""


def planted(text: str, old: str, new: str) -> tuple[str, str]:
    """Return the text with `old`, which stands once in it, become `new`; and where the mark of `new` is."""
    assert text.count(old) == 1, old
    return where(text.replace(old, new))


def folder(path: Path, files: dict[str, str], name: str = "essai") -> Path:
    """Write an adapter's folder."""
    made = path / name
    for file, text in files.items():
        (made / file).parent.mkdir(parents=True, exist_ok=True)
        (made / file).write_text(text, encoding="utf-8")
    return made


def refused(path: Path) -> list[tuple[str, str, str, dict]]:
    """Load a folder that does not hold together: (file name, line:column, code, params) of each problem."""
    with pytest.raises(AdapterError) as caught:
        adapter.load(path)
    return [seen(problem) for problem in caught.value.problems]


def seen(problem: AdapterError) -> tuple[str, str, str, dict]:
    at = problem.at
    return Path(at.file).name, f"{at.line}:{at.column}", problem.code, problem.params


def checked(path: Path, catalogue, **known) -> list[tuple[str, str, str, dict]]:
    """Check a folder that loads."""
    return [seen(problem) for problem in static.check(adapter.load(path), catalogue, **known)]


__all__ = ["ADAPTER", "COLUMNS", "EXPORT", "FACTURE", "checked", "folder", "planted", "refused", "replace", "where"]
