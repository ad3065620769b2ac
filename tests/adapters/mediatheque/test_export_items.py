"""Items written where the next system expects them: read, written by profile, read again, and nothing has changed."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import collecdata

ADAPTERS = Path(__file__).resolve().parents[3] / "adapters"
PROFILES = {
    "unimarc-reco995": "995",
    "unimarc-koha": "995",
    "unimarc-pmb996": "996",
    "unimarc-opsys996": "996",
    "unimarc-vsmart852": "852",
}
PLACES = ("id_exemplaire", "id_source", "_source", "_ligne")
"""What is of the outgoing system, or of the file: the next one gives its own."""


def convert(path, out, adapter):
    return collecdata.convert(path, to=out, siren="000000042", adapter=adapter)


def items(result, without=()):
    table = result["mediatheque.exemplaire"]
    names = [name for name in table.schema.names if name not in (*PLACES, *without)]
    return [{name: row[name] for name in names if row[name] is not None} for row in table.select(names).to_pylist()]


@pytest.fixture(scope="module", params=PROFILES)
def there_and_back(request, tmp_path_factory):
    folder, profile = tmp_path_factory.mktemp(request.param), request.param
    (sample,) = (one for one in sorted((ADAPTERS / profile / "samples").iterdir())[:1])
    (source,) = (sample / "input").iterdir()
    before = convert(source, folder / "avant", profile)
    exported = collecdata.export(folder / "avant", to=profile, out=folder / "export")
    written = folder / "export" / "notices.mrc"
    return profile, before, exported, written, convert(written, folder / "apres", profile)


def test_items_come_back_as_they_were(there_and_back):
    _, before, exported, _, after = there_and_back
    lost = ("exemplaire_statut", "exemplaire_statut_source", "entree_date", "pret_dernier_date")
    assert items(after, lost) == items(before, lost)
    assert exported.read == exported.filtered + exported.left_out + sum(file.rows for file in exported.files)


def test_the_other_fields_of_records_are_untouched(there_and_back):
    profile, before, _, _, after = there_and_back

    def zones(result):
        rows = result["mediatheque.notice_zone"].select(["id_notice", "zone", "indicateurs", "sous_zone", "contenu"])
        return [row for row in rows.to_pylist() if row["zone"] not in ("LDR", "852", "995", "996")]

    assert zones(after) == zones(before), profile


def test_pymarc_and_yaz_read_it_without_a_warning(there_and_back, caplog):
    pymarc = pytest.importorskip("pymarc")
    profile, before, _, written, _ = there_and_back
    records = list(pymarc.MARCReader(io.BytesIO(written.read_bytes()), force_utf8=True))
    assert all(records)
    assert not caplog.records
    found = [field for record in records for field in record.get_fields(PROFILES[profile])]
    assert len(found) == before["mediatheque.exemplaire"].num_rows
    if shutil.which("yaz-marcdump"):
        done = subprocess.run(["yaz-marcdump", str(written)], capture_output=True, check=True)
        assert done.stderr == b""
        assert not [line for line in done.stdout.splitlines() if line.startswith((b"(", b"<!--"))]


def test_an_item_whose_record_is_not_there_is_named(tmp_path):
    sample = next((ADAPTERS / "unimarc-reco995" / "samples").glob("*/input/*"))
    convert(sample, tmp_path / "avant", "unimarc-reco995")
    path = tmp_path / "avant" / "mediatheque" / "notice_zone.parquet"
    table = pq.read_table(path)
    first = table["id_notice"][0].as_py()
    kept = [name != first for name in table["id_notice"].to_pylist()]
    pq.write_table(table.filter(kept), path)
    done = collecdata.export(tmp_path / "avant", to="unimarc-reco995", out=tmp_path / "export")
    assert [(one.code, one.count) for one in done.issues if one.severity == "error"] == [
        ("write.marc_without_record", 1)
    ]
    assert done.read == done.filtered + done.left_out + sum(file.rows for file in done.files)
