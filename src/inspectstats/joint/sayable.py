"""From how many double judgments what may be told: decided by the design, never by the answer."""

from __future__ import annotations

from inspectstats.design.bearing import PAIRS_FOR_A_CHANCE
from inspectstats.joint.fit import JointFit

# The fewest cells read twice, by inspectors drawn by chance, from which anything is told; a plan of
# judging reads the same number. The drill of calibration does not hold in every world yet, with as
# many or with more. With 27 (5 % of 46 x 12) nothing tells an
# inspector's noise from a body's own evidence.
LEAST_PAIRS = PAIRS_FOR_A_CHANCE


def why_not(fit: JointFit, least: int = LEAST_PAIRS) -> str:
    """``ok``, or the code of why nothing that weighs noise may be told from this design.

    ``too_few_double_judgments`` and ``not_connected`` hang on who read what, not on what was said:
    a figure that is kept back only when it is bad would mislead where it is printed.
    """
    if fit.reason != "ok":
        return fit.reason
    if fit.pairs < least:
        return "too_few_double_judgments"
    return "ok" if fit.linked else "not_connected"


def more_needed(fit: JointFit, least: int = LEAST_PAIRS) -> int:
    """How many more double judgments would let it be told; 0 where there are enough."""
    return max(least - fit.pairs, 0)
