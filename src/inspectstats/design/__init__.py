"""Who judges what twice, and how exact that makes the comparison of inspectors.

Owns: double-rating plans drawn by ticket from a text seed, and their expected precision. Pure and
repeatable. May use ``inspectstats.records`` and ``inspectstats.severity``.
"""

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
    "Plan",
    "Precision",
    "expected_precision",
    "plan",
    "simulated_precision",
]
