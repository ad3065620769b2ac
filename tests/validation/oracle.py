"""What frictionless says, and what we say, as counted (type, row, field, number): the two must be equal."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from typing import TYPE_CHECKING

from frictionless import Detector, FrictionlessException, Schema, system
from frictionless.resources import TableResource

from collecdata.errors import SchemaError
from collecdata.flow.tables_found import open_table
from collecdata.issues import Severity
from collecdata.readers.source import Source
from collecdata.validation.descriptor import read_schema
from collecdata.validation.judge import Judge

if TYPE_CHECKING:
    from pathlib import Path

Verdicts = Counter[tuple[str, int | None, str, int | None]]
REFUSED = "the schema is refused"
OF_THE_HEADER = {
    "extra-label",
    "missing-label",
    "blank-label",
    "duplicate-label",
    "incorrect-label",
    "unmatched-header",
}


def by_frictionless(path: Path, descriptor: dict, *, by_name: bool) -> Verdicts | str:
    with warnings.catch_warnings(), system.use_context(trusted=True):
        warnings.simplefilter("ignore")
        try:
            schema = Schema.from_descriptor(json.loads(json.dumps(descriptor)))
        except FrictionlessException:
            return REFUSED
        detector = Detector(schema_sync=by_name)
        resource = TableResource(path=str(path), schema=schema, detector=detector)
        report = resource.validate(limit_errors=0)
    found: Verdicts = Counter()
    for error in report.tasks[0].errors:
        row = None if error.type in OF_THE_HEADER else getattr(error, "row_number", None)
        found[error.type, row, getattr(error, "field_name", "") or "", getattr(error, "field_number", None)] += 1
    return found


def by_us(path: Path, descriptor: dict, *, by_name: bool) -> Verdicts | str:
    try:
        schema = read_schema(descriptor, path.name)
        table = open_table(Source(path, path.name), {})
        judge = Judge(table, schema, "by-name" if by_name else "strict", None)
    except SchemaError:
        return REFUSED
    found: Verdicts = Counter()
    for one in judge.judge():
        if one.severity is not Severity.ERROR:
            continue  # a remark of ours
        assert one.count == len(one.places)
        for place in one.places:
            row = None if one.rule in OF_THE_HEADER else place.row
            found[one.rule, row, one.field, one.number] += 1
    return found
