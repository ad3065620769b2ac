"""What readers saw in files: each inspected once for all the adapters that ask the same, small ones together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collecdata.errors import CollecdataError, InputError
from collecdata.readers import registry
from collecdata.readers.base import Surveys
from collecdata.readers.source import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from collecdata.catalogue.language import Input
    from collecdata.readers.base import Layout, Reader
    from collecdata.readers.source import Source

__all__ = ["Refusal", "Seen", "look_ahead", "surveys"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a reader cannot read a file, without the error itself, which would keep what was read alive."""

    code: str
    params: Mapping[str, str]

    @classmethod
    def of(cls, error: CollecdataError) -> Refusal:
        """Take what an error says."""
        return cls(error.code, {name: str(value) for name, value in error.params.items()})


@dataclass(slots=True)
class Seen:
    """One file, and what each reader has seen in it."""

    source: Source
    head: bytes
    base: str
    """Name of the file, in small letters."""
    kinds: frozenset[str]
    """Readers that it may be for."""
    readers: dict[str, Reader | None] = field(default_factory=dict)
    layouts: dict[tuple[str, str], Layout | Refusal] = field(default_factory=dict)

    @classmethod
    def of(cls, source: Source) -> Seen:
        """Look at the head of a file."""
        head = _head(source)
        return cls(source, head, source.base.lower(), registry.may_read(head))

    def reader(self, kind: str) -> Reader | None:
        """Return a reader that the file may be for; one that it cannot be for is not even imported."""
        if kind not in self.readers:
            reader = registry.READERS[kind] if kind in self.kinds else None
            self.readers[kind] = reader if reader and reader.fits(self.source, self.head) else None
        return self.readers[kind]

    def layout(self, reader: Reader, wanted: Input) -> Layout | Refusal:
        """Inspect the file, or say why it cannot be."""
        options, said = wanted.reading(reader.options)
        key = (reader.name, said)
        if key not in self.layouts:
            try:
                self.layouts[key] = reader.inspect(self.source, options)
            except CollecdataError as error:
                self.layouts[key] = Refusal.of(error)
        return self.layouts[key]


def _head(source: Source) -> bytes:
    try:
        with source.open() as stream:
            return stream.read(HEAD)
    except (OSError, EOFError, CollecdataError):
        return b""


def surveys(files: Sequence[Seen], kinds: Iterable[str]) -> dict[str, list[Seen]]:
    """Return, for each of some readers that can, the files it may inspect together."""
    named = dict.fromkeys(kinds)
    able: dict[str, list[Seen]] = {}
    for one in files:  # all the readers of a file, then the next file: they remember what they saw of the last head
        for kind in named:
            if isinstance(one.reader(kind), Surveys):
                able.setdefault(kind, []).append(one)
    return able


def look_ahead(files: Sequence[Seen], kind: str, wanted: Input) -> None:
    """Inspect together the files that this can be done with, as an input asks of a reader; see `surveys`."""
    reader = files[0].reader(kind) if files else None
    if not isinstance(reader, Surveys):
        return
    options, said = wanted.reading(registry.READERS[kind].options)
    left = [one for one in files if (kind, said) not in one.layouts]
    found = reader.inspect_several([(one.source, one.head) for one in left], options)
    for one, layout in zip(left, found, strict=True):
        if layout is not None:
            one.layouts[kind, said] = Refusal.of(layout) if isinstance(layout, InputError) else layout
