"""The 39 traps of real French exports, each one read right or reported where it stands; none silently wrong."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field

import pytest


@dataclass(frozen=True)
class Verdict:
    """What differs from reading the file as `csv` of Python does, decoded, title lines dropped."""

    encoding: str = "utf-8-sig"
    rows: int = 300
    issues: tuple[tuple[str, str, int], ...] = ()
    rejected: tuple[tuple[int, str], ...] = ()
    skipped: int = 0
    """Lines above the header."""
    cell: tuple[int, str, str | None] | None = None
    """(line, column, value): a cell that Python's reader gives otherwise."""
    tally: dict[str, int] = field(default_factory=dict)


SAME = Verdict()
TRAPS = {
    "00_clean_utf8": SAME,
    "01_bom": SAME,
    "02_cp1252": Verdict(encoding="cp1252"),
    "03_utf16le": Verdict(encoding="utf-16"),
    "04_nbsp_thousand": SAME,
    "05_nnbsp_thousand": SAME,
    "06_3_decimals": SAME,
    "07_paren_negative": SAME,
    "08_trailing_minus": SAME,
    "09_dot_thousand": SAME,
    "10_impossible_date": SAME,
    "11_short_date": SAME,
    "12_zero_date": SAME,
    "13_quoted_newline": Verdict(tally={"records": 301}),
    "14_stray_quote_middle": SAME,
    "15_quote_start_only": Verdict(issues=(("csv.quote", "LIB", 252),), cell=(252, "LIB", '"Mme" DUPONT')),
    "16_repeated_header": Verdict(issues=(("csv.repeated_header", "", 252),), tally={"repeated": 1}),
    "17_total_footer": Verdict(issues=(("csv.footer", "", 302),), rejected=((302, "csv.footer"),), tally={"footer": 1}),
    "18_empty_line": Verdict(tally={"blank": 1}),
    "19_blank_row": Verdict(issues=(("csv.blank_row", "", 252),), tally={"blank": 1}),
    "20_too_many": Verdict(
        rows=299,
        issues=(("csv.too_many_cells", "", 252),),
        rejected=((252, "csv.too_many_cells"),),
        tally={"rejected": 1},
    ),
    "21_too_few": Verdict(
        rows=299,
        issues=(("csv.too_few_cells", "", 252),),
        rejected=((252, "csv.too_few_cells"),),
        tally={"rejected": 1},
    ),
    "22_trailing_sep": Verdict(issues=(("csv.trailing_separator", "", 1),)),
    "23_trailing_sep_rows_only": Verdict(issues=(("csv.trailing_separator", "", 1),)),
    "24_dup_cols": Verdict(issues=(("header.duplicate", "LIB", 1),)),
    "25_nul_byte": Verdict(issues=(("csv.nul", "LIB", 252),), cell=(252, "LIB", None)),
    "26_no_final_newline": SAME,
    "27_cr_only": SAME,
    "28_mixed_eol": SAME,
    "29_title_lines": Verdict(issues=(("csv.title_lines", "", 4),), skipped=3, tally={"preamble": 4}),
    "30_one_latin1_byte_in_utf8": Verdict(issues=(("encoding.undecodable", "LIB", 252),), cell=(252, "LIB", None)),
    "31_text_NA": SAME,
    "32_late_alpha_code": Verdict(rows=40_000),
    "33_corsica_code": SAME,
    "34_ctrl_z_eof": Verdict(issues=(("csv.ctrl_z", "", 302),), tally={"blank": 1}),
    "35_sep_line": Verdict(skipped=1, tally={"preamble": 2}),
    "36_all_quoted": SAME,
    "37_unicode_minus": SAME,
    "38_bad_grouping": SAME,
}


def test_every_trap_has_a_verdict(shared):
    assert sorted(TRAPS) == sorted(path.stem for path in (shared / "pieges_csv").glob("*.csv"))


@pytest.mark.parametrize("block", [1, 1 << 12, 1 << 23])
@pytest.mark.parametrize("name", TRAPS)
def test_trap(name, block, shared, read):
    path, verdict = shared / "pieges_csv" / f"{name}.csv", TRAPS[name]
    block = max(block, 1 << 12) if verdict.rows > 300 else block
    found = read(path, block=block)
    assert found.issues == list(verdict.issues)
    assert [(row["_ligne"], row["_motifs"]) for row in found.rejects] == list(verdict.rejected)
    assert len(found.rows) == verdict.rows
    tally = {"records": verdict.rows, "preamble": 1, "blank": 0, "repeated": 0, "footer": 0, "rejected": 0}
    assert {name: getattr(found.tally, name) for name in tally} == tally | verdict.tally
    assert found.tally.balanced
    assert found.cells == _as_python_reads(path, verdict, found)


def _as_python_reads(path, verdict, found):
    """Read with the standard library; leave out the lines reported as no records; put in the cells reported."""
    text = path.read_bytes().decode(verdict.encoding, "replace")
    reader = csv.reader(text.splitlines(keepends=True)[verdict.skipped :], delimiter=";")
    names = next(reader)
    out = {
        line for code, _, line in verdict.issues if code.startswith(("csv.r", "csv.too", "csv.f", "csv.b", "csv.ctrl"))
    }
    expected = []
    before = verdict.skipped + reader.line_num
    for cells in reader:
        line, before = before + 1, verdict.skipped + reader.line_num
        if not cells or line in out:
            continue
        row = [*cells[: len(found.columns)]]
        if verdict.cell and verdict.cell[0] == line:
            row[names.index(verdict.cell[1])] = verdict.cell[2]
        expected.append(row)
    return expected
