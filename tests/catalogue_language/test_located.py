"""String-only YAML with positions."""

from __future__ import annotations

import pickle

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from collecdata.catalogue import located
from collecdata.errors import AdapterError


def problems(text):
    with pytest.raises(AdapterError) as caught:
        located.parse(text, "x.yaml")
    return [(str(one.at), one.code) for one in caught.value.problems or (caught.value,)]


@pytest.mark.parametrize("word", ["01001", "no", "12:30", "1.0", "2024-01-31", "null", "~", "0o17", "1e3", ".inf"])
def test_scalars_stay_what_was_written(word):
    assert located.parse(f"key: {word}", "x.yaml").data == {"key": word}


def test_text_is_in_unicode_form_nfc():
    assert located.parse("Libelle\u0301: e\u0301", "x.yaml").data == {"Libellé": "é"}


def test_quoted_null_is_no_null():
    pairs = located.parse('a: null\nb: "null"\nc: ~\nd:\ne: ""', "x.yaml").root.pairs
    assert [key for key, node in pairs.items() if node.is_null] == ["a", "c", "d"]


def test_key_given_twice():
    with pytest.raises(AdapterError) as caught:
        located.parse("a: 1\nb:\n  c: 1\n  c: 2\na: 3", "x.yaml")
    found = [(str(one.at), one.code, one.params["first"]) for one in caught.value.problems]
    assert found == [
        ("x.yaml:4:3", "adapter.duplicate_key", "x.yaml:3:3"),
        ("x.yaml:5:1", "adapter.duplicate_key", "x.yaml:1:1"),
    ]


def test_anchors_and_aliases():
    assert problems("a: &x {b: 1}\nc: *x") == [
        ("x.yaml:1:4", "adapter.yaml_alias"),
        ("x.yaml:2:4", "adapter.yaml_alias"),
    ]


def test_tags():
    assert problems("a: !!int 1") == [("x.yaml:1:4", "adapter.yaml_tag")]


def test_keys_that_are_no_text():
    assert problems("? [a, b]\n: 1") == [("x.yaml:1:3", "adapter.yaml_key")]


def test_several_documents():
    assert problems("a: 1\n---\nb: 2") == [("x.yaml:2:1", "adapter.yaml_documents")]


def test_broken_yaml():
    assert problems("a: [1, 2\nb: 3") == [("x.yaml:2:2", "adapter.yaml")]


def test_a_file_that_is_not_utf8_says_the_line(tmp_path):
    (tmp_path / "x.yaml").write_bytes("a: 1\ntitle: é".encode("cp1252"))
    with pytest.raises(AdapterError) as caught:
        located.load(tmp_path / "x.yaml")
    assert (caught.value.code, caught.value.at.line) == ("adapter.file_not_utf8", 2)


def test_a_file_that_is_absent(tmp_path):
    with pytest.raises(AdapterError) as caught:
        located.load(tmp_path / "x.yaml")
    assert caught.value.code == "adapter.file_unreadable"


def test_a_byte_order_mark_is_no_text(tmp_path):
    (tmp_path / "x.yaml").write_text("a: 1", encoding="utf-8-sig")
    assert located.load(tmp_path / "x.yaml").data == {"a": "1"}


DOCUMENT = located.parse(
    "outputs:\n  - table: t\n    fields:\n      siren: {param: s}\n      objet: Libellé\n    ignore: [a, b]", "x.yaml"
)


@pytest.mark.parametrize(
    ("loc", "at"),
    [
        ((), "1:1"),
        (("outputs",), "1:1"),
        (("outputs", 0), "2:5"),
        (("outputs", 0, "fields", "siren", "param"), "4:15"),
        (("outputs", 0, "fields", "siren", "map", "map:file"), "4:7"),
        (("outputs", 0, "fields", "objet", "from"), "5:7"),
        (("outputs", 0, "ignore", 1), "6:17"),
        (("outputs", 7, "fields"), "1:1"),
        (("inputs",), "1:1"),
    ],
)
def test_position_is_that_of_the_deepest_key(loc, at):
    assert str(DOCUMENT.position(loc)) == f"x.yaml:{at}"


def test_documents_travel():
    assert pickle.loads(pickle.dumps(DOCUMENT)) == DOCUMENT


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12)
trees = st.recursive(
    words, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(words, trees, min_size=1, max_size=4))
def test_reads_what_pyyaml_writes(tree):
    text = yaml.dump(tree, allow_unicode=True, Dumper=NoAlias)
    expected = yaml.load(located.unicodedata.normalize("NFC", text), yaml.BaseLoader)
    assert located.parse(text, "x.yaml").data == expected


class NoAlias(yaml.SafeDumper):
    def ignore_aliases(self, _data):
        return True


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_numbers_are_never_read_as_numbers(number):
    assert located.parse(f"[{number}]", "x.yaml").data == [str(number)]
