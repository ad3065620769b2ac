"""What recognises the files of an adapter, read without its outputs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from collecdata.catalogue import adapter, signature
from collecdata.catalogue.catalogue import Catalogue
from collecdata.catalogue.signature import Signature
from collecdata.errors import AdapterError

from .conftest import ADAPTER, folder

FILES = {"codes/section.csv": "source,canonique\nF,fonctionnement\n"}


def _said(signature):
    return {name: one.model_dump() for name, one in signature.inputs.items()}


def test_every_adapter_of_ours_has_the_signature_of_the_whole():
    catalogue = Catalogue.from_roots()
    assert list(catalogue.signatures) == list(catalogue.adapters)
    for name, one in catalogue.adapters.items():
        whole, read = Signature.of(one), catalogue.signatures[name]
        assert (read.id, read.extends, _said(read)) == (whole.id, whole.extends, _said(whole))


def test_inputs_written_last_or_in_one_line_are_found(tmp_path):
    parts = ADAPTER.split("inputs:", 1)
    whole = folder(tmp_path, {"adapter.yaml": ADAPTER, **FILES})
    inputs, outputs = parts[1].split("\noutputs:", 1)
    turned = folder(tmp_path, {"adapter.yaml": f"{parts[0]}outputs:{outputs}\ninputs:{inputs}\n", **FILES}, "essai2")
    assert signature.load(turned).inputs == signature.load(whole).inputs == adapter.load(whole).adapter.inputs


def test_a_fault_of_the_inputs_is_said_at_its_line(tmp_path):
    text = ADAPTER.replace("    reader:", "    raeder:", 1)
    with pytest.raises(AdapterError) as caught:
        signature.load(folder(tmp_path, {"adapter.yaml": text, **FILES}))
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "raeder" in one)
    assert line in {problem.at.line for problem in caught.value.problems}


def test_a_fault_of_the_outputs_keeps_no_file_from_being_recognised(tmp_path):
    text = ADAPTER.replace("outputs:", "outpust:", 1)
    assert signature.load(folder(tmp_path, {"adapter.yaml": text, **FILES})).inputs


def test_a_way_out_alone_recognises_nothing(tmp_path):
    (tmp_path / "sortie").mkdir()
    (tmp_path / "sortie" / "export.yaml").write_text("export: 1\n")
    assert signature.load(tmp_path / "sortie") == Signature("sortie")


def test_recognising_a_text_loads_nothing_for_databases(tmp_path):
    (tmp_path / "x.csv").write_text("a;b\n1;2\n")
    code = "import sys, collecdata; collecdata.detect(sys.argv[1]); assert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "x.csv")], check=True)


def test_converting_a_file_loads_nothing_for_databases(tmp_path):
    code = (
        "import sys, collecdata; collecdata.convert(sys.argv[1], to=sys.argv[2], adapter='fec', siren='213500010');"
        "assert 'sqlalchemy' not in sys.modules"
    )
    sample = Catalogue.from_roots().adapters["fec"].path / "samples"
    dump = next(path for path in sorted(sample.glob("*/input/*")) if path.is_file())
    subprocess.run([sys.executable, "-c", code, str(dump), str(tmp_path / "out")], check=True)
