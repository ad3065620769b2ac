"""What can be known wrong of an adapter before any byte of data is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.catalogue.static import columns as _columns
from collecdata.catalogue.static import export_columns, exports, inputs, params, patterns, steps, targets, values
from collecdata.catalogue.static.context import Context
from collecdata.errors import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from pydantic import BaseModel

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.errors import AdapterError

__all__ = ["CHECKS", "check"]

CHECKS: tuple[Callable[[Context], Iterator[AdapterError]], ...] = (
    inputs.detect_given,
    inputs.input_used,
    inputs.reader_known,
    inputs.option_known,
    inputs.option_valid,
    params.param_declared,
    params.param_kind,
    params.param_used,
    targets.table_exists,
    targets.field_exists,
    targets.required_produced,
    targets.input_exists,
    targets.dedupe_keys,
    steps.step_fits_type,
    steps.companions,
    values.literals,
    values.map_values,
    values.table_values,
    patterns.conditions,
    patterns.extracts,
    patterns.name_patterns,
    patterns.date_formats,
    _columns.columns_exist,
    _columns.detected_columns_exist,
    _columns.made_columns,
    _columns.ignored_unused,
    _columns.ignored_once,
    _columns.lookup_used,
    _columns.lookup_before_use,
    exports.export_tables,
    exports.export_fields,
    exports.export_own_fields,
    exports.export_lookups,
    exports.export_lookup_values,
    exports.export_widths,
    exports.export_xml,
    exports.export_zones,
    exports.export_replaced,
    exports.export_encoding,
    exports.export_names,
    exports.export_name_dates,
    export_columns.export_maps,
    export_columns.export_steps,
    export_columns.export_companions,
    export_columns.export_whole,
    export_columns.export_counts,
    export_columns.export_extracts,
    export_columns.export_dates,
    export_columns.export_conditions,
)
"""Every check, each with the code it raises in its docstring."""


def check(
    folder: AdapterFolder,
    catalogue: Catalogue,
    *,
    derived: Mapping[str, frozenset[str]] | None = None,
    columns: Mapping[str, tuple[str, ...]] | None = None,
    readers: Collection[str] | None = None,
    options: Mapping[str, type[BaseModel]] | None = None,
) -> list[AdapterError]:
    """Return every problem, in the order of the files; none for an adapter that holds together.

    Args:
        folder: the adapter, loaded.
        catalogue: the tables and code lists it aims at.
        derived: by table, the fields that domain rules make; None: those whose schema names a rule.
        columns: by input (`input/record set` for nested formats), the header of a sample; None: not checked.
        readers: names of the readers that exist; None: those of `options`, or not checked.
        options: by reader, the model of its options; None: not checked.
    """
    context = Context(folder, catalogue, derived, columns, readers, options)
    return sorted((problem for one in CHECKS for problem in one(context)), key=_place)


def _place(problem: AdapterError) -> tuple[str, int, int]:
    at = problem.at or Position("")
    return at.file, at.line, at.column
