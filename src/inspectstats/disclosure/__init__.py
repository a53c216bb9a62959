"""Small numbers that would tell on somebody: suppression in tables and prose, and the attack that
tries to undo it.

Owns the rule (which counts are small), complementary suppression, and the attacker. A suppressed
table is only ever handed out after the attack on it has failed. Uses ``inspectstats.records``,
``inspectstats.quantity.numerals`` and scipy's linear programs.
"""
