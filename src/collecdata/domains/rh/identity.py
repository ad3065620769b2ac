"""Who is meant: the key of a NIR, and numbers of agents that a spreadsheet has rounded.

Source: décret n° 2019-341 du 19 avril 2019 (NIR); `1,23E+07` is how a spreadsheet shows a number it finds too long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from collecdata.domains.placed import RowCheck, like, row_checks
from collecdata.domains.rules import Rules
from collecdata.kernels.buffers import nulls, texts
from collecdata.kernels.distinct import decode
from collecdata.kernels.identifiers import bad_checksum

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["RULES"]

AGENTS, NIR, KEY = "rh.agent", "nir", "securite_sociale_cle"
NOTHING = texts([""])[0]
"""Given as a string, it would make Arrow import pandas, where that is installed."""
ROUNDED = "^[0-9]+([.,][0-9]+)?[Ee][+]?[0-9]+$"


def _wrong_key(agents: pa.RecordBatch) -> Mask:
    number, key = decode(agents.column(NIR)), decode(agents.column(KEY))
    both = pc.binary_join_element_wise(number, key, NOTHING)
    return bad_checksum(pc.fill_null(both, NOTHING), "nir") & ~nulls(both)


RULES = Rules(
    finish=(
        row_checks("nir_key", AGENTS, (RowCheck("rh.nir_key", KEY, (NIR, KEY), _wrong_key),)),
        row_checks("number_rounded", AGENTS, (like("rh.number_rounded", "matricule", ROUNDED),)),
    )
)
