"""Each tool used with care on the trap files: types and separators said, encoding and accidents left to be found.

    python -m suite.traps.tools TOOL FOLDER > outcomes.pickle

A reader returns rows of (code, text, amount, date, flag), and raises when the tool refuses.
"""

from __future__ import annotations

import pickle
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from suite.traps.outcome import Outcome

__all__ = ["READERS"]


def read_duckdb(path: Path) -> Outcome:
    """Read with everything a string, then cast: nothing but the cast may fail."""
    import duckdb

    query = f"""select CODE, LIB, cast(replace(replace(replace(MT, chr(160), ''), ' ', ''), ',', '.') as decimal(12,2)),
        strptime(DT, '%d/%m/%Y')::date, OK = 'O' from read_csv('{path}', delim=';', header=true, all_varchar=true)"""
    relation = duckdb.sql(query)
    return (relation.fetchall() if relation else None), "", []


def read_polars(path: Path) -> Outcome:
    """Read lazily as strings, then cast."""
    import polars as pl

    amount = pl.col("MT").str.replace_all("[\u00a0 ]", "").str.replace(",", ".").cast(pl.Decimal(12, 2))
    frame = pl.scan_csv(path, separator=";", infer_schema=False).select(
        "CODE", "LIB", amount, pl.col("DT").str.to_date("%d/%m/%Y"), pl.col("OK") == "O"
    )
    return frame.collect().rows(), "", []


def read_pyarrow(path: Path) -> Outcome:
    """Give the reader the types it can take, cast the amounts."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pacsv

    table = pacsv.read_csv(
        path,
        parse_options=pacsv.ParseOptions(delimiter=";", newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types={"CODE": pa.string(), "LIB": pa.string(), "MT": pa.string(), "DT": pa.timestamp("s"),
                          "OK": pa.bool_()},
            timestamp_parsers=["%d/%m/%Y"],
            true_values=["O"],
            false_values=["N"],
        ),
    )  # fmt: skip
    amount = table["MT"]
    for old, new in (("\u00a0", ""), (" ", ""), (",", ".")):
        amount = pc.replace_substring(amount, old, new)
    columns = [
        table["CODE"],
        table["LIB"],
        amount.cast(pa.decimal128(12, 2)),
        table["DT"].cast(pa.date32()),
        table["OK"],
    ]
    return list(zip(*(column.to_pylist() for column in columns), strict=True)), "", []


def read_pandas(path: Path) -> Outcome:
    """Use its own options: decimal comma, thousands, dates day first."""
    import pandas as pd

    frame = pd.read_csv(
        path, sep=";", decimal=",", thousands="\u00a0", parse_dates=["DT"], dayfirst=True, dtype={"CODE": str}
    )
    cells = frame[["CODE", "LIB", "MT", "DT", "OK"]].to_numpy(dtype=object).tolist()
    return (
        [(code, _text(lib), _amount(amount), _day(day), flag == "O") for code, lib, amount, day, flag in cells],
        "",
        [],
    )


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None


def _amount(cell: object) -> Decimal | str | None:
    try:
        return Decimal(str(cell)) if not isinstance(cell, str) else cell
    except InvalidOperation:
        return None


def _day(cell: object) -> object:
    if cell != cell:  # noqa: PLR0124 - not a time
        return None
    return cell.date() if hasattr(cell, "date") else cell


READERS: dict[str, Callable[[Path], Outcome]] = {
    "duckdb": read_duckdb,
    "polars": read_polars,
    "pyarrow": read_pyarrow,
    "pandas": read_pandas,
}


def _safely(read: Callable[[Path], Outcome], path: Path) -> Outcome:
    try:
        return read(path)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - what a tool raises is what is being looked at
        return None, f"{type(error).__name__}: {error}", []


def _reader(tool: str) -> Callable[[Path], Outcome]:
    if tool != "collecdata":
        return READERS[tool]
    from suite.traps.collecdata_tool import read

    return read


def main(tool: str, folder: Path) -> None:
    """Read every file of a folder with one tool."""
    outcomes = {path.stem: _safely(_reader(tool), path) for path in sorted(folder.glob("*.csv"))}
    sys.stdout.buffer.write(pickle.dumps(outcomes))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
