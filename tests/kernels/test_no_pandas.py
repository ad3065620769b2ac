import subprocess
import sys

SCRIPT = """
import sys
import numpy as np, pyarrow as pa
from collecdata.kernels import booleans, buffers, dates, decimals, distinct, equality
from collecdata.kernels import hashing, identifiers, order, spill, text

texts = buffers.texts(["1 251,51", "e\\u0301 ", "31/02/2024", None, "12,5", "0" * 30, "-1,50"])
encoded = distinct.encode(texts)
text.clean(texts)
text.transcode(buffers.texts(["x"]).cast(pa.binary()), "cp1252")
french = {"scale": 2, "decimal": ",", "thousands": [" "]}
amounts, _ = distinct.parse_on_distinct(encoded, lambda values: decimals.parse_decimal(values, **french))
decimals.parse_integer(buffers.texts(["12"]))
decimals.format_decimal(distinct.decode(amounts))
days, _ = dates.parse_date(texts, ["%d/%m/%Y"])
dates.format_date(days, "%Y-%m-%d")
booleans.parse_boolean(texts, ["O"], ["N"])
with spill.Spill(".") as rows:
    rows.add(hashing.hash_rows([encoded, amounts]), np.arange(7))
    list(rows.duplicates())
equality.repeated(equality.row_labels([encoded, amounts]))
order.strictly_increasing([texts.slice(4), encoded.slice(4)], None)
identifiers.bad_checksum(texts, "siren")
assert "pandas" not in sys.modules
"""


def test_no_kernel_imports_pandas(tmp_path):
    subprocess.run([sys.executable, "-c", SCRIPT], cwd=tmp_path, check=True)
