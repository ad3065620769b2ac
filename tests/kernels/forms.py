"""The same values in every form that Arrow allows: whole, cut out of a longer array, with bytes under nulls."""

import pyarrow as pa


def forms(values, kind=None):
    kind = kind or pa.string()
    junk = b"\xff9," if kind == pa.binary() else "9,é 1"
    plain = pa.array(values, kind)
    sliced = pa.array([junk, None, *values, junk], kind).slice(2, len(values))
    return [plain, sliced, under_nulls(values, kind, junk)]


def under_nulls(values, kind, junk):
    """Give null slots the bytes of `junk`."""
    filled = pa.array([junk if value is None else value for value in values], kind)
    bits = pa.array([value is not None for value in values], pa.bool_()).buffers()[1]
    return pa.Array.from_buffers(kind, len(values), [bits, *filled.buffers()[1:]])


def dictionary(values, kind=None):
    """Encode values with an entry that no row uses, one that is there twice, and rows that are null."""
    kind = kind or pa.string()
    known = list(dict.fromkeys(v for v in values if v is not None))
    entries = pa.array([*known, *known], kind)
    indices = [None if v is None else known.index(v) + len(known) * (i % 2) for i, v in enumerate(values)]
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), entries)
