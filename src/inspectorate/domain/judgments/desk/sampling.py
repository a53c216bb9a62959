"""How many undisputed judgments are looked at before many are agreed, and which. Pure.

Nobody chooses the seed: it is a digest of what is drawn from, so that nobody draws until a sample
pleases, and whoever holds what is stored draws the same again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction

from inspectstats.sampling.tickets import tickets

# If so many were not as the looker would agree them ...
DOUBTFUL = Fraction(1, 10)
# ... the sample shows at least one, but for this chance.
MISSED = Fraction(1, 20)


def size_of(population: int) -> int:
    """The least number to look at: without one in doubt, a tenth in doubt is unlikely.

    Hypergeometric, exact: drawn without replacement from ``population``. 28 of 518; all of ten.
    """
    doubtful = -(-population * DOUBTFUL.numerator // DOUBTFUL.denominator)
    missed, drawn = Fraction(1), 0
    while drawn < population and missed > MISSED:
        missed *= Fraction(max(population - doubtful - drawn, 0), population - drawn)
        drawn += 1
    return drawn


def seed_of(slug: str, number: int, names: Sequence[str]) -> str:
    """The seed of the sample of this number on the inspection of this slug."""
    digest = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()
    return f"{slug}, sample of undisputed judgments {number}, {digest}"


def drawn(names: Sequence[str], seed: str) -> list[str]:
    """The sample: those with the smallest tickets, in their order."""
    order = sorted(zip(tickets(seed, "undisputed", "", names), names, strict=True))
    return [name for _, name in order[: size_of(len(names))]]
