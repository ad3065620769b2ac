"""Budget documents: keys are keys of real files, and every element of them has a home."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from .conftest import CFU, DOCUMENTS, TOTEM, children, is_calculated, name, root_of, value

ANNEXES = {
    "EMPRUNT": "emprunt_annexe",
    "TRESORERIE": "tresorerie_annexe",
    "CONCOURS": "subvention_annexe",
    "PATRIMOINE": "immobilisation_annexe",
    "AMORTISSEMENT_METHODE": "amortissement_annexe",
    "PERSONNEL": "effectif_annexe",
    "FISCALITE": "fiscalite_annexe",
    "CONSOLIDATION": "consolidation_annexe",
    "VENTILATION": "ventilation_annexe",
    "TIERS": "operation_tiers_annexe",
}
"""Annexes met in the samples that have a table of their own; the others lie in `annexe_budgetaire`."""

TOTALS = {
    *("CouvPartielle", "MtCRDNonCouv01_01", "MtCRDNonCouv31_12", "PourcTypTx01_01", "PourcTypTx31_12", "PartNonCouv"),
    *("PartGarantiesEmprunt", "TotValRatio", "MtExer", "Produit", "NbreProduit", "PourcEnCours31_12"),
    "PourcEnCours01_01",
}
"""What presentation tools add to real rows: it goes to `annexe_budgetaire`, under the annex and rank of its row."""

LINE_TOTALS = {
    *("InfoAPCP", "MtPrevCalcul", "MtCumulDM", "CredAnnules", "MtCumul", "MtCumulCA", "MtMdtTitreEmis"),
    *("OperationEtAPCP", "TypNumCpteTiers", "TypNumCpteTiersCourt"),
}
"""The same, on budget lines: they go to `ligne_budgetaire_complement`, kind « totalisation »."""


@pytest.fixture(scope="session", params=DOCUMENTS)
def document(request, shared):
    root = root_of(shared / "compta" / "totem" / request.param)
    return root if name(root) == "DocumentBudgetaire" else root.find(f"{TOTEM}DocumentBudgetaire")


def real_lines(document):
    return [line for line in document.iter(f"{TOTEM}LigneBudget") if not is_calculated(line)]


def annexes(document):
    """Give each annex that the document fills, with its rows."""
    for data in document.iter(f"{TOTEM}Annexes"):
        for annex in children(data):
            yield name(annex).removeprefix("DATA_"), [row for row in children(annex) if not is_calculated(row)]


def said(table, prefix):
    """Return the elements that the sources of a table's fields name after a prefix (`EMPRUNT/`)."""
    found = set()
    for field in table.fields:
        for source in field.source.split(" ; "):
            for part in source.replace(",", " ").split():
                found.add(part.removeprefix(prefix).split("[")[0])
    return found


def identity(document):
    """Return the key of a document, as `id_document_budgetaire` describes it."""
    head, block = "Budget/EnTeteBudget/{}", "Budget/BlocBudget/{}"
    parts = [
        value(document, block.format("Exer"), TOTEM),
        value(document, head.format("CodColl"), TOTEM),
        value(document, head.format("CodBud"), TOTEM),
        value(document, block.format("NatDec"), TOTEM),
        value(document, block.format("NumDec"), TOTEM),
    ]
    return value(document, head.format("IdEtab"), TOTEM)[:9], "-".join(part for part in parts if part)


def test_documents_have_each_their_identifier(shared):
    roots = [root_of(shared / "compta" / "totem" / file) for file in DOCUMENTS]
    found = [identity(root if root.find(f"{TOTEM}Budget") is not None else root[1]) for root in roots]
    assert len(set(found)) == len(DOCUMENTS)
    assert found[1:3] == [("215600461", "2021-520-00-09"), ("215600461", "2021-520-00-02-2")]


def test_what_a_budget_line_repeats_makes_the_key_of_nothing_else_than_complements(document):
    for line in real_lines(document):
        seen = Counter((name(cell), cell.get("Code")) for cell in children(line))
        assert max(seen.values()) == 1
        assert {tag for tag, code in seen if code} <= {"MtSup", "CaracSup"}


def test_what_a_budget_line_says_is_no_key_so_the_rank_is(shared):
    lines = real_lines(root_of(shared / "compta" / "totem" / DOCUMENTS[0]))
    said = ("Nature", "Operation", "ContNat", "CodRD", "OpBudg", "TypOpBudg", "OpeCpteTiers", "LibCpte")
    keys = Counter(tuple(value(line, tag, TOTEM) for tag in said) for line in lines)
    assert max(keys.values()) > 1


def test_every_element_of_a_budget_line_has_a_home(document, tables):
    known = said(tables["ligne_budgetaire"], "LigneBudget/") | {"MtSup", "CaracSup"}
    met = {name(cell) for line in real_lines(document) for cell in children(line)}
    assert met - known <= LINE_TOTALS


def test_every_element_of_the_headers_has_a_home(document, tables):
    known = set()
    for block in ("EnTeteDocBudgetaire/", "EnTeteBudget/", "BlocBudget/"):
        known |= said(tables["budget"], block) | said(tables["document_budgetaire"], block)
    for path in ("EnTeteDocBudgetaire", "Budget/EnTeteBudget", "Budget/BlocBudget"):
        head = document.find("/".join(TOTEM + part for part in path.split("/")))
        assert {name(cell) for cell in children(head)} <= known


def test_every_element_of_an_annex_with_a_table_has_a_home(document, tables):
    for annex, rows in annexes(document):
        if annex not in ANNEXES:
            continue
        table = tables[ANNEXES[annex]]
        met = {name(cell) for row in rows for cell in children(row)}
        assert met - said(table, f"{annex}/") <= TOTALS, annex


def test_an_annex_without_a_table_is_flat_and_names_each_element_once_so_the_long_table_has_its_key(document):
    for annex, rows in annexes(document):
        for row in rows:
            seen = Counter(name(cell) for cell in children(row))
            assert max(seen.values(), default=0) <= 1, annex
            assert not any(len(cell) for cell in children(row)), annex


def test_every_annex_is_a_code_of_the_list(document, catalogue):
    sources = {code.source.rpartition(" ")[2] for code in catalogue.codes["compta.annexe_type"]}
    assert {f"DATA_{annex}" for annex, _ in annexes(document)} <= sources


def test_general_information_has_its_key(document):
    codes = Counter(item.get("Code") for item in document.iter(f"{TOTEM}Information"))
    assert max(codes.values(), default=1) == 1


def test_numbers_fit_the_decimals_of_their_fields(document, tables):
    """Four annexes write rates and amounts with more decimals than one would think: none is cut."""
    for annex, rows in annexes(document):
        fields = defaultdict(list)
        for field in tables[ANNEXES[annex]].fields if annex in ANNEXES else ():
            for element in said_by(field, annex):
                fields[element].append(field)
        for row in rows:
            for cell in children(row):
                for field in fields[name(cell)]:
                    if field.type == "number" and "." in (cell.get("V") or ""):
                        decimals = cell.get("V").partition(".")[2].rstrip("0")
                        assert len(decimals) <= field.decimales, (annex, name(cell), cell.get("V"))


def said_by(field, annex):
    return [part.removeprefix(f"{annex}/") for part in field.source.replace(",", " ").split()]


def test_lines_of_the_accountant_s_statements_have_their_key(shared, tables):
    root = root_of(shared / "compta" / "totem" / DOCUMENTS[3])
    lines = list(root.iter(f"{CFU}LigneComptable"))
    keys = Counter((value(line, "Etat", CFU), value(line, "NumOrdre", CFU)) for line in lines)
    assert len(keys) == len(lines) == 421
    met = {name(cell) for line in lines for cell in children(line)}
    assert met <= said(tables["etat_comptable"], "LigneComptable/")
