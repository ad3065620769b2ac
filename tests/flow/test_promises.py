"""The promises of a run, each broken on purpose or held to."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

import collecdata
from collecdata.errors import InputError, UsageError
from collecdata.readers.csv.reader import CsvReader
from flow_exports import NAME, entry, line, write_fec

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def fec(tmp_path: Path) -> Path:
    return write_fec(tmp_path / "dump", [*entry(1), *entry(2), *entry(3)])


def test_both_identities_are_in_the_report(fec, tmp_path):
    report = collecdata.convert(fec, to=tmp_path / "out").report
    (identity,) = (one.identity for one in report.inputs)
    assert (identity.physical, identity.preamble, identity.records) == (7, 1, 6)
    (block,) = report.blocks
    assert (block.read, block.kept, block.rejected, block.written) == (6, 6, 0, 6)


def test_a_reader_that_loses_a_row_is_caught(fec, tmp_path, monkeypatch):
    read = CsvReader.read

    def lossy(self, split):
        for batch in read(self, split):
            tally = dataclasses.replace(batch.tally, records=batch.tally.records - 1)
            yield dataclasses.replace(batch, data=batch.data.slice(1), tally=tally)

    monkeypatch.setattr(CsvReader, "read", lossy)
    result = collecdata.convert(fec, to=tmp_path / "out")
    assert result.issues.count("identity.raw") == 1
    assert (result.balanced, result.report.state, result.exit_code) == (False, "echec", 1)


def test_a_sink_that_loses_a_row_is_caught(fec, tmp_path, monkeypatch):
    from collecdata.sinks.parquet import ParquetSink

    write = ParquetSink.write
    monkeypatch.setattr(ParquetSink, "write", lambda self, batch, left=None: write(self, batch.slice(1), left))
    result = collecdata.convert(fec, to=tmp_path / "out")
    assert result.issues.count("identity.table") == 1
    assert result.exit_code == 1


def test_a_rejected_row_keeps_its_columns_and_its_reasons(tmp_path):
    path = write_fec(tmp_path / "dump", [*entry(1), line(2, debit="dix euros")])
    result = collecdata.convert(path, to=tmp_path / "out")
    rejects = (tmp_path / "out/confidentiel/rejets/000000000FEC20241231.csv").read_text("utf-8")
    assert "dix euros" in rejects
    assert "row.required: debit" in rejects
    assert result["compta.ecriture"].num_rows == 2
    assert result.balanced


def test_corrected_rejects_can_be_fed_in_again(tmp_path):
    path = write_fec(tmp_path / "dump", [*entry(1), line(2, debit="dix euros"), line(2, "0,00", "10,00")])
    collecdata.convert(path, to=tmp_path / "out")
    rejects = tmp_path / "out/confidentiel/rejets/000000000FEC20241231.csv"
    rejects.write_bytes(rejects.read_bytes().replace(b"dix euros", b"10,00"))
    again = collecdata.convert(rejects, to=tmp_path / "again")
    assert again["compta.ecriture"].num_rows == 1
    assert again.report.not_carried == ()


def test_a_cell_that_cannot_be_converted_is_null_and_stands_raw_among_the_anomalies(tmp_path):
    bad = line(1).replace("|||20240201||", "|||20240231||")
    result = collecdata.convert(write_fec(tmp_path / "dump", [bad]), to=tmp_path / "out")
    assert result["compta.ecriture"]["validation_date"].to_pylist() == [None]
    anomalies = pq.read_table(tmp_path / "out/confidentiel/anomalies.parquet").to_pylist()
    assert [
        (one["code"], one["champ"], one["ligne"], one["valeur"]) for one in anomalies if one["code"] == "cell.date"
    ] == [("cell.date", "validation_date", 2, "20240231")]


def test_an_unbalanced_entry_is_an_error(tmp_path):
    result = collecdata.convert(write_fec(tmp_path / "dump", [*entry(1), line(2)]), to=tmp_path / "out")
    (issue,) = (one for one in result.issues if one.code == "compta.entry_unbalanced")
    assert (issue.params["entry"], issue.params["difference"], issue.lines) == ("2", "10.00", (4,))
    assert result.exit_code == 1


def test_a_ledger_in_two_files_is_one_ledger(tmp_path):
    write_fec(tmp_path / "dump", entry(1), "000000000FEC20241231_1.txt")
    write_fec(tmp_path / "dump", entry(2), "000000000FEC20241231_2.txt")
    result = collecdata.convert(tmp_path / "dump", to=tmp_path / "out")
    assert result["compta.ecriture"]["rang"].to_pylist() == [2, 3, 5, 6]
    assert result.issues.errors == 0


def test_the_period_of_a_table_is_not_that_of_its_key(fec, tmp_path):
    (table,) = collecdata.convert(fec, to=tmp_path / "out").report.tables
    assert table.period.field == "ecriture_date"


def test_no_date_of_a_person_is_a_period(tmp_path):
    samples = collecdata.adapters["exemple-rh-csv"].path / "samples"
    result = collecdata.convert(next(samples.glob("*/input")), to=tmp_path / "out", siren="123456782")
    agent = next(table for table in result.report.tables if table.table == "rh.agent")
    assert agent.filled["naissance_date"]
    assert agent.period is None


def test_all_that_a_file_does_not_say_is_asked_for_at_once(fec, tmp_path):
    unnamed = fec.rename(fec.with_name("grand-livre.txt"))
    with pytest.raises(UsageError) as refused:
        collecdata.convert(unnamed, to=tmp_path / "out")
    assert (refused.value.code, refused.value.params["options"]) == (
        "usage.param_missing",
        "--siren … --param date_cloture=…",
    )


def test_totals_that_differ_are_said(fec, tmp_path):
    expected = tmp_path / "totaux.csv"
    expected.write_text("table;champ;valeur\ncompta.ecriture;lignes;6\ncompta.ecriture;debit;30,01\n", "utf-8")
    result = collecdata.convert(fec, to=tmp_path / "out", attendus=expected)
    (issue,) = (one for one in result.issues if one.code == "total.differs")
    assert (issue.field, issue.params["difference"], issue.lines) == ("debit", "-0.01", (3,))
    assert result.exit_code == 1


def test_the_siren_asked_for_and_the_one_read_are_compared(fec, tmp_path):
    result = collecdata.convert(fec, to=tmp_path / "out", siren="123456782")
    (issue,) = (one for one in result.issues if one.code == "siren.differs")
    assert (issue.params["given"], issue.params["found"]) == ("123456782", "000000000")
    assert set(result["compta.ecriture"]["siren"].to_pylist()) == {"123456782"}


def test_two_runs_give_the_same_bytes(fec, tmp_path):
    def digests(folder: Path) -> dict[str, str]:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    for name, jobs in (("one", 1), ("two", 2)):
        collecdata.convert(fec, to=tmp_path / name, jobs=jobs)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_a_package_is_replaced_by_a_better_one(fec, tmp_path):
    collecdata.convert(fec, to=tmp_path / "out")
    write_fec(tmp_path / "dump", entry(1))
    assert collecdata.convert(fec, to=tmp_path / "out")["compta.ecriture"].num_rows == 2


def test_what_is_not_a_package_is_left_alone(fec, tmp_path):
    keep = tmp_path / "out" / "thèse.txt"
    keep.parent.mkdir()
    keep.write_text("ne pas effacer", "utf-8")
    with pytest.raises(UsageError) as caught:
        collecdata.convert(fec, to=tmp_path / "out")
    assert caught.value.code == "target.not_empty"
    assert keep.read_text("utf-8") == "ne pas effacer"


def test_a_run_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(InputError):
        collecdata.convert(tmp_path / "absent.txt", to=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_fields_above_a_class_are_dropped_and_only_counts_remain(fec, tmp_path):
    result = collecdata.convert(fec, to=tmp_path / "out", confidentialite_max=1)
    names = result["compta.ecriture"].column_names
    assert "debit" in names
    assert "ecriture_libelle" not in names
    assert not (tmp_path / "out/confidentiel").exists()


def test_the_package_says_what_it_was_made_of(fec, tmp_path):
    collecdata.convert(fec, to=tmp_path / "out")
    metadata = pq.read_schema(tmp_path / "out/compta/ecriture.parquet").metadata or {}
    metadata |= pq.read_metadata(tmp_path / "out/compta/ecriture.parquet").metadata
    assert json.loads(metadata[b"collecdata.inputs"]) == {NAME: hashlib.sha256(fec.read_bytes()).hexdigest()}
    assert json.loads(metadata[b"collecdata.adapters"])[0]["id"] == "fec"
    assert metadata[b"collecdata.schema_version"]


def test_a_result_speaks_arrow_and_shows_itself(fec, tmp_path):
    result = collecdata.convert(fec, to=tmp_path / "out")
    assert hasattr(result["compta.ecriture"], "__arrow_c_stream__")
    assert "compta.ecriture" in result._repr_html_()


def test_without_a_target_the_result_lives_as_long_as_it_is_held(fec):
    result = collecdata.convert(fec)
    assert result["compta.ecriture"].num_rows == 6


def test_converting_imports_no_pandas(fec, tmp_path):
    code = (
        "import sys, collecdata\n"
        f"collecdata.convert({str(fec)!r}, to={str(tmp_path / 'out')!r})\n"
        "assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_compressed_file_is_recognised_by_the_name_it_has_once_decompressed(fec, tmp_path):
    packed = tmp_path / f"{fec.name}.gz"
    packed.write_bytes(gzip.compress(fec.read_bytes()))
    (match,) = collecdata.detect(packed)[0].matches
    assert (match.adapter, match.facts["siren"]) == ("fec", fec.name[:9])
