"""What every adapter must hold: one named check each, run on its own samples."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.catalogue import located
from collecdata.catalogue.catalogue import Catalogue
from collecdata.catalogue.signature import Signature
from collecdata.errors import AdapterError, CollecdataError
from collecdata.flow.checking import check_loaded, load_adapter, samples
from collecdata.flow.convert import Request, convert
from collecdata.flow.detect import detect_file
from collecdata.flow.lots import Asked
from collecdata.readers.sources import expand
from collecdata.result import Result
from collecdata.testing import goldens
from collecdata.testing.damage import damaged
from collecdata.testing.exports import export_cases, written
from collecdata.testing.privacy import personal_numbers
from collecdata.testing.rearrange import rechunk, shuffle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.flow.lot import Rearrange
    from collecdata.flow.params import Given
    from collecdata.readers.source import Source

__all__ = ["Bench", "Check", "Outcome", "run_kit"]

BATCHES = (1, 7, 65_536)
DAMAGES = 8
"""Times that each file of a sample is damaged."""
INPUT, EXPECTED, READ_BACK, PARAMS = "input", "expected", "read_back", "params.yaml"


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


def run_kit(path: Path, roots: Iterable[Path] = (), *, update: bool = False) -> list[Outcome]:
    """Run every check; with `update`, write the goldens first (the review of their difference is the test then).

    Raises:
        AdapterError: the adapter cannot be loaded.
    """
    bench = Bench(path, tuple(roots))
    if update:
        for case in samples(path):
            goldens.write(case / EXPECTED, bench.found(case))
        for case in export_cases(path):
            goldens.write(case / EXPECTED, bench.written(case))
            if (path / "adapter.yaml").is_file():
                goldens.write(case / READ_BACK, bench.read_back(case))
    return [Outcome(check.name, _guarded(check)) for check in bench.checks()]


def _guarded(check: Check) -> str:
    try:
        return check.run()
    except AdapterError as error:
        return "\n".join(str(problem) for problem in error.problems) or str(error)
    except CollecdataError as error:
        return str(error)


class Bench:
    """One adapter on the bench, among all the others."""

    def __init__(self, path: Path, roots: tuple[Path, ...]) -> None:
        self.path = path
        self.catalogue = Catalogue.from_roots(roots)
        self._whole: dict[Path, tuple[dict[str, bytes], str]] = {}

    def folder(self) -> AdapterFolder:
        """Load the adapter."""
        return load_adapter(self.path, self.catalogue)

    def checks(self) -> Iterator[Check]:
        """List the checks, without running any."""
        yield Check("language", self.language)
        cases = samples(self.path)
        if (self.path / "adapter.yaml").is_file():
            yield Check("has_sample", lambda: "" if cases else f"{self.path}: no samples/<cas>/input")
        for case in cases:
            name = re.sub(r"\W", "_", case.name)
            yield Check(f"golden_{name}", partial(self.golden, case))
            yield Check(f"detected_{name}", partial(self.detected, case))
            yield Check(f"balanced_{name}", partial(self.balanced, case))
            yield Check(f"emptied_{name}", partial(self.emptied, case))
            yield Check(f"damaged_{name}", partial(self.damaged, case))
            yield Check(f"private_{name}", partial(_private, case))
            yield Check(f"shuffled_columns_{name}", partial(self.golden, case, shuffle))
            for size in BATCHES:
                yield Check(f"batches_of_{size}_{name}", partial(self.golden, case, partial(rechunk, size)))
        yield from self._out()

    def _out(self) -> Iterator[Check]:
        """List the checks of the way out."""
        cases = export_cases(self.path)
        if (self.path / "export.yaml").is_file():
            yield Check("has_export", lambda: "" if cases else f"{self.path}: no exports/<cas>/input")
        for case in cases:
            name = re.sub(r"\W", "_", case.name)
            yield Check(f"export_{name}", partial(self.exported, case))
            yield Check(f"export_private_{name}", partial(_private, case))
            for size in BATCHES:
                yield Check(f"export_batches_of_{size}_{name}", partial(self.exported, case, size))
            if (self.path / "adapter.yaml").is_file():
                yield Check(f"export_read_back_{name}", partial(self.as_read_back, case))

    def language(self) -> str:
        """Hold the adapter against the language, the schemas, the readers and the headers of its samples."""
        problems = check_loaded(self.folder(), self.catalogue)
        return "\n".join(str(problem) for problem in problems)

    def golden(self, case: Path, rearrange: Rearrange | None = None) -> str:
        """Compare what a sample gives with what is expected, row for row and issue for issue."""
        return goldens.compare(case / EXPECTED, self.found(case, rearrange))

    def exported(self, case: Path, size: int = 0) -> str:
        """Compare the files that a case writes with what is expected, byte for byte."""
        return goldens.compare(case / EXPECTED, self.written(case, size))

    def as_read_back(self, case: Path) -> str:
        """Compare what comes back of a case with what is expected to: the review of that file says what is lost."""
        return goldens.compare(case / READ_BACK, self.read_back(case))

    def written(self, case: Path, size: int = 0) -> dict[str, bytes]:
        """Write the tables of a case of the way out; return the files and the issues."""
        folder = self.folder()
        siren, given = _params(case)
        params = {**given, "siren": siren} if siren else given
        wanted = {name: value for name, value in params.items() if folder.export and name in folder.export.params}
        with tempfile.TemporaryDirectory() as scratch:
            return written(case, folder, self.catalogue, wanted, Path(scratch), size)

    def read_back(self, case: Path) -> dict[str, bytes]:
        """Convert what a case of the way out is expected to write, by the way in of the same adapter."""
        with tempfile.TemporaryDirectory() as scratch:
            dump = Path(scratch) / "dump"
            shutil.copytree(case / EXPECTED, dump, ignore=shutil.ignore_patterns(goldens.ISSUES))
            return _goldens(self._convert(dump, case, Path(scratch)))

    def detected(self, case: Path) -> str:
        """Each file of a sample is recognised by this adapter, and by no other."""
        folder = self.folder()
        others = [other for name, other in self.catalogue.signatures.items() if name != folder.id]
        wrong = []
        for source in expand(case / INPUT).sources:
            names = sorted({match.adapter for match in detect_file(source, [Signature.of(folder), *others]).matches})
            if names != [folder.id]:
                wrong.append(f"{source.name}: recognised as {', '.join(names) or 'nothing'}, not as {folder.id} alone")
        return "\n".join(wrong)

    def balanced(self, case: Path) -> str:
        """Both identities hold."""
        return self._converted(case)[1]

    def emptied(self, case: Path) -> str:
        """A file of no byte, and one of a header alone, are refused or give no row: nothing else may happen."""
        with tempfile.TemporaryDirectory() as scratch:
            for source in expand(case / INPUT).sources:
                for content in (b"", _first_line(source)):
                    path = Path(scratch) / Path(source.name).name
                    path.write_bytes(content)
                    try:
                        self._convert(path, case, Path(scratch))
                    except CollecdataError:
                        continue
        return ""

    def damaged(self, case: Path) -> str:
        """A file damaged in any way is refused, or accounted for to the last row: nothing else may happen."""
        with tempfile.TemporaryDirectory() as scratch:
            dump = Path(scratch) / "dump"
            shutil.copytree(case / INPUT, dump)
            for path in sorted(one for one in dump.rglob("*") if one.is_file()):
                content = path.read_bytes()
                for number, wrong in enumerate(damaged(content, DAMAGES), 1):
                    path.write_bytes(wrong)
                    if not self._accounted(dump, case, Path(scratch)):
                        return f"{path.name}, damage {number}: out of balance"
                path.write_bytes(content)
        return ""

    def _accounted(self, dump: Path, case: Path, scratch: Path) -> bool:
        try:
            return self._convert(dump, case, scratch).balanced
        except CollecdataError:
            return True

    def found(self, case: Path, rearrange: Rearrange | None = None) -> dict[str, bytes]:
        """Convert a sample; return its tables and its issues as CSV."""
        if rearrange is None:
            return self._converted(case)[0]
        with tempfile.TemporaryDirectory() as scratch:
            return _goldens(self._convert(case / INPUT, case, Path(scratch), rearrange))

    def _converted(self, case: Path) -> tuple[dict[str, bytes], str]:
        """Convert a sample as it stands, once: its goldens, and its report where it is out of balance."""
        if case not in self._whole:
            with tempfile.TemporaryDirectory() as scratch:
                result = self._convert(case / INPUT, case, Path(scratch))
                self._whole[case] = _goldens(result), "" if result.balanced else result.summary.text()
        return self._whole[case]

    def _convert(self, dump: Path, case: Path, scratch: Path, rearrange: Rearrange | None = None) -> Result:
        folder = self.folder()
        siren, given = _params(case)
        params = {name: value for name, value in given.items() if folder.adapter and name in folder.adapter.params}
        asked = Asked((dump,), siren, folder.id)
        request = Request((asked,), scratch / "paquet", params=params, lang="fr", rearrange=rearrange)
        return Result(convert(request, self.catalogue, {folder.id: folder}))


def _goldens(result: Result) -> dict[str, bytes]:
    texts = {f"{name}.csv": goldens.table_as_csv(result[name]).encode() for name in result}
    return {**texts, goldens.ISSUES: goldens.issues_as_csv(result.issues).encode()}


def _params(case: Path) -> tuple[str, dict[str, Given]]:
    """Read the parameters of a sample; a table is written in line, or as a CSV beside the file."""
    path = case / PARAMS
    given = dict(located.load(path).data) if path.is_file() else {}
    siren = given.pop("siren", "")
    is_file = {name for name, value in given.items() if isinstance(value, str) and value.endswith(".csv")}
    return siren, {name: str(case / value) if name in is_file else value for name, value in given.items()}


def _private(case: Path) -> str:
    """No valid NIR or IBAN stands in a sample."""
    return "\n".join(personal_numbers(case / INPUT))


def _first_line(source: Source) -> bytes:
    with source.open() as stream:
        return stream.read(1 << 16).split(b"\n", 1)[0] + b"\n"
