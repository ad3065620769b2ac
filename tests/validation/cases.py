"""A corpus of our own: a schema and a file for each thing that frictionless does, said in a few words."""

from __future__ import annotations

from typing import Any

Case = tuple[dict[str, Any], bytes]


def fields(*described: dict[str, Any], **schema: Any) -> dict[str, Any]:
    return {"fields": list(described), **schema}


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    constraints = {key: more.pop(key) for key in list(more) if key in CONSTRAINTS}
    return {"name": name, "type": kind, **more, **({"constraints": constraints} if constraints else {})}


CONSTRAINTS = {"required", "unique", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength"}


def column(kind: str, cells: list[str], **more: Any) -> Case:
    """Two columns, so that an empty cell is no blank row."""
    lines = ["id,a", *(f"{rank},{cell}" for rank, cell in enumerate(cells))]
    return fields(field("id"), field("a", kind, **more)), "\n".join(lines).encode()


TWO = fields(field("id", "integer", required=True), field("nom", minLength=2))

CASES: dict[str, Case] = {
    "a valid file": (TWO, b"id,nom\n1,aa\n2,bb\n"),
    "integers are stripped, signed, grouped by underscores": column(
        "integer", ["1", " 2 ", "+5", "012", "1_000", "1.0", "1e3", "", "x", "١٢"]
    ),
    "numbers may be infinite and exponential": column(
        "number", ["1.5", "NaN", "-inf", "1e3", ".5", "5.", '"1,5"', "1 5"]
    ),
    "a bound is no number below it, and NaN is never within": column(
        "number", ["0", "0.0", "-0.0000001", "1", "1.0000000000000000001", "NaN"], minimum=0, maximum=1
    ),
    "decimals with a comma": column("number", ['"1,5"', "1.5", '"1 000,5"'], decimalChar=",", groupChar=" "),
    "bare numbers or not": column("integer", ["12 €", "-3%", "1 000"], bareNumber=False),
    "dates are days of the calendar": column(
        "date", ["2024-02-29", "2023-02-29", "2024-1-5", "2024-01-31 ", "20240131", "0000-01-01"]
    ),
    "dates within bounds": column("date", ["2019-12-31", "2020-01-01", "2020-06-31"], minimum="2020-01-01"),
    "dates of another form": column(
        "date", ["31/12/2019", "5/1/2024", "2019-12-31", "31/02/2019"], format="%d/%m/%Y"
    ),
    "dates that are years": column("date", ["2024", "24", "0000", "20245"], format="%Y"),
    "dates of any form": column("date", ["2024-02-30", "05/01/2024", "janvier 2024", "2024-02-03"], format="any"),
    "instants": column("datetime", ["2024-01-05T12:30:00Z", "2024-01-05 12:30:00", "2024-13-05T12:30:00", "2024"]),
    "times": column("time", ["12:30:00", "12:30", "25:00:00", "12:30:00Z"]),
    "years": column("year", ["2024", "+024", " 202", "-001", "20245"], minimum=1),
    "months": column("yearmonth", ["2024-01", "2024-1", "2024-13", "x"]),
    "booleans of their own": column("boolean", ["oui", "Oui", "non", "1"], trueValues=["oui"], falseValues=["non"]),
    "booleans by default": column("boolean", ["true", "tRUE", "1", "0", "oui"]),
    "web addresses": column("string", ["http://a.fr", "mailto:a@b.fr", "www.x.fr", "http:"], format="uri"),
    "mail addresses": column("string", ["a@b.fr", "a@b", "é@b.fr", "a.b-c@d-e.fr"], format="email"),
    "points": column("geopoint", ['"2.3,48.8"', '"2.3, 48.8"', '"200,48"', "2.3"]),
    "lists in JSON": column("array", ['"[""a"",""b""]"', '"[1, 2]"', "[", "{}"]),
    "patterns are not whole where they alternate": column("string", ["ab", "abXXX", "cd", "xcd"], pattern="ab|cd"),
    "patterns with classes": column("string", ["12345", "1234", "١٢٣٤٥", "2A004"], pattern=r"\d{5}|2[AB]\d{3}"),
    "patterns that look around": column("string", ["12", "02"], pattern=r"(?!0)\d+"),
    "patterns that deny": column("string", ["é", "a", "1"], pattern=r"[^\d]+"),
    "lengths are of characters": column("string", ["é", "éé", "éééé"], minLength=2, maxLength=3),
    "enums are of values": column("integer", ["1", "01", "3"], enum=["1", 2]),
    "enums of text": column("string", ["a", "A", ""], enum=["a"], required=True),
    "several constraints are several errors": column("string", ["x"], minLength=3, pattern="a+", enum=["abc"]),
    "other missing values": (
        fields(field("id"), field("a", "integer", required=True), missingValues=["", "-"]),
        b"id,a\n1,-\n2,\n3,4\n-,-\n",
    ),
    "missing values without the empty cell": column("integer", ["", "NC", "1"], missingValues=["NC"]),
    "rows too short, too long, blank": (TWO, b"id,nom\n1\n2,bb,cc,dd\n\n,\n3,cc\n"),
    "the same lengths again and again, other cells": (
        fields(field("id", "integer", required=True), field("nom", minLength=2), field("jour", "date", required=True)),
        b"id,nom,jour\n1\nx\n2\n\n\n,\n3,b\n4,bb\n,b\n5,bb,2024-01-01,d\ny,b,2024,e\n,,,f\n,,,\n6,b,,g,h\n,,,,i\n",
    ),
    "the same column twice, and rows of other lengths": (TWO, b"id,nom,id\n1\nx,a\n1,aa,2,3\n,\n,,,4\n"),
    "a row that is blank says nothing else": (fields(field("a", required=True), field("b", unique=True)), b"a,b\n,\n"),
    "unique values are compared as values": column("integer", ["1", "01", "2", " 1", "", ""], unique=True),
    "unique numbers": column("number", ["1", "1.0", "1.00", "2", "2.5"], unique=True),
    "unique dates": column("date", ["2024-01-05", "2024-1-5", "2024-01-06"], unique=True),
    "keys of two fields": (
        fields(field("a"), field("b", "integer"), primaryKey=["a", "b"]),
        b"a,b\nx,1\nx,01\nx,\nx,\n,\n",
    ),
    "a key that is a text": (fields(field("a"), primaryKey="a"), b"a\nx\nx\n"),
    "columns in another order": (TWO, b"nom,id\naa,1\n"),
    "columns that are missing": (TWO, b"nom\naa\n"),
    "columns that are too many": (TWO, b"id,nom,autre\n1,aa,x\n"),
    "columns in capitals": (TWO, b"ID,Nom\n1,aa\n"),
    "columns twice": (TWO, b"id,nom,id\n1,aa,2\n"),
    "no column of the schema": (TWO, b"a,b\n1,aa\n"),
    "a column without a name": (TWO, b"id,\n1,aa\n"),
    "titles above the header": (TWO, b"Titre\n\nid,nom\n1,aa\n2,bb\n3,cc\n4,dd\n5,ee\n6,ff\n7,gg\nx,h\n"),
    "an empty file": (TWO, b""),
    "a header alone": (TWO, b"id,nom\n"),
    "semicolons": (TWO, b"id;nom\n1;aa\nx;b\n"),
    "quotes, line ends and separators inside cells": (TWO, b'id,nom\n1,"a\nb"\nx,"c,d"\n3,"e""f"\n4,g"h\ny,i\n'),
    "carriage returns": (TWO, b"id,nom\r\n1,aa\r\nx,b\r\n"),
    "an unclosed quote": (TWO, b'id,nom\n1,aa\n2,"bb\n3,cc\n'),
    "no end to the last line": (TWO, b"id,nom\n1,aa\nx,b"),
    "a byte order mark": (TWO, b"\xef\xbb\xbfid,nom\n1,aa\nx,b\n"),
    "windows": (TWO, "id;nom\n1;é\n2;été\nx;ÀÉ\n3;çà\n".encode("cp1252")),
    "a schema that frictionless refuses": ({"name": "Bad Name", **TWO}, b"id,nom\n1,aa\n"),
    "a constraint that its type does not take": (fields(field("a", "date", pattern="x")), b"a\n2024-01-01\n"),
    "an example that is wrong": (fields(field("a", "integer", example="x")), b"a\n1\n"),
    "a table that refers to itself": (
        fields(
            field("id"),
            field("parent"),
            foreignKeys=[{"fields": "parent", "reference": {"resource": "", "fields": "id"}}],
        ),
        b"id,parent\n1,\n2,1\n3,9\n",
    ),
    "a reference without a package": (
        fields(field("id"), foreignKeys=[{"fields": "id", "reference": {"resource": "x", "fields": "id"}}]),
        b"id\n1\n",
    ),
}  # fmt: skip
