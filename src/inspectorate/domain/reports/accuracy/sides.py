"""On which side of each printed count a body is, for that body alone, and why.

A body that knows its own side of a count knows one thing more of the others. Where either side is
so small that this would leave fewer than k others on it, the side is withheld from every body, and
that is said: withheld from those few alone, it would tell them where they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments.marking import Marks
from inspectorate.domain.judgments.models import Agreed, Assignment
from inspectorate.foundation.markings.scheme import CEILING, above

from ..editions.model import EditionData, EditionKind

WITHHELD = "withheld"
# The reasons are marked above what a body is shown: that there are some is all that is said.
MARKED = "The reasons are marked above what is shown in this copy."
type Side = dict[str, Any]
type Place = tuple[int, int]


def narrows(met: int, not_met: int, k: int) -> bool:
    """Would a body that knows its own side be left with fewer than ``k`` others on one?

    Where all are on one side, what is printed says so of everybody already.
    """
    return min(met, not_met) > 0 and min(met, not_met) - 1 < k


def sides_of(
    edition: EditionData,
    claims: Mapping[str, ClaimFacts],
    label: str,
    reasons: Mapping[int, str],
    k: int,
) -> list[Side]:
    """Return the side of the body called ``label`` for each count that the edition prints.

    Each is ``{"key", "statement", "count", "side", "reasons"}``; ``reasons`` maps a criterion's key
    to the reasons of the body's own agreed judgment. Of a count that does not concern the body
    nothing is said. Pure.
    """
    found: list[Side] = []
    for key, info in sorted(edition.claims.items()):
        claim = claims.get(key)
        if claim is None or claim.figures.met is None or claim.figures.not_met is None:
            continue
        side = _side(claim, label)
        if not side:
            continue
        figures = claim.figures
        assert figures.met is not None
        assert figures.not_met is not None
        hidden = info.suppressed or narrows(figures.met, figures.not_met, k)
        own = [reasons[one] for one in figures.asked if one in reasons]
        found.append(
            {
                "key": key,
                "statement": claim.statement,
                "count": "" if info.suppressed else f"{figures.met} of {figures.inspected}",
                "side": WITHHELD if hidden and side != "not_inspected" else side,
                "reasons": [] if hidden else list(dict.fromkeys(own)),
            }
        )
    return found


def _side(claim: ClaimFacts, label: str) -> str:
    bodies = claim.figures.bodies
    for name, there in (
        ("met", bodies.met),
        ("not_met", bodies.not_met),
        ("not_inspected", bodies.not_inspected),
    ):
        if label in there:
            return name
    return ""


def agreed_reasons(
    scope_bodies: Sequence[ScopeBody],
    agreed: Mapping[Place, Agreed],
    marked: Marks,
    inspection: Inspection,
) -> dict[int, dict[int, str]]:
    """Return the reasons of agreed judgments by body and criterion, up to what a body is shown.

    One query. Who judged is not among them.
    """
    wanted = {one.pk for one in scope_bodies}
    said = _as_submitted(inspection, {place for place, row in agreed.items() if row.as_submitted})
    found: dict[int, dict[int, str]] = {pk: {} for pk in wanted}
    for (body, criterion), row in agreed.items():
        if body not in wanted:
            continue
        hidden = above(marked.of_settled(row), CEILING[EditionKind.BODY])
        words = said.get((body, criterion), "") if row.as_submitted else row.reasons
        found[body][criterion] = MARKED if hidden else words
    return found


def _as_submitted(inspection: Inspection, places: set[Place]) -> dict[Place, str]:
    """What every inspector submitted alike, where that was agreed as it stood; without names."""
    if not places:
        return {}
    given = (
        Assignment.standing()
        .filter(submission__isnull=False, scope_body__inspection=inspection)
        .order_by("submission__at", "submission__pk")
        .values_list("scope_body", "criterion", "submission__reasons")
    )
    found: dict[Place, list[str]] = {}
    for body, criterion, reasons in given:
        if (body, criterion) in places:
            found.setdefault((body, criterion), []).append(reasons)
    return {place: "\n".join(words) for place, words in found.items()}
