"""Files of records read piece by piece say the same wherever pieces and blocks end."""

from __future__ import annotations

import gzip
from random import Random

import pytest

from collecdata.errors import InputError
from collecdata.kernels.stream import Tally
from collecdata.readers.marc import reader
from collecdata.readers.marc.options import Iso2709Options
from collecdata.readers.sources import expand
from readers.marc.records import data, iso2709

SETS = {
    "notice": {"columns": ["#id", "#codage", "200$a"]},
    "zone": {"each": "zone", "zones": ["995"], "columns": ["#id", "#rang", "$f"]},
}


def record(number, codec):
    items = [data("995", f"f{number}-{item}") for item in range(number % 3)]
    return iso2709(("001", f"n{number}"), data("200", f"aL'été {number}"), *items, codec=codec)


LOST = b"x" * 40 + b"\x1e\x1d"
RAW = b"".join(
    LOST if number % 7 == 6 else record(number, ("utf-8", "cp1252")[number % 5 == 4]) + b"\n" * (number % 4 == 3)
    for number in range(40)
)


def read(path, piece, block, monkeypatch):
    monkeypatch.setattr(reader, "PIECE", piece)
    (source,) = expand(path).sources
    layout = reader.READER.inspect(source, Iso2709Options(record_sets=SETS, block=block))
    rows, rejects, lines, tally = {}, [], [], Tally()
    for split in reader.READER.splits(layout, len):
        for batch in reader.READER.read(split):
            rows.setdefault(batch.record_set, []).extend(batch.data.to_pylist())
            rejects += batch.rejects.to_pylist() if batch.rejects is not None else []
            lines += [(issue.code, line) for issue in batch.issues for line in issue.lines]
            tally += batch.tally
    return rows, rejects, sorted(lines), tally


@pytest.mark.parametrize("name", ["f.mrc", "f.mrc.gz"])
@pytest.mark.parametrize(("piece", "block"), [(1, 1), (150, 150), (150, 900), (600, 10_000)])
def test_pieces_and_blocks_change_nothing(tmp_path, monkeypatch, name, piece, block):
    (tmp_path / name).write_bytes(gzip.compress(RAW) if name.endswith("gz") else RAW)
    found = read(tmp_path / name, piece, block, monkeypatch)
    assert found == read(tmp_path / name, 1 << 20, 1 << 20, monkeypatch)
    rows, rejects, _, tally = found
    assert [row["200$a"] for row in rows["notice"]] == [f"L'été {number}" for number in range(40) if number % 7 != 6]
    assert [one["_surplus"] for one in rejects] == [LOST.decode()] * 5
    assert tally.balanced
    assert tally.physical == len(RAW)


def test_what_could_be_read_of_a_damaged_file_is_given(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "PIECE", 100_000)
    path, random = tmp_path / "f.mrc.gz", Random(6)
    raw = b"".join(iso2709(data("200", f"a{random.getrandbits(4000):x}")) for _ in range(6000))
    whole = gzip.compress(raw)
    path.write_bytes(whole[: len(whole) // 2])
    (source,) = expand(path).sources
    layout = reader.READER.inspect(source, Iso2709Options(record_sets=SETS))
    found: list[int] = []
    with pytest.raises(InputError):
        found.extend(
            one.data.num_rows for split in reader.READER.splits(layout, len) for one in reader.READER.read(split)
        )
    assert sum(found) > 1000
