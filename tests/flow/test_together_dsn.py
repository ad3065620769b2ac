"""Small DSN files converted together: the package is that of the same files converted one by one."""

from __future__ import annotations

import pytest

import collecdata
from collecdata.readers.registry import READERS
from collecdata.readers.source import Source

ENVOI = """\
S10.G00.00.001,'PAIE FICTIVE'
S10.G00.00.005,'02'
S10.G00.00.006,'{norm}'
"""
DECLARATION = """\
S20.G00.05.001,'01'
S20.G00.05.002,'{kind}'
S20.G00.05.003,'11'
S20.G00.05.004,'{order}'
S20.G00.05.005,'01{month}2025'
S20.G00.05.007,'28{month}2025'
S20.G00.05.008,'01'
S21.G00.06.001,'{siren}'
S21.G00.11.001,'00010'
"""
AGENT = """\
S21.G00.30.001,'28001990000{number:02}'
S21.G00.30.002,'NOËL, D''ICI'
S21.G00.30.004,'PRENOM'
S21.G00.30.005,'02'
S21.G00.30.006,'05011980'
S21.G00.30.019,'{number:05}'
S21.G00.40.001,'01012020'
S21.G00.40.002,'10'
S21.G00.40.007,'50'
S21.G00.40.009,'{number:05}-1'
S21.G00.40.026,'01'
S21.G00.50.001,'28{month}2025'
S21.G00.50.002,'1234.56'
S21.G00.51.001,'01{month}2025'
S21.G00.51.011,'001'
S21.G00.51.013,'{number}000.00'
"""


def dsn(month, *, agents=2, more="", kind="01", order="1", siren="123456782", norm="P25V01", lines=0, end="\n"):
    """Make a file: `more` follows the last agent; `lines` is added to what S90 should say."""
    told = {"month": f"{month:02}", "kind": kind, "order": order, "siren": siren, "norm": norm}
    body = ENVOI.format(**told) + DECLARATION.format(**told)
    body += "".join(AGENT.format(number=number, **told) for number in range(1, agents + 1)) + more
    total = f"S90.G00.90.001,'{body.count(chr(10)) + 2 + lines}'\nS90.G00.90.002,'1'{end}"
    return (body + total).encode("latin-1")


@pytest.fixture
def write(tmp_path):
    def run(*contents):
        files = [tmp_path / f"{number}.dsn" for number in range(len(contents))]
        for path, content in zip(files, contents, strict=True):
            path.write_bytes(content)
        return files

    return run


def places(result, code):
    return [(one.source, line) for one in result.issues if one.code == code for line in one.lines]


def test_months_of_one_employer_give_the_same_tables_together_and_apart(same_package, write):
    result, sizes = same_package(write(*(dsn(month, agents=month) for month in range(1, 7))))
    assert sizes == [6]
    assert result.balanced
    paid = result["rh.versement_dsn"].to_pylist()
    assert [(one["_source"], one["_ligne"]) for one in paid[:3]] == [("0.dsn", 24), ("1.dsn", 24), ("1.dsn", 40)]


@pytest.mark.parametrize(
    ("odd", "code", "line"),
    [
        ({"lines": 1}, "dsn.total_lines", 45),
        ({"more": "S21.G00.66.001,'01'\n"}, "dsn.orphan", 45),
        ({"more": "S21.G00.51.555,'1'\n"}, "dsn.unknown_rubric", 45),
        ({"more": "S21.G00.51.901,'1'\n"}, "dsn.vendor_rubric", 45),
        ({"more": "rien\n"}, "dsn.line", 45),
        ({"more": "\n  \n\x1a"}, None, 0),
        ({"more": "S21.G00.52.001,'050'\nS21.G00.52.003,'31022025'\n"}, "cell.date", 45),
        ({"more": "S21.G00.52.001,'ZZZ'\n"}, "dsn.code", 45),
        ({"more": "S21.G00.54.001,'123456789012345678901234567890'\n"}, "dsn.too_long", 45),
        ({"more": "S21.G00.34.001,'01012020'\nS21.G00.83.001,'1'\n"}, None, 0),
        ({"agents": 0}, None, 0),
        ({"end": ""}, None, 0),
        ({"end": "\r\n\r\n"}, None, 0),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, dict) else str(one),
)
def test_what_is_odd_in_two_files_among_others_is_said_of_each_at_its_own_line(odd, code, line, same_package, write):
    files = write(*(dsn(month, **(odd if month in (2, 4) else {})) for month in range(1, 6)))
    result, sizes = same_package(files)
    assert sizes == [5]
    assert result.balanced
    if code is not None:
        assert places(result, code) == [("1.dsn", line), ("3.dsn", line)]


def test_findings_of_several_kinds_come_file_by_file(same_package, write):
    first = "S21.G00.52.001,'ZZZ'\nS21.G00.54.001,'123456789012345678901234567890'\nS21.G00.51.901,'1'\n"
    second = "S21.G00.54.001,'ZZZ'\nS21.G00.52.001,'123456789012345678901234567890'\nS21.G00.51.555,'1'\nrien\n"
    same_package(write(dsn(1, more=first), dsn(2, more=second), dsn(3), dsn(4, more=first), dsn(5, more=second)))


def test_a_file_cut_short_among_others_keeps_what_it_has(same_package, write):
    contents = [dsn(month) for month in range(1, 6)]
    contents[2] = contents[2][: contents[2].index(b"S21.G00.51.013") + 20]
    result, sizes = same_package(write(*contents))
    assert sizes == [5]
    assert places(result, "dsn.no_total") == [("2.dsn", 28)]
    assert places(result, "dsn.line") == [("2.dsn", 28)]
    assert result["rh.versement_dsn"].num_rows == 9


def test_a_file_that_does_not_begin_with_an_envoi_holds_nothing_of_the_one_before(same_package, write):
    lot = b"S05.G51.00.001,'x'\n"
    mark = b"\xef\xbb\xbf"
    headless = dsn(4).split(b"\n", 3)[3]
    result, _ = same_package(write(dsn(1), lot + dsn(2), dsn(3), headless, mark + dsn(5), dsn(6)))
    assert [one["dsn_rubrique"] for one in result["rh.dsn_hors_norme"].to_pylist()] == ["S05.G51.00.001"]
    assert "3.dsn" in {one.source for one in result.issues if one.code.startswith("detect.")}
    assert result["rh.declaration"]["_source"].to_pylist() == ["0.dsn", "1.dsn", "2.dsn", "4.dsn", "5.dsn"]


def test_a_declaration_that_another_file_of_the_group_replaces_or_cancels_leaves_its_own_row(same_package, write):
    files = write(
        dsn(1, agents=3), dsn(1, agents=1, kind="03", order="2"), dsn(2), dsn(2, kind="04", order="2", agents=0), dsn(3)
    )
    result, sizes = same_package(files)
    assert sizes == [5]
    status = result["rh.declaration"].select(["_source", "declaration_statut"]).to_pylist()
    assert [one["declaration_statut"] for one in sorted(status, key=lambda one: one["_source"])] == [
        "remplacee", "retenue", "annulee", "annulation", "retenue",
    ]  # fmt: skip
    paid = result["rh.versement_dsn"].select(["_source"]).to_pylist()
    assert [one["_source"] for one in paid] == ["1.dsn", "4.dsn", "4.dsn"]


def test_files_of_another_norm_or_employer_are_not_together(convert_files, write):
    files = write(dsn(1), dsn(2, norm="P26V01"), dsn(3), dsn(4, siren="552100554"))
    _, sizes = convert_files(files, "out")
    assert sizes == [1, 1, 1, 1]


def test_a_file_that_changed_since_it_was_recognised_is_not_read_with_the_others(write):
    reader = READERS["dsn"]
    files = write(dsn(1), dsn(2))
    splits = [next(reader.splits(reader.inspect(Source(path, path.name), reader.options()), len)) for path in files]
    assert reader.join(splits) is not None
    files[1].write_bytes(dsn(2) + b"\n")
    assert reader.join(splits) is None


def test_files_of_several_employers_keep_their_own_lots(tmp_path, write):
    files = write(*(dsn(month, siren=siren) for month in (1, 2) for siren in ("123456782", "552100554")))
    result = collecdata.convert(*files, to=tmp_path / "out", jobs=1)
    assert [(one["siren"], one["_source"]) for one in result["rh.declaration"].to_pylist()] == [
        ("123456782", "0.dsn"), ("123456782", "2.dsn"), ("552100554", "1.dsn"), ("552100554", "3.dsn"),
    ]  # fmt: skip
