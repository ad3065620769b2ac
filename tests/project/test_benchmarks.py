"""The benchmark itself: the same files at every run, a reference that finds one wrong cell, verdicts to be trusted."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suite.engines import Job
from suite.engines.arrow_types import arrow_schema
from suite.engines.csv_pydantic_engine import convert as convert_by_hand
from suite.generate.__main__ import write
from suite.generate.text import amount
from suite.launch import Cost
from suite.reference import differences
from suite.rounds import ratios
from suite.shapes import PAYROLL, SHAPES
from suite.traps.files import LINE, SPOILED, Trap, every_trap
from suite.traps.judge import judge

ROWS = 2_000


@pytest.fixture(scope="module", params=[(s, e) for s in SHAPES for e in ("utf8", "cp1252")], ids="-".join)
def job(request, tmp_path_factory) -> Job:
    shape, encoding = request.param
    folder = tmp_path_factory.mktemp(f"{shape}-{encoding}")
    write(shape, encoding, ROWS, folder / "in.csv")
    made = Job(SHAPES[shape], folder / "in.csv", encoding, folder / "out.parquet", 1)
    convert_by_hand(made)
    return made


def test_a_generated_file_has_the_rows_asked_and_the_columns_said(job):
    with job.source.open(encoding=job.encoding, newline="") as lines:
        records = list(csv.reader(lines, delimiter=";"))
    assert records[0] == job.shape.header
    assert len(records) == ROWS + 1
    assert {len(record) for record in records} == {len(job.shape.columns)}


def test_both_encodings_say_the_same(tmp_path):
    for encoding in ("utf8", "cp1252"):
        write("payroll", encoding, ROWS, tmp_path / encoding)
    assert (tmp_path / "utf8").read_text("utf8") == (tmp_path / "cp1252").read_text("cp1252")


def test_a_generator_gives_the_same_bytes(job, tmp_path):
    write(job.shape.name, job.encoding, ROWS, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == job.source.read_bytes()


def test_the_shapes_are_what_they_are_said_to_be(job):
    table = pq.read_table(job.out)
    shares = [pc.count_distinct(column).as_py() / ROWS for column in table.columns]
    repeated = sum(share < 0.5 for share in shares)
    assert repeated > 15 if job.shape is PAYROLL else repeated == 0


def test_the_reference_accepts_what_is_right(job):
    assert differences(job.shape, job.source, job.encoding, [job.out]) == {str(job.out): ""}


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda table: table.slice(1), "rows missing"),
        (lambda table: pa.concat_tables([table, table.slice(0, 1)]), "rows beyond"),
        (lambda table: table.take(pa.array([1, 0, *range(2, ROWS)])), "row 1"),
        (lambda table: table.drop_columns([table.column_names[0]]), "no column"),
    ],
    ids=["row lost", "row added", "rows exchanged", "column lost"],
)
def test_the_reference_finds_what_is_wrong(job, tmp_path, spoil, found):
    pq.write_table(spoil(pq.read_table(job.out)), tmp_path / "wrong.parquet")
    (said,) = differences(job.shape, job.source, job.encoding, [tmp_path / "wrong.parquet"]).values()
    assert found in said


def test_the_reference_finds_one_cent(job, tmp_path):
    table = pq.read_table(job.out)
    name = next(column.name for column in reversed(job.shape.columns) if column.kind == "decimal")
    cells = table[name].to_pylist()
    cells[-1] += Decimal("0.01")
    place = table.column_names.index(name)
    field = arrow_schema(job.shape).field(name)
    pq.write_table(table.set_column(place, field, pa.array(cells, field.type)), tmp_path / "wrong.parquet")
    (said,) = differences(job.shape, job.source, job.encoding, [tmp_path / "wrong.parquet"]).values()
    assert said.startswith(f"{name}, row {ROWS}:")


@given(st.lists(st.integers(-999_999_999_99, 999_999_999_99), min_size=1))
def test_amounts_are_written_as_people_write_them(cents):
    written = amount(pa.array(cells := cents).to_numpy(), group="\u00a0").to_pylist()
    assert written == [f"{cell / 100:,.2f}".replace(",", "\u00a0").replace(".", ",") for cell in cells]


def test_ratios_are_taken_round_by_round():
    ours = [Cost(1, 2, 100), Cost(10, 20, 100), Cost(2, 4, 100)]
    peer = [Cost(2, 2, 300), Cost(20, 20, 300), Cost(8, 4, 300)]
    failed = [Cost(1, 1, 1, failed="no")]
    found = ratios({"collecdata": ours, "duckdb": peer, "polars": failed})
    assert found == {"collecdata": {"duckdb": {"wall": 2, "cpu": 1, "rss": 3}}}


def test_the_trap_files_are_those_that_were_collected(shared):
    kept = {path.stem: path.read_bytes() for path in (shared / "pieges_csv").glob("*.csv")}
    assert {trap.name: trap.data for trap in every_trap()} == kept


def test_what_a_trap_means_is_what_its_lines_say():
    clean = next(trap for trap in every_trap() if trap.name == "00_clean_utf8")
    records = list(csv.reader(io.StringIO(clean.data.decode()), delimiter=";"))[1:]
    said = [(code, text, Decimal(cents.replace(",", ".")), flag == "O") for code, text, cents, _, flag in records]
    assert said == [(code, text, cents, flag) for code, text, cents, _, flag in clean.rows]


def trap(name: str) -> Trap:
    return next(one for one in every_trap() if one.name.startswith(name))


def spoiled(one: Trap, column: int, value: object) -> list[tuple[object, ...]]:
    rows = [tuple(row) for row in one.rows]
    rows[SPOILED] = (*rows[SPOILED][:column], value, *rows[SPOILED][column + 1 :])
    return rows


@pytest.mark.parametrize(
    ("name", "outcome", "kind"),
    [
        ("00", lambda one: (list(one.rows), "", []), "right"),
        ("00", lambda one: (list(one.rows)[1:], "", []), "wrong"),
        ("06", lambda one: (spoiled(one, 2, Decimal("251.52")), "", []), "wrong"),
        ("06", lambda one: (spoiled(one, 2, None), "", []), "wrong"),
        ("06", lambda one: (spoiled(one, 2, None), "", [(LINE, "MT")]), "said"),
        ("06", lambda one: (spoiled(one, 2, Decimal("251.52")), "", [(LINE, "MT")]), "wrong"),
        ("06", lambda _: (None, "Error on Line: 252", []), "refused_line"),
        ("06", lambda _: (None, "could not convert", []), "refused"),
        ("07", lambda one: (spoiled(one, 2, Decimal("-251.51")), "", []), "right"),
        ("07", lambda one: (spoiled(one, 2, None), "", [(LINE, "MT")]), "said"),
        ("20", lambda one: (list(one.rows), "", []), "wrong"),
        ("20", lambda one: (one.rows[:SPOILED] + one.rows[SPOILED + 1 :], "", [(LINE, "")]), "said"),
        ("20", lambda one: (one.rows[:SPOILED] + one.rows[SPOILED + 1 :], "", []), "wrong"),
        ("24", lambda one: (list(one.rows), "", []), "wrong"),
        ("24", lambda one: (list(one.rows), "", [(1, "OK")]), "said"),
    ],
)  # fmt: skip
def test_verdicts(name, outcome, kind):
    one = trap(name)
    assert judge(one, outcome(one)).kind == kind
