"""Small numbers that would tell on somebody: suppression in tables and prose, and the attack that
tries to undo it.

Owns the rule (which counts are small), complementary suppression, and the attacker. A suppressed
table is only ever handed out after the attack on it has failed. Uses ``inspectstats.records``,
``inspectstats.quantity.numerals`` and scipy's linear programs.
"""

from inspectstats.disclosure.attack import Recovered, attack
from inspectstats.disclosure.cells import Cells, cells, table
from inspectstats.disclosure.derivations import Derived, K, Step, Way, few
from inspectstats.disclosure.intruder import search
from inspectstats.disclosure.prose import Guarded, Replaced, guard, identifies
from inspectstats.disclosure.statements import Given, Hidden, Rule, Secret, Statement, Sum, merged
from inspectstats.disclosure.suppress import Suppressed, small, suppress

__all__ = [
    "Cells",
    "Derived",
    "Given",
    "Guarded",
    "Hidden",
    "K",
    "Recovered",
    "Replaced",
    "Rule",
    "Secret",
    "Statement",
    "Step",
    "Sum",
    "Suppressed",
    "Way",
    "attack",
    "cells",
    "few",
    "guard",
    "identifies",
    "merged",
    "search",
    "small",
    "suppress",
    "table",
]
