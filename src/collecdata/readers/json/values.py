"""The values of JSON as text."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from collecdata.kernels.buffers import from_int64, texts
from collecdata.kernels.text import escape
from collecdata.readers.json.tokens import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from collecdata.readers.nested.tree import Indices, Mask

__all__ = ["JsonValues"]

_LARGEST_POWER = 100


class JsonValues:
    """Values as they are written, texts without their quotes, numbers without their exponent; `null` is None."""

    def __init__(self, raw: Sequence[bytes | None], quoted: Sequence[bool], encoding: str) -> None:
        self._raw, self._encoding = raw, encoding
        self._texts = [
            None if one is None else decoded(one, encoding) if is_text else _plain(one.decode("ascii"))
            for one, is_text in zip(raw, quoted, strict=True)
        ]
        found = (text is None and one is not None for text, one in zip(self._texts, raw, strict=True))
        self._bad = np.fromiter(found, np.bool_, len(raw))

    def take(self, cells: Indices) -> tuple[pa.StringArray, Mask]:
        """See `Values`."""
        null = cells < 0
        bad = self._bad[cells] & ~null if len(self._bad) else np.zeros(len(cells), np.bool_)
        return texts(self._texts).take(from_int64(cells, null)), bad

    def raw(self, cell: int) -> str:
        """See `Values`."""
        return self._texts[cell] or escape(self._raw[cell] or b"null", self._encoding)


def _plain(bare: str) -> str:
    """Write a bare value without an exponent, exactly; one that would be very long is left as it is.

    Java writes twelve million as 1.2E7.

    >>> _plain("1.2345678E7"), _plain("1.50"), _plain("true"), _plain("1e999999999")
    ('12345678', '1.50', 'true', '1e999999999')
    """
    number, mark, power = bare.lower().partition("e")
    if not mark or not number[-1:].isdigit() or not abs(int(power)) <= _LARGEST_POWER:
        return bare
    return format(Decimal(bare), "f")
