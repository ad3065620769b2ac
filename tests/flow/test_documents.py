"""The contents of attachments: written where they are asked for, each under the name that the table gives it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import zipfile
from pathlib import Path

import pytest

import collecdata
from collecdata.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "adapters/pes-aller/samples/depense/input"
REAL = "pastell_PESALR2_49101169800000_171227_2045.xml"


def contents(result):
    """Return what lies in `documents/`, by path; every name must be the digest of what is inside."""
    folder = result.path / "documents"
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert all(Path(name).name == hashlib.sha256(data).hexdigest() for name, data in found.items())
    return found


def digests(result):
    return {one for one in result["commun.document"]["sha256"].to_pylist() if one}


def test_every_attachment_of_the_table_is_there_with_its_size(tmp_path):
    result = collecdata.convert(SAMPLE, to=tmp_path / "out", documents=True)
    found = contents(result)
    assert set(found) == digests(result)
    table = result["commun.document"]
    sizes = zip(table["sha256"].to_pylist(), table["taille"].to_pylist(), strict=True)
    assert all(len(found[name]) == size for name, size in sizes if name)


def test_only_rows_are_written_where_contents_are_not_asked_for(tmp_path):
    result = collecdata.convert(SAMPLE, to=tmp_path / "out")
    assert digests(result)
    assert not (tmp_path / "out/documents").exists()


def test_a_real_attachment_comes_out_as_it_was_packed(shared, tmp_path):
    result = collecdata.convert(shared / "compta/pes" / REAL, to=tmp_path / "out", documents=True)
    packed = (shared / "compta/pes" / REAL).read_bytes().partition(b"<Fichier")[2].partition(b">")[2].partition(b"<")[0]
    content = base64.b64decode(packed)
    content = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    assert content in contents(result).values()


def flow(count, path):
    """Write a flow of many attachments, one of them twice."""
    text = next(SAMPLE.iterdir()).read_bytes().decode("iso-8859-1")
    head, _, rest = text.partition("<PES_PJ>")
    _, _, tail = rest.partition("</PES_PJ>")
    packed = [base64.b64encode(gzip.compress(b"piece %d\n" % (number % (count - 1)) * 50)) for number in range(count)]
    pieces = "".join(
        f'<PJ><Contenu><Fichier MIMEType="application/pdf">{one.decode()}</Fichier></Contenu>'
        f'<IdUnique V="PJ{number}"/><NomPJ V="p.pdf"/><TypePJ V="003"/></PJ>'
        for number, one in enumerate(packed)
    )
    path.write_text(f"{head}<PES_PJ>{pieces}</PES_PJ>{tail}", "iso-8859-1")
    return path


def test_the_same_content_is_written_once(tmp_path):
    result = collecdata.convert(flow(40, tmp_path / "flux.xml"), to=tmp_path / "out", documents=True)
    assert result["commun.document"].num_rows == 40
    assert len(contents(result)) == 39
    assert set(contents(result)) == digests(result)


def test_a_flow_in_an_archive_gives_the_same_contents(tmp_path):
    path = flow(40, tmp_path / "flux.xml")
    with zipfile.ZipFile(tmp_path / "flux.zip", "w") as archive:
        archive.write(path, "flux.xml")
    packed = collecdata.convert(tmp_path / "flux.zip", to=tmp_path / "packed", documents=True)
    assert contents(packed) == contents(collecdata.convert(path, to=tmp_path / "plain", documents=True))


def test_two_collectivities_never_share_a_folder(tmp_path):
    (tmp_path / "dump").mkdir()
    data = flow(3, tmp_path / "dump/a.xml").read_bytes()
    (tmp_path / "dump/b.xml").write_bytes(data.replace(b"12345678200010", b"11111111100010"))
    result = collecdata.convert(tmp_path / "dump", to=tmp_path / "out", documents=True)
    assert {Path(name).parent.name for name in contents(result)} == {"123456782", "111111111"}


@pytest.mark.parametrize("limit", [{"publiable": True}, {"confidentialite_max": 2}])
def test_contents_are_refused_where_confidentiality_is_limited(limit, tmp_path):
    with pytest.raises(UsageError) as caught:
        collecdata.convert(SAMPLE, to=tmp_path / "out", documents=True, **limit)
    assert caught.value.code == "usage.documents"
    assert not (tmp_path / "out").exists()
