"""For machines that read as it comes: one fault a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from collecdata.report.verdicts.flat import flat
from collecdata.report.verdicts.wording import entries

if TYPE_CHECKING:
    from collecdata.verdicts import Judgement

__all__ = ["render"]


def render(judgement: Judgement, lang: str) -> str:
    """Write one JSON object a line; nothing for what is valid."""
    return "".join(json.dumps(flat(one), ensure_ascii=False) + "\n" for one in entries(judgement, lang))
