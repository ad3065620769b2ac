"""A file that no adapter reads: what came nearest, and what the user is told."""

from __future__ import annotations

import pytest

import collecdata
from collecdata.catalogue.catalogue import Catalogue
from collecdata.errors import InputError

FEC = next(path for path in sorted((Catalogue.from_roots().adapters["fec"].path / "samples").glob("*/input/*.txt")))


@pytest.fixture
def detected(tmp_path):
    def write(content, name="export.txt"):
        (tmp_path / name).write_bytes(content)
        return collecdata.detect(tmp_path / name)[0]

    return write


def test_detect_near_names_the_adapter_and_the_titles_that_are_absent(detected):
    found = detected(FEC.read_bytes().replace(b"CompteNum", b"Compte", 1))
    assert (found.problem.code, found.problem.params) == ("detect.near", {"adapter": "fec", "absent": "CompteNum"})
    assert found.nearest[0].adapter == "fec"


def test_detect_none_does_not_name_an_adapter_that_has_little_in_common(detected):
    found = detected(b"Matricule;Nom;Notes\n001;Durand;\n", "agents.csv")
    assert (found.problem.code, found.nearest) == ("detect.none", ())


def test_an_xml_file_of_another_root_is_named_by_its_root_and_by_no_adapter(detected):
    found = detected(b"<?xml version='1.0'?><Inventaire><Bien/></Inventaire>", "flux.xml")
    assert (found.problem.code, found.nearest) == ("detect.none", ())
    assert found.problem.params["found"] == "XML, <Inventaire>"


def test_a_named_adapter_says_which_names_its_files_have(tmp_path):
    (tmp_path / "morts.txt").write_text("x" * 200 + "\n")
    with pytest.raises(InputError) as caught:
        collecdata.convert(tmp_path / "morts.txt", to=tmp_path / "out", adapter="insee-deces")
    assert (caught.value.code, caught.value.params["adapter"]) == ("detect.names", "insee-deces")


def test_detect_other_format_is_said_of_what_no_reader_reads(detected):
    found = detected(b"\x89PNG\r\n\x1a\n" + bytes(100), "photo.csv")
    assert (found.problem.code, found.problem.params["found"]) == ("detect.other_format", "image")


def test_what_is_recognised_has_no_problem(detected):
    assert detected(FEC.read_bytes(), FEC.name).problem is None


def test_convert_says_what_detect_says(tmp_path):
    (tmp_path / "agents.csv").write_text("Matricule;Nom\n001;Durand\n")
    with pytest.raises(InputError) as caught:
        collecdata.convert(tmp_path / "agents.csv", to=tmp_path / "out", siren="213500010")
    assert caught.value.code == collecdata.detect(tmp_path / "agents.csv")[0].problem.code


def test_the_command_line_names_few_adapters_unless_asked_why(tmp_path, capsys):
    from collecdata.cli import main

    (tmp_path / "agents.csv").write_text("Matricule;Nom\n001;Durand\n")
    assert main(["detect", str(tmp_path / "agents.csv")]) == 1
    short = capsys.readouterr().out
    assert "adapter new" in short
    assert len(short.splitlines()) < 8
    main(["detect", "--why", str(tmp_path / "agents.csv")])
    assert len(capsys.readouterr().out.splitlines()) > len(Catalogue.from_roots().signatures)
