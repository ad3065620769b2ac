"""What a run says of itself: text, JSON, Markdown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

__all__ = [
    "AdapterUsed", "Block", "Classes", "CodeUse", "Declared", "Identity", "InputFile", "NotCarried", "Orphans",
    "Period", "Problem", "Report", "Sum", "TableWritten", "code_uses", "json_schema", "mask",
]  # fmt: skip

_PLACES = {"code_uses": "codes", "Classes": "privacy", "mask": "privacy"}
"""Modules of what is not in `model`."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load what is asked for: the reports of `validate` need nothing of this."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"collecdata.report.{_PLACES.get(name, 'model')}"), name)
