"""What every adapter must hold: one named check each, run on its own samples."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.catalogue.adapter import load
from collecdata.catalogue.catalogue import Catalogue
from collecdata.catalogue.located import load as load_yaml
from collecdata.catalogue.static import check as check_language
from collecdata.errors import AdapterError, CollecdataError
from collecdata.flow.checking import language_context
from collecdata.flow.convert import Request, convert
from collecdata.flow.detect import detect_file
from collecdata.flow.lots import Asked
from collecdata.readers.sources import expand
from collecdata.testing import goldens
from collecdata.testing.privacy import personal_numbers
from collecdata.testing.rearrange import rechunk, shuffle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.flow.convert import Rearrange, Run

__all__ = ["Check", "Outcome", "checks", "run_kit"]

BATCHES = (1, 7, 65_536)
SAMPLES, INPUT, EXPECTED, PARAMS = "samples", "input", "expected", "params.yaml"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold; `run` returns what is wrong, or an empty string."""

    name: str
    run: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One check, run."""

    name: str
    detail: str

    @property
    def good(self) -> bool:
        """Whether it held."""
        return not self.detail


def run_kit(folder: Path, roots: Iterable[Path] = (), *, update: bool = False) -> list[Outcome]:
    """Run every check; with `update`, write the goldens first (a review of their difference is the test then)."""
    if update:
        for case in _cases(folder):
            goldens.write(case / EXPECTED, _found(_convert(folder, case, roots)))
    return [Outcome(check.name, _guarded(check)) for check in checks(folder, roots)]


def checks(folder: Path, roots: Iterable[Path] = ()) -> list[Check]:
    """List the checks of one adapter, without running any."""
    roots = tuple(roots)
    found = [Check("language", partial(_language, folder, roots))]
    cases = _cases(folder)
    if (folder / "adapter.yaml").is_file():
        found.append(Check("has_sample", lambda: "" if cases else f"{folder}: no samples/<cas>/input"))
    for case in cases:
        name = re.sub(r"\W", "_", case.name)
        found += [
            Check(f"golden_{name}", partial(_golden, folder, case, roots)),
            Check(f"detected_{name}", partial(_detected, folder, case, roots)),
            Check(f"balanced_{name}", partial(_balanced, folder, case, roots)),
            Check(f"shuffled_columns_{name}", partial(_same, folder, case, roots, shuffle)),
            Check(f"emptied_{name}", partial(_emptied, folder, case, roots)),
            Check(f"private_{name}", partial(_private, case)),
        ]
        found += [
            Check(f"batches_of_{size}_{name}", partial(_same, folder, case, roots, partial(rechunk, size)))
            for size in BATCHES
        ]
    return found


def _guarded(check: Check) -> str:
    try:
        return check.run()
    except AdapterError as error:
        return "\n".join(str(problem) for problem in error.problems) or str(error)
    except CollecdataError as error:
        return str(error)


def _cases(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / SAMPLES).glob("*") if (path / INPUT).is_dir())


def _catalogue(folder: Path, roots: Iterable[Path]) -> Catalogue:
    """Give the catalogue with this adapter in it, wherever its folder lies."""
    return Catalogue.from_roots(tuple(roots)).with_adapter(load(folder))


def _language(folder: Path, roots: Iterable[Path]) -> str:
    catalogue = _catalogue(folder, roots)
    adapter = load(folder)
    return "\n".join(f"{p.at}: {p}" for p in check_language(adapter, catalogue, **language_context(adapter)))


def _convert(folder: Path, case: Path, roots: Iterable[Path], rearrange: Rearrange | None = None) -> Run:
    params: dict[str, str] = {}
    if (case / PARAMS).is_file():
        given = load_yaml(case / PARAMS).value
        params = {key: str(case / value) if value.endswith(".csv") else value for key, value in given.items()}
    siren = params.pop("siren", "")
    with tempfile.TemporaryDirectory() as out:
        asked = Asked((case / INPUT,), siren, load(folder).adapter_id, params)
        return convert(Request((asked,), Path(out) / "out", rearrange=rearrange), _catalogue(folder, roots), keep=True)


def _found(run: Run) -> dict[str, str]:
    texts = {f"{name}.csv": goldens.table_as_csv(table) for name, table in run.tables.items() if table.num_rows}
    issues = goldens.issues_as_csv(run.issues)
    return texts | ({goldens.ISSUES: issues} if issues.count("\n") > 1 else {})


def _golden(folder: Path, case: Path, roots: Iterable[Path]) -> str:
    return goldens.compare(case / EXPECTED, _found(_convert(folder, case, roots)))


def _same(folder: Path, case: Path, roots: Iterable[Path], rearrange: Rearrange) -> str:
    return goldens.compare(case / EXPECTED, _found(_convert(folder, case, roots, rearrange)))


def _balanced(folder: Path, case: Path, roots: Iterable[Path]) -> str:
    run = _convert(folder, case, roots)
    return "" if run.balanced else run.report.text()


def _detected(folder: Path, case: Path, roots: Iterable[Path]) -> str:
    catalogue = _catalogue(folder, roots)
    own = load(folder).adapter_id
    wrong = []
    for source in _sources(case):
        names = {match.adapter for match in detect_file(source, catalogue.adapters.values()).matches}
        if names != {own}:
            wrong.append(f"{source.name}: recognised as {', '.join(sorted(names)) or 'nothing'}, not as {own} alone")
    return "\n".join(wrong)


def _sources(case: Path) -> list:  # type: ignore[type-arg]
    return list(expand(case / INPUT).sources)


def _emptied(folder: Path, case: Path, roots: Iterable[Path]) -> str:
    """A 0-byte file and a file of a header alone are refused or give no row; neither crashes."""
    with tempfile.TemporaryDirectory() as scratch:
        for source in _sources(case):
            for content in (b"", _header(source)):
                path = Path(scratch) / Path(source.name).name
                path.write_bytes(content)
                _try_one(folder, case, roots, path)
    return ""


def _try_one(folder: Path, case: Path, roots: Iterable[Path], path: Path) -> None:
    params = {}
    with tempfile.TemporaryDirectory() as out:
        asked = Asked((path,), "", load(folder).adapter_id, params)
        try:
            convert(Request((asked,), Path(out) / "out"), _catalogue(folder, roots), keep=True)
        except CollecdataError:
            return


def _header(source: object) -> bytes:
    with source.open() as stream:  # type: ignore[attr-defined]
        return stream.read(1 << 16).split(b"\n", 1)[0] + b"\n"


def _private(case: Path) -> str:
    return "\n".join(personal_numbers(case / INPUT))
