"""Nimègue: what is written reads back the same, on all that the format holds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import collecdata

TABLES = ("etat_civil.acte", "etat_civil.personne", "etat_civil.participant")
NOT_HELD = {"id_acte", "id_personne", "fait_date_brute", "naissance_date_brute", "sexe_source", "_source", "_ligne"}
"""Keys are fingerprints of the line, dates are always written in one way, `?` is not known to be a sex."""
ADAPTER = Path(__file__).parents[3] / "adapters" / "nimegue"
SAMPLES = ("naissances", "mariages", "deces", "divers")


def converted(source, out):
    run = collecdata.convert(source, to=out, adapter="nimegue", siren="123456782")
    assert run.balanced
    return run


def held(run):
    """Every row, its keys apart."""
    rows = {}
    for name in TABLES:
        table = run[name]
        columns = [column for column in table.column_names if column not in NOT_HELD]
        cells = (table[column].to_pylist() for column in columns)
        rows[name] = Counter(
            tuple((c, v) for c, v in zip(columns, row, strict=True) if v not in (None, "inconnu"))
            for row in zip(*cells, strict=True)
        )
    return rows


def there_and_back(source, tmp_path):
    first = converted(source, tmp_path / "un")
    collecdata.export(tmp_path / "un", to="nimegue", out=tmp_path / "sortie")
    again = converted(tmp_path / "sortie", tmp_path / "deux")
    collecdata.export(tmp_path / "deux", to="nimegue", out=tmp_path / "encore")
    files = {path.name: path.read_bytes() for path in (tmp_path / "sortie").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "encore").iterdir()}
    return first, again


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_sample_comes_back_the_same(tmp_path, kind):
    first, again = there_and_back(ADAPTER / "samples" / kind / "input", tmp_path)
    assert held(first) == held(again)


def test_a_real_act_comes_back_the_same(shared, tmp_path):
    real = (shared / "etat_civil" / "nimegue" / "nimegue_v3_lignes_reelles_latin1_crlf.txt").read_bytes()
    (tmp_path / "releve.txt").write_bytes(real.splitlines(keepends=True)[0])
    first, again = there_and_back(tmp_path / "releve.txt", tmp_path)
    assert held(first) == held(again)
    assert sum(held(first)["etat_civil.personne"].values()) == 6


def test_a_nimegue_file_is_known_by_its_signature_whatever_its_name(tmp_path):
    acts = ADAPTER / "samples" / "melange" / "input" / "deces.txt"
    long = [line + b" " * 200 for line in acts.read_bytes().splitlines()]
    (tmp_path / "deces.txt").write_bytes(b"\n".join(long))
    (found,) = collecdata.detect(tmp_path / "deces.txt")
    assert [match.adapter for match in found.matches] == ["nimegue"]


def test_a_file_that_a_spreadsheet_put_quotes_in_is_not_lost_in_silence(tmp_path):
    acts = (ADAPTER / "samples" / "naissances" / "input" / "naissances.txt").read_text("latin-1")
    (tmp_path / "releve.txt").write_text(acts.replace("NIMEGUEV3", '"NIMEGUEV3"'), "latin-1")
    run = converted(tmp_path / "releve.txt", tmp_path / "out")
    assert [(issue.code, issue.count) for issue in run.issues] == [("row.none_kept", 2)]


def test_acts_of_several_kinds_in_one_file_are_all_read(tmp_path):
    run = converted(ADAPTER / "samples" / "melange" / "input", tmp_path / "out")
    kinds = Counter(run["etat_civil.acte"]["acte_nature"].to_pylist())
    assert kinds == {"naissance": 2, "mariage": 1, "deces": 2, "divers": 1}
