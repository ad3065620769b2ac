"""What the elements of a file are, by lxml and in the plainest way: the oracle of the two readings."""

from __future__ import annotations

import base64
import gzip
import hashlib
from typing import TYPE_CHECKING, Any

from lxml import etree

from collecdata.readers.nested.rules import NAME
from collecdata.readers.nested.shape import BYTES, SHA256, TEXT

if TYPE_CHECKING:
    from collecdata.readers.nested.rules import Rules

Cells = dict[tuple[tuple[str, ...], str], list[str]]
_GZIP = b"\x1f\x8b"


def read_plainly(data: bytes, rules: Rules, value: str = "V") -> list[tuple[str, int, bool, Cells]]:
    """Return the records of a whole file in order: record set, rank of the one that holds it, its cells."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, huge_tree=True)
    found: list[tuple[str, int, bool, Cells]] = []
    _visit(etree.fromstring(data, parser), (), (), -1, rules, value, found)
    return found


def _visit(
    element: Any, path: tuple[str, ...], inner: tuple[str, ...], record: int, rules: Rules, value: str, found: list[Any]
) -> None:
    name = etree.QName(element).localname
    path = (*path, name)
    if any(one.matches(path) for one in rules.skip):
        return
    number = rules.set_of(path)
    is_record = number >= 0
    if is_record:
        found.append((rules.sets[number].name, record, True, {}))
        record, inner = len(found) - 1, ()
        if rules.sets[number].named:
            found[record][3][(), NAME] = [name]
    else:
        inner = (*inner, name)
    for kind, text in _cells(element, rules, path, value, is_record=is_record):
        found[record][3].setdefault((inner, kind), []).append(text)
    for child in element:
        _visit(child, path, inner, record, rules, value, found)


def _cells(element: Any, rules: Rules, path: tuple[str, ...], value: str, *, is_record: bool) -> list[tuple[str, str]]:
    cells, others, has_value = [], False, False
    for attribute, text in element.attrib.items():
        if attribute == value:
            has_value = True
            cells.append((f"@{value}" if is_record else "", text))
        else:
            others = True
            cells.append((f"@{etree.QName(attribute).localname}", text))
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    if not len(element) and any(one.matches(path) for one in rules.binary):
        cells += _file(text)
    elif is_record or len(element) or has_value:
        cells += [(TEXT, text)] if text.strip(" \t\r\n") else []
    elif text or not others:
        cells.append(("", text))
    return cells


def _file(text: str) -> list[tuple[str, str]]:
    if not text.split():
        return []
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
        content = gzip.decompress(content) if content.startswith(_GZIP) else content
    except EOFError:
        pass
    return [(BYTES, str(len(content))), (SHA256, hashlib.sha256(content).hexdigest())]
