"""JSON Schemas for programs and editors: the report, and both files of an adapter."""

from __future__ import annotations

import json

from collecdata.catalogue.editor_schema import adapter_schema, export_schema
from collecdata.report.model import json_schema

__all__ = ["files"]


def files() -> dict[str, str]:
    """Return each schema, by file name."""
    schemas = {"rapport": json_schema(), "adapter": adapter_schema(), "export": export_schema()}
    return {f"{name}.schema.json": json.dumps(one, ensure_ascii=False, indent=2) for name, one in schemas.items()}
