"""The mapping against a naive interpreter of the same language, one row and one cell at a time."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections import Counter
from decimal import Decimal, InvalidOperation

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from collecdata.kernels.stream import Batch
from collecdata.mapping.lookup import Side
from collecdata.mapping.run import run_output
from mapping.bench import Bench, batch_of

COLUMNS = ("A", "B", "C")
READING = {"decimal": ",", "date": "%d/%m/%Y", "true": "O", "false": "N", "null": "NUL"}
CELL = st.sampled_from(
    ["", " ", "a", " b ", "a;b", ";", "a;;b", "D", "C", "12", "1 234,50", "-3,5", "1,2,3", "29/02/2024", "31/02/2024",
     "O", "N", "NUL", "\u00a0x", "e\u0301", "é", "12-x"]
)  # fmt: skip
STEP = st.fixed_dictionaries(
    {},
    optional={
        "null": st.sampled_from([["a"], ["D", "12"]]),
        "strip": st.sampled_from(["x-", "ab"]),
        "extract": st.sampled_from([r"(\d+)", "^([a-zA-Z])", "[a-z]+"]),
        "split": st.fixed_dictionaries(
            {"sep": st.sampled_from([";", "/"]), "index": st.sampled_from(["0", "1", "-1"])}
        ),
        "replace": st.sampled_from([{"a": "b", "b": "c"}, {"D": ""}]),
        "letter_case": st.sampled_from(["upper", "lower"]),
        "pad": st.just("4"),
        "fingerprint": st.just("true"),
        "default": st.just("7"),
    },
)
SOURCE = st.one_of(
    st.sampled_from(COLUMNS).map(lambda name: {"from": name}),
    st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=3).map(lambda names: {"concat": names, "sep": "-"}),
    st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=3).map(lambda names: {"first_of": names}),
    st.just({"from": "t.V"}),
)
CONDITION = st.dictionaries(
    st.sampled_from(COLUMNS),
    st.one_of(
        st.lists(st.sampled_from(["a", "D", "", "12"]), min_size=1, max_size=2).map(lambda words: {"in": words}),
        st.lists(st.sampled_from(["a", "D", "", "12"]), min_size=1, max_size=2).map(lambda words: {"not": words}),
        st.sampled_from([{"empty": "true"}, {"empty": "false"}, {"matches": "^[a-z]"}]),
    ),
    min_size=1,
    max_size=2,
)
SIMPLE = st.builds(lambda source, step: {**source, **step}, SOURCE, STEP)
CASE = st.builds(
    lambda branches, step: {"case": [{"when": when, "then": then} for when, then in branches], **step},
    st.lists(st.tuples(CONDITION, SIMPLE), min_size=1, max_size=2),
    st.fixed_dictionaries({}, optional={"letter_case": st.just("upper"), "default": st.just("8")}),
)
MAPPED = st.builds(
    lambda source, table, more: {**source, "map": table, **more},
    SOURCE,
    st.sampled_from([{"D": "debit", "C": "credit"}, {"a": "debit", "": "inconnu", "D": ""}]),
    st.sampled_from([{}, {"otherwise": "inconnu"}, {"default": "credit"}]),
)
FIELDS = st.fixed_dictionaries(
    {"texte": st.one_of(SIMPLE, CASE)},
    optional={
        "montant": st.one_of(
            SIMPLE, CASE, SIMPLE.flatmap(lambda m: CONDITION.map(lambda w: {**m, "negative_when": w}))
        ),
        "nombre": SIMPLE,
        "jour": SIMPLE.map(lambda mapping: {key: value for key, value in mapping.items() if key != "default"}),
        "vrai": SIMPLE.map(lambda mapping: {key: value for key, value in mapping.items() if key != "default"}),
        "sens": MAPPED,
    },
)
OUTPUT = st.fixed_dictionaries(
    {"lookup": st.just({"t": {"from": "tiers", "on": {"C": "K"}}})},
    optional={
        "where": CONDITION,
        "explode": st.fixed_dictionaries({"column": st.sampled_from(COLUMNS), "sep": st.just(";")}),
    },
)
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12)
SIDE_ROWS = st.lists(st.tuples(CELL, CELL), max_size=4)


def clean(cell):
    return unicodedata.normalize("NFC", cell or "").strip() or None


class Row:
    """One row of an output, as dictionaries."""

    def __init__(self, cells, side):
        self.cells = {name: clean(cell) for name, cell in cells.items()}
        self.side = side

    def column(self, name):
        return self.side if name == "t.V" else self.cells[name]


def holds(where, row):
    for name, test in where.items():
        cell = row.column(name) or ""
        given_ = {key: [value] if isinstance(value, str) else value for key, value in test.items()}
        if "in" in given_ and cell not in given_["in"]:
            return False
        if "not" in given_ and cell in given_["not"]:
            return False
        if "empty" in test and (cell == "") != (test["empty"] == "true"):
            return False
        if "matches" in test and not re.search(test["matches"], cell):
            return False
    return True


def source(mapping, row):
    if "from" in mapping:
        return row.column(mapping["from"])
    names = mapping.get("concat") or mapping["first_of"]
    cells = [cell for cell in map(row.column, names) if cell is not None]
    if "concat" in mapping:
        return clean(mapping["sep"].join(cells))
    return cells[0] if cells else None


def steps(mapping, cell, null=()):
    words = {clean(word) for word in [*null, *mapping.get("null", [])]}
    cell = None if cell in words else cell
    if cell is not None and "strip" in mapping:
        cell = clean(cell.strip(mapping["strip"]))
    if cell is not None and "extract" in mapping:
        found = re.search(mapping["extract"], cell)
        cell = clean(found[1 if found.re.groups else 0]) if found else None
    if cell is not None and "split" in mapping:
        pieces, index = cell.split(mapping["split"]["sep"]), int(mapping["split"]["index"])
        cell = clean(pieces[index]) if -len(pieces) <= index < len(pieces) else None
    if cell is not None:
        for old, new in mapping.get("replace", {}).items():
            cell = cell.replace(old, new)
        cell = clean(cell)
    if cell is not None and "letter_case" in mapping:
        cell = getattr(cell, mapping["letter_case"])()
    if cell is not None and "pad" in mapping and re.fullmatch("[0-9]+", cell):
        cell = cell.zfill(int(mapping["pad"]))
    if cell is not None and "fingerprint" in mapping:
        cell = hashlib.sha256(cell.encode()).hexdigest()[:20]
    return cell


def number(text, decimal):
    body, _, fraction = text.removeprefix("-").partition(decimal)
    grouped = re.fullmatch(r"\d{1,3}([ \u00a0\u202f]\d{3})+|\d+", body) or (not body and fraction)
    if not grouped or (decimal in text and not re.fullmatch(r"\d*", fraction)):
        raise ValueError(text)
    try:
        value = Decimal(re.sub(r"\D", "", body or "0") + "." + (fraction or "0"))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if value != round(value, 2):
        raise ValueError(text)
    return -value if text.startswith("-") else value


def whole(text):
    if not re.fullmatch(r"-?(\d{1,3}([ \u00a0\u202f]\d{3})+|\d+)", text):
        raise ValueError(text)
    return int(re.sub(r"[^\d-]", "", text))


def parse(target, text):
    if target in ("texte", "sens"):
        return text
    if target == "montant":
        return number(text, ",")
    if target == "nombre":
        return whole(text)
    if target == "jour":
        if not re.fullmatch(r"\d\d/\d\d/\d{4}", text):
            raise ValueError(text)
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    return {"O": True, "N": False}.get(text) if text in ("O", "N") else bad(text)


def bad(text):
    raise ValueError(text)


CODES = {"montant": "cell.decimal", "nombre": "cell.integer", "jour": "cell.date", "vrai": "cell.boolean"}


def value(target, mapping, row, outer=()):
    """Return the value of a field and the code of what is wrong with it."""
    chain = (mapping, *outer)
    default = next((one["default"] for one in chain if "default" in one), None)
    filled = None if default is None else Decimal(default) if target == "montant" else default
    filled = int(filled) if target == "nombre" and filled is not None else filled
    if "case" in mapping:
        for branch in mapping["case"]:
            if holds(branch["when"], row):
                return value(target, branch["then"], row, chain)
        return filled, None
    cell = source(mapping, row)
    for place, one in enumerate(chain):
        cell = steps(one, cell, ["NUL"] if place == 0 else [])
    if "map" in mapping:
        return coded(mapping, cell, filled)
    if cell is None:
        return filled, None
    try:
        typed = parse(target, cell)
    except ValueError:
        return None, CODES[target]
    if "negative_when" in mapping and holds(mapping["negative_when"], row):
        typed = -typed
    return typed, None


def coded(mapping, cell, filled):
    table = mapping["map"]
    if cell is None:
        return table.get("") or filled, None
    if cell in table:
        return table[cell] or None, None
    return mapping.get("otherwise"), "cell.code"


def interpret(fields, output, rows, side):
    """Return the rows of the output, the rows they come from, the issues counted by field and code."""
    table = {}
    for key, cell in side:
        word = clean(key)
        if word is not None and word != "NUL":
            table.setdefault(word, None if clean(cell) == "NUL" else clean(cell))
    result, places, issues = [], [], Counter()
    for place, cells in enumerate(rows):
        given_ = Row(dict(zip(COLUMNS, cells, strict=True)), None)
        if not holds(output.get("where", {}), given_):
            continue
        sought = given_.cells["C"]
        found = table.get(sought) if sought != "NUL" else None
        for made in exploded(output.get("explode"), given_.cells):
            row = Row({}, found)
            row.cells = made
            cells_ = {}
            for target, mapping in fields.items():
                cells_[target], code = value(target, mapping, row)
                if code:
                    issues[target, code, place + 2] += 1
            result.append(cells_)
            places.append(place)
    return result, places, issues


def exploded(explode, cells):
    if explode is None:
        return [cells]
    pieces = [clean(piece) for piece in (cells[explode["column"]] or "").split(explode["sep"])]
    return [{**cells, explode["column"]: piece} for piece in filter(None, pieces)] or [
        {**cells, explode["column"]: None}
    ]


def bench(fields, output):
    return Bench(fields, output, READING, {"tiers": {"reader": "csv", **READING}})


def run(plan, side, batch, size):
    """Run a plan on pieces of a batch; return rows, places and issues like `interpret`."""
    rows, places, issues = [], [], Counter()
    names = [field.name for field in plan.fields]
    for start in range(0, batch.data.num_rows, size):
        mapped = run_output(plan, Batch(batch.source, batch.data.slice(start, size)), {"t": side})
        rows += mapped.data.select(names).to_pylist()
        places += (mapped.rows + start).tolist()
        assert mapped.read == mapped.filtered + mapped.kept
        for issue in mapped.issues:
            if issue.code.startswith("cell."):
                issues.update((issue.field, issue.code, line) for line in issue.lines)
    return rows, places, issues


@settings(max_examples=100)
@given(FIELDS, OUTPUT, ROWS, SIDE_ROWS)
def test_the_mapping_agrees_with_the_interpreter_however_it_is_encoded_and_cut(fields, output, rows, side):
    columns = {name: list(cells) for name, cells in zip(COLUMNS, zip(*rows, strict=True), strict=True)}
    plan = bench(fields, output).plan(COLUMNS)
    expected = interpret(fields, output, rows, side)
    for encoded in (False, True):
        there = batch_of({"K": [k for k, _ in side], "V": [v for _, v in side]}, encoded=encoded)
        loaded = Side.load([there], plan.lookups[0].there)
        batch = batch_of(columns, encoded=encoded)
        for size in (1, 7, len(rows)):
            assert run(plan, loaded, batch, size) == expected


def test_the_interpreter_reads_what_the_issue_says():
    assert interpret({"montant": {"from": "A"}}, {}, [("1,2,3", "", "")], []) == (
        [{"montant": None}], [0], Counter({("montant", "cell.decimal", 2): 1}),
    )  # fmt: skip
    assert pa.types.is_string(batch_of({"A": ["x"]}).data.column("A").type)
