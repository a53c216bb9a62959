"""Which two bodies are compared next, by a rule and a seed that nobody chooses. Pure.

First pairs that bring bodies together which no comparison connects; then bodies that were compared
least; then those nearest to each other in the order so far, where a comparison tells most. Such
adaptive choice makes any figure of reliability look better than it is (Bramley 2015, Investigating
the reliability of adaptive comparative judgment, Cambridge Assessment), so none is given.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from inspectstats.ordering import Comparisons, Order
from inspectstats.sampling.tickets import tickets

# Each body is compared so often before near ones are preferred.
FEWEST = 6

type Pair = frozenset[str]


def seed_of(slug: str, criterion: str, person: int, made: int, table: Comparisons | None) -> str:
    """The seed of the next pair of a person who has made so many comparisons of this criterion."""
    known = table.input_sha256 if table else hashlib.sha256(b"").hexdigest()
    return f"{slug}, {criterion}, comparison {made + 1} of {person}, {known}"


def proposed(
    bodies: Sequence[str],
    own: Collection[Pair],
    table: Comparisons | None,
    order: Order | None,
    seed: str,
) -> tuple[str, str] | None:
    """The codes of the two bodies to compare next, the left one first; None where none is left.

    ``bodies`` may be compared, ``own`` are the pairs that this person compared before; ``table``
    counts all comparisons, of any bodies, and ``order`` is what came of them, each None where there
    is none.
    """
    open_pairs = [pair for pair in combinations(bodies, 2) if frozenset(pair) not in own]
    if not open_pairs:
        return None
    group = _groups(bodies, table)
    counted, met = _counted(table)
    ticket = dict(zip(bodies, tickets(seed, "pair", "", bodies), strict=True))

    def rank(pair: tuple[str, str]) -> tuple[object, ...]:
        one, other = pair
        short = sum(max(0, FEWEST - counted[each]) for each in pair)
        near = _apart(order, one, other) if not short else 0.0
        return (
            group[one] == group[other],
            -short,
            met[frozenset(pair)],
            near,
            ticket[one] ^ ticket[other],
        )

    one, other = min(open_pairs, key=rank)
    return (one, other) if ticket[one] < ticket[other] else (other, one)


def _groups(bodies: Sequence[str], table: Comparisons | None) -> Mapping[str, int]:
    """Which bodies chains of comparisons connect: those with the same number."""
    group = {name: -1 - place for place, name in enumerate(bodies)}
    for number, names in enumerate(table.groups() if table else ()):
        group |= dict.fromkeys(names, number)
    return group


def _counted(table: Comparisons | None) -> tuple[Counter[str], Counter[Pair]]:
    """In how many comparisons each body was, and each pair."""
    counted: Counter[str] = Counter()
    met: Counter[Pair] = Counter()
    if table is not None:
        counted.update(
            {name: round(float(one)) for name, one in zip(table.names, table.of_each, strict=True)}
        )
        played = table.better + table.better.T + table.tied
        for one, other in combinations(range(len(table.names)), 2):
            met[frozenset((table.names[one], table.names[other]))] = round(
                float(played[one, other])
            )
    return counted, met


def _apart(order: Order | None, one: str, other: str) -> float:
    """How far apart two bodies are in the order so far, to a tenth of a logit."""
    if order is None or one not in order.of or other not in order.of:
        return 0.0
    first, second = (order.of[each].strength.value or 0.0 for each in (one, other))
    return round(abs(first - second), 1)
