"""The kit as a pytest class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from collecdata.testing.kit import Bench

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collecdata.testing.kit import Check

__all__ = ["adapter_suite"]


def adapter_suite(folder: str | Path, *, adapters: Sequence[str | Path] = ()) -> type:
    """Make a pytest class with one test a check; `adapters` are folders of other adapters to be told apart from.

    >>> TestFec = adapter_suite("adapters/fec")  # doctest: +SKIP
    """
    path = Path(folder)
    bench = Bench(path, tuple(Path(root) for root in adapters))
    members: dict[str, Any] = {f"test_{check.name}": _as_test(check) for check in bench.checks()}
    return type(f"Test_{path.name}", (), members)


def _as_test(check: Check) -> Callable[[object], None]:
    def test(_self: object) -> None:
        detail = check.run()
        assert not detail, detail  # noqa: S101 - this is a test

    test.__doc__ = check.name
    return test
