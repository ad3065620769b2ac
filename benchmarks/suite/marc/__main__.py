"""Run one engine in this process, on its own: `python -m suite.marc FORM ENGINE SOURCE OUT`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from suite.marc import FORMS

if __name__ == "__main__":
    form, engine, source, out = sys.argv[1:]
    module, _, function = FORMS[form].engines[engine].partition(".")
    getattr(importlib.import_module(f"suite.marc.{module}"), function)(Path(source), Path(out), form)
