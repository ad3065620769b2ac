"""The script that makes the charts: runs of years, documents out of place, and the files as they are committed."""

from __future__ import annotations

import pytest

import generate_charts as script

PLAN = """<Nomenclature Norme="M1" Declinaison="M1_A" Exer="{year}">
  <Nature>
    <Chapitres><Chapitre Code="011" Libelle="Charges" Lib_court="Charges" TypeChapitre="G" Section="F" Special="0"/>
    </Chapitres>
    <Comptes><Compte Code="60" Libelle="Achats" Lib_court="Ach.">
      <Compte Code="601" Libelle="{label}" Lib_court="" DR="011" DOES="" DOIS="" RR="" ROES="" ROIS="" DEquip="0"/>
    </Compte></Comptes>
  </Nature>
  <Fonction><RefFonctionnelles><RefFonc Code="0" Libelle="Services" Lib_court="Services"/></RefFonctionnelles>
  </Fonction>
</Nomenclature>"""


def folder(tmp_path, *years):
    for place, header, label in years:
        path = tmp_path / place / "M1" / "M1_A"
        path.mkdir(parents=True)
        (path / script.DOCUMENT).write_text(PLAN.format(year=header, label=label), "utf-8")
    return script.contents(script.documents(tmp_path))


def rows(text):
    return [line.split(",") for line in text.splitlines()[1:]]


def test_years_that_say_the_same_are_one_row(tmp_path):
    made = folder(tmp_path, ("2020", "2020", "A"), ("2021", "2021", "A"), ("2022", "2022", "B"), ("2023", "2023", "A"))
    spans = [(row[3], row[4], row[5], row[6]) for row in rows(made["comptes"])]
    assert spans == [
        ("60", "2020", "2023", "Achats"), ("601", "2020", "2021", "A"),
        ("601", "2022", "2022", "B"), ("601", "2023", "2023", "A"),
    ]  # fmt: skip


def test_a_missing_year_cuts_a_row_in_two(tmp_path):
    made = folder(tmp_path, ("2020", "2020", "A"), ("2022", "2022", "A"))
    assert [row[4:6] for row in rows(made["chapitres"])] == [["2020", "2020"], ["2022", "2022"]]


def test_a_document_of_another_year_is_passed_over_and_said(tmp_path, capsys):
    made = folder(tmp_path, ("2020", "2020", "A"), ("2022", "2020", "A"))
    assert [row[4:6] for row in rows(made["fonctions"])] == [["2020", "2020"]]
    assert capsys.readouterr().out == "passed over: 2022/M1/M1_A, which is the document of 2020\n"


def test_cells_are_written_as_the_tables_want_them(tmp_path):
    made = folder(tmp_path, ("2020", "2020", "A"))
    assert rows(made["chapitres"])[0][10:12] == ["fonctionnement", "false"]
    assert rows(made["comptes"])[1][7:11] == ["", "60", "011", ""]


@pytest.mark.slow
def test_the_committed_files_are_what_the_script_makes(shared, capsys):
    assert script.main([str(shared / "compta" / "plans_de_comptes_2013_2024.tar.xz"), "--check"]) == 0
    assert "stale" not in capsys.readouterr().out


def test_without_a_source_the_script_says_how_it_is_used(capsys):
    assert script.main([]) == 2
    assert "generate_charts.py" in capsys.readouterr().out
