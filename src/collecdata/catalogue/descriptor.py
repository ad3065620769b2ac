"""Table Schema and Data Package descriptors, read strictly: what is misspelt or misplaced is an error, at its line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from collecdata.catalogue import located
from collecdata.catalogue.nearest import nearest
from collecdata.catalogue.table import Type  # noqa: TC001 - read by pydantic
from collecdata.errors import AdapterError, Position, SchemaError

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

__all__ = [
    "ConstraintsDescriptor", "FieldDescriptor", "ForeignKeyDescriptor", "PackageDescriptor", "ResourceDescriptor",
    "TableDescriptor", "at", "read",
]  # fmt: skip

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Names = tuple[Name, ...]
CodeListName = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_]*\.)?[a-z][a-z0-9_]*$")]
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class Strict(BaseModel):
    """Unknown keys are errors; numbers stand for their text (`0` and `"0"` are the same minimum)."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, populate_by_name=True, coerce_numbers_to_str=True
    )


class ConstraintsDescriptor(Strict):
    """Constraints of Table Schema that this project checks."""

    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    minLength: int | None = None  # noqa: N815 - the name of the norm
    maxLength: int | None = None  # noqa: N815


class FieldExtra(Strict):
    """The `collecdata` object of a field."""

    confidentialite: int = Field(ge=0, le=4)
    vocabulaire: CodeListName | None = None
    decimales: int | None = Field(None, ge=0, le=9)
    identifiant: Names = ()
    derive: str | None = None
    date_partielle: Name | None = None
    source: str = ""
    depuis: Version | None = None


class FieldDescriptor(Strict):
    """One field."""

    name: Name
    type: Type
    title: str = ""
    description: str = ""
    example: str = ""
    constraints: ConstraintsDescriptor = ConstraintsDescriptor()
    collecdata: FieldExtra


class ReferenceDescriptor(Strict):
    """The other end of a foreign key: `resource` is a table of the same domain, or `domaine.table`."""

    resource: CodeListName
    fields: Names


class ForeignKeyDescriptor(Strict):
    """A foreign key."""

    fields: Names
    reference: ReferenceDescriptor


class TableExtra(Strict):
    """The `collecdata` object of a table."""

    reference: bool = False
    comparaison: tuple[Annotated[Names, Field(min_length=1)], ...] = ()


class TableDescriptor(Strict):
    """One Table Schema."""

    schema_: str = Field("", alias="$schema")
    name: Name
    title: str = ""
    description: str = ""
    fields: tuple[FieldDescriptor, ...] = Field(min_length=1)
    primaryKey: Names = ()  # noqa: N815
    foreignKeys: tuple[ForeignKeyDescriptor, ...] = ()  # noqa: N815
    missingValues: tuple[str, ...] = ("",)  # noqa: N815
    collecdata: TableExtra = TableExtra()

    @field_validator("fields")
    @classmethod
    def _named_once(cls, fields: tuple[FieldDescriptor, ...]) -> tuple[FieldDescriptor, ...]:
        names = [field.name for field in fields]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"fields given twice: {', '.join(twice)}")
        return fields


class LinkDescriptor(Strict):
    """A source, licence or contributor of a package."""

    name: str = ""
    title: str = ""
    path: str = ""
    email: str = ""
    role: str = ""
    organization: str = ""


class ResourceDescriptor(Strict):
    """One file of a domain: a table's descriptor (`.json`) or a code list (`codes/*.csv`)."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9._-]+$")]
    title: str = ""
    description: str = ""
    path: str
    type: str = ""
    format: str = ""
    mediatype: str = ""
    encoding: str = ""


class PackageDescriptor(Strict):
    """The Data Package of a domain."""

    schema_: str = Field("", alias="$schema")
    name: Name
    title: str = ""
    description: str = ""
    version: Version
    homepage: str = ""
    created: str = ""
    keywords: tuple[str, ...] = ()
    licenses: tuple[LinkDescriptor, ...] = ()
    sources: tuple[LinkDescriptor, ...] = ()
    contributors: tuple[LinkDescriptor, ...] = ()
    resources: tuple[ResourceDescriptor, ...] = ()


M = TypeVar("M", bound=Strict)


def read(path: Path, model: type[M]) -> M:
    """Read one JSON descriptor. Raises `SchemaError` at file:line; `problems` holds every fault found."""
    data = _json(path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = [_problem(path, details, model) for details in error.errors(include_url=False)]
        problems = tuple(sorted(found, key=lambda problem: problem.code != "schema.unknown_key"))
        first = problems[0]  # a misspelt key, rather than the key that is missing because of it
        raise SchemaError(first.code, at=first.at, problems=problems, **first.params) from error


def at(path: Path, *loc: int | str) -> Position:
    """Return where a value stands in a JSON file (JSON is YAML enough to be located by its reader)."""
    try:
        return located.load(path).position(loc)
    except AdapterError:
        return Position(str(path))


def _json(path: Path) -> Any:  # noqa: ANN401
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise SchemaError("schema.duplicate_key", at=_duplicate(path), key=twice)
        return made

    try:
        return json.loads(path.read_text("utf-8"), object_pairs_hook=once, parse_float=str)
    except json.JSONDecodeError as error:
        position = Position(str(path), error.lineno, error.colno)
        raise SchemaError("schema.unreadable", at=position, reason=error.msg) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError("schema.unreadable", at=Position(str(path)), reason=str(error)) from error


def _duplicate(path: Path) -> Position:
    """Return where the first key given twice stands: JSON's own reader does not know."""
    try:
        located.load(path)
    except AdapterError as error:
        return next((problem.at for problem in error.problems if problem.at), Position(str(path)))
    return Position(str(path))


def _problem(path: Path, details: ErrorDetails, model: type[Strict]) -> SchemaError:
    loc = details["loc"]
    position = at(path, *loc)
    key = ".".join(str(part) for part in loc)
    if details["type"] == "extra_forbidden":
        close = nearest(str(loc[-1]), _keys(model, loc[:-1]))
        return SchemaError("schema.unknown_key", at=position, key=key, nearest=close)
    if details["type"] == "missing":
        return SchemaError("schema.missing_key", at=position, key=key)
    return SchemaError("schema.invalid", at=position, key=key, reason=details["msg"])


def _keys(model: type[Strict], loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys valid at a place of a descriptor."""
    here: Any = model
    for part in loc:
        if isinstance(part, str):
            here = _model_in(here.model_fields[part].annotation)
    return [info.alias or name for name, info in here.model_fields.items()]


def _model_in(annotation: Any) -> Any:  # noqa: ANN401
    """Return the model inside `M`, `tuple[M, ...]` or `M | None`."""
    candidates = (annotation, *getattr(annotation, "__args__", ()))
    return next(kind for kind in candidates if isinstance(kind, type) and issubclass(kind, Strict))
