"""Arrow imports pandas (half a second, where it is installed) on some innocent calls: no sample is read by one."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

SCRIPT = """
    import sys, traceback
    from pathlib import Path
    import collecdata
    from collecdata.catalogue import located

    class Watch:
        def find_spec(self, name, path=None, target=None):
            if name == "pandas":
                sys.exit("".join(traceback.format_stack(limit=20)))

    sys.meta_path.insert(0, Watch())
    for case in sorted(Path(sys.argv[1]).glob("*/samples/*/input")):
        given = case.parent / "params.yaml"
        params = located.load(given).data if given.exists() else {}
        collecdata.convert(case, adapter=case.parts[-4], to=sys.argv[2], siren=params.pop("siren", None), params=params)
"""


def test_reading_the_samples_imports_no_pandas():
    pytest.importorskip("pandas")
    adapters = Path(__file__).parents[2] / "adapters"
    code = "\n".join(line.removeprefix("    ") for line in SCRIPT.splitlines())
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-c", code, str(adapters), f"{folder}/out"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
