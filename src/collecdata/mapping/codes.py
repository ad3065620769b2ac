"""Code maps: what the source writes, to what the code list says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from collecdata.catalogue.language import ParamMap
from collecdata.kernels.buffers import from_bools, nulls, texts
from collecdata.mapping.text import cleaned

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from collecdata.catalogue.language import Map
    from collecdata.mapping.arrays import Mask

__all__ = ["CodeMap", "code_map", "identity_map"]


@dataclass(frozen=True, slots=True)
class CodeMap:
    """A table from source code to canonical code; `otherwise` for the codes it does not know.

    `for_empty` is the code of an empty cell, when the table has an entry for the empty text.
    """

    digest: str
    """Stands for the entries when two maps are compared."""
    otherwise: str | None
    keys: pa.StringArray = field(compare=False)
    codes: pa.StringArray = field(compare=False)
    for_empty: str | None = field(compare=False)

    def __call__(self, values: pa.StringArray) -> tuple[pa.StringArray, Mask]:
        """Return the canonical codes, and which values the map does not know. An empty code is null."""
        found = pc.index_in(values, value_set=self.keys)
        unknown = nulls(found) & ~nulls(values)
        codes = self.codes.take(found)
        if self.otherwise is not None and unknown.any():
            codes = pc.if_else(from_bools(unknown), texts([self.otherwise])[0], codes)
        return codes, unknown


def code_map(
    given: Map,
    otherwise: str | None,
    tables: Mapping[str, Mapping[str, str]],
    params: Mapping[str, str | Mapping[str, str]],
) -> CodeMap:
    """Compile a map: written in the adapter, one of the `tables` of its folder, or a table given as a parameter.

    When that parameter is not given, every code is unknown.
    """
    if isinstance(given, str):
        entries: Mapping[str, str] = tables[given]
    elif isinstance(given, ParamMap):
        table = params.get(given.param, {})
        entries = {} if isinstance(table, str) else table
    else:
        entries = given
    by_code = dict(zip(cleaned(tuple(entries)), entries.values(), strict=True))
    for_empty = by_code.pop("", None)
    digest = hashlib.sha256(json.dumps([by_code, for_empty], ensure_ascii=False).encode()).hexdigest()
    codes = texts(code or None for code in by_code.values())
    return CodeMap(digest, otherwise, texts(by_code), codes, for_empty or None)


def identity_map(codes: tuple[str, ...], otherwise: str | None) -> CodeMap:
    """Return the map of a source that writes canonical codes: each is itself, any other is unknown."""
    digest = hashlib.sha256("\n".join(codes).encode()).hexdigest()
    words = texts(codes)
    return CodeMap(digest, otherwise, words, words, None)
