"""What pydantic refused in a YAML file, as problems at file:line:column that a person can act on."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from collecdata.catalogue.nearest import nearest
from collecdata.errors import AdapterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from collecdata.catalogue.located import Loc, Located

__all__ = ["keys_at", "problems", "validated"]

CODES = {
    "bool_parsing": "adapter.not_boolean",
    "bool_type": "adapter.not_boolean",
    "dict_type": "adapter.not_mapping",
    "extra_forbidden": "adapter.unknown_key",
    "greater_than_equal": "adapter.out_of_range",
    "int_parsing": "adapter.not_integer",
    "int_type": "adapter.not_integer",
    "less_than_equal": "adapter.out_of_range",
    "literal_error": "adapter.not_one_of",
    "missing": "adapter.missing_key",
    "model_type": "adapter.not_mapping",
    "string_pattern_mismatch": "adapter.bad_form",
    "string_too_short": "adapter.nothing_given",
    "string_type": "adapter.not_text",
    "too_short": "adapter.nothing_given",
    "tuple_type": "adapter.not_list",
}
"""Type of a pydantic error to message code; our own validators raise their code themselves."""
SHOWN = 60
"""Characters of a wrong value shown."""
M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], document: Located) -> M:
    """Type a document. Raises `AdapterError` that carries every problem."""
    try:
        return model.model_validate(document.data, by_alias=True, by_name=False)
    except ValidationError as error:
        found = tuple(problems(error, model, document))
        raise AdapterError("adapter.invalid", at=document.root.at, problems=found) from error


def problems(error: ValidationError, model: type[BaseModel], document: Located) -> Iterator[AdapterError]:
    """Give one problem for each thing refused, at its place; what only follows from another is left out."""
    errors = error.errors(include_url=False)
    found = [(one["loc"], _problem(one, model, document)) for one in errors]
    misspelt = {(*loc[:-1], one.params["nearest"]) for loc, one in found if one.code == "adapter.unknown_key"}
    for loc, one in found:
        follows = any(other[: len(loc)] == loc and len(other) > len(loc) for other, _ in found)
        if not follows and not (one.code == "adapter.missing_key" and loc in misspelt):
            yield one


def _problem(error: ErrorDetails, model: type[BaseModel], document: Located) -> AdapterError:
    loc, kind = error["loc"], error["type"]
    code = kind if kind.startswith("adapter.") else CODES.get(kind, "adapter.bad_value")
    params: dict[str, Any] = {key: str(value) for key, value in error.get("ctx", {}).items()}
    params["key"] = _dotted(loc)
    if code == "adapter.not_one_of":
        params["expected"] = params["expected"].replace(" or ", ", ")
    if code == "adapter.unknown_key":
        valid = keys_at(model, loc[:-1])
        params |= {"nearest": nearest(str(loc[-1]), valid), "valid": ", ".join(valid)}
    elif code != "adapter.missing_key":
        params["value"] = str(error["input"])[:SHOWN]
    if code == "adapter.bad_value":
        params["reason"] = error["msg"]
    return AdapterError(code, at=document.position(loc), **params)


def _dotted(loc: Loc) -> str:
    """Write a path the way people read it, without the names pydantic gives to the arms of a union."""
    return ".".join(str(part) for part in loc if not str(part).startswith("map:"))


def keys_at(model: type[BaseModel], loc: Loc) -> tuple[str, ...]:
    """Return the keys that the language knows at a path of a document.

    >>> from collecdata.catalogue.language import Adapter
    >>> keys_at(Adapter, ("outputs", 0, "fields", "montant", "split"))
    ('sep', 'index')
    """
    reached: list[Any] = [model]
    for part in loc:
        reached = [inner for kind in reached for inner in _inside(kind, part)] or reached
    found = [field.alias or name for kind in reached for name, field in _models(kind)]
    return tuple(dict.fromkeys(found))


def _models(kind: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    for arm in _arms(kind):
        if isinstance(arm, type) and issubclass(arm, BaseModel):
            yield from arm.model_fields.items()


def _arms(kind: Any) -> Iterator[Any]:  # noqa: ANN401
    """Give the types of a union, an annotation peeled off."""
    if get_origin(kind) is Annotated:
        yield from _arms(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for arm in get_args(kind):
            yield from _arms(arm)
    else:
        yield kind


def _inside(kind: Any, part: int | str) -> Iterator[Any]:  # noqa: ANN401
    """Give the types found one step further down."""
    for arm in _arms(kind):
        if isinstance(arm, type) and issubclass(arm, BaseModel):
            for name, field in arm.model_fields.items():
                if part == (field.alias or name):
                    yield field.annotation
        elif get_origin(arm) is dict:
            yield get_args(arm)[1]
        elif get_origin(arm) is tuple and isinstance(part, int):
            yield get_args(arm)[0]
