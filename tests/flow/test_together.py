"""Small files converted together: the package is, byte for byte, that of the same files converted one by one."""

from __future__ import annotations

import shutil

import pytest

import collecdata
from collecdata.flow.checking import samples

JOINED = {"xml": (".xml", ".XML"), "dsn": (".dsn",)}
"""Readers that read several files at once, and how the names of their samples end."""
SUFFIXES = {suffix for suffixes in JOINED.values() for suffix in suffixes}


def adapters():
    """Name the adapters that such a reader may be for."""
    for name, folder in sorted(collecdata.adapters.items()):
        adapter = folder.adapter
        readers = {reader for one in (adapter.inputs.values() if adapter else ()) for reader in one.reader}
        if readers & JOINED.keys() and not any(one.required and key != "siren" for key, one in adapter.params.items()):
            yield name


@pytest.mark.parametrize("adapter", list(adapters()))
def test_the_samples_of_an_adapter_twice_over_give_the_same_package(adapter, same_package, tmp_path):
    dump = tmp_path / "dump"
    dump.mkdir()
    for case in samples(collecdata.adapters[adapter].path):
        for path in sorted((case / "input").iterdir()):
            if path.is_file() and path.suffix in SUFFIXES:
                for turn in ("a", "b", "c"):
                    shutil.copy(path, dump / f"{case.name}-{path.stem}-{turn}{path.suffix}")
    _, sizes = same_package(sorted(dump.iterdir()), adapter=adapter, siren="123456782")
    assert max(sizes) > 1


def budget(number, *, lines=1, more="", nature="60632"):
    line = f'<LigneBudget><Nature V="{nature}"/><CodRD V="D"/><MtPrev V="1.00"/><OpBudg V="0"/>{more}</LigneBudget>\n'
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n\n'
        '<DocumentBudgetaire xmlns="http://www.minefi.gouv.fr/cp/demat/docbudgetaire">\n'
        '<EnTeteDocBudgetaire><LibelleColl V="ÉTÉ"/><IdPost V="099001"/><IdColl V="12345678200001"/>'
        "</EnTeteDocBudgetaire>"
        '<Budget><EnTeteBudget><CodColl V="520"/><CodBud V="00"/>'
        f'<IdEtab V="123456782{number:05d}"/><Nomenclature V="M57-M57_D"/></EnTeteBudget>'
        '<BlocBudget><NatDec V="01"/><Exer V="2024"/><DteDec V="2024-03-27"/></BlocBudget>\n'
        f"{line * lines}</Budget></DocumentBudgetaire>\n"
    ).encode("iso-8859-1")


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"more": "<!-- remarque -->"}, "a comment"),
        ({"more": '<MtPrev V="2.00"/>'}, "a cell that comes twice"),
        ({"more": '<Inconnu V="x"/>'}, "a column that nothing uses"),
        ({"nature": ""}, "a row that is refused"),
        ({"nature": "&#233;&amp;"}, "references"),
        ({"lines": 0}, "no line"),
        ({"lines": 300}, "many lines"),
    ],
    ids=lambda one: one.replace(" ", "-") if isinstance(one, str) else "",
)
def test_a_file_that_is_not_like_the_others_says_so_under_its_own_name(odd, why, same_package, tmp_path):
    files = [tmp_path / f"{number}.xml" for number in range(5)]
    for number, path in enumerate(files):
        path.write_bytes(budget(number, **(odd if number in (1, 2) else {})))
    assert same_package(files), why


def test_a_damaged_file_between_others_is_read_as_far_as_it_goes(same_package, tmp_path):
    files = [tmp_path / f"{number}.xml" for number in range(3)]
    for number, path in enumerate(files):
        path.write_bytes(budget(number, lines=3)[: -40 if number == 1 else None])
    result, sizes = same_package(files)
    assert sizes == [1, 1, 1]
    assert [one.source for one in result.issues if one.code == "xml.truncated"] == ["1.xml"]


def test_files_of_two_collectivities_are_never_together(tmp_path):
    files = [tmp_path / f"{number}.xml" for number in range(4)]
    for number, path in enumerate(files):
        text = budget(number)
        path.write_bytes(text.replace(b"123456782", b"552100554") if number % 2 else text)
    result = collecdata.convert(*files, to=tmp_path / "lots", jobs=1)
    lines = result["compta.ligne_budgetaire"]
    assert [(one["siren"], one["_source"]) for one in lines.to_pylist()] == [
        ("123456782", "0.xml"), ("123456782", "2.xml"), ("552100554", "1.xml"), ("552100554", "3.xml"),
    ]  # fmt: skip
