"""Budget lines and the charts of accounts: what a line's nature, side and kind say of its chapter and section."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collecdata.catalogue.charts import Chart, chart, plans
from collecdata.domains.placed import placed
from collecdata.domains.rules import Derive, Finish, Rules
from collecdata.issues import Issue, Severity
from collecdata.kernels.buffers import bools, from_int64, nulls
from collecdata.kernels.distinct import decode
from collecdata.kernels.equality import row_labels
from collecdata.kernels.stream import LINE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from collecdata.kernels.buffers import Mask

__all__ = ["CHART", "LINES", "RULES", "by_chart", "chart_for", "lines_in_chart"]

LINES = "compta.ligne_budgetaire"
CHART = ("norme", "declinaison", "exercice")
"""What names a chart of accounts."""
NATURE, FUNCTION, SIDE, KIND, ORDER = "nature_code", "fonction_code", "sens", "operation_budgetaire", "ordre_type"
OPERATION, OTHERS, DECLARED = "operation_code", "operation_tiers_numero", "section_declaree"
CHAPTER, PUBLISHED = "chapitre_code", "vote_chapitre_code"
READ = (*CHART, NATURE, FUNCTION, SIDE, KIND, ORDER, OPERATION, OTHERS, DECLARED)
MADE = (CHAPTER, "chapitre_libelle", "section", "nature_libelle", "fonction_libelle")


@lru_cache(maxsize=64)
def chart_for(norme: str | None, declinaison: str | None, exercice: int | None) -> Chart:
    """Return the chart of a year, else the last one published before it; an empty one, of year 0, where none is.

    An empty chart still lets the rules that need none give a section.
    """
    found = chart(norme or "", declinaison or "", exercice or 0, or_before=True)
    if found is not None:
        return found
    return Chart("", "", 0, *(plans(name).slice(0, 0) for name in ("comptes", "chapitres", "fonctions")))


def by_chart(lines: pa.RecordBatch) -> Mapping[str, pa.Array]:
    """Derive the chapter, the section and the labels of budget lines from the chart of their norm, variant and year.

    Source: instructions budgétaires et comptables, plans de comptes publiés de chaque exercice.
    """
    groups = list(_groups(lines))
    if len(groups) == 1:
        return _derived(lines)
    pieces = [_derived(lines.take(from_int64(rows))) for rows in groups]
    back = from_int64(np.argsort(np.concatenate([*groups, np.zeros(0, np.int64)]), kind="stable"))
    empty = pa.nulls(0, pa.string())
    return {name: pa.concat_arrays([empty, *(piece[name] for piece in pieces)]).take(back) for name in MADE}


def _groups(lines: pa.RecordBatch) -> Iterator[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Give the rows of each chart."""
    _, number = np.unique(row_labels([lines.column(name) for name in CHART]), return_inverse=True)
    yield from (np.flatnonzero(number == place) for place in range(number.max(initial=-1) + 1))


def _derived(lines: pa.RecordBatch) -> dict[str, pa.Array]:
    """Derive what lines of one chart are."""
    known = _chart_of(lines)
    natures = lines.column(NATURE)
    chapters = known.chapter(natures, *(lines.column(name) for name in (SIDE, KIND, ORDER, OTHERS)))
    return {
        CHAPTER: chapters,
        "chapitre_libelle": known.chapter_label(chapters),
        "section": known.section(chapters, natures, lines.column(OPERATION), lines.column(DECLARED)),
        "nature_libelle": known.account_label(natures),
        "fonction_libelle": known.function_label(lines.column(FUNCTION)),
    }


def _chart_of(lines: pa.RecordBatch) -> Chart:
    return chart_for(*(lines.column(name)[0].as_py() for name in CHART))


def lines_in_chart(tables: Mapping[str, Iterator[pa.RecordBatch]]) -> Iterable[Issue]:
    """Report the accounts and functions that the chart of the year does not have, and chapters published otherwise.

    A year without a chart is said once a file; so is one whose lines were held against an older chart.

    Source: instructions budgétaires et comptables, plans de comptes publiés de chaque exercice.
    """
    said: set[tuple[object, ...]] = set()
    for batch in tables[LINES]:
        for rows in _groups(batch):
            lines = batch.take(from_int64(rows))
            known, year = _chart_of(lines), lines.column(CHART[2])[0].as_py()
            if known.exercice != year:
                yield from _other_year(lines, known, said)
            if known.exercice:
                yield from _held_against(lines, known)


def _other_year(lines: pa.RecordBatch, known: Chart, said: set[tuple[object, ...]]) -> Iterator[Issue]:
    norm, variant, year = (str(lines.column(name)[0].as_py() or "") for name in CHART)
    params = {"norme": norm, "declinaison": variant, "exercice": year}
    code = "compta.chart_older" if known.exercice else "compta.chart_absent"
    if known.exercice:
        params["found"] = str(known.exercice)
    for source in dict.fromkeys(decode(lines.column(SOURCE)).to_pylist()):
        if (source, code, norm, variant, year) not in said:
            said.add((source, code, norm, variant, year))
            severity = Severity.INFO if known.exercice else Severity.WARNING
            yield Issue(code, severity, table=LINES, field=CHAPTER, source=source or "", params=params)


def _held_against(lines: pa.RecordBatch, known: Chart) -> Iterator[Issue]:
    """Give what lines of one chart say otherwise than it."""
    natures, functions = lines.column(NATURE), lines.column(FUNCTION)
    told = partial(placed, batch=lines, table=LINES, severity=Severity.WARNING)
    no_account = nulls(known.account(natures)) & ~nulls(natures)
    yield from told("compta.account_unknown", rows=np.flatnonzero(no_account), field=NATURE)
    no_function = ~known.has_function(functions) & ~nulls(functions)
    yield from told("compta.function_unknown", rows=np.flatnonzero(no_function), field=FUNCTION)
    yield from told("compta.chapter_differs", rows=np.flatnonzero(_differs(lines, known)), field=PUBLISHED)


def _differs(lines: pa.RecordBatch, known: Chart) -> Mask:
    """Tell the lines whose published chapter is not the one derived; what is voted by article publishes the article."""
    published, derived, natures = (decode(lines.column(name)) for name in (PUBLISHED, CHAPTER, NATURE))
    same = bools(pc.equal(published, derived))
    odd = np.flatnonzero(~nulls(published) & ~same)
    chapters = set(known.chapters["code_plan"].to_pylist())
    pairs = zip(*(column.take(from_int64(odd)).to_pylist() for column in (published, natures)), strict=True)
    is_article = [code not in chapters and (nature or "").startswith(code) for code, nature in pairs]
    result = np.zeros(len(published), np.bool_)
    result[odd[~np.array(is_article, np.bool_)]] = True
    return result


RULES = Rules(
    derive=(Derive(LINES, READ, MADE, by_chart),),
    finish=(
        Finish(
            "lines_in_chart",
            {LINES: (*CHART, NATURE, FUNCTION, CHAPTER, PUBLISHED, SOURCE, LINE)},
            lines_in_chart,
        ),
    ),
)
