"""Databases of library systems: what a dump gives, the live database gives; real dumps are read whole."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

import collecdata
from readers.database.servers import fresh_database

ADAPTERS = Path(__file__).resolve().parents[3] / "adapters"
SIREN = "123456782"


def tables(result):
    """Every table but where each row stood, which a dump and a database do not say alike."""
    found = {}
    for path in sorted(result.path.glob("mediatheque/*.parquet")):
        table = pq.read_table(path)
        rows = table.drop_columns([name for name in ("_source", "_ligne") if name in table.column_names]).to_pylist()
        found[path.stem] = sorted(rows, key=repr)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "sample", ["pmb-sql/samples/base", "koha-sql/samples/base", "koha-sql/samples/notices-marcxml"]
)
def test_a_dump_and_the_database_it_was_made_from_give_the_same_tables(sample, tmp_path):
    adapter = sample.split("/", 1)[0]
    (dump,) = (ADAPTERS / sample / "input").iterdir()
    with fresh_database("mariadb") as address:
        _load(address, dump.read_text("utf-8"))
        from_dump = collecdata.convert(dump, to=tmp_path / "dump", adapter=adapter, siren=SIREN)
        from_base = collecdata.convert(address, to=tmp_path / "base", adapter=adapter, siren=SIREN)
        assert from_dump.balanced
        assert from_base.balanced
        found = tables(from_base)
        assert found == tables(from_dump)
        assert sum(map(len, found.values())) > 15


@pytest.mark.slow
def test_the_report_of_a_database_names_it_and_neither_its_user_nor_its_password(tmp_path, monkeypatch):
    monkeypatch.setenv("COLLECDATA_MOT_DE_PASSE", "")
    (dump,) = (ADAPTERS / "pmb-sql/samples/base/input").iterdir()
    with fresh_database("mariadb") as address:
        _load(address, dump.read_text("utf-8"))
        result = collecdata.convert(address, to=tmp_path / "base", adapter="pmb-sql", siren=SIREN)
        written = (result.path / "rapport.json").read_text("utf-8")
        assert "@localhost" in written
        assert "root" not in written


def test_the_dump_that_pmb_comes_with_is_read_whole(shared, tmp_path):
    dump = shared / "mediatheque/pmb/data_test.sql"
    result = collecdata.convert(dump, to=tmp_path / "out", siren=SIREN)
    rows = {name: result[f"mediatheque.{name}"].num_rows for name in ("notice", "exemplaire", "lecteur")}
    assert rows == {"notice": 48, "exemplaire": 33, "lecteur": 7}
    assert result.balanced
    titles = result["mediatheque.notice"].column("titre").to_pylist()
    assert "Bac en poche" in titles
    assert any("é" in title for title in titles)
    assert not any("Ã" in title for title in titles)
    assert result.issues.count("encoding.twice") == result.issues.count("encoding.undecodable") == 0


def test_the_records_of_a_koha_dump_in_two_files_are_read_together(shared, tmp_path):
    folder = shared / "mediatheque/koha"
    dumps = [folder / f"misc4dev_unimarc_{name}.sql" for name in ("biblio", "biblioitems")]
    result = collecdata.convert(*dumps, to=tmp_path / "out", adapter="koha-sql", siren=SIREN)
    notices = result["mediatheque.notice"]
    # Three records of that database have no title.
    assert (notices.num_rows, notices.column("titre").null_count) == (4849, 3)
    assert result.balanced


def test_the_records_that_koha_keeps_in_its_base_are_those_of_the_file_in_marcxml(shared, tmp_path):
    file = shared / "mediatheque/marcxml/marcmoose_biblios.xml"
    from_file = collecdata.convert(file, to=tmp_path / "file", adapter="unimarc", siren=SIREN)
    ids = from_file["mediatheque.notice"].column("id_notice").to_pylist()
    records = re.findall(r"<record\b.*?</record>", file.read_text("utf-8"), re.DOTALL)
    dump = tmp_path / "koha.sql"
    dump.write_text(koha_dump(dict(zip(ids, records, strict=True))), "utf-8")
    from_base = collecdata.convert(dump, to=tmp_path / "base", adapter="koha-sql", siren=SIREN)
    assert from_base.balanced
    found, wanted = tables(from_base), tables(from_file)
    derived = ("notice", "notice_zone", "notice_identifiant", "contributeur", "sujet", "lien_notice", "autorite")
    assert [(name, found[f"{name}"]) for name in derived] == [(name, wanted[f"{name}"]) for name in derived]
    assert len(found["notice_zone"]) > 100


@pytest.mark.parametrize(
    "cell",
    [
        "<record><leader>x</record>",
        "<record/><record/>",
        "",
        "texte",
        "<!DOCTYPE a []><record/>",
        "<a><b/></a>",
        "</c><c>",
    ],
)
def test_a_cell_that_is_no_record_is_said_and_its_neighbours_are_read(cell, tmp_path):
    sound = (
        '<?xml version="1.0"?><record><leader>00000nam0 2200000   4500</leader>'
        '<datafield tag="200" ind1="1" ind2=" "><subfield code="a">Été &amp; hiver</subfield></datafield></record>'
    )
    dump = tmp_path / "koha.sql"
    dump.write_text(koha_dump({"1": sound, "2": cell, "3": sound}), "utf-8")
    result = collecdata.convert(dump, to=tmp_path / "out", adapter="koha-sql", siren=SIREN)
    assert result["mediatheque.notice"].column("id_notice").to_pylist() == ["1", "3"]
    assert result["mediatheque.notice"].column("titre").to_pylist() == ["Été & hiver"] * 2
    (issue,) = [one for one in result.issues if one.code == "marc.cell"]
    assert (issue.column, issue.count) == ("metadata", 1)
    assert result.balanced
    (kept,) = [path for path in (result.path / "confidentiel/residus").iterdir() if "biblio_metadata" in path.name]
    assert pq.read_table(kept).column("biblionumber").to_pylist() == ["2"]


def koha_dump(records):
    """Write the records of a base as mysqldump does."""
    columns = ("biblioitemnumber int", "biblionumber int"), ("biblionumber int", "title longtext", "author longtext")
    metadata = ("id int", "biblionumber int", "format text", "`schema` text", "metadata longtext", "timestamp text")
    lines = ["/*!40101 SET NAMES utf8mb4 */;"]
    for name, fields in zip(("biblioitems", "biblio", "biblio_metadata"), (*columns, metadata), strict=True):
        lines.append(f"CREATE TABLE `{name}` ({', '.join(fields)});")
    for number, text in records.items():
        quoted = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
        cells = f"1,'{number}','marcxml','UNIMARC','{quoted}','2024-01-01 00:00:00'"
        lines.append(f"INSERT INTO `biblio_metadata` VALUES ({cells});")
    return "\n".join(lines)


def test_open_data_of_loans_is_read_whole(shared, tmp_path):
    result = collecdata.convert(shared / "mediatheque/prets/toulouse_top500_cds.csv", to=tmp_path / "out", siren=SIREN)
    assert result["mediatheque.statistique_pret"].num_rows == 6348
    assert result.balanced


def _load(address: str, script: str) -> None:
    engine = sa.create_engine(address.replace("mariadb://", "mariadb+pymysql://"), poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in script.split(";\n"):
            bare = "\n".join(line for line in statement.splitlines() if not line.startswith(("--", "/*M!")))
            if bare.strip() and not bare.lstrip().startswith("/*!"):
                connection.exec_driver_sql(bare.replace("%", "%%"))
