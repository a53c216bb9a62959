"""Many bodies tested at once: Benjamini-Hochberg and Bonferroni."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inspectstats.records import InputError, Record


@dataclass(frozen=True, slots=True)
class Rejections(Record):
    """Which tests are rejected, in the order given, with each adjusted p.

    ``threshold`` is the largest p rejected, or None.
    """

    rejected: tuple[bool, ...]
    adjusted: tuple[float, ...]
    threshold: float | None
    method: str

    def parts(self) -> list[dict[str, object]]:
        """Return each test: whether it is rejected, and its adjusted p."""
        pairs = zip(self.rejected, self.adjusted, strict=True)
        return [{"rejected": rejected, "adjusted": adjusted} for rejected, adjusted in pairs]

    @property
    def count(self) -> int:
        """How many are rejected."""
        return sum(self.rejected)


def benjamini_hochberg(p: ArrayLike, q: float = 0.05) -> Rejections:
    """Reject so that among those flagged the expected share of false alarms is at most ``q``.

    Parameters
    ----------
    p : (m,) p-values, none missing.
    q : false alarms tolerated, as a share of those rejected.

    Returns
    -------
    Rejections, in the order given.

    Raises
    ------
    InputError, for a p-value outside 0 to 1, and a ``q`` that is no share.

    Examples
    --------
    >>> benjamini_hochberg([0.001, 0.02, 0.5], q=0.1).rejected
    (True, True, False)

    Notes
    -----
    Adjusted p_(i) = min over j >= i of m p_(j)/j; reject where it is <= q. Assumes
    independent or positively dependent tests. Reference: Benjamini & Hochberg (1995) JRSS B 57:289;
    golden G19 (4 of 15 rejected). For a reader: of ten bodies flagged at q = 0.10, one is expected
    to be flagged by chance alone.
    """
    values = _checked(p, q)
    m = len(values)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * m / np.arange(1, m + 1)
    stepped = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    adjusted = np.empty(m)
    adjusted[order] = stepped
    return _rejections(values, adjusted, q, "benjamini_hochberg/1")


def bonferroni(p: ArrayLike, alpha: float = 0.05) -> Rejections:
    """Reject so that the chance of even one false alarm is at most ``alpha``: m p <= alpha.

    Parameters
    ----------
    p : (m,) p-values, none missing.
    alpha : the chance tolerated.

    Returns
    -------
    Rejections, in the order given.

    Raises
    ------
    InputError, for a p-value outside 0 to 1, and an ``alpha`` that is no share.

    Examples
    --------
    >>> bonferroni([0.001, 0.02, 0.5]).adjusted
    (0.003, 0.06, 1.0)

    Notes
    -----
    Golden G19 (3 of 15).
    """
    values = _checked(p, alpha)
    return _rejections(values, np.minimum(values * len(values), 1.0), alpha, "bonferroni/1")


def _rejections(
    values: NDArray[np.float64], adjusted: NDArray[np.float64], level: float, method: str
) -> Rejections:
    rejected = adjusted <= level
    threshold = float(values[rejected].max()) if rejected.any() else None
    return Rejections(tuple(map(bool, rejected)), tuple(map(float, adjusted)), threshold, method)


def _checked(p: ArrayLike, level: float) -> NDArray[np.float64]:
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1 or not np.all((values >= 0) & (values <= 1)):
        raise InputError(
            "a p-value lies outside 0 to 1 or is missing",
            where="p",
            mend="Give one p-value per test.",
        )
    if not 0 < level < 1:
        raise InputError(f"{level!r}", where="level", mend="Give it as a share such as 0.05.")
    return values
