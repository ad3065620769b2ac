"""Arrow imports pandas (a second) on some innocent calls: not one of them is on the way of clean rows."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

SCRIPT = """
    import sys
    from collecdata.catalogue.table import Constraints
    from collecdata.checks.apply import apply
    from collecdata.catalogue.export_language import ExportFile
    from collecdata.kernels.buffers import from_int64, texts
    from collecdata.kernels.stream import Batch
    from collecdata.mapping.export import compile_export, run_export
    from collecdata.mapping.lookup import Side
    from collecdata.mapping.run import run_output
    from mapping.bench import SENS, Bench, np, pa

    assert "pandas" not in sys.modules, "imported before anything ran"
    fields = {
        "texte": {"concat": ["A", "B"], "sep": "-", "replace": {"a": "b"}, "split": {"sep": "-", "index": "0"}},
        "autre": {"first_of": ["t.V", "A"], "extract": "(.)", "letter_case": "upper", "pad": "3", "null": "z"},
        "obligatoire": {"const": "x"},
        "sens": {"from": "A", "map": {"a": "debit"}, "otherwise": "inconnu", "default": "credit"},
        "nombre": {"ordinal": "true"},
        "montant": {"from": "M", "negative_when": {"A": "a"}, "default": "0"},
        "jour": {"case": [
            {"when": {"A": "a"}, "then": "J"},
            {"when": {"A": {"empty": "true"}}, "then": {"const": "2024-01-01"}},
        ]},
        "vrai": {"from": "O", "true": "O", "false": "N"},
    }
    output = {
        "where": {"A": {"not": ["q"]}, "B": {"matches": "."}},
        "lookup": {"t": {"from": "tiers", "on": {"A": "K", "B": "L"}}},
        "explode": {"column": "B", "sep": ";"},
    }
    bench = Bench(fields, output, {"decimal": ",", "date": "%d/%m/%Y"}, {"tiers": {"reader": "csv"}})
    rows = {"A": ["a", "", "a"], "B": ["x;y", "z", "x;y"], "M": ["1,5", "", "2"], "J": ["29/02/2024", "", "01/01/2024"],
            "O": ["O", "N", "O"]}
    lines = from_int64(np.array([2, 3, 4]))
    plan = bench.plan(tuple(rows))
    cells = [texts(["a", ""]), texts(["x;y", "z"]), texts(["v", "w"]), lines.slice(1)]
    there = pa.RecordBatch.from_arrays(cells, ["K", "L", "V", "_ligne"])
    sides = {"t": Side.load([Batch("tiers", there)], plan.lookups[0].there)}
    for encode in (texts, lambda cells: texts(cells).dictionary_encode()):
        data = pa.RecordBatch.from_arrays([*(encode(cells) for cells in rows.values()), lines], [*rows, "_ligne"])
        mapped = run_output(plan, Batch("f", data), sides)
        checked = apply(bench.table, {"t.sens": SENS}, mapped.data, mapped.rows, ("f", np.array([2, 3, 4])))
        assert checked.data.num_rows == 5, (mapped.issues, checked.issues)
        columns = {
            "X": {"from": "montant", "decimal": ","},
            "Y": {"from": "jour", "date": "%Y%m%d", "width": 8},
            "Z": "vrai",
        }
        file = {"name": "f", "from": "t.cible", "where": {"sens": {"not": ["x"]}}, "columns": columns}
        plan_out = compile_export(bench.folder, ExportFile.model_validate(file), {bench.table.id: bench.table}, {})
        run_export(plan_out, checked.data)
    assert "pandas" not in sys.modules, "pandas was imported"
"""


def test_clean_rows_never_import_pandas():
    folder = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
