"""Who judges what twice, and how exact that makes the comparison of inspectors.

Owns: double-rating plans drawn by ticket from a text seed, and their expected precision. Pure and
repeatable. May use ``inspectstats.records`` and ``inspectstats.severity``.
"""

from inspectstats.design.expected_agreement import (
    ExpectedAgreement,
    expected_agreement,
    expected_doubles,
    pairs_of,
)
from inspectstats.design.planner import Assignment, Plan, plan
from inspectstats.design.precision import (
    Assumptions,
    Precision,
    expected_precision,
    simulated_precision,
)

__all__ = [
    "Assignment",
    "Assumptions",
    "ExpectedAgreement",
    "Plan",
    "Precision",
    "expected_agreement",
    "expected_doubles",
    "expected_precision",
    "pairs_of",
    "plan",
    "simulated_precision",
]
