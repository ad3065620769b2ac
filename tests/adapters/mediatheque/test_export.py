"""What the next library system imports: read, written, read again, and nothing has changed."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest

import collecdata

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "adapters/unimarc/samples/utf-8/input/notices.mrc"
NAMES = ("id_notice", "zone_rang", "zone", "indicateurs", "sous_zone_rang", "sous_zone", "contenu")
FORMATS = {"unimarc": "notices.mrc", "unimarc-iso5426": "notices.mrc", "marcxml": "notices.xml"}


def convert(path, out):
    return collecdata.convert(path, to=out, siren="000000042")


def zones(result):
    """Return every field of every record; of the leader, what no length changes."""
    rows = zip(*(result["mediatheque.notice_zone"][name].to_pylist() for name in NAMES), strict=True)
    return [(*row[:-1], row[-1][5:9] if row[2] == "LDR" else row[-1]) for row in rows]


@pytest.fixture(scope="module", params=FORMATS)
def there_and_back(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    before = convert(SAMPLE, folder / "avant")
    collecdata.export(folder / "avant", to=request.param, out=folder / "export")
    written = folder / "export" / FORMATS[request.param]
    return request.param, before, written, convert(written, folder / "apres")


def test_all_fields_come_back_as_they_were(there_and_back):
    _, before, _, after = there_and_back
    assert zones(after) == zones(before)


def test_pymarc_reads_it_without_a_warning(there_and_back, caplog):
    pymarc = pytest.importorskip("pymarc")
    name, before, written, _ = there_and_back
    if name == "unimarc-iso5426":
        pytest.skip("pymarc does not know ISO 5426")
    if name == "marcxml":
        records = pymarc.parse_xml_to_array(str(written))
    else:
        records = list(pymarc.MARCReader(io.BytesIO(written.read_bytes()), force_utf8=True))
    assert all(records)
    assert not caplog.records
    texts = [
        (f.tag, s.code, s.value) for r in records for f in r.fields if not f.is_control_field() for s in f.subfields
    ]
    assert texts == [(row[2], row[5], row[6]) for row in zones(before) if row[5]]


def test_yaz_reads_it_without_a_warning(there_and_back):
    name, _, written, _ = there_and_back
    if shutil.which("yaz-marcdump") is None:
        pytest.skip("yaz-marcdump is not installed")
    form = ["-i", "marcxml"] if name == "marcxml" else []
    done = subprocess.run(["yaz-marcdump", *form, str(written)], capture_output=True, check=True)
    assert done.stderr == b""
    lines = done.stdout.splitlines()
    assert not [line for line in lines if line.startswith((b"(", b"<!--"))]  # how it says what is wrong with a record
    assert sum(line.startswith(b"001 ") for line in lines) == 4
