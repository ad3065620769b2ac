"""What the head of a file of records shows: format, character set, where items are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from collecdata.readers.marc.encoding import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.readers.marc.records import Records

__all__ = ["facts_of", "usual_charset"]

_ITEMS = (852, 915, 930, 952, 955, 995, 996, 997, 999)
_UNIMARC_TITLE, _MARC21_TITLE = 200, 245
_LEAST = 10
"""Share of the records (one in ten) that have a field, for items to be in it."""


def usual_charset(records: Records) -> int:
    """Return the character set of most records that show one."""
    telling = np.bincount(records.charsets[records.charsets < NAMES.index("utf-8")], minlength=3)
    return int(telling.argmax()) if telling.any() else NAMES.index("cp1252")


def facts_of(records: Records) -> Mapping[str, str]:
    """Return facts of a file from its first records.

    `format` is `unimarc` or `marc21`: by the field of the title, else by the end of the leader (`450 ` in UNIMARC).
    `items` are the tags where items may be, `item_codes` the subfields met in the last of them, together.
    """
    tags = Counter(records.field_tag.tolist())
    leaders = Counter(records.text[start + 20 : start + 24].tobytes() for start in records.leaders.starts.tolist())
    unimarc = leaders[b"450 "] + leaders[b"45  "]
    form = "unimarc" if unimarc * 2 > len(records) else ""
    if tags[_UNIMARC_TITLE] or tags[_MARC21_TITLE]:
        form = "unimarc" if tags[_UNIMARC_TITLE] >= tags[_MARC21_TITLE] else "marc21"
    found = [tag for tag in _ITEMS if tags[tag] * _LEAST >= max(len(records), 1)]
    codes = ""
    if found:
        own = records.sub_code[records.field_tag[records.sub_field] == found[-1]]
        codes = bytes(sorted(set(own[own > 0].tolist()))).decode("latin-1")
    charset = NAMES[usual_charset(records)] if (records.charsets < NAMES.index("utf-8")).any() else "utf-8"
    return {"format": form, "encoding": charset, "items": " ".join(map(str, found)), "item_codes": codes}
