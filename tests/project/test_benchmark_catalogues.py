"""The benchmark of catalogues: what is measured gives the same tables, whoever reads."""

from __future__ import annotations

import shutil

import pyarrow.parquet as pq
import pytest

from suite.marc import peers
from suite.marc.compare import differences
from suite.marc.generate import write
from suite.marc.ours import promises, structure

pytest.importorskip("pymarc")


@pytest.fixture
def read(tmp_path):
    """Read a small catalogue with one engine; give the folder of its tables."""

    def go(engine, form):
        source = tmp_path / f"catalogue.{'xml' if form == 'xml' else form}"
        write(50, source, "utf8" if form == "structure" else form)
        engine(source, out := tmp_path / engine.__name__, form)
        return out

    return go


@pytest.mark.parametrize("form", ["utf8", "xml"])
def test_pymarc_and_collecdata_say_the_same(read, form):
    assert differences(form, read(promises, form), read(peers.pymarc, form)) == ""


@pytest.mark.skipif(shutil.which("yaz-marcdump") is None, reason="yaz-marcdump is not installed")
def test_yaz_before_pymarc_says_what_collecdata_reads_alone(read):
    assert differences("iso5426", read(promises, "iso5426"), read(peers.pymarc, "iso5426")) == ""


@pytest.mark.skipif(shutil.which("yaz-marcdump") is None, reason="yaz-marcdump is not installed")
def test_yaz_finds_as_many_records_and_fields(read):
    assert differences("structure", read(structure, "structure"), read(peers.yaz, "structure")) == ""


def test_one_cell_that_differs_is_found(read, tmp_path):
    ours = read(promises, "utf8")
    shutil.copytree(ours, spoilt := tmp_path / "spoilt")
    path = spoilt / "banc" / "notice.parquet"
    table = pq.read_table(path)
    place = table.schema.get_field_index("titre")
    titles = table["titre"].to_pylist()
    pq.write_table(table.set_column(place, "titre", [[*titles[:-1], titles[-1] + "."]]), path)
    assert differences("utf8", ours, spoilt) == "notice.titre"
