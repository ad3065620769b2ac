"""Pastell's own files of agents: every line is an agent, every grade a situation."""

from __future__ import annotations

import pytest

import collecdata

PARAMS = {"date_situation": "2012-06-30"}


@pytest.mark.parametrize("name", ["agent.csv", "agent2.csv"])
def test_every_agent_and_grade_of_a_real_file_comes_out(shared, tmp_path, name):
    path = shared / "rh/vendor/pastell" / name
    rows = [line.split(";") for line in path.read_text("latin-1").splitlines() if line]
    result = collecdata.convert(path, to=tmp_path / "out", siren="123456782", params=PARAMS)
    assert result.balanced
    assert result["rh.agent"]["matricule"].to_pylist() == list(dict.fromkeys(row[0] for row in rows))
    assert result["rh.agent"]["nom_famille"].to_pylist() == [row[3].strip('"') for row in rows]
    graded = {row[0]: row[6].strip('"') for row in rows if row[6].strip('"')}
    assert {row["matricule"]: row["grade_libelle"] for row in result["rh.situation"].to_pylist()} == graded
