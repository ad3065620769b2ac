"""Charts of accounts: what they say, and that budget lines of real documents say the same."""

from __future__ import annotations

from collections import Counter

import pytest

from collecdata.catalogue import value as lexical
from collecdata.catalogue.charts import chart, charts, plans
from collecdata.kernels.buffers import texts
from collecdata.kernels.distinct import encode

from .conftest import DOCUMENTS, ROOT, TOTEM, is_calculated, root_of, value

SIDES = {"D": "depense", "R": "recette"}
KINDS = {"0": "reel", "1": "ordre"}
ORDERS = {"1": "interieur_section", "2": "entre_sections"}
FILES = {"comptes": "plan_compte", "chapitres": "plan_chapitre", "fonctions": "plan_fonction"}

PUBLISHED = {
    "BP2022_TRANSPORT.xml": (98, 0),
    "DOCBUDG-21560046100010-056025-CA-2021-01032022000000.xml": (147, 0),
    "DOCBUDG-21560046100010-056025-DM2-2021-25112021000000.xml": (137, 0),
    "DOCBUDG-21560134500014-CFU-BP-2023.xml": (127, 0),
    "montreuil_CA_2016_astre_gf_schema80.xml": (1461, 14),
}
"""Lines that publish a level of vote, and those whose level is the article and not the chapter."""


@pytest.fixture(scope="module")
def m57():
    return chart("M57", "M57_D", 2024)


class Lines:
    """The budget lines of a document, as columns of canonical codes, and its chart."""

    def __init__(self, path):
        root = root_of(path)
        budget = next(root.iter(f"{TOTEM}Budget"))
        self.lines = [line for line in budget.findall(f"{TOTEM}LigneBudget") if not is_calculated(line)]
        norm, variant = value(budget, "EnTeteBudget/Nomenclature", TOTEM).split("-", 1)
        year = int(value(budget, "BlocBudget/Exer", TOTEM))
        self.chart = chart(norm, variant, year, or_before=True)
        self.declared = texts(map(declared_section, self.lines))

    def column(self, tag, codes=None):
        cells = (value(line, tag, TOTEM) for line in self.lines)
        return texts(codes.get(cell) if codes else cell for cell in cells)

    def chapters(self):
        kinds, orders = self.column("OpBudg", KINDS), self.column("TypOpBudg", ORDERS)
        sides, others = self.column("CodRD", SIDES), self.column("OpeCpteTiers")
        return self.chart.chapter(self.column("Nature"), sides, kinds, orders, others)


def declared_section(line):
    told = {cell.get("Code"): cell.get("V") for cell in line.findall(f"{TOTEM}CaracSup")}
    return {"F": "fonctionnement", "I": "investissement"}.get(told.get("Section"))


@pytest.fixture(scope="module", params=DOCUMENTS)
def lines(request, shared):
    return request.param, Lines(shared / "compta" / "totem" / request.param)


def test_the_derived_chapter_is_the_published_one_wherever_a_chapter_is_published(lines):
    file, document = lines
    published = document.column("ContNat").to_pylist()
    pairs = [(told, ours) for told, ours in zip(published, document.chapters().to_pylist(), strict=True) if told]
    others = [(told, ours) for told, ours in pairs if told != ours]
    assert (len(pairs), len(others)) == PUBLISHED[file]
    chapters = set(document.chart.chapters["code_plan"].to_pylist())
    assert all(told not in chapters and told.startswith(ours) for told, ours in others)


def test_every_line_has_its_section_whether_the_producer_declares_it_or_not(lines):
    _, document = lines
    chapters, natures, operations = document.chapters(), document.column("Nature"), document.column("Operation")
    declared = document.chart.section(chapters, natures, operations, document.declared).to_pylist()
    derived = document.chart.section(chapters, natures, operations).to_pylist()
    assert declared == derived
    assert set(derived) <= {"fonctionnement", "investissement"}


def test_every_nature_and_function_of_a_real_document_is_in_its_chart(lines):
    _, document = lines
    natures, functions = document.column("Nature"), document.column("Fonction")
    assert document.chart.has_function(functions).sum() == len(functions) - functions.null_count
    assert document.chart.account_label(natures).null_count == 0
    assert document.chart.chapter_label(document.chapters()).null_count == 0


def test_an_account_is_voted_in_other_chapters_by_side_and_kind(m57):
    natures = texts(["60632", "6811", "2151", "2151", "70688", "777"])
    sides = texts(["depense", "depense", "depense", "recette", "recette", "recette"])
    kinds = texts(["reel", "ordre", "ordre", "ordre", None, "ordre"])
    orders = texts([None, "entre_sections", "interieur_section", "entre_sections", None, "entre_sections"])
    assert m57.chapter(natures, sides, kinds, orders).to_pylist() == ["011", "042", "041", "040", "70", "042"]


def test_an_account_that_groups_others_is_voted_in_their_chapter_if_they_have_but_one(m57):
    natures, real = texts(["70688", "2151", "21", "7"]), texts(["reel"] * 4)
    chapters = m57.chapter(natures, texts(["recette"] * 4), real, texts([None] * 4))
    assert chapters.to_pylist() == ["70", "21", "21", None]


def test_a_nature_finer_than_the_chart_belongs_to_the_longest_account_it_starts_with(m57):
    natures = texts(["6063299", "x", None])
    assert m57.account(natures).to_pylist() == ["60632", None, None]
    assert m57.account_label(natures).to_pylist()[0] == "Fournitures de petit équipement"
    real = texts(["reel", "reel", "reel"])
    assert m57.chapter(natures, texts(["depense"] * 3), real, texts([None] * 3)).to_pylist() == ["011", None, None]


def test_an_operation_on_behalf_of_others_is_a_chapter_of_its_own(m57):
    one = [texts([cell]) for cell in ("4541", "depense", "reel", None, "7")]
    assert m57.chapter(*one).to_pylist() == ["45417"]
    assert m57.section(m57.chapter(*one), one[0], texts([None])).to_pylist() == ["investissement"]


def test_the_four_rules_of_the_section_come_in_order(m57):
    chapters = texts(["011", "21", "zz", "zz", "zz"])
    natures = texts(["60632", "2151", "60632", "4541", "60632"])
    operations = texts([None, None, "93", None, None])
    declared = texts(["investissement", None, None, None, None])
    invests = ["investissement"] * 4
    assert m57.section(chapters, natures, operations, declared).to_pylist() == [*invests, None]


def test_a_dictionary_is_looked_up_like_the_column_it_encodes(m57):
    natures = texts(["60632", "2151", "60632", None])
    assert m57.account_label(encode(natures)).equals(m57.account_label(natures))


def test_functions_and_chapters_have_labels(m57):
    assert m57.function_label(texts(["020", "zz", None])).to_pylist() == [
        "Administration générale de la collectivité", None, None,
    ]  # fmt: skip
    assert m57.chapter_label(texts(["011", "0110"])).to_pylist() == ["Charges à caractère général"] * 2
    assert m57.chapter_section(texts(["011", "21", "zz"])).to_pylist() == ["fonctionnement", "investissement", None]


def test_a_year_without_a_chart_has_none_unless_the_one_before_will_do():
    assert chart("M57", "M57_D", 2031) is None
    assert chart("M57", "M57_D", 2031, or_before=True).exercice == 2024
    assert chart("M57", "M57_D", 2012, or_before=True) is None
    assert chart("M99", "M99", 2024, or_before=True) is None


def test_a_document_left_in_another_year_s_folder_is_no_chart():
    assert ("M4", "M43_D", 2022) not in charts()
    assert chart("M4", "M43_D", 2022, or_before=True).exercice == 2021
    assert len(charts()) == 211


@pytest.mark.parametrize("file", FILES)
def test_the_files_are_their_tables(tables, file):
    table, rows = tables[FILES[file]], plans(file)
    names = rows.schema.names
    assert [field.name for field in table.fields if field.name in names] == names
    assert {field.name for field in table.fields} - set(names) == set()
    for field in table.fields:
        for text in set(rows[field.name].to_pylist()) - {""}:
            assert not list(lexical.faults(field, str(text), None)), (field.name, text)


@pytest.mark.parametrize("file", FILES)
def test_the_files_have_their_key_and_no_year_is_told_twice(tables, file):
    key = [plans(file)[name].to_pylist() for name in tables[FILES[file]].primary_key[:-1]]
    first, last = (plans(file)[name].to_pylist() for name in ("exercice_debut", "exercice_fin"))
    years = Counter(
        (*codes, year) for *codes, start, stop in zip(*key, first, last, strict=True) for year in range(start, stop + 1)
    )
    assert max(years.values()) == 1
    assert all(start <= stop for start, stop in zip(first, last, strict=True))


def test_the_files_stay_small():
    assert sum(path.stat().st_size for path in (ROOT / "schemas" / "compta" / "plans").iterdir()) < 1_500_000
