"""The same extraction by those who read MARC today: pymarc, with yaz-marcdump before it for what it cannot read."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from suite.marc.tables import EXEMPLAIRE, JOINED, NOTICE, SEP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["pymarc", "yaz"]

ROWS = 20_000
"""Rows of an Arrow batch."""
_SUBFIELDS = {name: tuple(place.split("$")) for name, place in NOTICE.items() if "$" in place}


def pymarc(source: Path, out: Path, form: str) -> None:
    """Walk the records, take what is asked of each, write batches: what a good user of pymarc writes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out.mkdir(parents=True)
    names = {"notice": list(NOTICE), "exemplaire": ["id_notice", *EXEMPLAIRE]}
    schemas = {table: pa.schema([(name, pa.string()) for name in one]) for table, one in names.items()}
    writers = {t: pq.ParquetWriter(out / f"{t}.parquet", one, compression="zstd") for t, one in schemas.items()}
    rows: dict[str, list[list[str | None]]] = {table: [] for table in names}

    def flush(table: str) -> None:
        columns = [pa.array(cells, pa.string()) for cells in zip(*rows[table], strict=True)]
        if columns:
            writers[table].write_table(pa.Table.from_arrays(columns, schema=schemas[table]))
        rows[table].clear()

    def take(record: Any) -> None:  # noqa: ANN401 - a record of pymarc
        rows["notice"].append(_notice(record))
        number = record["001"].data
        for field in record.get_fields("995"):
            rows["exemplaire"].append([number, *(field.get(code) for code in EXEMPLAIRE.values())])
        for table, held in rows.items():
            if len(held) >= ROWS:
                flush(table)

    if form == "xml":
        from pymarc.marcxml import map_xml

        map_xml(take, str(source))  # type: ignore[no-untyped-call]
    else:
        for record in _records(source, form):
            take(record)
    for table, writer in writers.items():
        flush(table)
        writer.close()


def _records(source: Path, form: str) -> Iterator[Any]:
    """Give records; those in ISO 5426, which pymarc does not know, recoded by yaz on the way."""
    from pymarc import MARCReader

    if form == "utf8":
        with source.open("rb") as stream:
            yield from MARCReader(stream, force_utf8=True)
        return
    words = ["yaz-marcdump", "-f", "iso5426", "-t", "utf-8", "-o", "marc", str(source)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as recoded:
        yield from MARCReader(cast("BinaryIO", recoded.stdout), force_utf8=True)


def _notice(record: Any) -> list[str | None]:  # noqa: ANN401 - a record of pymarc
    leader = str(record.leader)
    found: dict[str, str | None] = {"id_notice": record["001"].data, "document_type": leader[6], "niveau": leader[7]}
    for name, (tag, code) in _SUBFIELDS.items():
        fields = record.get_fields(tag)
        if name in JOINED:
            texts = [text for field in fields for text in field.get_subfields(code)]
            found[name] = SEP.join(texts) if texts else None
        else:
            found[name] = next((text for field in fields for text in field.get_subfields(code)), None)
    return [found[name] for name in NOTICE]


def yaz(source: Path, out: Path, form: str) -> None:  # noqa: ARG001 - of every engine
    """Write the text of every field, a line each."""
    with out.open("wb") as stream:
        subprocess.run(["yaz-marcdump", str(source)], stdout=stream, check=True)
