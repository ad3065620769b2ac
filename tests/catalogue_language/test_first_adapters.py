"""The accounting adapters hold together, and leave no column of a real file unsaid."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from collecdata.catalogue import adapter, references, static
from collecdata.catalogue.catalogue import Catalogue
from collecdata.readers.csv.options import CsvOptions
from collecdata.readers.excel.options import ExcelOptions

ADAPTERS = Path(__file__).resolve().parents[2] / "adapters"
OPTIONS = {"csv": CsvOptions, "excel": ExcelOptions}
SEDIT = "berger-levrault-sedit-gf"
NAMES = ("fec", f"{SEDIT}-factures", f"{SEDIT}-commandes")


def header(path, encoding="cp1252", delimiter=";"):
    with path.open(encoding=encoding, newline="") as stream:
        return numbered(next(csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL)))


def numbered(names):
    """Second columns of a name become `Nom#2`."""
    return tuple(
        f"{name}#{seen}" if (seen := names[: rank + 1].count(name)) > 1 else name for rank, name in enumerate(names)
    )


def named(folder):
    """Columns that the adapter uses or ignores, in any writing."""
    found = set()
    for rank, output in enumerate(folder.adapter.outputs):
        found |= {name for _, name in references.columns_of_output(output, ("outputs", rank))} | set(output.ignore)
    reading = next(iter(folder.adapter.inputs.values()))
    return found | {alias for name in found for alias in reading.aliases.get(name, ())}


@pytest.mark.parametrize("name", NAMES)
def test_static_checks(name):
    folder = adapter.load(ADAPTERS / name)
    problems = static.check(folder, Catalogue.from_roots(), options=OPTIONS)
    assert [str(problem) for problem in problems] == []
    assert folder.adapter.evidence == "verified"


@pytest.mark.parametrize("kind", ["factures", "commandes"])
def test_every_column_of_the_real_list_is_used(shared, kind):
    columns = header(shared / f"compta/vendor/sedit_gf/sedit_gf_liste_{kind}_2025_scrubbed.cp1252.csv")
    folder = adapter.load(ADAPTERS / f"{SEDIT}-{kind}")
    assert set(columns) == named(folder)
    assert static.check(folder, Catalogue.from_roots(), columns={kind: columns}) == []


@pytest.mark.parametrize("kind", ["factures", "commandes"])
def test_the_sample_has_the_columns_of_the_real_list(shared, kind):
    real = header(shared / f"compta/vendor/sedit_gf/sedit_gf_liste_{kind}_2025_scrubbed.cp1252.csv")
    assert header(ADAPTERS / f"{SEDIT}-{kind}/samples/csv/input/{kind}_2025.csv") == real


def test_a_row_of_the_list_goes_to_one_table_only():
    outputs = {output.table: output.where for output in adapter.load(ADAPTERS / f"{SEDIT}-factures").adapter.outputs}
    invoiced, engaged = outputs["compta.facture_ligne"], outputs["compta.engagement"]
    assert set(invoiced) == set(engaged) == {"Type mandat"}
    assert invoiced["Type mandat"].in_ == engaged["Type mandat"].not_


@pytest.mark.parametrize(
    ("file", "delimiter", "encoding"),
    [("0000000001FEC20220831.txt", "\t", "utf-8-sig"), ("111111111FEC20221231.TXT", "|", "cp850")],
)
def test_every_column_of_a_real_fec_is_used(shared, file, delimiter, encoding):
    columns = [name for name in header(shared / "compta/fec" / file, encoding, delimiter) if name]
    assert set(columns) <= named(adapter.load(ADAPTERS / "fec"))


@pytest.mark.parametrize("case", ["tabulation", "barre", "tresorerie", "montant-sens"])
def test_columns_of_each_fec_sample_are_known(case):
    (path,) = (ADAPTERS / "fec/samples" / case / "input").iterdir()
    encoding = {"barre": "cp850", "montant-sens": "iso8859-15"}.get(case, "utf-8-sig")
    columns = header(path, encoding, "|" if case == "barre" else "\t")
    folder = adapter.load(ADAPTERS / "fec")
    assert static.check(folder, Catalogue.from_roots(), columns={"ecritures": columns}) == []
    assert {name for name in columns if name} - named(folder) == ({"Analytique"} if case == "montant-sens" else set())
