"""On which side of each printed count a body is, for that body alone, and why.

A body that knows its own side of a count knows one thing more of the others. Where either side is
so small that this would leave fewer than k others on it, the side is withheld from every body, and
that is said: withheld from those few alone, it would tell them where they are.

Two counts that are told together tell more than each: 20 and 18 of the same bodies, that two lie
between. So each part into which two related counts divide the bodies is held to the same number.
Reasons tell on which side a body is in words: of a criterion on which a count is withheld there are
none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


def withheld(edition: EditionData, claims: Mapping[str, ClaimFacts], k: int) -> frozenset[str]:
    """The keys of the printed counts of which no body is told its side. Pure.

    The widest are told first; one is withheld that with a related one would part too few bodies
    from all others.
    """
    counted = {key: claims[key] for key in edition.claims if _counts(claims.get(key))}
    told: list[ClaimFacts] = []
    hidden: set[str] = set()
    for key, claim in sorted(counted.items(), key=lambda one: (-_least(one[1]), one[0])):
        narrow = edition.claims[key].suppressed or _narrow(claim, k)
        if narrow or any(_narrow_together(claim, other, k) for other in told):
            hidden.add(key)
        else:
            told.append(claim)
    return frozenset(hidden)


def _counts(claim: ClaimFacts | None) -> bool:
    if claim is None:
        return False
    return claim.figures.met is not None and claim.figures.not_met is not None


def _least(claim: ClaimFacts) -> int:
    return min(claim.figures.met or 0, claim.figures.not_met or 0)


def _narrow(claim: ClaimFacts, k: int) -> bool:
    return narrows(claim.figures.met or 0, claim.figures.not_met or 0, k)


def _narrow_together(one: ClaimFacts, other: ClaimFacts, k: int) -> bool:
    """Do two related counts leave fewer than ``k`` others in one of the parts that they make?

    Related are counts on one criterion, and those of which one holds the other: of two that have
    nothing to do with each other nobody can say from print how many lie in a part.
    """
    parts = [len(side & its) for side in _sides(one) for its in _sides(other)]
    related = 0 in parts or not set(one.figures.asked).isdisjoint(other.figures.asked)
    return related and sum(map(bool, parts)) > 1 and any(0 < part <= k for part in parts)


def _sides(claim: ClaimFacts) -> tuple[frozenset[str], frozenset[str]]:
    bodies = claim.figures.bodies
    return frozenset(bodies.met), frozenset(bodies.not_met)


def sides_of(
    edition: EditionData,
    claims: Mapping[str, ClaimFacts],
    label: str,
    reasons: Mapping[int, str],
    k: int,
    hidden: Collection[str] | None = None,
) -> list[Side]:
    """Return the side of the body called ``label`` for each count that the edition prints.

    Each is ``{"key", "statement", "count", "side", "reasons"}``; ``reasons`` maps a criterion's key
    to the reasons of the body's own agreed judgment. Of a count that does not concern the body
    nothing is said. ``hidden`` are those that are :func:`withheld`, where they were asked for
    already. Pure.
    """
    hidden = withheld(edition, claims, k) if hidden is None else hidden
    closed = {one for key in hidden for one in claims[key].figures.asked}
    found: list[Side] = []
    for key, info in sorted(edition.claims.items()):
        claim = claims.get(key)
        if claim is None or not _counts(claim):
            continue
        side = _side(claim, label)
        if not side:
            continue
        figures = claim.figures
        own = [reasons[one] for one in figures.asked if one in reasons and one not in closed]
        found.append(
            {
                "key": key,
                "statement": claim.statement,
                "count": "" if info.suppressed else f"{figures.met} of {figures.inspected}",
                "side": WITHHELD if key in hidden and side != "not_inspected" else side,
                "reasons": list(dict.fromkeys(own)),
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
