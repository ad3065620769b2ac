"""Issues of one piece of a nested file, gathered place by place."""

from __future__ import annotations

from dataclasses import dataclass, field

from collecdata.issues import Issue, Severity

__all__ = ["Findings"]

_Key = tuple[str, Severity, str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Findings:
    """Filled while a piece is read; lines are physical."""

    source: str
    _places: dict[_Key, list[tuple[int, str | None]]] = field(default_factory=dict)

    def note(
        self, code: str, severity: Severity, line: int, *, column: str = "", value: str | None = None, **params: str
    ) -> None:
        """Add one place of an issue."""
        key = (code, severity, column, tuple(params.items()))
        self._places.setdefault(key, []).append((line, value))

    def issues(self) -> tuple[Issue, ...]:
        """Return one issue a code, column and parameters."""
        return tuple(
            Issue(
                code,
                severity,
                column=column,
                source=self.source,
                lines=tuple(line for line, _ in places),
                values=tuple(value for _, value in places) if places[0][1] is not None else (),
                params=dict(params),
            )
            for (code, severity, column, params), places in self._places.items()
        )
