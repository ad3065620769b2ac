"""Regular expressions and date formats that the kernels can run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from collecdata.catalogue import references
from collecdata.kernels.dateformat import check_format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.catalogue.language import Where
    from collecdata.catalogue.located import Loc
    from collecdata.catalogue.static.context import Context
    from collecdata.errors import AdapterError
    from collecdata.kernels.dateformat import Kind

__all__ = ["conditions", "date_formats", "extract_faults", "extracts", "name_patterns", "refused"]

KINDS: dict[str, Kind] = {"date": "date", "datetime": "datetime", "time": "time"}
"""What a date format must give, by type of field."""


def conditions(context: Context) -> Iterator[AdapterError]:
    """`matches` compiles in RE2 (`adapter.regex`)."""
    for loc, where in _wheres(context):
        for column, condition in where.items():
            if condition.matches is not None and (reason := refused(condition.matches)):
                yield context.problem("adapter.regex", (*loc, column, "matches"), reason=reason)


def extracts(context: Context) -> Iterator[AdapterError]:
    """`extract` compiles (`adapter.regex`) and has exactly one group (`adapter.regex_groups`)."""
    for loc, output in context.outputs():
        for _, where, given in references.fields(output, loc):
            if given.extract is not None:
                for code, params in extract_faults(given.extract):
                    yield context.problem(code, (*where, "extract"), **params)


def extract_faults(pattern: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the code of what is wrong with a pattern that is to have one group, and what fills its message."""
    if reason := refused(pattern):
        yield "adapter.regex", {"reason": reason}
    elif refused(pattern, groups=1) or not refused(pattern, groups=2):
        yield "adapter.regex_groups", {"value": pattern}


def name_patterns(context: Context) -> Iterator[AdapterError]:
    """`name_pattern` compiles (`adapter.regex`) and names at least one fact (`adapter.regex_names`)."""
    inputs = context.folder.adapter.inputs if context.folder.adapter else {}
    for name, one in inputs.items():
        pattern, loc = one.detect.name_pattern, ("inputs", name, "detect", "name_pattern")
        if pattern is None:
            continue
        if reason := refused(pattern) or _refused_by_python(pattern):
            yield context.problem("adapter.regex", loc, reason=reason)
        elif not re.compile(pattern).groupindex:
            yield context.problem("adapter.regex_names", loc, value=pattern)


def date_formats(context: Context) -> Iterator[AdapterError]:
    """Date formats are of the kind the kernels read, for fields of that kind (`adapter.date_format`)."""
    for loc, written, kind in _dates(context):
        if reason := check_format(written, kind):
            yield context.problem("adapter.date_format", loc, value=written, reason=reason)


def refused(pattern: str, groups: int = 0) -> str:
    """Return why RE2 refuses a pattern, or that it has fewer groups than these; empty when it does not.

    >>> refused("([0-9]+) €"), bool(refused("(?<!a)b")), bool(refused("(a)", groups=2))
    ('', True, True)
    """
    try:
        pc.replace_substring_regex(pa.scalar(""), pattern=pattern, replacement=f"\\{groups}")
    except pa.ArrowInvalid as error:
        return str(error).rpartition("regular expression: ")[2]
    return ""


def _refused_by_python(pattern: str) -> str:
    """Return why Python refuses a pattern: names of files, few, are matched without Arrow."""
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


def _wheres(context: Context) -> Iterator[tuple[Loc, Where]]:
    for loc, output in context.outputs():
        yield (*loc, "where"), output.where
        for alias, lookup in output.lookup.items():
            yield (*loc, "lookup", alias, "where"), lookup.where
        for _, where, given in references.fields(output, loc):
            yield (*where, "negative_when"), given.negative_when or {}
            for rank, case in enumerate(given.case or ()):
                yield (*where, "case", rank, "when"), case.when


PARTIAL = ("%m/%Y", "%m-%Y", "%m%Y", "%Y-%m", "%Y%m", "%Y")
"""Formats that a date known in part may have besides, for fields that take one."""


def _dates(context: Context) -> Iterator[tuple[Loc, str, Kind | None]]:
    inputs = context.folder.adapter.inputs if context.folder.adapter else {}
    for name, one in inputs.items():
        for rank, written in enumerate(one.date):
            yield ("inputs", name, "date", rank), written, None
    for loc, given, field in context.targets():
        for rank, written in enumerate(given.date or ()):
            partial = field.date_partielle is not None and written in PARTIAL
            yield from () if partial else [((*loc, "date", rank), written, KINDS.get(field.type))]
