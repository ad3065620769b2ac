"""The report of a run, as data: what `rapport.json` holds. No date of the day, no value of a person."""

from __future__ import annotations

import ast
import datetime as dt  # noqa: TC003 - pydantic reads annotations
import inspect
import sys
from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, computed_field

from collecdata.issues import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collecdata.kernels.stream import Tally

__all__ = [
    "AdapterUsed", "Block", "CodeUse", "Declared", "Identity", "InputFile", "NotCarried", "Orphans", "Period",
    "Problem", "Report", "Rows", "Standing", "State", "Sum", "TableWritten", "json_schema", "sirens_of",
]  # fmt: skip

State = Literal["balanced", "partiel", "echec"]


class Part(BaseModel):
    """Frozen; fields described by the texts under them; what a reader of an older version does not know is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class AdapterUsed(Part):
    """An adapter of the run."""

    id: str
    version: str
    digest: str
    """SHA-256 of its folder."""
    evidence: Literal["verified", "spec", "derived", "draft"]
    """What it rests on: a real file, an official specification, public code, or nothing yet."""
    title: str = ""


class Identity(Part):
    """Raw identity of an input: its physical units (lines, rows, bytes or tags), and what each was."""

    physical: int = 0
    """Counted from the raw bytes, apart from the reader."""
    records: int = 0
    blank: int = 0
    preamble: int = 0
    repeated: int = 0
    footer: int = 0
    rejected: int = 0

    @classmethod
    def of(cls, tally: Tally) -> Identity:
        """Take a reader's count."""
        return cls(**{name: getattr(tally, name) for name in cls.model_fields})

    @computed_field  # type: ignore[prop-decorator]
    @property
    def accounted(self) -> int:
        """Units explained."""
        return self.records + self.blank + self.preamble + self.repeated + self.footer + self.rejected

    @computed_field  # type: ignore[prop-decorator]
    @property
    def balanced(self) -> bool:
        """Whether every physical unit is explained."""
        return self.physical == self.accounted


class InputFile(Part):
    """A file of the dump."""

    name: str
    """Relative to the dump."""
    sha256: str = ""
    """Of its raw bytes (of the file inside, when it was compressed)."""
    bytes: int = 0
    siren: str = ""
    """Lot it belongs to."""
    adapter: str = ""
    input: str = ""
    """Which input of the adapter it was recognised as."""
    reader: str = ""
    encoding: str = ""
    separator: str = ""
    facts: dict[str, str] = Field(default_factory=dict)
    """Whatever else is known of the file: producer, product version, sheet, dialect."""
    identity: Identity = Identity()
    partial: str = ""
    """Why it was not read, or not to its end; empty when it was."""


class Block(Part):
    """Identity of one output block: read = kept + filtered + rejected; written = expanded - deduplicated."""

    name: str
    table: str
    siren: str = ""
    read: int = 0
    kept: int = 0
    """Source rows that gave rows of the table."""
    filtered: int = 0
    """Source rows that a stated rule of the adapter leaves out."""
    rejected: int = 0
    expanded: int = 0
    """Rows made of those kept (one each, unless the adapter unpivots or explodes)."""
    deduplicated: int = 0
    """Rows made and not written: the adapter keeps one a key."""
    written: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def balanced(self) -> bool:
        """Whether nothing was lost."""
        read = self.kept + self.filtered + self.rejected
        return self.read == read and self.written == self.expanded - self.deduplicated


class Sum(Part):
    """Sum of a decimal field."""

    field: str
    exercice: str = ""
    """Budget year, when the table has one."""
    value: Decimal


class Period(Part):
    """First and last date of a field."""

    field: str
    first: dt.date
    last: dt.date


class CodeUse(Part):
    """A code of the outgoing system, what it became, on how many rows (`codes.code_uses` makes them)."""

    field: str
    source: str
    """Masked when the field is personal."""
    canonical: str = ""
    """Empty: unknown, nothing was guessed."""
    count: int


class Orphans(Part):
    """A foreign key: rows that refer to none."""

    fields: tuple[str, ...]
    reference: str
    count: int
    """Orphans; 0 when every reference is found."""


class TableWritten(Part):
    """One table of one lot."""

    table: str
    title: str = ""
    siren: str = ""
    path: str = ""
    """Relative to the package."""
    rows: int = 0
    distinct_keys: int | None = None
    """Absent when it was not counted."""
    period: Period | None = None
    sums: tuple[Sum, ...] = ()
    filled: dict[str, int] = Field(default_factory=dict)
    """Non-empty cells of each field."""
    codes: tuple[CodeUse, ...] = ()
    orphans: tuple[Orphans, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def empty(self) -> tuple[str, ...]:
        """Fields of the schema that nothing filled."""
        return tuple(name for name, count in self.filled.items() if not count)


class Declared(Part):
    """A total declared outside the rows, and the one found in what was written."""

    table: str
    field: str
    """Or `lignes`, for a number of rows."""
    expected: Decimal
    found: Decimal
    siren: str = ""
    source: str = ""
    """Who declares it: a file of totals, or the input itself."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def difference(self) -> Decimal:
        """Found minus expected."""
        return self.found - self.expected


class NotCarried(Part):
    """A source column that nothing uses, kept apart. Its values are not shown."""

    source: str
    column: str
    filled: int
    """Cells that hold something."""
    rows: int

    @computed_field  # type: ignore[prop-decorator]
    @property
    def fill_rate(self) -> float:
        """Share of cells that hold something, 0 to 1."""
        return round(self.filled / self.rows, 4) if self.rows else 0.0


class Problem(Part):
    """An issue in words; what is personal in its values is masked."""

    code: str
    severity: Severity
    count: int
    title: str
    explanation: str
    remedy: str
    table: str = ""
    field: str = ""
    column: str = ""
    source: str = ""
    lines: tuple[int, ...] = ()
    """The first places; all of them are in the anomalies."""
    values: tuple[str | None, ...] = ()
    params: dict[str, str] = Field(default_factory=dict)


class Rows(Protocol):
    """What a report says of files and tables: that of one lot, or of all."""

    @property
    def inputs(self) -> tuple[InputFile, ...]: ...  # noqa: D102
    @property
    def blocks(self) -> tuple[Block, ...]: ...  # noqa: D102
    @property
    def tables(self) -> tuple[TableWritten, ...]: ...  # noqa: D102
    @property
    def not_carried(self) -> tuple[NotCarried, ...]: ...  # noqa: D102


def sirens_of(part: Rows) -> tuple[str, ...]:
    """Name the collectivities of a report, in order."""
    return tuple(dict.fromkeys([one.siren for one in part.inputs] + [one.siren for one in part.tables]))


@dataclass(slots=True)
class Standing:
    """Whether everything was read and nothing lost, of as many lots as are added."""

    balanced: bool = True
    """Whether both identities hold, everywhere."""
    inputs: int = 0
    partial: int = 0
    """Inputs that were not read to their end."""
    unread: int = 0
    """Those of them that were not read at all."""

    def count(self, inputs: Sequence[InputFile], blocks: Sequence[Block]) -> None:
        """Count the inputs and blocks of one more lot."""
        self.balanced &= all(one.identity.balanced for one in inputs) and all(one.balanced for one in blocks)
        self.inputs += len(inputs)
        self.partial += sum(bool(one.partial) for one in inputs)
        self.unread += sum(bool(one.partial) and not one.identity.physical for one in inputs)

    @property
    def state(self) -> State:
        """In one word: see `Report.state`."""
        if not self.balanced or (self.unread and self.unread == self.inputs):
            return "echec"
        return "partiel" if self.partial else "balanced"


class Report(Part):
    """What a run did of what it was given."""

    report: Literal["1"] = "1"
    """Version of this format."""
    lang: Literal["fr", "en"] = "fr"
    collecdata: str
    """Version of the software."""
    adapters: tuple[AdapterUsed, ...] = ()
    schemas: dict[str, str] = Field(default_factory=dict)
    """Version of each domain's schema."""
    parameters: dict[str, str] = Field(default_factory=dict)
    """Of the run, without secrets."""
    inputs: tuple[InputFile, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[TableWritten, ...] = ()
    declared: tuple[Declared, ...] = ()
    not_carried: tuple[NotCarried, ...] = ()
    problems: tuple[Problem, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def balanced(self) -> bool:
        """Whether both identities hold, everywhere."""
        return self.standing.balanced

    @computed_field  # type: ignore[prop-decorator]
    @property
    def state(self) -> State:
        """In one word.

        `balanced`: all was read and nothing lost. `partiel`: an input was not read to its end. `echec`: something was
        lost, or nothing could be read at all.
        """
        return self.standing.state

    @property
    def standing(self) -> Standing:
        """How its inputs and blocks stand."""
        standing = Standing()
        standing.count(self.inputs, self.blocks)
        return standing

    @computed_field  # type: ignore[prop-decorator]
    @property
    def errors(self) -> int:
        """Places at error level."""
        return sum(problem.count for problem in self.problems if problem.severity == Severity.ERROR)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def warnings(self) -> int:
        """Places at warning level."""
        return sum(problem.count for problem in self.problems if problem.severity == Severity.WARNING)

    def as_dict(self) -> dict[str, Any]:
        """The report for a machine: what `rapport.json` holds."""
        return self.model_dump(mode="json")

    def json_text(self) -> str:
        """`rapport.json`: the same run gives the same bytes."""
        return self.model_dump_json(indent=2) + "\n"

    def markdown(self) -> str:
        """`rapport.md`, in the report's language."""
        from collecdata.report.markdown import markdown

        return markdown(self)

    def text(self) -> str:
        """A summary for a terminal, in the report's language."""
        from collecdata.report.text import Summary

        return Summary.of(self).text()


def json_schema() -> Mapping[str, Any]:
    """JSON Schema (2020-12) of `rapport.json`; the texts under the fields are its descriptions."""
    schema = Report.model_json_schema(mode="serialization")
    texts = _texts()
    for name, part in {**schema["$defs"], Report.__name__: schema}.items():
        for field, shape in part.get("properties", {}).items():
            if text := texts.get((name, field)):
                shape["description"] = text
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _texts() -> dict[tuple[str, str], str]:
    """Read the texts under the fields of this module (pydantic would do it at every import: 70 ms)."""
    found = {}
    for part in ast.parse(inspect.getsource(sys.modules[__name__])).body:
        if isinstance(part, ast.ClassDef):
            for field, text in pairwise(part.body):
                if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
                    found[part.name, ast.unparse(field.target)] = inspect.cleandoc(ast.literal_eval(text.value))
    return found
