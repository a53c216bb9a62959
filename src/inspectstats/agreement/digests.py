"""The SHA-256 by which a figure names the ratings it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectstats.agreement.grouping import Grouping
from inspectstats.records import digest


def fingerprint(codes: NDArray[Any], scale: Sequence[str], force: Grouping | None) -> str:
    """SHA-256 of the codes by rater, the scale and the forces: the identity printed with every
    figure.
    """
    # Views, not copies: of many ratings the copying costs as much as the digest.
    parts: list[bytes | memoryview] = [repr(codes.shape).encode(), bytes_of(codes.T)]
    parts += _texts(scale)
    if force is not None:
        narrow = np.min_scalar_type(max(len(force.names), 1))
        parts += [bytes_of(force.codes.astype(narrow, copy=False)), *_texts(force.names)]
    return digest(parts)


def _texts(texts: Sequence[str]) -> list[bytes | memoryview]:
    """Texts as two parts, their lengths and all of them in a row: so many names cost little."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return [bytes_of(lengths), "".join(texts).encode()]


def bytes_of(array: NDArray[Any]) -> memoryview:
    """Return the bytes of an array in C order, without copying where they already lie so."""
    flat = np.ascontiguousarray(array).reshape(-1)
    return memoryview(flat.view(np.uint8))
