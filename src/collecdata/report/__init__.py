"""What a run says of itself: text, JSON, Markdown."""

from __future__ import annotations

from collecdata.report.codes import code_uses
from collecdata.report.model import (
    AdapterUsed,
    Block,
    CodeUse,
    Declared,
    Identity,
    InputFile,
    NotCarried,
    Orphans,
    Period,
    Problem,
    Report,
    Sum,
    TableWritten,
    json_schema,
)
from collecdata.report.privacy import Classes, mask
from collecdata.report.problems import problems

__all__ = [
    "AdapterUsed", "Block", "Classes", "CodeUse", "Declared", "Identity", "InputFile", "NotCarried", "Orphans",
    "Period", "Problem", "Report", "Sum", "TableWritten", "code_uses", "json_schema", "mask", "problems",
]  # fmt: skip
