"""Below how many bodies a number is small: one bound an inspection, the k of every such rule.

What a claim counts, what an intruder can work out of a release and what a page says of withheld
numbers all take it from here.
"""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.disclosure.derivations import K

from .reasons import InspectionReason

# Where two bodies are counted, each of them knows the other by knowing itself: a number of two is
# as open as one of one, and no inspection may hold it to be large. Statistical offices ask for
# three as well (Hundepool et al., Statistical Disclosure Control, 2012, threshold rule).
LEAST, MOST = 3, 99
# What every inspection held before each had its own.
USUAL = K


def boundable(below: int) -> list[Reason]:
    """Require a bound from 3 to 99."""
    if LEAST <= below <= MOST:
        return []
    why = "two bodies that are counted would know each other"
    if below > MOST:
        why = "hardly any number would be printed"
    text = f"Numbers cannot be small below {below:,}: {why}."
    mend = Mend.words(f"Give a number from {LEAST} to {MOST}.")
    return [Reason(InspectionReason.SMALL_OUT_OF_BOUNDS, text, mend, "small_below")]
