"""`adapter new`: the folder of an adapter from one export; everything in it is a proposal to confirm."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pyarrow as pa
from jinja2 import Environment, PackageLoader, StrictUndefined

from collecdata.catalogue.nearest import nearest
from collecdata.errors import InputError, UsageError
from collecdata.flow.profile import ColumnProfile, profile
from collecdata.kernels.distinct import decode
from collecdata.kernels.stream import RESERVED
from collecdata.readers.registry import READERS, guess
from collecdata.readers.sources import expand
from collecdata.sinks.draft import writing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.table import Table
    from collecdata.readers.base import Layout

__all__ = ["draft"]

ROWS = 5_000
SAMPLE = 20
ALIKE = 0.72
"""How alike a header and a field's title must be to be proposed together."""
SIGNATURE = 6
"""Columns that recognise the file."""


@dataclass(frozen=True, slots=True)
class _Proposal:
    """One column, as the template shows it."""

    name: str
    quoted: str
    field: str
    seen: str


def draft(export: Path, to: Path, table: str | None, catalogue: Catalogue) -> Path:
    """Write `to/`: adapter.yaml, README.md and a scrubbed sample; return the folder.

    Raises:
        UsageError: the folder exists, or there is no such table.
        InputError: the export cannot be read.
    """
    if to.exists():
        raise UsageError("usage.folder_exists", path=str(to))
    layout = _layout(export)
    rows = _rows(layout)
    names = [name for name in rows.schema.names if name not in RESERVED]
    columns = [profile(name, rows.column(name)) for name in names]
    target = _table(table, columns, catalogue)
    texts = {
        "adapter.yaml": _render("adapter.yaml.j2", _adapter(layout, to, target, columns)),
        "README.md": _render("README.md.j2", {"title": to.name, "file": layout.source.name, "columns": columns}),
        f"samples/exemple/input/{PurePosixPath(layout.source.name).stem}.csv": _sample(rows, columns),
        "samples/exemple/params.yaml": "siren: '000000000'\n",
    }
    for name, text in texts.items():
        path = to / name
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return to


def _layout(export: Path) -> Layout:
    sources = expand(export).sources
    if len(sources) != 1:
        raise InputError("input.one_file", source=export.name, count=len(sources))
    readers = guess(sources[0])
    if not readers:
        raise InputError("file.unreadable", source=export.name, reason="")
    reader = READERS[readers[0]]
    return reader.inspect(sources[0], reader.options())


def _rows(layout: Layout) -> pa.RecordBatch:
    """Read the first rows."""
    reader = READERS[layout.reader]
    batches = (batch.data for split in reader.splits(layout, lambda _: None) for batch in reader.read(split))
    found = [batch for batch in islice(batches, 1) if batch.num_rows]
    if not found:
        raise InputError("file.no_record", source=layout.source.name)
    first = found[0].slice(0, ROWS)
    return pa.RecordBatch.from_arrays([decode(column) for column in first.columns], names=first.schema.names)


def _table(name: str | None, columns: Iterable[ColumnProfile], catalogue: Catalogue) -> Table:
    """Return the table asked for, else the one whose fields look most like the columns."""
    if name is not None:
        if name not in catalogue.tables:
            raise UsageError("usage.unknown_table", value=name, nearest=nearest(name, tuple(catalogue.tables)) or "")
        return catalogue.tables[name]
    return max(catalogue.tables.values(), key=lambda table: sum(score for _, score in _pairs(columns, table).values()))


def _pairs(columns: Iterable[ColumnProfile], table: Table) -> dict[str, tuple[str, float]]:
    """Pair columns with fields by name, best first, each once; and say how alike they are."""
    fields = [field for field in table.fields if field.name != "siren"]
    scored = sorted(
        (
            (max(_alike(column.name, field.title), _alike(column.name, field.name)), column.name, field.name)
            for column in columns
            for field in fields
        ),
        reverse=True,
    )
    pairs: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, column, field in scored:
        if score >= ALIKE and column not in pairs and field not in taken:
            pairs[column] = field, score
            taken.add(field)
    return pairs


def _alike(left: str, right: str) -> float:
    """Compare two names letter by letter; `Nom` is also somewhat like `Nom de naissance`."""
    one, other = _bare(left), _bare(right)
    within = bool(one) and {*one.split()} <= {*other.split()}
    return max(SequenceMatcher(None, one, other).ratio(), ALIKE if within else 0.0)


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _adapter(layout: Layout, to: Path, table: Table, columns: list[ColumnProfile]) -> dict[str, object]:
    pairs = {column: field for column, (field, _) in _pairs(columns, table).items()}
    decimals = [column.format for column in columns if column.kind == "decimal"]
    return {
        "id": to.name,
        "title": to.name,
        "file": layout.source.name,
        "readers": dict.fromkeys((layout.reader, "csv")),
        "header": [_quoted(column.name) for column in columns[:SIGNATURE]],
        "decimal": max(decimals, key=decimals.count) if decimals else "",
        "dates": [_quoted(date) for date in dict.fromkeys(c.format for c in columns if c.kind == "date")],
        "table": table.id,
        "columns": [_Proposal(c.name, _quoted(c.name), pairs.get(c.name, ""), _seen(c)) for c in columns],
        "missing": [
            field.name for field in table.fields if field.required and field.name not in {"siren", *pairs.values()}
        ],
    }


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[^\W\d][\w ./°-]*[\w.]", text) else _always_quoted(text)


def _always_quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _seen(column: ColumnProfile) -> str:
    kind = f"{column.kind} {column.format}".strip()
    shown = f" : {', '.join(column.shown)}" if column.shown else ""
    return f"{kind}, {column.rate} %{shown}".replace("\n", " ")


def _sample(rows: pa.RecordBatch, columns: list[ColumnProfile]) -> str:
    """Write the first rows scrubbed: codes stay, dates and numbers keep their shape, text loses its letters."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    kept = [(column, rows.column(column.name).slice(0, SAMPLE).to_pylist()) for column in columns]
    writer.writerows(zip(*([_scrub(cell or "", column) for cell in cells] for column, cells in kept), strict=True))
    return out.getvalue()


def _scrub(cell: str, column: ColumnProfile) -> str:
    if not cell or column.harmless:
        return cell
    if column.kind == "date":
        parts = {"%d": "15", "%m": "06", "%Y": "2024", "%y[50]": "24"}
        return re.sub(r"%y\[50\]|%[dmY]", lambda found: parts[found[0]], column.format)
    shape = re.sub(r"\d", "1", cell)
    return re.sub(r"[^\W\d_]", lambda found: "A" if found[0].isupper() else "a", shape)


def _render(template: str, values: dict[str, object]) -> str:
    environment = Environment(
        loader=PackageLoader("collecdata.flow"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - YAML and Markdown, not HTML; every value is quoted where it stands
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = _always_quoted
    return environment.get_template(template).render(values)
