"""What stands before the first record: encoding, root, namespaces."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collecdata.errors import InputError
from collecdata.issues import Issue, Severity
from collecdata.readers.csv.encoding import guess_encoding, over_ascii
from collecdata.readers.xml.markup import ATTRIBUTE, next_tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collecdata.readers.csv.encoding import Guess
    from collecdata.readers.xml.markup import Tag

__all__ = ["Encoding", "Root", "find_encoding", "find_root"]

_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._\-]+)")
_HEAD = 1024
_CONTROLS = re.compile(rb"[\x80-\x9f]")
_LATIN = "iso8859-1"
_BLANKS = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Encoding:
    """The codec that the bytes are in; what the file declares, when that is something else."""

    name: str
    declared: str = ""

    def issue(self, source: str) -> Issue | None:
        """Say that the file declares another encoding than its own."""
        if not self.declared:
            return None
        params = {"declared": self.declared, "used": self.name}
        return Issue("xml.encoding", Severity.WARNING, source=source, lines=(1,), params=params)


@dataclass(frozen=True, slots=True)
class Root:
    """The root element: name without prefix, URI of its namespace, byte of the first tag of the file."""

    name: str
    namespace: str
    start: int


def find_encoding(samples: Sequence[bytes], given: str | None) -> Encoding:
    """Decide the encoding: what is declared, unless the bytes say otherwise.

    A mark always wins, then what the adapter gives. Bytes that are UTF-8 are read so whatever is declared; those that
    are not, in a file that says it is UTF-8 or nothing, are in the code page that reads as French; control characters
    of Latin-1 are the punctuation of cp1252.
    """
    guess = guess_encoding(samples)
    found = _DECLARED.search(samples[0][:_HEAD])
    shown = found[1].decode() if found else ""
    declared = _codec(shown) if shown else "utf-8"
    if guess.why == "mark":
        return Encoding(guess.encoding, "" if guess.encoding.startswith(declared[:6]) else shown)
    if given or guess.why == "zeros":
        return Encoding(given or guess.encoding)
    if _holds(declared, guess, samples):
        return Encoding(declared)
    return Encoding(guess.encoding, shown or "UTF-8")


def _holds(declared: str, guess: Guess, samples: Sequence[bytes]) -> bool:
    """Whether the bytes may be in the encoding that is declared."""
    if not declared or not over_ascii(declared):
        return False
    if guess.why == "ascii" or guess.encoding == declared:
        return True
    if guess.encoding == "utf-8" or declared in ("utf-8", "ascii"):
        return False
    return declared != _LATIN or not any(_CONTROLS.search(sample) for sample in samples)


def find_root(head: bytes, encoding: str, source: str) -> Root:
    """Return the root element.

    Raises:
        InputError: there is none in these bytes, or a document type is declared before it.
    """
    start = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    start += len(head[start:]) - len(head[start:].lstrip(_BLANKS))
    at = start
    while tag := next_tag(head, at, len(head)):
        if head[at : tag.start].strip(_BLANKS) or tag.kind == "end":
            break
        if tag.kind == "doctype":
            raise InputError("xml.dtd", source=source, line=head.count(b"\n", 0, tag.start) + 1)
        if tag.kind != "other":
            return _root(tag, start, encoding)
        at = tag.stop
    line = head.count(b"\n") + 1
    rest = head[at:].lstrip(_BLANKS)
    if tag is None and (not rest or rest.startswith(b"<")):
        raise InputError("xml.truncated", source=source, line=line)
    character, reason = len(head) - head.rfind(b"\n"), "text outside of the root"
    raise InputError("xml.malformed", source=source, line=line, character=character, reason=reason)


def _root(tag: Tag, start: int, encoding: str) -> Root:
    spaces = _namespaces(tag.attributes, encoding)
    prefix, _, name = tag.name.decode(encoding, "replace").rpartition(":")
    return Root(name, spaces.get(prefix, ""), start)


def _namespaces(attributes: bytes, encoding: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, double, single in ATTRIBUTE.findall(attributes):
        if name == b"xmlns" or name.startswith(b"xmlns:"):
            found[name[6:].decode(encoding, "replace")] = (double or single).decode(encoding, "replace").strip()
    return found


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
