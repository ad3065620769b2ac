from importlib import import_module

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import ean, iban, isbn, issn, luhn
from stdnum.fr import nir

from collecdata.kernels.identifiers import CHECKED, bad_checksum
from kernels.forms import forms


def digits(size):
    return st.text(alphabet="0123456789", min_size=size, max_size=size)


def with_luhn(number):
    return number + luhn.calc_check_digit(number)


SIREN = digits(8).map(with_luhn)
GOOD = {
    "ean": (digits(12) | digits(7)).map(lambda number: number + ean.calc_check_digit(number)),
    "issn": digits(7).map(lambda number: number + issn.calc_check_digit(number)),
    "siren": SIREN,
    "siret": st.builds(lambda siren, nic: with_luhn(siren + nic), SIREN | st.just("356000000"), digits(4)),
    "nir": st.builds(
        lambda a, b, c: (n := a + b + c) + nir.calc_check_digits(n),
        digits(5),
        st.sampled_from(["35", "2A", "2B", "99"]),
        digits(6),
    ),
    "iban": digits(23).map(lambda bban: "FR" + iban.calc_check_digits("FR00" + bban) + bban),
    "isbn": st.sampled_from(["9782070360024", "2-07-036002-4", "978-2-07-036002-4", "207036002X", "2070360:2:"])
    | digits(9).map(lambda number: number + isbn._calc_isbn10_check_digit(number))
    | digits(9).map(lambda number: "978" + number + ean.calc_check_digit("978" + number)),
}
JUNK = st.text(alphabet="0123456789AB -éXx:", max_size=16)


@pytest.mark.parametrize("kind", sorted(CHECKED))
@given(data=st.data())
def test_masks_agree_with_stdnum(kind, data):
    good = GOOD[kind]
    broken = st.builds(
        lambda text, at, char: text[:at] + char + text[at + 1 :],
        good,
        st.integers(0, 20),
        st.sampled_from("0123456789 "),
    )
    values = data.draw(st.lists(st.none() | st.just("") | good | broken | digits(14) | JUNK))
    is_valid = import_module(CHECKED[kind]).is_valid
    expected = [bool(v) and not is_valid(v) and not (kind == "nir" and len(v.encode()) == 13) for v in values]
    for array in forms(values):
        assert bad_checksum(array, kind).tolist() == expected


@given(digits(5))
@example("00048")
def test_la_poste_has_its_own_sum(nic):
    is_valid = import_module("stdnum.fr.siret").is_valid
    assert bad_checksum(pa.array(["356000000" + nic]), "siret").tolist() == [not is_valid("356000000" + nic)]


def test_a_nir_without_key_is_not_checked():
    assert bad_checksum(pa.array(["2951099126111", "295109912611193", "295109912611199"]), "nir").tolist() == [
        False,
        False,
        True,
    ]


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no check digits are known for 'rna'"):
        bad_checksum(pa.array(["x"]), "rna")
