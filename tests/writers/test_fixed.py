"""Fixed widths: every line has the same length, nothing is cut."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collecdata.catalogue.export_language import ExportFile
from collecdata.errors import UsageError
from collecdata.writers import FixedWriter, writer_of

SHAPE = {"code": 5, "libelle": 8, "montant": 10}


def rows(*values) -> pa.RecordBatch:
    columns = [pa.array(column, pa.string()) for column in zip(*values, strict=True)]
    return pa.RecordBatch.from_arrays(columns, names=list(SHAPE))


def test_a_cell_shorter_than_its_column_is_filled_with_blanks():
    encoded = FixedWriter(SHAPE, encoding="cp1252").write(rows(("00012", "Été", "1,50"), (None, None, "")))
    assert encoded.data == b"00012\xc9t\xe9     1,50      \r\n" + b" " * 23 + b"\r\n"
    assert encoded.rows == 2


def test_a_value_wider_than_its_column_leaves_its_row_out():
    encoded = FixedWriter(SHAPE).write(rows(("1", "trop longue", "1"), ("2", "x", "2")))
    assert (encoded.rows, encoded.left_out) == (1, 1)
    assert [(issue.code, issue.column, issue.lines, issue.values, issue.params) for issue in encoded.issues] == [
        ("write.too_long", "libelle", (1,), ("trop longue",), {"width": "8"})
    ]


def test_a_line_break_leaves_its_row_out():
    encoded = FixedWriter(SHAPE).write(rows(("1", "a\nb", "1")))
    assert (encoded.data, encoded.issues[0].code) == (b"", "write.control")


def test_a_header_has_the_same_widths():
    assert FixedWriter({"a": 3, "b": 2}, header=True).header() == b"a  b \r\n"
    with pytest.raises(UsageError):
        FixedWriter({"long": 3}, header=True).header()


@given(
    st.lists(
        st.tuples(st.text("aé-0", max_size=5), st.text("aé€", max_size=8), st.text("1,-", max_size=10)), min_size=1
    )
)
def test_every_line_has_the_same_length_and_dictionaries_change_nothing(values):
    batch = rows(*values)
    data = FixedWriter(SHAPE, encoding="cp1252", line_end="\n").write(batch).data
    assert {len(line) for line in data.split(b"\n")[:-1]} == {23}
    encoded = pa.RecordBatch.from_arrays([column.dictionary_encode() for column in batch.columns], names=list(SHAPE))
    assert FixedWriter(SHAPE, encoding="cp1252", line_end="\n").write(encoded).data == data


def test_the_way_out_of_an_adapter_gives_its_writer():
    file = {
        "name": "x.txt",
        "from": "compta.ecriture",
        "writer": "fixed",
        "options": {"line_end": "\n"},
        "columns": {"A": {"from": "a", "width": 3}},
    }
    writer = writer_of(ExportFile.model_validate(file))
    assert writer.header() == b""
    assert writer.write(pa.record_batch({"A": ["x"]})).data == b"x  \n"
    with pytest.raises(ValueError, match="A has no width"):
        writer_of(ExportFile.model_validate(file | {"columns": {"A": "a"}}))
