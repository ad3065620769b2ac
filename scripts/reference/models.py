"""A pydantic model as tables of its keys: what a YAML file or an option may say, in the words of the model itself."""

from __future__ import annotations

import types
import typing
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from reference.markdown import code, table

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = ["keys_table", "models_in"]


def keys_table(model: type[BaseModel], *, without: frozenset[str] = frozenset()) -> str:
    """List the keys of a model: name, what it takes, what it is when left out, what it is for."""
    rows = [
        (code(info.alias or name), _takes(info.annotation), _default(info), info.description or "")
        for name, info in model.model_fields.items()
        if (info.alias or name) not in without
    ]
    return table(("clé", "valeur", "par défaut", "à quoi elle sert"), rows)


def models_in(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Return a model and every model met under it, each once, in the order they are met."""
    found: list[type[BaseModel]] = []

    def visit(one: type[BaseModel]) -> None:
        if one in found:
            return
        found.append(one)
        for info in one.model_fields.values():
            for inner in _models(info.annotation):
                visit(inner)

    visit(model)
    return found


def _models(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401 - annotations are of any type
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models(part)]


def _takes(annotation: Any) -> str:  # noqa: ANN401
    parts = typing.get_args(annotation)
    match typing.get_origin(annotation):
        case None:
            said = _name(annotation)
        case typing.Literal:
            said = " ou ".join(code(str(part)) for part in parts)
        case typing.Union | types.UnionType:
            said = " ou ".join(_takes(part) for part in parts if part is not type(None))
        case typing.Annotated:
            said = _takes(parts[0])
        case origin if origin is dict:
            said = f"{_takes(parts[0])} → {_takes(parts[1])}"
        case _:
            said = f"liste de {_takes(parts[0])}"
    return said


def _name(annotation: Any) -> str:  # noqa: ANN401
    plain = {str: "texte", int: "nombre", bool: code("true") + " ou " + code("false"), Any: "selon le lecteur"}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return plain.get(annotation, getattr(annotation, "__name__", str(annotation)))


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "**obligatoire**"
    value = info.get_default(call_default_factory=True)
    if value in (None, (), {}, "", PydanticUndefined) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, bool):
        return code(str(value).lower())
    if isinstance(value, tuple):
        return ", ".join(code(_visible(str(part))) for part in value)
    return code(_visible(str(value)))


def _visible(text: str) -> str:
    """Name the blanks that would not be seen."""
    names = {" ": "espace", "\u00a0": "espace insécable", "\u202f": "espace fine insécable", "\t": "tabulation"}
    return names.get(text, text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t"))
