"""Which declarations hold, once all those of an employer are known."""

from __future__ import annotations

from collecdata.readers.dsn.declarations import BLOCK, Declaration, Status, settle


def made(
    kind="01",
    *,
    nature="01",
    month="01112025",
    date="28112025",
    order="1",
    target="",
    fraction="11",
    test=False,
    nic="00010",
):
    said = {
        "001": nature,
        "002": kind,
        "003": fraction,
        "004": order,
        "005": month,
        "006": target,
        "007": date,
        "008": "01",
    }
    return Declaration(0, 0, 1, 0, "123456782", nic, {f"{BLOCK}.{key}": value for key, value in said.items()}, test)


def came_to(*declarations):
    return [one.status for one in settle([[one] for one in declarations]) for one in one]


def test_a_later_declaration_takes_the_place_of_one_of_the_same_month():
    assert came_to(made(), made("03", order="2"), made("03", order="3")) == [
        Status.REPLACED,
        Status.REPLACED,
        Status.KEPT,
    ]


def test_the_order_of_files_does_not_matter():
    assert came_to(made("03", order="2"), made()) == [Status.KEPT, Status.REPLACED]


def test_the_day_counts_before_the_order_which_begins_anew_each_month():
    assert came_to(made(order="9"), made("03", order="1", date="02122025")) == [Status.REPLACED, Status.KEPT]


def test_a_declaration_without_individual_replaces_too():
    assert came_to(made(), made("05", order="2")) == [Status.REPLACED, Status.KEPT]


def test_fractions_months_and_establishments_stand_side_by_side():
    declarations = made(fraction="12"), made(fraction="22"), made(month="01122025"), made(nic="00028")
    assert came_to(*declarations) == [Status.KEPT] * 4


def test_the_same_declaration_twice_counts_once():
    assert came_to(made(), made()) == [Status.TWICE, Status.KEPT]


def test_a_test_counts_only_where_nothing_is_real():
    assert came_to(made(test=True), made(date="01112025")) == [Status.TEST, Status.KEPT]
    assert came_to(made(test=True)) == [Status.KEPT]


def test_a_signal_is_replaced_by_the_one_that_names_it():
    signal, other = made(nature="04", order="7"), made(nature="04", order="8")
    replacing = made("03", nature="04", order="9", target="281120257")
    assert came_to(signal, other, replacing) == [Status.REPLACED, Status.KEPT, Status.KEPT]


def test_a_signal_that_is_cancelled_leaves_nothing():
    signal = made(nature="07", order="7")
    cancelling = made("04", nature="07", order="8", target="281120257")
    assert came_to(signal, cancelling) == [Status.CANCELLED, Status.CANCEL]


def test_a_cancelling_declaration_names_one_of_its_own_nature_and_establishment():
    cancelling = made("04", nature="07", order="8", target="281120257")
    assert came_to(made(nature="04", order="7"), cancelling) == [Status.KEPT, Status.CANCEL]
    assert came_to(made(nature="07", order="7", nic="00028"), cancelling) == [Status.KEPT, Status.CANCEL]
