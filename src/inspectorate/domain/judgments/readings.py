"""Which readings enter which figures: one rule, asked by all who compute.

Every judgment's first reading enters. Of second readings those alone enter that were drawn by
chance with a known probability: those chosen for the grade given first, or by hand, would make
inspectors look further apart, or nearer, than they are. A reading taken from the record is never
pooled with those of people who were on site.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from inspectorate.domain.inspections.models import Inspection

from .models import Assignment, Ground, MadeFrom

_LONGEST_CHANCE = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """One standing assignment, as the rule looks at it."""

    pk: int
    cell: tuple[int, int]
    second: bool
    ground: str
    made_from: str


def in_figures(inspection: Inspection) -> frozenset[int]:
    """The keys of the assignments whose readings enter severity, chances and variation. A query."""
    return entering(_of(inspection), unrecorded=False)


def in_agreement(inspection: Inspection) -> frozenset[int]:
    """The keys of the assignments whose readings enter agreement. A query.

    Those of which no ground was recorded enter it as they did before grounds were, and nothing that
    needs a chance: see :func:`unrecorded`.
    """
    return entering(_of(inspection), unrecorded=True)


def unrecorded(inspection: Inspection) -> int:
    """How many second readings stand of which nobody recorded why they were made. A query."""
    return len(in_agreement(inspection) - in_figures(inspection))


def chance_of(text: str) -> Fraction | None:
    """The probability written as "1/5" or "0.2", exact; None where it is none above 0, up to 1."""
    try:
        found = Fraction(text.strip()[:_LONGEST_CHANCE])
    except (ValueError, ZeroDivisionError):
        return None
    return found if 0 < found <= 1 and len(text.strip()) <= _LONGEST_CHANCE else None


def entering(readings: Iterable[Reading], *, unrecorded: bool) -> frozenset[int]:
    """The keys of those that enter, of all that stand, in the order in which they were given.

    ``unrecorded`` where second readings enter of which no ground was recorded.
    """
    readings = list(readings)
    firsts: dict[tuple[int, int], Reading] = {}
    for one in readings:
        if not one.second:
            firsts.setdefault(one.cell, one)
    # One pool: that of the people who were on site, unless nobody was.
    from_record = bool(firsts) and all(one.made_from == MadeFrom.RECORD for one in firsts.values())
    grounds = {Ground.DRAWN, Ground.NOT_RECORDED} if unrecorded else {Ground.DRAWN}
    return frozenset(
        one.pk
        for one in readings
        if (one.made_from == MadeFrom.RECORD) == from_record
        and (firsts.get(one.cell) is one or one.ground in grounds)
    )


def _of(inspection: Inspection) -> list[Reading]:
    rows = Assignment.standing().filter(scope_body__inspection=inspection).order_by("pk")
    return [
        Reading(pk, (body, criterion), second, ground, made_from)
        for pk, body, criterion, second, ground, made_from in rows.values_list(
            "pk", "scope_body", "criterion", "second", "ground", "made_from"
        )
    ]
