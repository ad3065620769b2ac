"""Rules about rows that every tabular format shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.readers.rows import find_header, is_footer, unique_names


@given(st.lists(st.sampled_from(["a", "a#2", "a#3", "b", "", " a ", "colonne_2"]), max_size=9))
def test_names_are_unique_and_first_come_keep_theirs(names):
    found = unique_names(names)
    assert len(set(found)) == len(found) == len(names)
    squeezed = [name.strip() for name in names]
    assert all(found[squeezed.index(name)] == name for name in ("a", "b") if name in squeezed)


def test_a_line_of_values_taken_for_a_header_is_named_at_once_however_wide():
    found = unique_names(["NULL"] * 200_000)
    assert (found[0], found[-1]) == ("NULL", "NULL#200000")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Total", "", "12,5"], True),
        (["", "", "TOTAL GÉNÉRAL :", "12,5"], True),
        (["Sous-total", "", "1"], True),
        (["Total de l'exercice 2024", "", "1"], True),
        (["Nombre de lignes : 1 204", "", ""], True),
        (["Fin de l'édition", ""], True),
        (["Édité le 03/02/2025 à 14h", "", ""], True),
        (["TOTAL", "12"], True),
        (["TOTAL ENERGIES", "", "12"], False),
        (["Total", "2025", "12"], False),
        (["Totalement", "", ""], False),
        (["", "", ""], False),
        ([], False),
    ],
)
def test_a_footer_says_that_it_is_one(cells, expected):
    assert is_footer(cells) is expected


def test_an_adapter_may_know_other_footers():
    assert is_footer(["Arrêté à 12 lignes", "x"], ["Arrêté.*"])
    assert not is_footer(["", ""], [".*"])


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Code", "Nom"], ["1", "a"]], 0),
        ([["", ""], ["Code", "Nom"], ["1", "a"]], 1),
        ([["Commune de X", "", "", ""], ["Exercice", "2025", "", ""], ["A", "B", "C", ""], ["1", "2", "3", "4"]], 2),
        ([["2023", "2024"], ["1", "2"]], 0),
        ([["Agent", "", "Contrat", ""], ["Nom", "Prénom", "Début", "Fin"], ["a", "b", "c", "d"]], 1),
        ([["Compte", "2023", "2024", "Libellé"], ["6", "1", "2", "x"]], 0),
        ([], 0),
        ([["", ""]], 0),
    ],
)
def test_the_header_is_the_first_nearly_full_row_of_words(rows, place):
    assert find_header(rows) == place
