"""The death file read by polars and by duckdb: the same table, as their manuals would have it read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["duckdb", "polars"]

ZONES = {
    "defunt_sexe": (80, 1),
    "defunt_naissance_lieu_code": (89, 5),
    "defunt_naissance_commune": (94, 30),
    "defunt_naissance_pays": (124, 30),
    "deces_lieu_code": (162, 5),
    "deces_acte_numero": (167, 9),
}
"""First character and length of the fields that are text alone."""
DATES = {"defunt_naissance_date": 81, "deces_date": 154}


def polars(source: Path, out: Path) -> None:
    """Lazy, streaming; one column of whole lines, cut by character, bytes that are no UTF-8 replaced."""
    import polars as pl

    lines = pl.scan_csv(
        source,
        has_header=False,
        new_columns=["l"],
        separator="\x01",
        quote_char=None,
        encoding="utf8-lossy",
        infer_schema=False,
        row_index_name="rang",
        row_index_offset=1,
    )
    line = pl.col("l")

    def filled(text: Any) -> Any:  # noqa: ANN401 - an expression
        trimmed = text.str.strip_chars()
        return pl.when(trimmed != "").then(trimmed)

    halves = line.str.slice(0, 80).str.split_exact("*", 1).struct
    names = [
        filled(halves.field("field_0").str.strip_suffix("/")).alias("defunt_nom"),
        filled(halves.field("field_1").str.strip_chars_end(" ").str.strip_suffix("/")).alias("defunt_prenoms"),
    ]
    texts = [filled(line.str.slice(*place)).alias(name) for name, place in ZONES.items()]
    texts[0] = (
        line.str.slice(80, 1).replace_strict({"1": "masculin", "2": "feminin"}, default=None).alias("defunt_sexe")
    )
    dates = []
    for name, first in DATES.items():
        text = line.str.slice(first, 8)
        day = text.str.to_date("%Y%m%d", strict=False)
        year, month, last = text.str.slice(0, 4), text.str.slice(4, 2), text.str.slice(6, 2)
        partial = (
            pl.when(year == "0000")
            .then(None)
            .when(month == "00")
            .then(year)
            .when(last == "00")
            .then(year + "-" + month)
        )
        known = (
            pl.when(day.is_not_null()).then(pl.lit("jour")).when(year == "0000").then(pl.lit("inconnue"))
            .when(month == "00").then(pl.lit("annee")).when(last == "00").then(pl.lit("mois"))
        )  # fmt: skip
        dates += [
            day.alias(name),
            pl.when(day.is_not_null()).then(day.dt.strftime("%Y-%m-%d")).otherwise(partial).alias(f"{name}_edtf"),
            known.alias(f"{name}_precision"),
            filled(text).alias(f"{name}_brute"),
        ]
    lines.select("rang", *names, *texts, *dates).sink_parquet(out, compression="zstd", compression_level=1)


def duckdb(source: Path, out: Path) -> None:
    """SQL over one column of whole lines; `ignore_errors`, without which the first odd byte ends it."""
    import duckdb as engine

    texts = ", ".join(f"nullif(trim(substr(l, {at + 1}, {size})), '') {name}" for name, (at, size) in ZONES.items())
    texts = texts.replace(
        "nullif(trim(substr(l, 81, 1)), '')",
        "case substr(l, 81, 1) when '1' then 'masculin' when '2' then 'feminin' end",
    )
    query = f"""
        copy (
            select row_number() over () rang,
                nullif(trim(split_part(substr(l, 1, 80), '*', 1)), '') defunt_nom,
                nullif(trim(split_part(split_part(substr(l, 1, 80), '*', 2), '/', 1)), '') defunt_prenoms,
                {texts}, {", ".join(map(_date, DATES))}
            from read_csv('{source}', columns = {{'l': 'varchar'}}, delim = '\x01', quote = '', escape = '',
                header = false, auto_detect = false, ignore_errors = true, encoding = 'utf-8', max_line_size = 1000)
        ) to '{out}' (format parquet, compression zstd, compression_level 1)
    """
    connection = engine.connect()
    connection.execute("set preserve_insertion_order = true")
    connection.execute(query)


def _date(name: str) -> str:
    text = f"substr(l, {DATES[name] + 1}, 8)"
    day = f"try_strptime({text}, '%Y%m%d')"
    year, month, last = f"{text}[1:4]", f"{text}[5:6]", f"{text}[7:8]"
    return f"""
        cast({day} as date) {name},
        case when {day} is not null then strftime({day}, '%Y-%m-%d') when {year} = '0000' then null
            when {month} = '00' then {year} when {last} = '00' then {year} || '-' || {month} end {name}_edtf,
        case when {day} is not null then 'jour' when {year} = '0000' then 'inconnue' when {month} = '00' then 'annee'
            when {last} = '00' then 'mois' end {name}_precision,
        nullif(trim({text}), '') {name}_brute"""
