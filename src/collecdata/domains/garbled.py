"""Names whose accents were spoilt before they got here, in the registers as in the lists made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.domains.placed import RowCheck, like
from collecdata.kernels.mojibake import recoded_twice

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["garbled"]

OTHERWISE = "\ufffd|[\u2500-\u257f]|[a-z][\u00da\u00d3\u00de\u00db\u00fe]"
"""The character that stands for a lost one; then UTF-8 or Latin-1 read as cp850 (box drawings, `RenÚ`), met in a town's
electors (a public script of La Rochelle). UTF-8 read as Latin-1 or cp1252 is known to `recoded_twice`."""


def garbled(field: str) -> RowCheck:
    """Make the check of a field of names none of which should look so."""
    code = "etat_civil.mojibake"
    otherwise = like(code, field, OTHERWISE)

    def bad(batch: pa.RecordBatch) -> Mask:
        return recoded_twice(batch.column(field)) | otherwise.bad(batch)

    return RowCheck(code, field, (field,), bad)
