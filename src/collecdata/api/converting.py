"""`convert`, `detect`: the way in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.api.catalogue import AnyPath, open_catalogue
from collecdata.api.loading import briskly
from collecdata.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor

    from collecdata.flow.detect import Detection
    from collecdata.flow.lots import Asked
    from collecdata.flow.params import Given
    from collecdata.result import Result

__all__ = ["convert", "detect"]


@briskly()
def convert(  # noqa: PLR0913 - one keyword an option of the command line
    *dumps: AnyPath,
    to: AnyPath | None = None,
    adapter: str | None = None,
    siren: str | None = None,
    params: Mapping[str, Given] | None = None,
    lots: AnyPath | None = None,
    attendus: AnyPath | None = None,
    layout: str | None = None,
    confidentialite_max: int | None = None,
    publiable: bool = False,
    registre_annuel: bool = False,
    cle: AnyPath | None = None,
    documents: bool = False,
    confidentiel: bool = False,
    identifiants: AnyPath | None = None,
    jobs: int | str = "auto",
    resume: bool = False,
    adapters: Sequence[AnyPath] | None = None,
    lang: str | None = None,
    engine: str = "local",
    scheduler: str | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Convert the exports of a product into a package of canonical tables.

    Args:
        dumps: files or folders of one collectivity (of several, where each file names its own).
        to: folder to write, or an address that fsspec knows (`s3://seau/region`); without it a temporary one, which
            lives as long as the result.
        adapter: identifier of the adapter; by default each file is recognised.
        siren: the collectivity, where the files do not name it.
        params: parameters of the adapter; a table is a mapping, the path of a CSV, or `a=b;c=d`.
        lots: CSV of many collectivities (chemin, siren, adapter, parameters), in place of `dumps`.
        attendus: CSV of totals to find again (table;champ;valeur;siren).
        layout: `single` (one ordered file a table) or `parts` (one a collectivity).
        confidentialite_max: highest class of the fields to keep, 0 (public) to 4.
        publiable: keep what may be published only: class 0, and refuse what a domain forbids (acts not communicable).
        registre_annuel: civil registers whose closing is not known are annual, closed on 31 December.
        identifiants: file whose first line is the password of the databases among `dumps` (else the environment
            variable COLLECDATA_MOT_DE_PASSE); they are named by their address, `mysql://user@host/base`.
        cle: file of the key of pseudonyms (else the environment variable COLLECDATA_CLE).
        documents: write the contents of attachments too, in `documents/`, each named by its SHA-256.
        confidentiel: where `to` is an address, send `confidentiel/` (rejects, anomalies: raw values) there too; else it
            stays in a folder of this machine, `result.confidentiel`.
        jobs: workers, or `auto`.
        resume: take up a run of several lots that was cut, converting or sending: the lots it had finished are not done
            again.
        adapters: folders of adapters (and schemas) of your own.
        lang: language of the report, `fr` or `en`.
        engine: `local` (threads and processes of this machine) or `dask` (a cluster that sees the same files).
        scheduler: address of the scheduler of a Dask cluster, `tcp://...`.
        executor: runs the splits in place of our threads (any `concurrent.futures.Executor`).
        progress: called with (bytes read, bytes in all).

    Raises:
        UsageError: wrong arguments, or a target that cannot be written.
        InputError: nothing can be read.
        AdapterError: the adapter does not hold together.
    """
    from collecdata.flow.ahead import Ahead

    ahead = Ahead(() if jobs in (1, "1") else dumps)  # before all that is to be loaded; one worker is one core

    import shutil
    import tempfile  # both load OpenSSL

    from collecdata.domains import Publication
    from collecdata.flow import convert as flow
    from collecdata.flow.schedule import engine_of
    from collecdata.flow.sending import send, stage
    from collecdata.result import Result
    from collecdata.sinks.remote import Remote, is_remote

    catalogue = open_catalogue(adapters)
    remote = Remote.at(str(to)) if to is not None and is_remote(str(to)) else None
    if remote is not None:
        remote.refuse_foreign()
    kept = None
    if to is None or remote:
        kept = stage(remote.url) if remote and resume else Path(tempfile.mkdtemp(prefix="collecdata-"))
    with ahead, engine_of(engine, scheduler, executor) as chosen:
        request = flow.Request(
            asked=_asked(dumps, lots, siren, adapter, Path(identifiants) if identifiants else None),
            to=kept / "paquet" if kept else Path(str(to)),
            params=params or {},
            attendus=Path(attendus) if attendus else None,
            layout=layout,
            highest=0 if publiable else confidentialite_max,
            publication=Publication(registre_annuel) if publiable else None,
            key=Path(cle) if cle else None,
            documents=documents,
            jobs=jobs,
            resume=resume,
            spare=remote is not None and resume,
            lang=lang,
            executor=chosen,
            progress=progress,
            ahead=ahead,
        )
        try:
            run = flow.convert(request, catalogue)
            stays = send(run.path, remote, confidential=confidentiel) if remote is not None else None
        except BaseException:
            if kept is not None and not resume:
                shutil.rmtree(kept, ignore_errors=True)
            raise
        return Result(run, kept, remote.url if remote else "", stays)


def _asked(
    dumps: Sequence[AnyPath],
    lots: AnyPath | None,
    siren: str | None,
    adapter: str | None,
    credentials: Path | None,
) -> tuple[Asked, ...]:
    from collecdata.flow.lots import Asked, is_siren, read_lots

    if bool(dumps) == bool(lots):
        raise UsageError("usage.dumps_or_lots")
    if lots:
        return tuple(read_lots(Path(lots), credentials))
    if siren is not None and not is_siren(siren):
        raise UsageError("usage.siren", value=siren)
    from collecdata.catalogue.address import is_database

    bases = tuple(str(dump) for dump in dumps if is_database(str(dump)))
    paths = tuple(Path(dump) for dump in dumps if not is_database(str(dump)))
    return (Asked(paths, siren or "", adapter or "", databases=bases, credentials=credentials),)


@briskly()
def detect(
    *dumps: AnyPath, adapters: Sequence[AnyPath] | None = None, identifiants: AnyPath | None = None
) -> list[Detection]:
    """Say what each file or database is, and why not something else.

    Raises:
        InputError: a path cannot be read.
    """
    from collecdata.catalogue.address import is_database
    from collecdata.flow.detect import detect_file
    from collecdata.readers.sources import database, expand

    catalogue = open_catalogue(adapters)
    signatures = tuple(catalogue.signatures.values())
    credentials = Path(identifiants) if identifiants else None
    found = [
        source
        for dump in dumps
        for source in ((database(str(dump), credentials),) if is_database(str(dump)) else expand(Path(dump)).sources)
    ]
    return [detect_file(source, signatures, known=catalogue) for source in found]
