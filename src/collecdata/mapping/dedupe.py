"""The key that an output keeps one row of: hashed here, compared by whoever sees the whole lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collecdata.kernels.hashing import hash_rows

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from collecdata.mapping.plan import OutputPlan

__all__ = ["key_hashes"]


def key_hashes(plan: OutputPlan, data: pa.RecordBatch) -> npt.NDArray[np.uint64] | None:
    """Return the hash of each row's `dedupe` key, in the rows of `data`; None when the output keeps every row."""
    if plan.dedupe is None:
        return None
    return hash_rows([data.column(name) for name in plan.dedupe.key])
