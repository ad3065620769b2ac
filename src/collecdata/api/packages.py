"""`export`, `load`, `diff`, `gaps`: what is done with the packages that `convert` made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.api.catalogue import AnyPath, open_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from collecdata.flow.comparing import PackageDifference
    from collecdata.flow.exporting import Exported
    from collecdata.flow.gaps import Gaps
    from collecdata.flow.loading import Loaded
    from collecdata.flow.params import Given

__all__ = ["diff", "export", "gaps", "load"]


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
    progress: Callable[[int, int], None] | None = None,
) -> PackageDifference:
    """Compare two packages by key: rows added, removed and changed, and sums of money by exercice.

    The key is the primary one, or the one that the schema gives to tell rows of two extractions apart (electors).

    Args:
        old: a package.
        new: another one.
        tables: those to compare; all by default.
        ignore: fields that are not compared (`id_source`, between two products).
        out: a file for every difference, personal values included: Parquet, or CSV if its name ends in `.csv`.
        lang: language of the summary, `fr` or `en`.
        progress: called with (rows read, rows in all, of both packages).

    Raises:
        UsageError: not a package, a table that neither has, or `out` cannot be written.
        InputError: a file of a package is damaged.
    """
    from collecdata.flow.comparing import compare

    return compare(Path(old), Path(new), tables, ignore, Path(out) if out else None, lang, progress)


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
