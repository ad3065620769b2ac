"""Folders: what is in them, their code tables, their digest."""

from __future__ import annotations

import pickle

import pytest

from collecdata.catalogue import adapter
from collecdata.errors import AdapterError

from .conftest import ADAPTER, EXPORT, folder, planted, refused

MAPPED = ADAPTER.replace("map: {F: fonctionnement, I: investissement}", "map: codes/section.csv")
CODES = "source,libelle,canonique\nF,Fonct.,fonctionnement\n I ,Invest.,investissement\n"


def test_a_folder_of_both_ways(tmp_path):
    found = adapter.load(folder(tmp_path, {"adapter.yaml": ADAPTER, "export.yaml": EXPORT}))
    assert (found.id, found.adapter.inputs["tiers"].reader, found.export.files[0].writer) == ("essai", ("csv",), "csv")


def test_a_folder_says_what_it_is(tmp_path):
    found = adapter.load(folder(tmp_path, {"export.yaml": EXPORT}))
    assert (found.id, found.title, found.version, found.evidence) == ("essai", "Essai", "1.0.0", "draft")


def test_one_way_is_enough(tmp_path):
    assert adapter.load(folder(tmp_path / "out", {"export.yaml": EXPORT})).adapter is None
    assert adapter.load(folder(tmp_path / "in", {"adapter.yaml": ADAPTER})).export is None


def test_a_way_in_is_read_without_the_way_out(tmp_path):
    made = folder(tmp_path, {"adapter.yaml": ADAPTER, "export.yaml": EXPORT.replace("title:", "titre:", 1)})
    assert [one[2] for one in refused(made)] == ["adapter.unknown_key"]
    inbound = adapter.load(made, inbound_only=True)
    assert (inbound.adapter.id, inbound.export) == ("essai", None)
    (made / "export.yaml").write_text(EXPORT, "utf-8")
    both = adapter.load(made)
    assert adapter.load(made, inbound_only=True).digest == both.digest != inbound.digest


def test_a_way_out_is_read_where_there_is_no_other(tmp_path):
    made = folder(tmp_path, {"export.yaml": EXPORT})
    assert adapter.load(made, inbound_only=True).export == adapter.load(made).export


def test_a_folder_without_either(tmp_path):
    tmp_path.joinpath("essai").mkdir()
    assert refused(tmp_path / "essai")[0][2] == "adapter.empty_folder"


def test_the_id_is_the_folder_s_name(tmp_path):
    files = {"adapter.yaml": ADAPTER, "export.yaml": EXPORT}
    found = refused(folder(tmp_path, files, "autre"))
    assert [(file, at, code) for file, at, code, _ in found] == [
        ("adapter.yaml", "2:1", "adapter.wrong_id"),
        ("export.yaml", "2:1", "adapter.wrong_id"),
    ]


def test_positions_are_those_of_the_file_as_given(tmp_path, monkeypatch):
    folder(tmp_path, {"adapter.yaml": ADAPTER})
    monkeypatch.chdir(tmp_path)
    found = adapter.load(adapter.Path("essai"))
    assert str(found.position(("outputs", 0, "fields", "siren"))) == "essai/adapter.yaml:26:7"


def test_codes_are_read_trimmed(tmp_path):
    found = adapter.load(folder(tmp_path, {"adapter.yaml": MAPPED, "codes/section.csv": CODES}))
    assert found.codes == {"codes/section.csv": {"F": "fonctionnement", "I": "investissement"}}


def test_export_codes_are_read_from_the_canonical_side(tmp_path):
    text = EXPORT.replace("map: {fonctionnement: F, investissement: I}", "map: codes/section.csv")
    found = adapter.load(folder(tmp_path, {"export.yaml": text, "codes/section.csv": CODES}))
    assert found.reverse_codes == {"codes/section.csv": {"fonctionnement": "F", "investissement": "I"}}


@pytest.mark.parametrize("name", ["codes/absent.csv", "../ailleurs.csv", "section.csv"])
def test_codes_that_are_not_in_the_folder(tmp_path, name):
    text, at = planted(ADAPTER, "map: {F: fonctionnement, I: investissement}", f"¤map: {name}")
    made = folder(tmp_path, {"adapter.yaml": text, "../ailleurs.csv": CODES, "section.csv": CODES})
    assert [one[:3] for one in refused(made)] == [("adapter.yaml", at, "adapter.codes_absent")]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("source;canonique\nF;fonctionnement\n", [("1:1", "adapter.codes_column")]),
        (
            "source,canonique\nF,fonctionnement\nF,investissement\n,x\n",
            [("3:1", "adapter.codes_duplicate"), ("4:1", "adapter.codes_empty")],
        ),
    ],
)
def test_codes_that_do_not_hold_together(tmp_path, codes, expected):
    found = refused(folder(tmp_path, {"adapter.yaml": MAPPED, "codes/section.csv": codes}))
    assert [one[:3] for one in found] == [("section.csv", *one) for one in expected]


def test_codes_that_are_not_utf8(tmp_path):
    made = folder(tmp_path, {"adapter.yaml": MAPPED, "codes/section.csv": ""})
    (made / "codes/section.csv").write_bytes("source,canonique\né,b".encode("cp1252"))
    assert refused(made)[0][2] == "adapter.codes_file"


def test_digest_changes_with_what_the_result_depends_on(tmp_path):
    made = folder(tmp_path, {"adapter.yaml": MAPPED, "codes/section.csv": CODES, "README.md": "a"})
    before = adapter.load(made).digest
    (made / "README.md").write_text("b", encoding="utf-8")
    assert adapter.load(made).digest == before
    (made / "codes/section.csv").write_text(CODES.replace("Fonct.", "F"), encoding="utf-8")
    after = adapter.load(made).digest
    assert after != before
    assert len(after) == 64


def test_digest_does_not_depend_on_where_the_folder_lies(tmp_path):
    here = folder(tmp_path / "a", {"adapter.yaml": ADAPTER})
    there = folder(tmp_path / "b", {"adapter.yaml": ADAPTER})
    assert adapter.load(here).digest == adapter.load(there).digest


def test_folders_and_their_errors_travel(tmp_path):
    found = adapter.load(folder(tmp_path, {"adapter.yaml": MAPPED, "codes/section.csv": CODES}))
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(AdapterError) as caught:
        adapter.load(folder(tmp_path, {"adapter.yaml": ADAPTER.replace("title: Essai\n", "")}))
    assert pickle.loads(pickle.dumps(caught.value)).problems[0].code == "adapter.missing_key"


def test_unpivot_beside_a_column_that_is_not_of_the_list(tmp_path):
    unpivot = "    unpivot: {columns: [Section], name: n, value: v, beside: {Objet: Section}}\n    fields:\n"
    made = folder(tmp_path, {"adapter.yaml": ADAPTER.replace("    fields:\n", unpivot, 1)})
    assert [(code, params["column"]) for _, _, code, params in refused(made)] == [("adapter.unpivot_beside", "Objet")]
