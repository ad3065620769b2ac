"""Inputs can be told apart, read by a reader that exists with options it knows, and serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from collecdata.catalogue.language import Detect
from collecdata.catalogue.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collecdata.catalogue.language import Input
    from collecdata.catalogue.static.context import Context
    from collecdata.errors import AdapterError

__all__ = ["detect_given", "input_used", "option_known", "option_valid", "reader_known"]


def _inputs(context: Context) -> Iterator[tuple[str, Input]]:
    yield from (context.folder.adapter.inputs if context.folder.adapter else {}).items()


def detect_given(context: Context) -> Iterator[AdapterError]:
    """`detect` says something that a file may lack (`adapter.detect_empty`)."""
    for name, one in _inputs(context):
        if one.detect.model_copy(update={"name_pattern": None}) == Detect():
            yield context.problem("adapter.detect_empty", ("inputs", name, "detect"), input=name)


def input_used(context: Context) -> Iterator[AdapterError]:
    """Every input is read by an output or a lookup (`adapter.input_unused`)."""
    used = {output.from_ for _, output in context.outputs()}
    used |= {lookup.from_ for _, output in context.outputs() for lookup in output.lookup.values()}
    for name, _ in _inputs(context):
        if name not in used:
            yield context.problem("adapter.input_unused", ("inputs", name), input=name)


def reader_known(context: Context) -> Iterator[AdapterError]:
    """Readers exist (`adapter.reader_unknown`)."""
    known = context.options if context.readers is None else context.readers
    if known is None:
        return
    for name, one in _inputs(context):
        for rank, reader in enumerate(one.reader):
            if reader not in known:
                loc = ("inputs", name, "reader", rank)
                yield context.problem("adapter.reader_unknown", loc, value=reader, nearest=nearest(reader, known))


def option_known(context: Context) -> Iterator[AdapterError]:
    """Every option is known to one of the input's readers (`adapter.option_unknown`)."""
    options = context.options or {}
    for name, one in _inputs(context):
        if not all(reader in options for reader in one.reader):
            continue
        valid = sorted({key for reader in one.reader for key in options[reader].model_fields})
        for key in one.options:
            if key not in valid:
                yield context.problem(
                    "adapter.option_unknown",
                    ("inputs", name, "options", key),
                    key=key,
                    reader=", ".join(one.reader),
                    nearest=nearest(key, valid),
                    valid=", ".join(valid),
                )


def option_valid(context: Context) -> Iterator[AdapterError]:
    """Readers accept the values of their options (`adapter.option_value`)."""
    for name, one in _inputs(context):
        for reader in one.reader:
            model = (context.options or {}).get(reader)
            if model is None:
                continue
            try:
                model.model_validate(one.options_for(model))
            except ValidationError as error:
                for fault in error.errors(include_url=False):
                    loc = ("inputs", name, "options", *fault["loc"])
                    key = ".".join(map(str, fault["loc"]))
                    yield context.problem("adapter.option_value", loc, key=key, reader=reader, reason=fault["msg"])
