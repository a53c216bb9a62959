"""Matrix products that give the same bytes on any number of threads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Linear algebra libraries share a product among threads above about this many multiplications.
_ONE_THREAD = 1 << 18


def product(left: NDArray[Any], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix product (m, k) x (k, n) in pieces too small for the linear algebra library to share
    among threads.

    Threads would add in an order that depends on their number, and wait for one another on a busy
    machine.
    """
    (m, k), n = left.shape, right.shape[1]
    out = np.zeros((m, n))
    tall = max(1, min(m, 256, max(16, _ONE_THREAD // max(n * 64, 1))))
    deep = max(1, _ONE_THREAD // max(tall * n, 1))
    for top in range(0, m, tall):
        for start in range(0, k, deep):
            piece = left[top : top + tall, start : start + deep]
            # Pieces are added in one fixed order, which is what makes the bytes the same.
            out[top : top + tall] += (
                piece.astype(np.float64, copy=False) @ right[start : start + deep]
            )
    return out
