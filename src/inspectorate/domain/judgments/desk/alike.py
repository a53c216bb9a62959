"""The bodies most alike on a criterion, with what was settled for each.

One simple rule, told on the page: of bodies of the same kind whose judgment on the criterion is
agreed, the three whose evidence on it is nearest, by how many items there are of each kind of
source.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count

from inspectorate.domain.evidence.kinds import SourceKind
from inspectorate.domain.evidence.queries import relied_on, visible_to
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person

from ..blindness import sights
from ..models import Agreed, Assignment
from ..queries import laid_open

SHOWN = 3


@dataclass(frozen=True, slots=True)
class AlikeBody:
    """A body like another on a criterion: its agreed judgment and how many items of each kind."""

    scope_body: ScopeBody
    agreed: Agreed
    evidence: Mapping[str, int]
    apart: int

    @property
    def profile(self) -> str:
        """Its evidence in words."""
        return profile_words(self.evidence)


def profile_words(evidence: Mapping[str, int]) -> str:
    """How many items there are of each kind of source, as a list."""
    said = [f"{SourceKind(kind).label.lower()} {number}" for kind, number in evidence.items()]
    return ", ".join(sorted(said)) or "no evidence that you may read"


def profiles(person: Person, criterion: Criterion, of: ScopeBody) -> dict[int, Counter[str]]:
    """By body, how many items relied on that ``person`` may read speak to the criterion. A query.

    By their kind of source.
    """
    items = relied_on(visible_to(person, of.inspection)).filter(links__criterion=criterion)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    counted = items.order_by().values_list("scope_body", "kind").annotate(Count("pk"))
    for body, kind, number in counted:
        found[body][kind] = number
    return found


def alike(person: Person, scope_body: ScopeBody, criterion: Criterion) -> list[AlikeBody]:
    """Return the bodies most like ``scope_body`` on a criterion, the nearest first. Nine queries.

    One whose judgment the reader is still to make, or may not see, is none of them.
    """
    inspection = scope_body.inspection
    seen = _agreed_open_to(person, inspection, criterion)
    left_out = NotInspected.standing().filter(
        scope_body__inspection=inspection, criterion=criterion
    )
    settled = {
        one.scope_body_id: one
        for one in Agreed.objects.filter(
            criterion=criterion,
            scope_body__inspection=inspection,
            scope_body__body__kind=scope_body.body.kind,
        )
        .exclude(scope_body=scope_body)
        .exclude(scope_body__in=left_out.values("scope_body"))
        .select_related("scope_body", "grade")
        .order_by("number")
        if one.scope_body_id in seen
    }
    counted = profiles(person, criterion, scope_body)
    own = counted[scope_body.pk]
    found = [
        AlikeBody(one.scope_body, one, counted[body], _apart(own, counted[body]))
        for body, one in settled.items()
    ]
    found.sort(key=lambda one: (one.apart, one.scope_body.order))
    nearest = found[:SHOWN]
    laid_open(person, inspection, [one.agreed for one in nearest])
    return nearest


def agreed_then(
    person: Person, scope_body: ScopeBody, criterion: Criterion, keys: Collection[int]
) -> dict[int, AlikeBody]:
    """The agreed judgments of ``keys``, by key, with the evidence that their bodies have now.

    As ``person`` may have them: none of a body whose judgment they are still to make. Nine queries,
    none where there are no keys.
    """
    if not keys:
        return {}
    inspection = scope_body.inspection
    rows = Agreed.objects.filter(pk__in=keys, criterion=criterion)
    found = rows.filter(
        scope_body__inspection=inspection,
        scope_body__in=_agreed_open_to(person, inspection, criterion),
    ).select_related("scope_body", "grade")
    counted = profiles(person, criterion, scope_body)
    own = counted[scope_body.pk]
    return {
        one.pk: AlikeBody(
            one.scope_body,
            one,
            counted[one.scope_body_id],
            _apart(own, counted[one.scope_body_id]),
        )
        for one in laid_open(person, inspection, found)
    }


def _agreed_open_to(person: Person, inspection: Inspection, criterion: Criterion) -> set[int]:
    """The bodies in scope whose agreed judgment on a criterion ``person`` may see."""
    rows = Assignment.standing().filter(scope_body__inspection=inspection, criterion=criterion)
    asked = rows.values_list("scope_body", "criterion", "inspector", "submission__pk")
    seen = sights(person, inspection, list(asked))
    return {body for (body, _), sight in seen.items() if sight.agreed}


def _apart(one: Counter[str], other: Counter[str]) -> int:
    """How many items must be added or taken away for one profile to become the other."""
    return sum(abs(one[kind] - other[kind]) for kind in one.keys() | other.keys())
