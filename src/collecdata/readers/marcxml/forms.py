"""The ways MARC is written in XML, as record sets of the reader `xml`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from collecdata.readers.nested.rules import RecordSet
from collecdata.readers.xml.options import XmlOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIELDS", "FORMS", "RECORD", "SUBFIELDS", "Form", "facts_of", "form_of"]

RECORD, CONTROL, DATA, SUBFIELDS = "record", "control", "data", "sub"
FIELDS = (CONTROL, DATA)
_NO_VALUE = "\x00"
"""No attribute is the value of its element."""


class Form(NamedTuple):
    """One way: its elements, the attributes that say tag, indicators and code, the parts of the leader."""

    sets: Mapping[str, tuple[str, tuple[str, ...]]]
    tag: str
    indicators: tuple[str, ...]
    code: str
    leader: tuple[str, ...]

    def options(self, block: int) -> XmlOptions:
        """Return what the reader `xml` is asked."""
        sets = {name: RecordSet(path=(path,), columns=columns) for name, (path, columns) in self.sets.items()}
        return XmlOptions(record_sets=sets, split_at=(RECORD,), value=_NO_VALUE, block=block)


_PMB_LEADER = ("rs", "dt", "bl", "hl", "el", "ru")
FORMS = {
    "marcxml": Form(
        {
            RECORD: ("record", ("leader",)),
            CONTROL: ("record/controlfield", ("@tag", "#text")),
            DATA: ("record/datafield", ("@tag", "@ind1", "@ind2", "#text")),
            SUBFIELDS: ("datafield/subfield", ("@code", "#text")),
        },
        "@tag",
        ("@ind1", "@ind2"),
        "@code",
        ("leader",),
    ),
    "pmb": Form(
        {
            RECORD: ("notice", _PMB_LEADER),
            DATA: ("notice/f", ("@c", "@ind", "#text")),
            SUBFIELDS: ("f/s", ("@c", "#text")),
        },
        "@c",
        ("@ind",),
        "@c",
        _PMB_LEADER,
    ),
}
"""`marcxml`: MARCXML and MarcXchange, with a namespace or without; `pmb`: the XML of PMB, leader in pieces."""

_ITEMS = ("852", "915", "930", "952", "955", "995", "996", "997", "999")
_FIELD = re.compile(rb'<(?:\w+:)?(?:datafield|controlfield)\b[^>]*?\btag="([^"]*)"|<f\s+c="([^"]*)"')
_CODE = re.compile(rb'<(?:\w+:)?(?:subfield\b[^>]*?\bcode|s\s+c)="([^"])"')
_UNIMARC_LEADER = re.compile(rb"45[0 ] ?</(?:\w+:)?leader>")


def form_of(head: bytes) -> str:
    """Return the form of a file by its first bytes, empty where it is of none."""
    if re.search(rb"<(?:\w+:)?(?:datafield|controlfield)\b", head):
        return "marcxml"
    return "pmb" if re.search(rb"<unimarc\b", head) and re.search(rb"<f\s+c=", head) else ""


def facts_of(head: bytes) -> Mapping[str, str]:
    """Return facts of a file by its first bytes: `format`, `items`, `item_codes`, as for ISO 2709."""
    found = list(_FIELD.finditer(head))
    tags = Counter((one[1] or one[2]).decode("latin-1") for one in found)
    records = max(1, len(re.findall(rb"</(?:\w+:)?(?:record|notice)>", head)))
    form = "unimarc" if _UNIMARC_LEADER.search(head) or form_of(head) == "pmb" else ""
    if tags["200"] or tags["245"]:
        form = "unimarc" if tags["200"] >= tags["245"] else "marc21"
    items = [tag for tag in _ITEMS if tags[tag] * 10 >= records]
    codes: set[bytes] = set()
    for rank, one in enumerate(found):
        if items and (one[1] or one[2]).decode("latin-1") == items[-1]:
            stop = found[rank + 1].start() if rank + 1 < len(found) else len(head)
            codes |= set(_CODE.findall(head, one.start(), stop))
    return {"format": form, "items": " ".join(items), "item_codes": b"".join(sorted(codes)).decode("latin-1")}
