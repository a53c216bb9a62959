"""The demonstration's three documents and what is true of them, from its plan and its texts alone:
no database, no check, no reader of the product.
"""

from __future__ import annotations

from functools import cache

from inspectorate.demo import grammar, plan, texts

from .page import read
from .sown import Fact, World

NAMES = ("report", "release", "letter")


@cache
def planned() -> World:
    """The world of the rehearsal as planned; the same each time."""
    made = plan.make()
    filled = texts.values(made, grammar.items(made))
    pages = {name: read(name, texts.document(name, filled)) for name in NAMES}
    facts = {claim.key: _fact(made, claim) for claim in texts.claims(filled)}
    return World(pages, facts, len(made.bodies), tuple(body.name for body in made.bodies))


def _fact(made: plan.Plan, claim: texts.ClaimText) -> Fact:
    """One fact; the counts of a counted one are the plan's, not those the text expects."""
    if claim.kind != "counted":
        return Fact(claim.key, claim.kind, claim.statement, figure=claim.wording)
    asked = claim.predicate
    count = made.count(
        asked["criterion"],
        finding=asked.get("finding", ""),
        holds=asked.get("holds", True),
        grades=asked.get("grades", ()),
        outcome=asked.get("outcome", ""),
        kind=asked.get("population", {}).get("kind", ""),
    )
    return Fact(claim.key, claim.kind, claim.statement, count.met, count.inspected)
