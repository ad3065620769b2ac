"""Budget documents: real ones held against a plain reading of the same file; synthetic ones cut and extended."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pytest
from lxml import etree

import collecdata
from collecdata.errors import CollecdataError

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "adapters/totem/samples"
AMOUNTS = {
    "MtBudgPrec": "montant_budget_precedent",
    "MtRARPrec": "montant_rar_precedent",
    "MtPropNouv": "montant_propositions",
    "MtPrev": "montant_prevu",
    "CredOuv": "montant_credits_ouverts",
    "MtReal": "montant_realise",
    "MtRAR3112": "montant_rar",
}
ANNEXES = {
    "EMPRUNT": "emprunt_annexe",
    "TRESORERIE": "tresorerie_annexe",
    "TIERS": "operation_tiers_annexe",
    "AUTRE_ENGAGEMENT": "engagement_annexe",
    "CONCOURS": "subvention_annexe",
    "FISCALITE": "fiscalite_annexe",
    "CONSOLIDATION": "consolidation_annexe",
    "PATRIMOINE": "immobilisation_annexe",
    "PERSONNEL": "effectif_annexe",
    "VENTILATION": "ventilation_annexe",
    "AMORTISSEMENT_METHODE": "amortissement_annexe",
    "PROVISION": "provision_annexe",
    "APCP": "autorisation_annexe",
}
REAL = {
    "BP2022_TRANSPORT.xml": ("243500782", 123),
    "DOCBUDG-21560046100010-056025-CA-2021-01032022000000.xml": ("215600461", 196),
    "DOCBUDG-21560046100010-056025-DM2-2021-25112021000000.xml": ("215600461", 185),
    "DOCBUDG-21560134500014-CFU-BP-2023.xml": ("215601345", 163),
    "montreuil_CA_2016_astre_gf_schema80.xml": ("219300480", 1461),
}


class Plain:
    """One document read by lxml, without any of our code."""

    def __init__(self, path):
        self.tree = etree.parse(path)

    def elements(self, name):
        return [one for one in self.tree.iter(f"{{*}}{name}") if one.get("calculated") not in ("true", "1")]

    def lines(self):
        return self.elements("LigneBudget")

    def annex_rows(self):
        return [
            row for block in self.tree.iter("{*}Annexes") for data in block for row in data if not row.get("calculated")
        ]


def value(element, name):
    found = element.find(f"{{*}}{name}")
    return (found.get("V") or "").strip() or None if found is not None else None


@pytest.fixture(scope="module")
def real(shared, tmp_path_factory):
    return collecdata.convert(shared / "compta/totem", to=tmp_path_factory.mktemp("totem") / "out")


@pytest.fixture(scope="module", params=REAL)
def document(request, shared):
    name = request.param
    return name, Plain(shared / "compta/totem" / name)


def rows(result, table, name):
    found = result[f"compta.{table}"]
    return found.filter(pc.equal(found["_source"], name))


def test_every_line_of_the_vote_comes_out_in_order_to_the_cent(real, document):
    name, plain = document
    siren, count = REAL[name]
    table = rows(real, "ligne_budgetaire", name)
    lines = plain.lines()
    assert table.num_rows == len(lines) == count
    assert set(table["siren"].to_pylist()) == {siren}
    assert table["nature_code"].to_pylist() == [value(line, "Nature") for line in lines]
    for element, field in AMOUNTS.items():
        expected = [None if (text := value(line, element)) is None else Decimal(text) for line in lines]
        assert table[field].to_pylist() == expected, element


def test_lines_that_tools_calculate_are_filtered_and_counted(real):
    (block,) = (one for one in real.report.blocks if "ligne_budgetaire (" in one.name and one.siren == "215601345")
    assert (block.read, block.filtered, block.kept, block.written) == (796, 633, 163, 163)


def test_the_chapter_derived_is_the_one_published_wherever_there_is_one(real):
    table = real["compta.ligne_budgetaire"]
    pairs = Counter()
    for published, derived, nature in zip(
        *(table[name].to_pylist() for name in ("vote_chapitre_code", "chapitre_code", "nature_code")), strict=True
    ):
        kind = "absent" if published is None else "same" if published == derived else "article"
        pairs[kind] += 1
        assert kind != "article" or nature == published, (published, derived, nature)
    assert pairs == {"absent": 158, "same": 1956, "article": 14}
    assert real.issues.count("compta.chapter_differs") == 0


def test_no_line_is_without_chapter_or_section(real):
    table = real["compta.ligne_budgetaire"]
    for field in ("chapitre_code", "chapitre_libelle", "section", "nature_libelle"):
        assert table[field].null_count == 0, field
    declared = table.filter(pc.is_valid(table["section_declaree"]))
    assert declared["section_declaree"].equals(declared["section"])
    assert declared.num_rows == 381


def test_what_is_voted_balances(real):
    assert real.issues.count("compta.budget_unbalanced") == 0


def test_every_annex_with_a_table_has_a_row_for_each_of_its_elements(real, document):
    name, plain = document
    for element, table in ANNEXES.items():
        expected = [one for one in plain.annex_rows() if etree.QName(one).localname == element]
        assert rows(real, table, name).num_rows == len(expected), element


def test_the_other_annexes_come_out_element_by_element(real, document):
    name, plain = document
    expected = Counter(
        (etree.QName(leaf).localname, (leaf.get("V") or "").strip() or None)
        for row in plain.annex_rows()
        if etree.QName(row).localname not in ANNEXES
        for leaf in row
    )
    table = rows(real, "annexe_budgetaire", name)
    found = Counter(
        (field, text)
        for annex, field, text in zip(
            *(table[one].to_pylist() for one in ("annexe", "champ", "annexe_valeur")), strict=True
        )
        if annex != "emprunt"
    )
    assert found == expected


def test_supplementary_amounts_and_characteristics_stay_with_their_line(real, document):
    name, plain = document
    expected = Counter()
    for line in plain.lines():
        rank = sum(1 for _ in line.itersiblings(line.tag, preceding=True)) + 1
        for kind, element in (("montant", "MtSup"), ("caracteristique", "CaracSup")):
            for one in line.findall(f"{{*}}{element}"):
                if one.get("Code") not in ("Section", "TypOpe"):
                    expected[rank, kind, one.get("Code"), one.get("V")] += 1
    table = rows(real, "ligne_budgetaire_complement", name)
    columns = (table[one].to_pylist() for one in ("rang", "complement_type", "complement_code", "valeur"))
    found = Counter(row for row in zip(*columns, strict=True) if row[1] != "totalisation")
    assert found == expected


def test_the_accountants_part_of_a_single_account_comes_out(real, shared):
    plain = Plain(shared / "compta/totem/DOCBUDG-21560134500014-CFU-BP-2023.xml")
    states = plain.elements("LigneComptable")
    table = real["compta.etat_comptable"]
    assert table.num_rows == len(states) == 421
    emitted = [Decimal(text) for one in states if (text := value(one, "MtEmissions"))]
    assert pc.sum(table["montant_emissions"]).as_py() == sum(emitted)
    assert set(table["declinaison"].to_pylist()) == {"M57_A"}


def test_nothing_of_a_real_document_is_left_unexplained(real):
    assert real.balanced
    assert real.report.not_carried == ()
    assert real.issues.errors == 0
    assert {issue.code for issue in real.issues} == {"dedupe.conflict", "compta.chart_older"}
    assert [
        (one.params["declinaison"], one.params["found"]) for one in real.issues if one.code == "compta.chart_older"
    ] == [("M43_D", "2021")]


def test_each_collectivity_is_a_lot(real):
    assert set(real["compta.document_budgetaire"]["siren"].to_pylist()) == {siren for siren, _ in REAL.values()}
    assert {one.siren for one in real.report.inputs} == {siren for siren, _ in REAL.values()}


def test_the_producer_is_what_detect_says(shared):
    found = {one.source.base: one.match.facts for one in collecdata.detect(shared / "compta/totem")}
    producers = {name: facts["producteur"] for name, facts in found.items()}
    assert producers["BP2022_TRANSPORT.xml"] == "CIRIL"
    assert producers["montreuil_CA_2016_astre_gf_schema80.xml"].startswith("GFI Progiciels, ASTRE GF V7.01")
    assert producers["DOCBUDG-21560134500014-CFU-BP-2023.xml"].startswith("JVS-MAIRISTEM")
    ca = found["DOCBUDG-21560046100010-056025-CA-2021-01032022000000.xml"]
    assert (ca["producteur"], ca["produit"]) == ("Berger-Levrault", "e.gf évolution - 16.51.00.03")
    assert (ca["version_schema"], ca["nomenclature"], ca["exercice"]) == ("100", "M14-M14_COM_500_3500", "2021")


def test_a_dialect_is_an_adapter_that_asks_for_a_producer(tmp_path):
    roots = [extension(tmp_path, "totem-exemple", "    detect:\n      facts: {producteur: Éditeur Exemple*}\n")]
    found = collecdata.detect(SAMPLES, adapters=roots)
    adapters = {
        one.source.base: [match.adapter for match in one.matches] for one in found if "/input/" in one.source.name
    }
    assert adapters == {
        "DOCBUDG-BP-2024.xml": ["totem-exemple"],
        "dm2_eau_2023.xml": ["totem"],
        "CFU-2023.xml": ["totem"],
    }


@pytest.mark.parametrize("share", [0.02, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 0.999])
@pytest.mark.parametrize(
    "case", ["budget-primitif/input/DOCBUDG-BP-2024.xml", "compte-financier-unique/input/CFU-2023.xml"]
)
def test_a_document_cut_anywhere_is_never_read_as_complete(tmp_path, case, share):
    content = (SAMPLES / case).read_bytes().rstrip()
    path = tmp_path / "coupe.xml"
    path.write_bytes(content[: int(len(content) * share)])
    try:
        result = collecdata.convert(path, to=tmp_path / "out", siren="123456782", adapter="totem")
    except CollecdataError:
        return
    assert result.exit_code == 1
    assert [one.partial for one in result.report.inputs] == ["xml.truncated"]
    assert result.report.state != "equilibre"
    assert result.balanced or result.issues.errors


def test_a_document_cut_before_its_last_byte_keeps_its_lines(tmp_path):
    content = (SAMPLES / "budget-primitif/input/DOCBUDG-BP-2024.xml").read_bytes().rstrip()
    path = tmp_path / "coupe.xml"
    path.write_bytes(content[:-1])
    result = collecdata.convert(path, to=tmp_path / "out")
    assert result["compta.ligne_budgetaire"].num_rows == 12
    assert result["compta.ligne_budgetaire"]["id_document_budgetaire"].to_pylist() == ["2024-520-00-01"] * 12
    assert result["compta.document_budgetaire"].num_rows == 0
    assert result.exit_code == 1


def extension(folder: Path, name: str, body: str) -> Path:
    path = folder / "adapters" / name
    path.mkdir(parents=True)
    heading = f"adapter: 1\nid: {name}\nversion: 1.0.0\ntitle: Essai\nevidence: draft\nsources: [essai]\n"
    path.joinpath("adapter.yaml").write_text(f"{heading}extends: totem\ninputs:\n  document:\n{body}", encoding="utf-8")
    return folder


def test_ranks_run_on_in_a_document_read_in_pieces(tmp_path):
    sample = SAMPLES / "budget-primitif/input"
    whole = collecdata.convert(sample, to=tmp_path / "whole")
    roots = [extension(tmp_path, "totem-morceaux", '    options: {block: "5000"}\n')]
    pieces = collecdata.convert(sample, to=tmp_path / "pieces", adapter="totem-morceaux", adapters=roots)
    assert set(pieces) == set(whole)
    for name in whole:
        assert pieces[name].to_pylist() == whole[name].to_pylist(), name
