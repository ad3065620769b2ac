"""What readers hand to the mapping: batches of text columns, each row knowing where it stood in the file."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from collecdata.issues import Issue

__all__ = ["ID", "LINE", "PARENT", "RANK", "REASONS", "RESERVED", "SOURCE", "SURPLUS", "Batch", "Tally"]

SOURCE = "_source"
"""Name of the file a row comes from."""
LINE = "_ligne"
"""Physical line its record begins on, from 1 (the record or sheet row, for formats that have no lines); int64."""
ID = "_id"
"""Nested formats: position of the element in the file; int64."""
PARENT = "_parent"
"""Nested formats: `_id` of the element that holds it; int64."""
RANK = "_rang"
"""Nested formats: rank of the element, from 1, among those of its record set that the same element holds; int64.

The reader counts them where the file is whole: a batch does not know what came before it."""
REASONS = "_motifs"
"""Rejected rows: every reason, separated by ` | `."""
SURPLUS = "_surplus"
"""Rejected rows: the cells beyond the last column."""
RESERVED = frozenset({SOURCE, LINE, ID, PARENT, RANK, REASONS, SURPLUS})
"""Columns of ours: a reader that meets one in an input (a reject file fed in again) leaves it out."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Physical units of an input (lines; rows of a sheet; bytes; tags), each counted where it is met.

    `physical` is counted from the raw bytes by something other than what makes the records; all the rest must
    add up to it.

    >>> tally = Tally(physical=5, preamble=1, records=3) + Tally(physical=1, blank=1)
    >>> tally.balanced, Tally(preamble=1, records=3, blank=1, physical=6) == tally
    (False, True)
    """

    physical: int = 0
    records: int = 0
    blank: int = 0
    preamble: int = 0
    repeated: int = 0
    footer: int = 0
    rejected: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def accounted(self) -> int:
        """Units that a record, a blank, the preamble, a repeated header, the footer or a reject explains."""
        return self.records + self.blank + self.preamble + self.repeated + self.footer + self.rejected

    @property
    def balanced(self) -> bool:
        """Whether every physical unit is accounted for."""
        return self.physical == self.accounted


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records of one record set of one file, in file order.

    `data` holds the input's columns as `string` or `dictionary<int32, string>` (null: a cell that could not be
    decoded, or that a nested format does not have; an empty cell is the empty string), then `_ligne`, and `_id`,
    `_parent`, `_rang` in nested formats. `rejects` holds what could not be made a record: the input's columns as
    strings, `_surplus`, `_ligne` and `_motifs`. `rows` of `rejects` never are in `data`.
    """

    source: str
    data: pa.RecordBatch
    record_set: str = ""
    issues: tuple[Issue, ...] = ()
    rejects: pa.RecordBatch | None = None
    context: bool = False
    """Rows of another split, given again because this one's rows climb to them: never mapped, never counted."""
    offset: int = 0
    """Lines of the files of the same input that stand before this one: what makes `ordinal` run on across files."""
    tally: Tally = field(default_factory=Tally)
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Contents of the attachments that these records carry, by SHA-256 (hexadecimal)."""
    facts: Mapping[str, pa.Array] = field(default_factory=dict)
    """Rows of several files: what is known of the file of each, a text column a fact; `_id` is its place there."""
