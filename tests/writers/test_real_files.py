"""Real files, read by the standard library, come out of the writer byte for byte as they were."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pytest

from collecdata.writers import CsvWriter

FILES = {
    "compta/fec/0000000001FEC20220831.txt": ("utf-8-sig", "\t", "none", "\n"),
    "compta/fec/111111111FEC20221231.TXT": ("cp850", "|", "none", "\n"),
    "etat_civil/cog/mouvements-communes.csv": ("utf-8", ",", "minimal", "\r\n"),
    "etat_civil/cog/departements.csv": ("utf-8", ",", "minimal", "\r\n"),
    "pieges_csv/02_cp1252.csv": ("cp1252", ";", "minimal", "\r\n"),
    "pieges_csv/13_quoted_newline.csv": ("utf-8", ";", "minimal", "\r\n"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_is_written_as_it_was(shared, name):
    encoding, delimiter, quote, line_end = FILES[name]
    data = (shared / name).read_bytes()
    quoting = csv.QUOTE_NONE if quote == "none" else csv.QUOTE_MINIMAL
    header, *rows = csv.reader(
        io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter, quoting=quoting, strict=True
    )
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    columns[0] = columns[0].dictionary_encode()
    writer = CsvWriter(header, delimiter=delimiter, encoding=encoding, quote=quote, line_end=line_end)
    written = writer.header()
    encoded = writer.write(pa.RecordBatch.from_arrays(columns, names=header))
    assert encoded.issues == ()
    assert encoded.rows == len(rows)
    # Every line of ours ends; the last of some of these files does not.
    assert written + encoded.data in (data, data + line_end.encode())
