"""Text that was encoded twice: UTF-8 taken for Latin-1 or cp1252, and made UTF-8 again (`Ã©` for `é`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from collecdata.kernels.buffers import bools, cells
from collecdata.kernels.distinct import mask_on_distinct

if TYPE_CHECKING:
    import pyarrow as pa

    from collecdata.kernels.buffers import Mask

__all__ = ["recoded_twice"]

_LEAD, _SECONDS = 0xC3, (0x82, 0x83, 0xA2)
"""The bytes of Â, Ã and â, which is what the lead bytes of Western letters, and of dashes, become."""
_PATTERN = "Ã[\u0080-¿ƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ€Ž]|Â[\u0080-¿]|â€[\u0080-¿œ™“”˜šž¦¢]"


def recoded_twice(column: pa.Array) -> Mask:
    """Mark the cells that hold such text. A capital Ã or Â before a symbol is no word of any language.

    >>> from collecdata.kernels.buffers import texts
    >>> recoded_twice(texts(["DÃ©fense", "été", "lâ€™art", "SÃO PAULO", None])).tolist()
    [True, False, True, False, False]
    """
    return mask_on_distinct(column, _marked)


def _marked(values: pa.StringArray) -> Mask:
    seen = cells(values).data
    after = seen[1:][seen[:-1] == _LEAD]
    if not np.isin(after, _SECONDS).any():
        return np.zeros(len(values), np.bool_)
    return bools(pc.match_substring_regex(values, _PATTERN))
