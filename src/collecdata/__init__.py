"""collecdata: canonical schemas for French local government data, and the way in and out.

>>> import collecdata
>>> collecdata.schemas["compta.ecriture"].descriptor.primary_key
('siren', 'date_cloture', 'rang')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.api import (
        adapter_check,
        adapter_new,
        adapter_test,
        convert,
        detect,
        diff,
        export,
        gaps,
        load,
        schema_diff,
        schema_export,
        schema_lint,
        schema_show,
        validate,
    )
    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.schema import Schema
    from collecdata.errors import CollecdataError

    schemas: Mapping[str, Schema]
    adapters: Mapping[str, AdapterFolder]

__all__ = [
    "CollecdataError",
    "adapter_check",
    "adapter_new",
    "adapter_test",
    "adapters",
    "convert",
    "detect",
    "diff",
    "export",
    "gaps",
    "load",
    "schema_diff",
    "schema_export",
    "schema_lint",
    "schema_show",
    "schemas",
    "validate",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load what is asked for, and only then (nothing heavy is imported with the package)."""
    if name not in __all__:
        raise AttributeError(name)
    if name == "CollecdataError":
        return import_module("collecdata.errors").CollecdataError
    api = import_module("collecdata.api")
    if name == "schemas":
        return api.Schemas()
    if name == "adapters":
        return api.open_adapters()
    return getattr(api, name)


def __dir__() -> list[str]:
    return __all__
