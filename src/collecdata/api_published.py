"""The verbs for those who publish: `validate`, `schema lint`, `schema export`. Part of `collecdata.api`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from collecdata.errors import SchemaError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.catalogue.catalogue import Catalogue
    from collecdata.verdicts import Judgement

__all__ = ["render_judgement", "schema_export", "schema_lint", "validate"]

AnyPath = str | Path


def validate(  # noqa: PLR0913 - one keyword an option of the command line
    *data: AnyPath,
    schema: str | None = None,
    header: str = "by-name",
    fail_on: str = "error",
    baseline: AnyPath | None = None,
    max_errors: int = 100,
    redact: bool | None = None,
    rules: Sequence[str] = (),
    at: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | int | None = None,
    adapters: Sequence[AnyPath] | None = None,
    lang: str | None = None,
) -> Judgement:
    """Judge files to publish against a Table Schema, with the verdicts of frictionless.

    Args:
        data: CSV (plain, .gz, .zip), workbooks, Parquet, folders of them, or a `datapackage.json`.
        schema: name (`scdl/subventions`, `compta.subvention`) or file; a Data Package says its own.
        header: columns matched `by-name`, by place (`strict`) or by name whatever the capitals (`ignore-case`).
        fail_on: what makes `exit_code` 1: `error`, `warning` or `never`.
        baseline: an earlier report in JSON: only new faults count.
        max_errors: places kept for each field and rule (0: all); all are counted.
        redact: keep no content of any cell; by default where the schema has personal fields.
        rules: those of ours that frictionless lacks: all by default, `none`, or some by name.
        at: day (2024-12-31) on which the codes of our own lists have to be valid.
        encoding: of the CSV files.
        delimiter: of the CSV files.
        sheet: of the workbooks, by name or number.
        adapters: folders of adapters and schemas of your own.
        lang: language of the report, `fr` or `en`.

    Raises:
        UsageError: wrong arguments, no such schema.
        SchemaError: frictionless does not take the schema.
        InputError: the only file cannot be read.
    """
    from collecdata.flow import validating

    said = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet}
    return validating.validate(
        validating.Request(
            data=tuple(Path(one) for one in data),
            schema=None if schema is None else str(schema),
            header=header,
            said={key: value for key, value in said.items() if value is not None},
            fail_on=fail_on,
            baseline=None if baseline is None else Path(baseline),
            max_errors=max_errors or None,
            redact=redact,
            rules=tuple(rules),
            at=at,
            lang=lang,
            roots=tuple(Path(root) for root in adapters or ()),
        )
    )


def render_judgement(judgement: Judgement, form: str) -> str:
    """Write what `validate` returns as `text`, `json`, `jsonl`, `sarif`, `junit`, `github`, `gitlab`, `html`...

    Raises:
        UsageError: no such form.
    """
    from collecdata.report.verdicts import render

    return render(judgement, form)


def schema_lint(path: AnyPath | None = None, *, adapters: Sequence[AnyPath] | None = None) -> list[SchemaError]:
    """Check the schemas: ours, those of a folder of domains, or one Table Schema to be published (a file).

    Returns:
        Every problem found, each at its file and line.
    """
    from collecdata.catalogue import domain
    from collecdata.catalogue.lint import lint

    if path is not None and Path(path).is_file():
        from collecdata.catalogue.lint_published import lint_published

        return lint_published(Path(path))
    if path is None:
        return lint(_catalogue(adapters).domains.values())
    folders = sorted(found.parent for found in Path(path).glob(f"*/{domain.PACKAGE}"))
    if not folders:
        raise UsageError("usage.no_schemas", path=str(path))
    return lint([domain.load(folder) for folder in folders])


def schema_export(domain: str, *, to: AnyPath, adapters: Sequence[AnyPath] | None = None) -> list[Path]:
    """Write a domain as a repository that schema.data.gouv.fr can list, and return its files.

    Raises:
        UsageError: no such domain, or the folder holds something already.
    """
    from collecdata.catalogue.nearest import nearest
    from collecdata.catalogue.publish import publish

    catalogue = _catalogue(adapters)
    if domain not in catalogue.domains:
        raise UsageError("usage.no_schema", value=domain, nearest=nearest(domain, tuple(catalogue.domains)))
    return publish(catalogue.domains[domain], catalogue.codes, Path(to))


def _catalogue(adapters: Sequence[AnyPath] | None) -> Catalogue:
    from collecdata.catalogue.catalogue import Catalogue

    return Catalogue.from_roots(tuple(Path(root) for root in adapters or ()))
