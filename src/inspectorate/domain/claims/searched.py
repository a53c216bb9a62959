"""Claims in the search over everything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.searched import OneByOneOfInspection
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.markings.scheme import BASELINE, Marking, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search.kinds import Facts, Shown
from inspectorate.foundation.search.port import token, week_of

from . import queries
from .models import Claim
from .permissions import TABLE
from .verbs import ClaimVerb


class SearchedClaim(OneByOneOfInspection):
    """A claim: found by its key and what it asserts. How high it is marked changes with what
    supports it, and is worked out whenever it is found.
    """

    code, number = "claim", 10
    label, several = "Claim", "Claims"
    model = Claim
    table, see = TABLE, ClaimVerb.SEE

    def rows(self) -> QuerySet[Claim]:
        """Return every claim."""
        return Claim.objects.all()

    def words(self, row: Claim) -> str:
        """Return its key and what it asserts."""
        return f"{row.key} {row.statement}"

    def within(self, row: Claim) -> int:
        """Return the key of its inspection."""
        return row.inspection_id

    def tokens(self, row: Claim) -> tuple[str, ...]:
        """Return the tokens of where it belongs."""
        return (token("r", row.drafted_by_id), token("o", week_of(row.drafted_at)))

    def in_sight(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Collection[int]:
        """Return those of some claims whose words ``person`` may read."""
        found: list[int] = []
        for inspection in _of_them(places, things):
            rows = queries.visible_to(person, inspection).filter(pk__in=things)
            keys = dict(rows.order_by().values_list("key", "pk"))
            if keys:
                bears = queries.markings(inspection, inspection.claims.filter(pk__in=things))
                reader = reading(person, inspection)
                found += [
                    pk for key, pk in keys.items() if reader.may(bears.get(key, Marking.PUBLIC))
                ]
        return found

    def facts(self, things: Collection[int]) -> Iterator[Facts]:
        """Say where each of some claims belongs. One query."""
        columns = ("pk", "inspection", "drafted_at", "drafted_by")
        rows = Claim.objects.filter(pk__in=things).order_by().values_list(*columns)
        for pk, within, at, person in rows:
            yield Facts(pk, within, at, person=person)

    def shown(
        self, person: Person, places: Sequence[Any], things: Collection[int]
    ) -> Iterator[Shown]:
        """Lay open claims, asked again for what their reader may see."""
        for inspection in _of_them(places, things):
            asked = Claim.objects.filter(pk__in=things, inspection=inspection)
            for one, marking in queries.named_as_marked(person, inspection, asked):
                if not is_withheld(one):
                    yield Shown(
                        one.pk,
                        one.key,
                        one.statement,
                        one.drafted_at,
                        # As on its page, which nobody outside reads before it is printed.
                        highest([BASELINE, marking]),
                        (inspection.slug, one.key),
                        (f"Drafted by {one.drafted_by.name}",),
                    )


def _of_them(places: Sequence[Any], things: Collection[int]) -> list[Any]:
    """Return the places that some of the claims are of: there may be many, and hits in a few."""
    rows = Claim.objects.filter(pk__in=things).order_by()
    there = set(rows.values_list("inspection", flat=True).distinct())
    return [one for one in places if one.pk in there]


CLAIM = SearchedClaim()
