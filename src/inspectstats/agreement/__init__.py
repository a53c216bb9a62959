"""How far inspectors agree, and what to moderate.

Owns: ratings on a declared scale, the coefficients of agreement, their intervals over forces,
breakdowns, flags and the plain reading. Pure: arrays in, frozen records out. May use
``inspectstats.records``, numpy and scipy; nothing else.

    from inspectstats.agreement import alpha, from_table, summary
    ratings = from_table(rows, scale=[1, 2, 3, 4])      # unit, force, criterion, one per inspector
    alpha(ratings).value, alpha(ratings).low, alpha(ratings).high
    summary(ratings).reading
"""

from inspectstats.agreement.breakdown import by_category, by_criterion, by_team, pair_counts
from inspectstats.agreement.counts import from_confusion, from_counts
from inspectstats.agreement.crossing import from_long
from inspectstats.agreement.difference import difference
from inspectstats.agreement.figures import (
    ac1,
    ac2,
    adjacent_agreement,
    alpha,
    brennan_prediger,
    conger,
    fleiss,
    percent_agreement,
)
from inspectstats.agreement.flags import Flags, Rules, false_discovery, flags
from inspectstats.agreement.needed import Doubles, doubles_for_width, doubles_to_decide
from inspectstats.agreement.ratings import Grouping, Ratings, from_codes
from inspectstats.agreement.reading import Summary, plain_reading, summary
from inspectstats.agreement.reliability import icc
from inspectstats.agreement.tables import from_matrix, from_table
from inspectstats.agreement.two_raters import cohen

__all__ = [
    "Doubles",
    "Flags",
    "Grouping",
    "Ratings",
    "Rules",
    "Summary",
    "ac1",
    "ac2",
    "adjacent_agreement",
    "alpha",
    "brennan_prediger",
    "by_category",
    "by_criterion",
    "by_team",
    "cohen",
    "conger",
    "difference",
    "doubles_for_width",
    "doubles_to_decide",
    "false_discovery",
    "flags",
    "fleiss",
    "from_codes",
    "from_confusion",
    "from_counts",
    "from_long",
    "from_matrix",
    "from_table",
    "icc",
    "pair_counts",
    "percent_agreement",
    "plain_reading",
    "summary",
]
