"""YAML that keeps every scalar a text and remembers where each value stands.

`01001`, `no` and `12:30` stay what was written (in Unicode form NFC, like the cells they are compared with). Keys
given twice, anchors, aliases and tags are errors: a mapping is read from top to bottom, by people.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from collecdata.errors import AdapterError, Position

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Items", "Loc", "Located", "Node", "Pairs", "load", "parse", "text_of"]

Loc = tuple[int | str, ...]
"""Path of a value: keys of mappings and ranks in lists, as pydantic gives it."""

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """A text. `plain`: written without quotes, so that `null` may mean what YAML says."""

    at: Position
    text: str = ""
    plain: bool = True

    @property
    def data(self) -> Any:  # noqa: ANN401
        """The value as plain Python: text, list or dict."""
        return self.text

    @property
    def is_null(self) -> bool:
        """Whether YAML would read no value here: `null`, `~` or nothing, without quotes."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Items(Node):
    """A list."""

    items: tuple[Node, ...] = ()

    @property
    def data(self) -> list[Any]:
        """The list as plain Python."""
        return [item.data for item in self.items]

    @property
    def is_null(self) -> bool:
        """Never: a list is a value."""
        return False


@dataclass(frozen=True, slots=True)
class Pairs(Node):
    """A mapping; `keys` says where each key stands."""

    pairs: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Position] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        """The mapping as plain Python."""
        return {key: value.data for key, value in self.pairs.items()}

    @property
    def is_null(self) -> bool:
        """Never: a mapping is a value."""
        return False


@dataclass(frozen=True, slots=True)
class Located:
    """A document and the place of everything in it. Picklable."""

    root: Node

    @property
    def data(self) -> Any:  # noqa: ANN401
        """The document as plain Python, every scalar a text."""
        return self.root.data

    def position(self, loc: Loc) -> Position:
        """Return where the deepest key of `loc` stands (for a list, its element).

        Parts that the document does not have are skipped: names that pydantic gives to the arms of a union, keys
        that a short form leaves unsaid.
        """
        here, at = self.root, self.root.at
        for part in loc:
            if isinstance(here, Pairs) and str(part) in here.pairs:
                at, here = here.keys[str(part)], here.pairs[str(part)]
            elif isinstance(here, Items) and isinstance(part, int) and part < len(here.items):
                here = here.items[part]
                at = here.at
        return at


def load(path: Path) -> Located:
    """Read a YAML file. Raises `AdapterError` with every fault of form found, each at its place."""
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """Read the text of a file. Raises `AdapterError` where it cannot be read, or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise AdapterError("adapter.file_unreadable", at=Position(str(path)), reason=str(error.strerror)) from error
    except UnicodeDecodeError as error:
        at = Position(str(path), error.object[: error.start].count(b"\n") + 1, 1)
        raise AdapterError("adapter.file_not_utf8", at=at) from error


def parse(text: str, name: str) -> Located:
    """Read a YAML text; `name` is what positions call it.

    >>> document = parse("codes: {01001: no}", "x.yaml")
    >>> document.data, str(document.position(("codes", "01001")))
    ({'codes': {'01001': 'no'}}, 'x.yaml:1:9')
    """
    builder = _Builder(name)
    try:
        root = builder.document(yaml.parse(unicodedata.normalize("NFC", text), Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Position(name, mark.line + 1, mark.column + 1) if mark else Position(name)
        raise AdapterError("adapter.yaml", at=at, reason=str(error.problem or error.context)) from error
    except yaml.YAMLError as error:
        raise AdapterError("adapter.yaml", at=Position(name), reason=str(error)) from error
    if builder.problems:
        raise AdapterError("adapter.invalid", at=Position(name), problems=tuple(builder.problems))
    return Located(root)


@dataclass(slots=True)
class _Builder:
    """Makes nodes of a stream of YAML events, noting what this loader refuses."""

    name: str
    problems: list[AdapterError] = field(default_factory=list)

    def document(self, events: Iterator[yaml.Event]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._refuse("adapter.yaml_documents", event)
                root = self._node(next(events), events)
        return root or Node(Position(self.name, 1, 1))

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
        at = self._at(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse("adapter.yaml_alias", event)
            return Node(at)
        if getattr(event, "anchor", None):
            self._refuse("adapter.yaml_alias", event)
        if getattr(event, "tag", None):
            self._refuse("adapter.yaml_tag", event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(at, events)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(at, events)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - the only kind left
        return Node(at, event.value, plain=bool(event.implicit[0]))

    def _sequence(self, at: Position, events: Iterator[yaml.Event]) -> Items:
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events))
        return Items(at, items=tuple(items))

    def _mapping(self, at: Position, events: Iterator[yaml.Event]) -> Pairs:
        made = Pairs(at)
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key, value = self._node(event, events), self._node(next(events), events)
            if isinstance(key, Pairs | Items):
                self.problems.append(AdapterError("adapter.yaml_key", at=key.at))
                continue
            if key.text in made.pairs:
                first = made.keys[key.text]
                self.problems.append(AdapterError("adapter.duplicate_key", at=key.at, key=key.text, first=str(first)))
                continue
            made.keys[key.text] = key.at
            made.pairs[key.text] = value
        return made

    def _refuse(self, code: str, event: yaml.Event) -> None:
        self.problems.append(AdapterError(code, at=self._at(event)))

    def _at(self, event: yaml.Event) -> Position:
        mark: Any = event.start_mark
        return Position(self.name, mark.line + 1, mark.column + 1)
