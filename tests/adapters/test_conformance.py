"""Our own adapters go through the same door as anybody's: the conformance kit."""

from __future__ import annotations

from pathlib import Path

from collecdata.testing import adapter_suite

ADAPTERS = Path(__file__).resolve().parents[2] / "adapters"

for _folder in sorted(path for path in ADAPTERS.iterdir() if path.is_dir()):
    globals()[f"Test_{_folder.name.replace('-', '_')}"] = adapter_suite(_folder)
