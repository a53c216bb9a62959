"""Intervals for shares and for differences of shares: exact, mid-P and score, never Wald.

Owns single proportions (infinite and finite populations), independent and paired differences. Pure
functions of counts: nothing here is stored. Uses ``inspectstats.records`` and scipy's exact
distributions.
"""
