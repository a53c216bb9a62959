"""What a plan of judging can bear: how many drawn pairs each statement needs, and how exact."""

from __future__ import annotations

import math
from fractions import Fraction

from inspectstats.agreement.breakdown import FEWEST_PAIRS

# What a plan must hold before something can be said. The calibration sets the first: below it a
# chance that a word holds cannot be told. Every room and page reads them here.
PAIRS_FOR_A_CHANCE = 100
PAIRS_FOR_A_CRITERION = FEWEST_PAIRS
# Offered shares are whole steps of a hundredth: nobody plans 18.1 in a hundred.
_OFFERED_STEP = 5
_HUNDRED = 100


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
