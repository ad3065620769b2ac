"""Many lots: each in a folder of its own, by whatever worker, and done once even if the run is cut.

A lot is the unit that nothing crosses, so it is also what is handed out (threads, processes, a cluster) and what a
resumed run does not do again. The worker writes its fragment last: a folder that has one is finished.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from collecdata.errors import CollecdataError
from collecdata.flow.aside import ANOMALIES, FOLDER, Aside
from collecdata.flow.fragment import Fragment
from collecdata.flow.lot import DOCUMENTS, Workshop
from collecdata.flow.packaging import write_text
from collecdata.flow.publication import PublicationError
from collecdata.flow.reporting import write_report
from collecdata.flow.schedule import Inline
from collecdata.flow.work import convert_lot
from collecdata.issues import Issue
from collecdata.report.model import InputFile
from collecdata.sinks.draft import writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from collecdata.flow.lot import Rearrange
    from collecdata.flow.lots import Lot
    from collecdata.flow.packaging import PackageInfo
    from collecdata.flow.work import Terms

__all__ = ["Job", "Kept", "convert_apart", "folders_of", "gather", "put_away", "take_up"]

DONE = "fragment.json"
LOTS = "lots"
REPORTS = "rapports"


@dataclass(frozen=True, slots=True)
class Job:
    """One lot to convert into `folder`. Picklable."""

    lot: Lot
    terms: Terms
    folder: Path
    lang: str | None
    rearrange: Rearrange | None = None


class Finished(BaseModel):
    """What a finished folder says: the seal of what it was made from, and what came of it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    seal: str
    fragment: Fragment


def folders_of(sirens: Sequence[str], folder: Path) -> list[Path]:
    """Give each lot a folder under `folder`, the same in every run of the same lots."""
    return [folder / LOTS / f"{place:05d}-{siren or 'lot'}" for place, siren in enumerate(sirens)]


def convert_apart(job: Job) -> None:
    """Convert one lot, unless its folder shows that the same was done before from the same bytes.

    Raises:
        UsageError: the target cannot be written.
    """
    seal = _seal(job)
    if (finished := _finished(job.folder)) is not None and seal and finished.seal == seal:
        return
    shutil.rmtree(job.folder, ignore_errors=True)
    info = job.terms.info(job.folder)
    job.folder.mkdir(parents=True)
    aside = Aside(job.folder, counts_only=job.terms.highest is not None)
    try:
        documents = job.folder / DOCUMENTS
        shop = Workshop(Inline(), 1, aside, documents, lambda _: None, job.rearrange, job.lot.siren)
        fragment = _converted(job, info, shop)
        aside.close()
    finally:
        aside.abort()
    fragment = fragment.model_copy(update={"issues": tuple(aside.log)})
    (job.folder / REPORTS).mkdir()
    write_report(job.folder / REPORTS / (job.lot.siren or job.folder.name), [fragment], aside.log, info, {}, job.lang)
    draft = job.folder / f".{DONE}"
    write_text(draft, Finished(seal=seal, fragment=fragment).model_dump_json())
    draft.rename(job.folder / DONE)


@dataclass(frozen=True, slots=True)
class Kept:
    """What finished lots came to, in their order, read from their folders each time: a region's is not for memory."""

    folders: Sequence[Path]

    def __iter__(self) -> Iterator[Fragment]:
        for folder in self.folders:
            yield Finished.model_validate_json((folder / DONE).read_bytes()).fragment


def _converted(job: Job, info: PackageInfo, shop: Workshop) -> Fragment:
    try:
        return convert_lot(job.lot, job.terms, info, shop)
    except CollecdataError as error:
        if isinstance(error, PublicationError) or error.code.startswith("target."):
            raise
        params = {name: str(value) for name, value in error.params.items()} | {"siren": job.lot.siren}
        shop.aside.log.add(Issue(error.code, params=params))
        return _unread(job.lot, error.code)


def _unread(lot: Lot, why: str) -> Fragment:
    """Say of every file of a lot that it was not read."""
    files = [(match, match.layout) for match, _ in lot.files]
    inputs = [
        InputFile(
            name=layout.source.name,
            siren=lot.siren,
            adapter=match.adapter,
            input=match.input,
            reader=layout.reader,
            partial=why,
        )
        for match, layout in files
    ]
    return Fragment(siren=lot.siren, inputs=tuple(inputs))


def gather(lots: Kept, folder: Path, aside: Aside) -> None:
    """Bring the files of finished lots to the package, in their order.

    Raises:
        UsageError: the disk is full.
    """
    for lot, fragment in zip(lots.folders, lots, strict=True):
        anomalies = lot / FOLDER / ANOMALIES
        if anomalies.exists():
            aside.copy(anomalies)
        for issue in fragment.issues:
            aside.log.count_in(issue)
        for path in sorted(lot.rglob("*")):
            if path.is_file() and path != anomalies and path.name != DONE:
                _link(path, folder / path.relative_to(lot))


def put_away(folder: Path, spared: Path | None = None) -> None:
    """Let the folders of the lots go, once all is told.

    They go to `spared`, if it is given, for `take_up` to find: what the package is for may still fail.
    """
    if not (folder / LOTS).exists():
        return
    if spared is None:
        shutil.rmtree(folder / LOTS)
    else:
        shutil.rmtree(spared, ignore_errors=True)
        (folder / LOTS).rename(spared)


def take_up(folder: Path, spared: Path | None = None) -> None:
    """Leave of a run that was cut the folders of its lots only; those that a run to its end has spared are taken."""
    if spared is not None and spared.exists() and not (folder / LOTS).exists():
        spared.rename(folder / LOTS)
    for path in folder.iterdir():
        if path.is_dir() and path.name != LOTS:
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()


def _link(path: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the disk knows no second name."""
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(path)
        except OSError:
            shutil.copyfile(path, target)


def _finished(folder: Path) -> Finished | None:
    try:
        return Finished.model_validate_json((folder / DONE).read_bytes())
    except (OSError, ValueError):
        return None


def _seal(job: Job) -> str:
    """Hash all that the result depends on: version, adapters, terms, the bytes of files; "" if it cannot be known."""
    terms, digest = job.terms, hashlib.sha256()
    said = {
        "version": version("collecdata"),
        "siren": job.lot.siren,
        "adapters": {match.adapter: terms.used[match.adapter].digest for match, _ in job.lot.files},
        "params": repr(sorted(terms.params.items(), key=lambda one: one[0])),
        "highest": terms.highest,
        "documents": terms.documents,
        "publication": repr(terms.publication),
        "lang": job.lang,
        "key": hashlib.sha256(terms.key or b"").hexdigest(),
        "files": [(match.layout.source.name, match.input, dict(told)) for match, told in job.lot.files],
    }
    digest.update(json.dumps(said, sort_keys=True).encode())
    for source in {match.layout.source.path: match.layout.source for match, _ in job.lot.files}.values():
        if source.address:  # what a database held then, nobody can tell
            return ""
        with source.path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
