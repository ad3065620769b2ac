"""A roll as a whole: which rows share what they should not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from collecdata.kernels.buffers import Mask
    from collecdata.kernels.equality import Labels

__all__ = ["ELECTORS", "shared"]

ELECTORS = "elections.electeur"


def shared(labels: Labels, judged: Mask) -> NDArray[np.int64]:
    """Return the rows, among those judged, whose label another of them bears."""
    rows = np.flatnonzero(judged)
    _, place, times = np.unique(labels[rows], return_inverse=True, return_counts=True)
    found: NDArray[np.int64] = rows[times[place] > 1]
    return found
