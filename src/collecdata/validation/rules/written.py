"""Forms that French schemas ask for: years, telephone numbers, opening hours, subjects of acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.checks.constraints import outside, unlike
from collecdata.kernels.buffers import bools, texts
from collecdata.validation.rules.base import RowRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collecdata.checks.constraints import Mask
    from collecdata.validation.rules.base import Cells

__all__ = ["Acts", "Hours", "Phone", "Years"]

_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_DAYS = rf"{_DAY}(?:-{_DAY})?(?:\[-?[1-5](?:[,-][1-5])*\])?"
_DATE = r"(?:(?:[12][0-9]{3} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: [0-3]?[0-9])?)"
_TIME = r"(?:(?:[01]?[0-9]|2[0-4]):[0-5][0-9]|\(?(?:sunrise|sunset|dawn|dusk)(?:[+-][0-9]{2}:[0-9]{2}\))?)"
_TIMES = rf"{_TIME}(?:-{_TIME}|\+)(?:, ?{_TIME}(?:-{_TIME}|\+))*"
_WHEN = rf"(?:{_DATE}(?:-{_DATE})?(?:, ?{_DATE}(?:-{_DATE})?)*:? ?)?(?:{_DAYS}(?:, ?{_DAYS})*)?"
_RULE = rf'(?:24/7|{_WHEN}(?: ?(?:{_TIMES}|off|closed|open))?)(?: ?"[^"]*")?'
_SUBJECTS = (
    "Commande publique", "Urbanisme", "Domaine et patrimoine", "Fonction publique", "Institutions et vie politique",
    "Libertés publiques et pouvoirs de police", "Finances locales", "Domaines de compétences par thèmes",
    "Autres domaines de compétences",
)  # fmt: skip
"""The nine subjects of the national nomenclature of acts sent to the prefect."""


class _Form(RowRule):
    """What has a form."""

    rx = ""

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark what does not have it."""
        found = cells[self.field]
        return np.asarray(unlike(self.rx)(found.texts) & ~found.missing)


class Phone(_Form):
    """A French telephone number, national or international, its digits grouped or not; or a short one."""

    name, code = "phone-number-value", "rule.phone"
    rx = r"^(?:(?:\+33|0033) ?(?:\(0\))?[1-9](?:[ .-]?[0-9]{2}){4}|0[1-9](?:[ .-]?[0-9]{2}){4}|1[0-9]{1,3}|11[68][ .-]?[0-9]{3}|3[0-9]{3}|3[0-9] ?[0-9]{2})$"  # noqa: E501


class Hours(_Form):
    """Opening hours as OpenStreetMap writes them: `Mo-Fr 09:00-12:00,14:00-17:00; PH off`."""

    name, code = "opening-hours-value", "rule.hours"
    rx = rf"^{_RULE}(?: ?(?:;|\|\||,) ?{_RULE})*;?$"


class Years(RowRule):
    """`2017/2020`, the second year after the first; `2017` alone where the schema allows it."""

    name, code = "year-interval-value", "rule.years"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark what is no interval, or ends before it begins."""
        found = cells[self.field]
        alone = ~unlike("^[0-9]{4}$")(found.texts) & bool(self.params.get("alone"))
        pair = ~unlike("^[0-9]{4}/[0-9]{4}$")(found.texts)
        first = pc.utf8_slice_codeunits(found.texts, 0, 4)
        ordered = bools(pc.less(first, pc.utf8_slice_codeunits(found.texts, 5, 9)))
        return ~(alone | (pair & ordered)) & ~found.missing


class Acts(RowRule):
    """A subject of the nomenclature of acts, then a slash and its detail: `Finances locales/Subventions`."""

    name, code = "nomenclature-actes-value", "rule.acts"

    def bad(self, cells: Mapping[str, Cells]) -> Mask:
        """Mark what does not begin with a subject and a slash without spaces."""
        found = cells[self.field]
        subject = pc.utf8_lower(pc.replace_substring_regex(found.texts, pattern=r"/.*$", replacement=""))
        known = texts([one.lower() for one in _SUBJECTS])
        spaced = unlike(r"^[^/]*[^/ ]/[^ ]")(found.texts)
        return (outside(known)(subject) | spaced) & ~found.missing
