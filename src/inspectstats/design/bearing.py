"""What a plan of judging can bear: how many drawn pairs each statement needs, and how exact."""

from __future__ import annotations

import math
from fractions import Fraction

from inspectstats.agreement.breakdown import FEWEST_PAIRS
from inspectstats.records import InputError

# What a plan must hold before something can be said. The calibration sets the first: below it a
# chance that a word holds cannot be told. Every room and page reads them here.
PAIRS_FOR_A_CHANCE = 100
PAIRS_FOR_A_CRITERION = FEWEST_PAIRS
# Offered shares are whole steps of a hundredth: nobody plans 18.1 in a hundred.
_OFFERED_STEP = 5
_HUNDRED = 100


def half_width(pairs: int, *, alike: float = 0.7, by_luck: float = 0.4) -> float:
    """Expected half-width of the 95 % interval of one figure of agreement beyond luck.

    For a person who is not a statistician: how far from the truth the agreement that will be
    measured may easily lie.

    Parameters
    ----------
    pairs : drawn pairs the figure rests on, at least 1.
    alike : share of pairs expected to give the same grade.
    by_luck : share that would do so by luck; four grades, none rare.

    Returns
    -------
    float, on the scale of the figure (0 luck alone, 1 always alike).

    Raises
    ------
    InputError : where there is no pair.

    Notes
    -----
    The large-sample error of Cohen (1960): sqrt(p (1 - p) / n) / (1 - p by luck). It is a guide for
    planning; what is measured has an interval of its own.

    Examples
    --------
    >>> round(half_width(27), 2), round(half_width(109), 2)
    (0.29, 0.14)
    """
    if pairs < 1:
        raise InputError("there is no pair", where="pairs", mend="Draw at least one cell twice.")
    return 1.96 * math.sqrt(alike * (1 - alike) / pairs) / (1 - by_luck)


def offered_share(pairs: int, cells: int) -> Fraction | None:
    """The smallest offered share of ``cells`` at which ``pairs`` are drawn; None where none is.

    Parameters
    ----------
    pairs : drawn pairs that are wanted.
    cells : cells that can be read twice.

    Returns
    -------
    Fraction, a whole number of twentieths, or None.

    Raises
    ------
    Nothing.

    Examples
    --------
    >>> offered_share(PAIRS_FOR_A_CHANCE, 552), offered_share(PAIRS_FOR_A_CHANCE, 80)
    (Fraction(1, 5), None)
    """
    for hundredths in range(_OFFERED_STEP, _HUNDRED + 1, _OFFERED_STEP):
        share = Fraction(hundredths, _HUNDRED)
        if math.floor(share * cells) >= pairs:
            return share
    return None
