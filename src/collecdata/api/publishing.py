"""`validate`: files judged before they are published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collecdata.api.catalogue import AnyPath
    from collecdata.verdicts import Judgement

__all__ = ["render_judgement", "validate"]


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
    publiable: bool = False,
    registre_annuel: bool = False,
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
        publiable: what a domain forbids to publish (acts not communicable) is a fault, with the article.
        registre_annuel: registers whose closing is not known are annual, closed on 31 December.
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

    publication = None
    if publiable:
        from collecdata.domains import Publication

        publication = Publication(registre_annuel)
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
            publication=publication,
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
