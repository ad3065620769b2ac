"""The mapping language, version 1, as types: what an `adapter.yaml` may say.

Every scalar arrives as a string (the loader never guesses types); pydantic gives the few flags and numbers their
type. No expressions, no arithmetic, no intermediate names: what a mapping cannot say belongs in a reader or in a
domain rule.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

__all__ = [
    "Adapter", "Case", "Condition", "Dedupe", "Detect", "Evidence", "Explode", "FieldMap", "Input", "Lookup",
    "Map", "Output", "Param", "ParamMap", "Split", "Step", "Unpivot", "Vendor", "Where",
]  # fmt: skip

Evidence = Literal["verified", "spec", "derived", "draft"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Strict(BaseModel):
    """Unknown keys are errors; instances are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Vendor(Strict):
    """Whose product the layout belongs to; absent for statutory formats."""

    name: str
    product: str = ""
    versions: tuple[str, ...] = ()


class Param(Strict):
    """What the run must be told and the file does not say."""

    title: str
    type: Literal["text", "siren", "siret", "date", "integer", "table"] = "text"
    required: bool = False
    default: str | None = None


class Detect(Strict):
    """How a file is recognised: name glob (case-insensitive), columns that must be there, facts of the reader."""

    name: str = "*"
    name_pattern: str | None = Field(None, description="RE2 with named groups: each is a fact of the file")
    header: tuple[str, ...] = ()
    columns_count: tuple[int, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)
    record_set: str | None = None


class Split(Strict):
    """The piece number `index` (from 0; negative from the end) of a cell cut at `sep`."""

    sep: str
    index: int


class ParamMap(Strict):
    """A table given as a parameter: source value to canonical value."""

    param: str


Map = dict[str, str] | ParamMap | str
"""Inline table, parameter table, or path of a CSV (columns `source`, `canonique`, others ignored)."""


class Condition(Strict):
    """A test of one column; a bare string or list in YAML is `in`."""

    in_: tuple[str, ...] | None = Field(None, alias="in")
    not_: tuple[str, ...] | None = Field(None, alias="not")
    empty: bool | None = None
    matches: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, str):
            return {"in": [value]}
        if isinstance(value, list):
            return {"in": value}
        if isinstance(value, dict):
            return {k: [v] if k in ("in", "not") and isinstance(v, str) else v for k, v in value.items()}
        return value


Where = dict[str, Condition]
"""Column to condition; all must hold."""


class Step(Strict):
    """The steps a source goes through, in this fixed order whatever the order written (trim and NFC come first)."""

    null: tuple[str, ...] = ()
    strip: str | None = None
    extract: str | None = Field(None, description="RE2 with one group; no match gives an empty cell")
    split: Split | None = None
    replace: dict[str, str] | None = None
    letter_case: Literal["upper", "lower"] | None = None
    pad: Annotated[str, StringConstraints(pattern=r"^\d+$")] | None = Field(
        None, description="width: digits are filled with zeros on the left"
    )
    map: Map | None = None
    date: str | tuple[str, ...] | None = None
    decimal: Literal[",", "."] | None = None
    thousands: tuple[str, ...] | None = None
    sign: Literal["leading", "trailing", "either", "parentheses"] | None = None
    scale: int | None = Field(None, description="implied decimals: 12345 with scale 2 is 123.45")
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    negative_when: Where | None = None
    default: str | None = None
    otherwise: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, value: Any) -> Any:  # noqa: ANN401
        if not isinstance(value, dict):
            return value
        many = ("null", "true", "false", "concat", "first_of", "thousands")
        return {k: [v] if k in many and isinstance(v, str) else v for k, v in value.items()}


class Case(Strict):
    """One branch: the source `then` when every condition holds."""

    when: Where
    then: FieldMap


class FieldMap(Step):
    """One canonical field: exactly one source, then the steps. A bare string in YAML is `from`."""

    from_: str | None = Field(None, alias="from")
    concat: tuple[str, ...] | None = None
    sep: str = ""
    first_of: tuple[str, ...] | None = None
    case: tuple[Case, ...] | None = None
    const: str | None = None
    param: str | None = None
    fact: str | None = None
    ordinal: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:  # noqa: ANN401
        return {"from": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_source(self) -> FieldMap:
        names = ("from_", "concat", "first_of", "case", "const", "param", "fact", "ordinal")
        given = [name.rstrip("_") for name in names if getattr(self, name) is not None]
        if len(given) != 1:
            found = ", ".join(given) or "none"
            raise ValueError(f"exactly one of from, concat, first_of, case, const, param, fact, ordinal; found {found}")
        return self


class Lookup(Strict):
    """Many to one: columns of another input, `alias.Column`, found by `on` (here: there)."""

    from_: str = Field(alias="from")
    on: dict[str, str]
    where: Where = Field(default_factory=dict)


class Unpivot(Strict):
    """One row for each of `columns`: its name in column `name`, its cell in column `value`."""

    columns: tuple[str, ...]
    name: str
    value: str
    drop_empty: bool = True


class Explode(Strict):
    """One row for each piece of a cell; the piece replaces the cell."""

    column: str
    sep: str


class Dedupe(Strict):
    """One row for each `key` (fields of the output), over the whole lot."""

    key: tuple[str, ...]
    keep: Literal["first", "last"] = "first"


class Input(Strict):
    """One kind of file of the dump."""

    detect: Detect = Field(default_factory=Detect)
    reader: tuple[str, ...]
    options: dict[str, Any] = Field(default_factory=dict, description="of the reader: see its reference page")
    decimal: Literal[",", "."] = "."
    thousands: tuple[str, ...] = Field((" ", "\u00a0", "\u202f"), description="accepted between groups of three")
    sign: Literal["leading", "trailing", "either", "parentheses"] = "leading"
    date: str | tuple[str, ...] = "%Y-%m-%d"
    true: tuple[str, ...] = ("true", "1")
    false: tuple[str, ...] = ("false", "0")
    null: tuple[str, ...] = ()
    columns: tuple[str, ...] = Field((), description="names of a headerless input")
    optional: tuple[str, ...] = Field((), description="columns that may be absent")
    aliases: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="other writings of a column's name in the same format"
    )
    required: bool = True
    """Whether a dump without this input is incomplete."""

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, value: Any) -> Any:  # noqa: ANN401
        if not isinstance(value, dict):
            return value
        many = ("reader", "null", "true", "false", "thousands", "optional", "columns")
        value = {k: [v] if k in many and isinstance(v, str) else v for k, v in value.items()}
        if isinstance(aliases := value.get("aliases"), dict):
            value["aliases"] = {k: [v] if isinstance(v, str) else v for k, v in aliases.items()}
        return value


class Output(Strict):
    """One canonical table from one input (several outputs may feed one table)."""

    table: str
    from_: str = Field(alias="from")
    record_set: str = ""
    where: Where = Field(default_factory=dict)
    lookup: dict[str, Lookup] = Field(default_factory=dict)
    unpivot: Unpivot | None = None
    explode: Explode | None = None
    dedupe: Dedupe | None = None
    fields: dict[str, FieldMap]
    ignore: tuple[str, ...] = ()


class Adapter(Strict):
    """One vendor export or statutory format, to canonical tables."""

    adapter: Literal["1"]
    id: Slug
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: str
    vendor: Vendor | None = None
    evidence: Evidence
    sources: tuple[str, ...]
    extends: Slug | None = None
    params: dict[str, Param] = Field(default_factory=dict)
    inputs: dict[str, Input]
    outputs: tuple[Output, ...]


Case.model_rebuild()
