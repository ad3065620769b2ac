"""One function a verb: the Python twin of the command line, with the same keywords."""

from __future__ import annotations

from collecdata.api.adapters import adapter_check, adapter_new, adapter_test
from collecdata.api.catalogue import Schemas, open_adapters, open_catalogue
from collecdata.api.converting import convert, detect
from collecdata.api.packages import diff, export, gaps, load
from collecdata.api.publishing import render_judgement, validate
from collecdata.api.schema import schema_diff, schema_export, schema_lint, schema_show

__all__ = [
    "Schemas", "adapter_check", "adapter_new", "adapter_test", "convert", "detect", "diff", "export", "gaps", "load",
    "open_adapters", "open_catalogue", "render_judgement", "schema_diff", "schema_export", "schema_lint", "schema_show",
    "validate",
]  # fmt: skip
