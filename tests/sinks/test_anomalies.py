"""Every place of every issue stands in the anomalies, and their counts are exact."""

from __future__ import annotations

import pyarrow.parquet as pq

from collecdata.issues import Issue, IssueLog, Severity
from collecdata.sinks.anomalies import SCHEMA, SLICE, AnomaliesSink


def written(path, *issues):
    sink = AnomaliesSink(path)
    log = IssueLog(stream=sink.write)
    log.extend(issues)
    sink.commit()
    return pq.read_table(path), log


def test_each_place_is_a_row_with_its_raw_value(tmp_path):
    issue = Issue(
        "cell.date", Severity.ERROR, "compta.ecriture", "date_piece", "EcritureDate", "é.csv", (3, 9), ("31/02", "")
    )
    table, _ = written(tmp_path / "a.parquet", issue)
    assert table.schema.equals(SCHEMA)
    assert table.to_pylist()[0] == {
        "code": "cell.date",
        "severite": "error",
        "table": "compta.ecriture",
        "champ": "date_piece",
        "colonne": "EcritureDate",
        "source": "é.csv",
        "ligne": 3,
        "valeur": "31/02",
        "nombre": 1,
    }
    assert table["valeur"].to_pylist() == ["31/02", ""]


def test_an_issue_without_places_is_one_row_that_says_how_many(tmp_path):
    table, _ = written(tmp_path / "a.parquet", Issue("column.unused", column="X", count=7, source=""))
    assert table.select(["ligne", "valeur", "nombre", "source"]).to_pylist() == [
        {"ligne": None, "valeur": None, "nombre": 7, "source": None}
    ]


def test_counts_are_exact_where_places_or_values_were_cut(tmp_path):
    table, log = written(
        tmp_path / "a.parquet",
        Issue("cell.code", lines=(1, 2), values=("x",), count=10),
        Issue("cell.code", lines=(5,), values=("x", "y")),
    )
    assert table["ligne"].to_pylist() == [1, 2, None, 5]
    assert table["valeur"].to_pylist() == ["x", None, None, "x"]
    assert sum(table["nombre"].to_pylist()) == len(log) == 11


def test_a_long_issue_and_many_short_ones_are_all_there_in_order(tmp_path):
    lines = tuple(range(1, SLICE + 100))
    issues = [Issue("cell.date", lines=lines, values=tuple(map(str, lines)))]
    issues += [Issue("cell.code", lines=(n,)) for n in range(50)]
    table, _ = written(tmp_path / "a.parquet", *issues)
    assert table["ligne"].to_pylist() == [*lines, *range(50)]
    assert table["valeur"].to_pylist()[-51:-49] == [str(lines[-1]), None]


def test_no_issue_gives_an_empty_table(tmp_path):
    table, _ = written(tmp_path / "a.parquet")
    assert (table.num_rows, table.schema) == (0, SCHEMA)


def test_an_abort_leaves_nothing(tmp_path):
    sink = AnomaliesSink(tmp_path / "a.parquet")
    sink.write(Issue("cell.date"))
    sink.abort()
    assert list(tmp_path.iterdir()) == []


def test_files_beyond_the_first_thousand_are_counted_together():
    streamed: list[Issue] = []
    log = IssueLog(stream=streamed.append)
    log.extend(Issue("column.unused", Severity.WARNING, column="X", source=f"{place}.csv") for place in range(3000))
    assert (log.warnings, len(streamed), len(list(log))) == (3000, 3000, 1001)
    assert [(one.source, one.column, one.count) for one in log][-1] == ("…", "…", 2000)
