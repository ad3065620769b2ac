"""Records that cannot be written are left out, whole, and named."""

from __future__ import annotations

import pyarrow as pa
import pytest

from collecdata.writers.marc import Iso2709Writer, MarcXmlWriter
from collecdata.writers.marc.rows import COLUMNS


def rows(*records):
    """Lay out records, each a name and the text of its 200 $a."""
    cells = [(name, "1", "200", "1 ", "1", "a", text) for name, text in records]
    return pa.RecordBatch.from_arrays([pa.array(column) for column in zip(*cells, strict=True)], names=list(COLUMNS))


def written(writer, *batches):
    done = [writer.write(batch) for batch in batches]
    data = b"".join((writer.header(), *(one.data for one in done), writer.footer()))
    return data, sum(one.left_out for one in done), [issue for one in done for issue in one.issues]


def test_the_same_bytes_whatever_the_batches():
    records = [("n1", "é"), ("n2", "b"), ("n3", "c")]
    whole = written(Iso2709Writer(COLUMNS), rows(*records))
    assert written(Iso2709Writer(COLUMNS), *(rows(one) for one in records)) == whole
    assert whole[0].count(b"\x1d") == 3


def test_a_field_too_long_for_iso_2709_leaves_its_record_out():
    data, left_out, issues = written(Iso2709Writer(COLUMNS), rows(("n1", "x" * 10_000), ("n2", "b")))
    assert (data.count(b"\x1d"), left_out) == (1, 1)
    assert [(issue.code, issue.values) for issue in issues] == [("write.marc_long", ("n1",))]


def test_a_character_that_iso_5426_lacks_leaves_its_record_out():
    data, _, issues = written(Iso2709Writer(COLUMNS, encoding="iso5426"), rows(("n1", "Ω"), ("n2", "é")))
    assert b"\xc2e" in data
    assert [(issue.code, issue.values) for issue in issues] == [("write.marc_encoding", ("n1",))]


def test_a_control_character_has_no_place_in_xml():
    data, left_out, issues = written(MarcXmlWriter(COLUMNS), rows(("n1", "a\x02"), ("n2", "<&>")))
    assert b"&lt;&amp;&gt;" in data
    assert (left_out, issues[0].code) == (1, "write.marc_control")


def test_an_encoding_that_is_neither_is_refused():
    with pytest.raises(LookupError):
        Iso2709Writer(COLUMNS, encoding="latin-1")
