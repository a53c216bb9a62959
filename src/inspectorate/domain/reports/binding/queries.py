"""Reads for whoever binds words: the claims that fit them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.newest import newest_entries
from inspectorate.foundation.people.models import Person

from ..fact_loading import facts_to_bind
from ..verbs import ReportVerb
from .fitting import Fit, bindable, ranked


@dataclass(frozen=True, slots=True)
class FittingClaims:
    """The claims that fit some words best, and how many more there are.

    ``bindable`` says that the words can be bound as they are.
    """

    found: Sequence[tuple[Claim, Fit]]
    more: int
    bindable: bool


def fitting_claims(
    person: Person, inspection: Inspection, words: str, asked: str, most: int
) -> FittingClaims:
    """Return the claims that ``person`` may read, those that fit ``words`` first, at most so many.

    Where words are ``asked`` for, those alone that hold them. Of a claim marked above the person
    nothing is told. What is laid open of the others is noted as read.
    """
    under = newest_entries(inspection, ReportVerb.SEE.room)
    rows = {row.key: (row, found) for row, found in claims.open_to(person, inspection, under)}
    facts = facts_to_bind(inspection, [found for _, found in rows.values()])
    fits = ranked(words, facts, asked)
    shown = []
    for fit in fits[:most]:
        row, found = rows[fit.claim.key]
        shown.append((row, replace(fit, claim=claims.laid_open(person, row, found))))
    return FittingClaims(shown, len(fits) - len(shown), bindable(words))
