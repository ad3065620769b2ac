"""One function a verb: the Python twin of the command line, with the same keywords."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.api_published import render_judgement, schema_export, schema_lint, validate
from collecdata.errors import AdapterError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

    from collecdata.catalogue.adapter import AdapterFolder
    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.catalogue.diff import Comparison
    from collecdata.catalogue.schema import Schema
    from collecdata.flow.comparing import PackageDifference
    from collecdata.flow.detect import Detection
    from collecdata.flow.exporting import Exported
    from collecdata.flow.gaps import Gaps
    from collecdata.flow.loading import Loaded
    from collecdata.flow.lots import Asked
    from collecdata.flow.params import Given
    from collecdata.result import Result
    from collecdata.testing import Outcome

__all__ = [
    "Schemas", "adapter_check", "adapter_new", "adapter_test", "convert", "detect", "diff", "export", "gaps", "load",
    "open_adapters", "open_catalogue", "render_judgement", "schema_diff", "schema_export", "schema_lint", "schema_show",
    "validate",
]  # fmt: skip

AnyPath = str | Path


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
        to: folder to write; without it a temporary one, which lives as long as the result.
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
        jobs: workers, or `auto`.
        resume: take up a run of several lots that was cut: the lots it had finished are not done again.
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
    from collecdata.domains import Publication
    from collecdata.flow import convert as flow
    from collecdata.flow.schedule import engine_of
    from collecdata.result import Result

    catalogue = open_catalogue(adapters)
    kept = Path(tempfile.mkdtemp(prefix="collecdata-")) if to is None else None
    with engine_of(engine, scheduler, executor) as chosen:
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
            lang=lang,
            executor=chosen,
            progress=progress,
        )
        return Result(flow.convert(request, catalogue), kept)


def _asked(
    dumps: Sequence[AnyPath],
    lots: AnyPath | None,
    siren: str | None,
    adapter: str | None,
    credentials: Path | None,
) -> tuple[Asked, ...]:
    from collecdata.flow.lots import Asked, read_lots

    if bool(dumps) == bool(lots):
        raise UsageError("usage.dumps_or_lots")
    if lots:
        return tuple(read_lots(Path(lots), credentials))
    if siren is not None and not (siren.isascii() and siren.isdigit() and len(siren) == len("213500010")):
        raise UsageError("usage.siren", value=siren)
    from collecdata.catalogue.database import is_database

    bases = tuple(str(dump) for dump in dumps if is_database(str(dump)))
    paths = tuple(Path(dump) for dump in dumps if not is_database(str(dump)))
    return (Asked(paths, siren or "", adapter or "", databases=bases, credentials=credentials),)


def detect(
    *dumps: AnyPath, adapters: Sequence[AnyPath] | None = None, identifiants: AnyPath | None = None
) -> list[Detection]:
    """Say what each file or database is, and why not something else.

    Raises:
        InputError: a path cannot be read.
    """
    from collecdata.catalogue.database import is_database
    from collecdata.flow.detect import detect_file
    from collecdata.readers.sources import database, expand

    folders = open_adapters(adapters)
    ways_in = [folder for folder in folders.values() if folder.adapter is not None]
    credentials = Path(identifiants) if identifiants else None
    found = [
        source
        for dump in dumps
        for source in ((database(str(dump), credentials),) if is_database(str(dump)) else expand(Path(dump)).sources)
    ]
    return [detect_file(source, ways_in) for source in found]


def export(
    package: AnyPath,
    *,
    to: str,
    out: AnyPath,
    params: Mapping[str, Given] | None = None,
    publiable: bool = False,
    registre_annuel: bool = False,
    adapters: Sequence[AnyPath] | None = None,
    lang: str | None = None,
) -> Exported:
    """Write a converted package as `csv`, `xlsx`, or what the next product imports (the id of an adapter).

    Args:
        package: folder that `convert` made.
        to: the format.
        out: file or folder to write.
        params: parameters of the way out.
        publiable: what is written is to be published: refuse what a domain forbids (acts not communicable).
        registre_annuel: civil registers whose closing is not known are annual, closed on 31 December.
        adapters: folders of adapters (and schemas) of your own.
        lang: language of the messages, `fr` or `en`.

    Raises:
        UsageError: `package` is not one, no such format, a parameter is missing, `out` cannot be written, or what it
            holds may not be published.
    """
    from collecdata.domains import Publication
    from collecdata.flow import exporting

    publication = Publication(registre_annuel) if publiable else None
    return exporting.export(Path(package), to, Path(out), params or {}, open_catalogue(adapters), lang, publication)


def load(  # noqa: PLR0913 - one keyword an option of the command line
    package: AnyPath,
    *,
    to: str,
    mode: str = "create",
    tables: Sequence[str] = (),
    identifiants: AnyPath | None = None,
    foreign_keys: bool = True,
    adapters: Sequence[AnyPath] | None = None,
    lang: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Loaded:
    """Load a package into a database: types, keys and comments of the schema, one transaction a table.

    Args:
        package: folder that `convert` made.
        to: an SQLite file (`reprise.sqlite`), or a SQLAlchemy URL without password.
        mode: where a table is there already: `create` refuses, `replace`, `append`, `upsert` (by primary key).
        tables: those to load; all by default.
        identifiants: file whose first line is the password (else the variable COLLECDATA_MOT_DE_PASSE).
        foreign_keys: whether to put them in place; those that rows without parent break are told, and left out.
        adapters: folders of schemas of your own.
        lang: language of the summary, `fr` or `en`.
        progress: called with (rows done, rows in all).

    Raises:
        UsageError: not a package, wrong arguments, or tables that are there already.
        InputError: the database does not answer.
    """
    from collecdata.flow import loading

    request = loading.Request(
        Path(package),
        str(to),
        mode,
        tables,
        Path(identifiants) if identifiants else None,
        foreign_keys=foreign_keys,
        lang=lang,
        progress=progress,
    )
    return loading.load(request, open_catalogue(adapters))


def diff(
    old: AnyPath,
    new: AnyPath,
    *,
    tables: Sequence[str] = (),
    ignore: Sequence[str] = (),
    out: AnyPath | None = None,
    lang: str | None = None,
) -> PackageDifference:
    """Compare two packages by primary key: rows added, removed and changed, and sums of money by exercice.

    Args:
        old: a package.
        new: another one.
        tables: those to compare; all by default.
        ignore: fields that are not compared (`id_source`, between two products).
        out: a Parquet file for every difference, personal values included.
        lang: language of the summary, `fr` or `en`.

    Raises:
        UsageError: not a package, a table that neither has, or `out` cannot be written.
        InputError: a file of a package is damaged.
    """
    from collecdata.flow.comparing import compare

    return compare(Path(old), Path(new), tables, ignore, Path(out) if out else None, lang)


def gaps(
    *packages: AnyPath,
    domains: Sequence[str] = (),
    out: AnyPath | None = None,
    adapters: Sequence[AnyPath] | None = None,
    lang: str | None = None,
) -> Gaps:
    """Say which canonical tables and fields stay empty over packages taken together: what to ask the old software for.

    Args:
        packages: folders that `convert` made.
        domains: domains to hold them against; those that they have, by default.
        out: a CSV file for the list.
        adapters: folders of schemas of your own.
        lang: language of the summary, `fr` or `en`.

    Raises:
        UsageError: not a package, no such domain, or `out` cannot be written.
        InputError: a file of a package is damaged.
    """
    from collecdata.flow.gaps import find_gaps

    found = find_gaps([Path(package) for package in packages], domains, open_catalogue(adapters), lang)
    if out is not None:
        found.write(Path(out))
    return found


def schema_show(name: str, *, to: str = "markdown", adapters: Sequence[AnyPath] | None = None) -> str:
    """Return one table as `markdown`, `json` (Table Schema), `jsonschema` or `sql`.

    Raises:
        UsageError: no such table or form.
    """
    import json

    schema = Schemas(open_catalogue(adapters))[name]
    shown: dict[str, Callable[[], str]] = {
        "markdown": lambda: schema.page,
        "json": lambda: json.dumps(schema.table_schema, ensure_ascii=False, indent=2),
        "jsonschema": lambda: json.dumps(schema.json_schema, ensure_ascii=False, indent=2),
        "sql": schema.ddl,
    }
    if to not in shown:
        raise UsageError("usage.schema_format", value=to, known=", ".join(shown))
    return shown[to]()


def schema_diff(old: AnyPath, new: AnyPath) -> Comparison:
    """Compare two versions of a domain's folder: each change graded, and the smallest version that admits them."""
    from collecdata.catalogue import domain
    from collecdata.catalogue.diff import compare

    return compare(domain.load(Path(old)), domain.load(Path(new)))


def adapter_new(
    export: AnyPath, *, to: AnyPath, table: str | None = None, adapters: Sequence[AnyPath] | None = None
) -> Path:
    """Write the folder of a new adapter from one export: every column listed, a scrubbed sample, a README to fill.

    Raises:
        UsageError: the folder exists, or no such table.
        InputError: the export cannot be read.
    """
    from collecdata.flow.drafting import draft

    return draft(Path(export), Path(to), table, open_catalogue(adapters))


def adapter_check(path: AnyPath, *, adapters: Sequence[AnyPath] | None = None) -> list[AdapterError]:
    """Check the adapter of a folder before any byte is read.

    Returns:
        Every problem found, each at its file, line and column.
    """
    from collecdata.flow.checking import check_adapter

    return check_adapter(Path(path), open_catalogue(adapters))


def adapter_test(path: AnyPath, *, update: bool = False, adapters: Sequence[AnyPath] | None = None) -> list[Outcome]:
    """Hold the adapter of a folder to the whole conformance kit; `update` writes its expected output first."""
    from collecdata.testing import run_kit

    return run_kit(Path(path), [Path(root) for root in adapters or ()], update=update)


def open_catalogue(adapters: Sequence[AnyPath] | None = None) -> Catalogue:
    """Return what is built in, found by COLLECDATA_PATH or entry points, and under the folders given."""
    from collecdata.catalogue.catalogue import Catalogue

    return Catalogue.from_roots(tuple(Path(root) for root in adapters or ()))


def open_adapters(adapters: Sequence[AnyPath] | None = None) -> Mapping[str, AdapterFolder]:
    """Return every adapter, by identifier."""
    return open_catalogue(adapters).adapters


class Schemas(Mapping[str, "Schema"]):
    """Every canonical table, by `domaine.table`."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue or open_catalogue()

    def __getitem__(self, key: str) -> Schema:
        from collecdata.catalogue.nearest import nearest
        from collecdata.catalogue.schema import Schema

        tables = self._catalogue.tables
        if key not in tables:
            raise UsageError("usage.unknown_table", value=key, nearest=nearest(key, tuple(tables)) or "")
        return Schema(tables[key], self._catalogue.codes)

    def __contains__(self, key: object) -> bool:
        return key in self._catalogue.tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogue.tables)

    def __len__(self) -> int:
        return len(self._catalogue.tables)
