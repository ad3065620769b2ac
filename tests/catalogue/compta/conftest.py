"""The accounting schemas of the repository, and the real files that they must hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from collecdata.catalogue.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
TOTEM = "{http://www.minefi.gouv.fr/cp/demat/docbudgetaire}"
CFU = "{http://www.minefi.gouv.fr/cp/demat/doccomptable}"
DOCUMENTS = (
    "BP2022_TRANSPORT.xml",
    "DOCBUDG-21560046100010-056025-CA-2021-01032022000000.xml",
    "DOCBUDG-21560046100010-056025-DM2-2021-25112021000000.xml",
    "DOCBUDG-21560134500014-CFU-BP-2023.xml",
    "montreuil_CA_2016_astre_gf_schema80.xml",
)
PES = (
    "pastell_ACQUIT_PESALR2.xml",
    "pastell_HELIOS_SIMU_RETOUR.xml",
    "pastell_PESALR2_49101169800000_171227_2045.xml",
    "pastell_connecteur_creation-document_fixtures_pes.xml",
    "pes_depense_berger-levrault_egf-evolution_12.50.xml",
    "pes_depense_cgi-logica_gda_6.6.xml",
    "pes_depense_ciril_civilnetfinance_7.1.018.xml",
    "pes_recette_aller_pastell_stela_786lignes.xml",
)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue([ROOT])


@pytest.fixture(scope="session")
def tables(catalogue):
    return catalogue.domains["compta"].tables


def root_of(path: Path) -> etree._Element:
    return etree.parse(str(path), etree.XMLParser(resolve_entities=False, huge_tree=True)).getroot()


def name(element: etree._Element) -> str:
    return etree.QName(element).localname


def children(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def value(element: etree._Element, path: str, namespace: str = "") -> str | None:
    found = element.find("/".join(namespace + part for part in path.split("/")))
    return None if found is None else found.get("V")


def is_calculated(element: etree._Element) -> bool:
    return element.get("calculated") == "true"
