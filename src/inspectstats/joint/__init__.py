"""One model of bodies, criteria and inspectors together, and what may be said by it.

Owns: the joint fit, the chance that a word holds, severity with its intervals, whether bodies
differ, compare and rank, and from how many double judgments each may be told. Pure: readings in,
frozen records out. May use ``inspectstats.severity``, ``inspectstats.agreement``,
``inspectstats.quantity``, ``inspectstats.variation``, ``inspectstats.records``, numpy and scipy.

    from inspectstats.joint import chance, fit
    drawn = fit(readings)                                # one row a reading
    chance(drawn, drawn.met("1.1", ["good"]), 35, 41)    # from 35 to 41 of the bodies
"""

from inspectstats.joint.calibrated import Calibrated, calibrated
from inspectstats.joint.chance import Chance, chance, chance_of_word
from inspectstats.joint.comparing import Comparison, Ranking, compare, rank
from inspectstats.joint.effects import biases, halos, middles
from inspectstats.joint.fit import METHOD, Cancelled, Effort, JointFit, fit
from inspectstats.joint.prior import PRIOR, Prior
from inspectstats.joint.sayable import LEAST_PAIRS, more_needed, why_not
from inspectstats.joint.severity import Severity, drifts, severities
from inspectstats.joint.variation import Differing, Range, alike, differing, mixed, range_of

__all__ = [
    "LEAST_PAIRS",
    "METHOD",
    "PRIOR",
    "Calibrated",
    "Cancelled",
    "Chance",
    "Comparison",
    "Differing",
    "Effort",
    "JointFit",
    "Prior",
    "Range",
    "Ranking",
    "Severity",
    "alike",
    "biases",
    "calibrated",
    "chance",
    "chance_of_word",
    "compare",
    "differing",
    "drifts",
    "fit",
    "halos",
    "middles",
    "mixed",
    "more_needed",
    "range_of",
    "rank",
    "severities",
    "why_not",
]
