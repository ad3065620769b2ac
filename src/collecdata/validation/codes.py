"""From an error of frictionless to a finding: its message code and what fills the message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collecdata.issues import Severity
from collecdata.verdicts import Finding

if TYPE_CHECKING:
    from collecdata.validation.descriptor import SchemaField
    from collecdata.validation.oracle import Fault

__all__ = ["finding_of_cell", "finding_of_columns", "finding_of_fault"]

_CONSTRAINTS = {
    "required": "published.required",
    "unique": "published.unique",
    "enum": "published.enum",
    "pattern": "published.pattern",
    "minLength": "published.min_length",
    "maxLength": "published.max_length",
    "minimum": "published.minimum",
    "maximum": "published.maximum",
    "exclusiveMinimum": "published.exclusive_minimum",
    "exclusiveMaximum": "published.exclusive_maximum",
}
_TYPES = {
    "integer": "published.integer",
    "number": "published.number",
    "boolean": "published.boolean",
    "date": "published.date",
    "datetime": "published.datetime",
    "time": "published.time",
    "year": "published.year",
    "geopoint": "published.geopoint",
    "string": "published.string",
}
_FAULTS = {
    "blank-label": "published.blank_label",
    "blank-row": "published.blank_row",
    "duplicate-label": "published.duplicate_label",
    "encoding-error": "published.encoding",
    "error": "published.ambiguous_labels",
    "extra-cell": "published.extra_cell",
    "extra-label": "published.extra_label",
    "foreign-key": "published.foreign_key",
    "incorrect-label": "published.incorrect_label",
    "metadata-error": "published.ambiguous_labels",
    "missing-cell": "published.missing_cell",
    "missing-label": "published.missing_label",
    "primary-key": "published.primary_key",
    "resource-error": "published.no_package",
    "source-error": "published.empty",
    "unique-error": "published.unique",
    "unmatched-header": "published.unmatched_header",
}
_COLUMNS = {
    "column-absent": "published.column_absent",
    "column-extra": "published.column_extra",
    "column-order": "published.column_order",
}
_LONG = 200
"""Characters of what a constraint says that a message shows."""


def finding_of_cell(kind: str, field: SchemaField, number: int) -> Finding:
    """Say what a cell breaks: `type`, or a constraint."""
    if kind == "type":
        code = _TYPES.get(field.type, "published.type")
        return Finding("type-error", code, field=field.name, number=number, params=_type_params(field))
    said = _said(field.constraints.get(kind))
    example = str(field.descriptor.get("example") or "")
    params = {"expected": said, "example": example, "constraint": kind}
    return Finding("constraint-error", _CONSTRAINTS[kind], field=field.name, number=number, params=params)


def finding_of_columns(rule: str, name: str, number: int | None = None) -> Finding:
    """Remark something of the columns, which is no error."""
    return Finding(rule, _COLUMNS[rule], Severity.WARNING, field=name, number=number)


def finding_of_fault(fault: Fault, field: SchemaField | None = None) -> Finding:
    """Say what frictionless says of a header, a row or a cell of a row."""
    if field is not None and fault.type == "type-error":
        return finding_of_cell("type", field, fault.number or 0)
    if field is not None and fault.type == "constraint-error":
        return finding_of_cell(fault.note.partition('"')[2].partition('"')[0], field, fault.number or 0)
    code = "published.primary_key_empty" if fault.type == "primary-key" and fault.note else _FAULTS.get(fault.type)
    name = fault.name or (field.name if field else "")
    return Finding(fault.type, code or "published.other", field=name, number=fault.number, params={"note": fault.note})


def _type_params(field: SchemaField) -> dict[str, Any]:
    shown = {"default": "", "any": ""}.get(field.format, field.format)
    accepted = (*field.descriptor.get("trueValues", ()), *field.descriptor.get("falseValues", ()))
    return {
        "type": field.type,
        "decimal": str(field.descriptor.get("decimalChar", ".")),
        "expected": _FORMATS.get(shown or field.type, shown) or field.type,
        "example": str(field.descriptor.get("example") or ("" if shown else _EXAMPLES.get(field.type, ""))),
        "accepted": ", ".join(map(str, accepted)) or "true, false, 1, 0",
    }


_EXAMPLES = {
    "integer": "12", "number": "1250", "year": "2024", "yearmonth": "2024-12", "boolean": "true",
    "date": "2024-12-31", "datetime": "2024-12-31T08:30:00", "time": "08:30:00", "geopoint": "2.35,48.85",
}  # fmt: skip
"""Of values that are right whatever the schema says of the type, where it gives no example."""
_FORMATS = {
    "date": "AAAA-MM-JJ",
    "datetime": "AAAA-MM-JJThh:mm:ss",
    "time": "hh:mm:ss",
    "%Y": "AAAA",
    "%d/%m/%Y": "JJ/MM/AAAA",
    "%Y-%m-%d": "AAAA-MM-JJ",
}


def _said(value: Any) -> str:  # noqa: ANN401 - whatever the JSON holds
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
