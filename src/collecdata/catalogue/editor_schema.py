"""What editors complete and check in `adapter.yaml` and `export.yaml`, and the list of every key of the language."""

from __future__ import annotations

from dataclasses import dataclass
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from collecdata.catalogue.export_language import Export
from collecdata.catalogue.language import Adapter

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Key", "adapter_schema", "export_schema", "language_keys"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SEEN_AS = {
    "string": ["string", "number", "boolean"],
    "integer": ["integer", "string"],
    "boolean": ["boolean", "string"],
}
"""A YAML editor types `2024` and `no`, our loader never does: what the editor may see where the language wants this."""
CHANGED_BY_PARTS = ("Input", "Output", "Detect")
"""What an adapter that extends another changes part by part; the rest is replaced whole (see `extends`)."""
NULL = {"type": "null"}

Schema = dict[str, Any]


def adapter_schema() -> Schema:
    """Return the JSON Schema of `adapter.yaml`; with `extends`, parts may be left unsaid or taken away by null."""
    schema = _schema(Adapter)
    properties, definitions = schema["properties"], schema["$defs"]
    required = schema.pop("required")
    whole = {name: properties[name] for name in ("inputs", "outputs", "params")}
    parts = {name: _nullable_values(_by_parts(one)) for name, one in whole.items()}
    schema["properties"] = properties | {name: {"description": one["description"]} for name, one in whole.items()}
    schema["$defs"] = definitions | {f"{name}.part": _part(definitions[name]) for name in CHANGED_BY_PARTS}
    heading = [name for name in required if name not in whole]
    return schema | {
        "if": {"required": ["extends"]},
        "then": {"properties": parts, "required": heading},
        "else": {"properties": whole, "required": required},
    }


def export_schema() -> Schema:
    """Return the JSON Schema of `export.yaml`."""
    return _schema(Export)


def _schema(model: type[BaseModel]) -> Schema:
    made = _widened(model.model_json_schema(by_alias=True))
    assert isinstance(made, dict)  # noqa: S101 - what went in is one
    return {"$schema": DRAFT} | made


def _widened(node: Any, *, names: bool = False) -> Any:  # noqa: ANN401
    """Accept what an editor sees of a text, and no null. `names`: the keys are names of ours, not of JSON Schema."""
    if isinstance(node, list):
        return [_widened(one) for one in node if one != NULL]
    if not isinstance(node, dict):
        return node
    if names:
        return {key: _widened(value) for key, value in node.items()}
    made: Schema = {}
    dropped = ("title", "default", "description") if "properties" in node else ("title", "default")
    for key, value in node.items():
        if key == "const":
            made["enum"] = [value, int(value)]
        elif key == "type" and value in SEEN_AS and "enum" not in node and "const" not in node:
            made["type"] = SEEN_AS[value]
        elif key in ("anyOf", "oneOf"):
            made["anyOf"] = _widened(value)
        elif key not in dropped and not (key == "type" and "const" in node):
            made[key] = _widened(value, names=key in ("properties", "$defs"))
    return made


def _part(definition: Schema) -> Schema:
    """Return a definition whose keys may all be left unsaid, or be null."""
    properties = {name: _or_null(_nullable_values(_by_parts(one))) for name, one in definition["properties"].items()}
    return {key: value for key, value in definition.items() if key != "required"} | {"properties": properties}


def _by_parts(node: Any) -> Any:  # noqa: ANN401
    """Point at the definitions that may be given in part."""
    if isinstance(node, list):
        return [_by_parts(one) for one in node]
    if not isinstance(node, dict):
        return node
    if (name := str(node.get("$ref", "")).rpartition("/")[2]) in CHANGED_BY_PARTS:
        return {**node, "$ref": f"#/$defs/{name}.part"}
    return {key: _by_parts(value) for key, value in node.items() if key not in ("minItems", "minProperties")}


def _nullable_values(schema: Schema) -> Schema:
    """Let the values of a table be null."""
    if isinstance(schema.get("additionalProperties"), dict):
        return schema | {"additionalProperties": _or_null(schema["additionalProperties"])}
    return schema


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, NULL]}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the language: the part it belongs to, its name, what it takes, whether it must be given, what for."""

    owner: str
    name: str
    takes: str
    required: bool
    description: str


def language_keys() -> tuple[Key, ...]:
    """Return every key of both languages, part by part, in the order they are read.

    >>> [key.name for key in language_keys() if key.owner == "Split"]
    ['sep', 'index']
    """
    models: dict[str, type[BaseModel]] = {}
    for root in (Adapter, Export):
        _collect(root, models)
    return tuple(
        Key(owner, field.alias or name, _takes(field.annotation), field.is_required(), field.description or "")
        for owner, model in models.items()
        for name, field in model.model_fields.items()
    )


def _collect(model: type[BaseModel], found: dict[str, type[BaseModel]]) -> None:
    if model.__name__ in found:
        return
    found[model.__name__] = model
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            _collect(inner, found)


def _models(kind: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(kind):
        if get_origin(kind) is not Literal:
            yield from _models(inner)


WORDS = {
    str: "texte",
    int: "entier",
    bool: "`true` ou `false`",
    Any: "selon le lecteur",
    tuple[str, ...]: "texte ou liste de textes",
}


def _takes(kind: Any) -> str:  # noqa: ANN401
    """Say in French what a key takes."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in WORDS:
        said = WORDS[kind]
    elif origin is Annotated:
        said = _takes(inner[0])
    elif origin in (Union, UnionType):
        said = " ou ".join(dict.fromkeys(_takes(arm) for arm in inner if arm is not type(None)))
    elif origin is Literal:
        said = ", ".join(f"`{word.encode('unicode_escape').decode()}`" for word in inner)
    elif origin in (dict, tuple):
        said = f"table ({_takes(inner[1])})" if origin is dict else f"liste ({_takes(inner[0])})"
    else:
        said = str(kind.__name__)
    return said
