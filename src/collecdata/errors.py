"""Exceptions: misuse, never bad data.

Bad data is an `Issue` (see `collecdata.issues`) and never stops a run; an exception says that the run itself
cannot be what was asked: a wrong argument, an adapter that does not hold together, an unreadable only input.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["AdapterError", "CollecdataError", "InputError", "Position", "SchemaError", "UsageError"]


@dataclass(frozen=True, slots=True)
class Position:
    """Where in a text file: 1-based line and column.

    >>> str(Position("adapters/fec/adapter.yaml", 12, 5))
    'adapters/fec/adapter.yaml:12:5'
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class CollecdataError(Exception):
    """Base of all: a message code of `messages/*.yaml` and what fills it; exit code 2.

    >>> error = UsageError("usage.unknown_adapter", adapter="fce", nearest="fec")
    >>> error.code, error.params["nearest"]
    ('usage.unknown_adapter', 'fec')
    """

    def __init__(self, code: str, /, *, at: Position | None = None, **params: Any) -> None:  # noqa: ANN401
        self.code = code
        self.at = at
        self.params = params
        super().__init__(code)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes whole (keyword arguments do not, by default)."""
        return _rebuild, (type(self), self.code, self.at, self.params)

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.at}: {self.code}({details})" if self.at else f"{self.code}({details})"


def _rebuild(kind: type[CollecdataError], code: str, at: Position | None, params: dict[str, Any]) -> CollecdataError:
    return kind(code, at=at, **params)


class UsageError(CollecdataError):
    """Wrong arguments: an unknown verb, table, adapter, parameter; a target that cannot be written."""


class InputError(CollecdataError):
    """An input that cannot be read at all: absent, a directory, empty, of another format, cut in its first record."""


class AdapterError(CollecdataError):
    """An adapter that does not hold together; carries every problem found, each at its file:line:column."""

    def __init__(
        self,
        code: str,
        /,
        *,
        at: Position | None = None,
        problems: tuple[CollecdataError, ...] = (),
        **params: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(code, at=at, **params)
        self.problems = problems

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.code, self.at, {**self.params, "problems": self.problems})


class SchemaError(CollecdataError):
    """A schema, code list or Data Package that does not hold together."""
