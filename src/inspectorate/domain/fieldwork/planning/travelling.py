"""How long people travel from one body to another: what was said last of the pair, or of any."""

from __future__ import annotations

from collections.abc import Callable

from inspectorate.domain.inspections.models import Inspection

from .models import TravelTime

Pair = tuple[int | None, int | None]


def pair_of(one: int | None, other: int | None) -> Pair:
    """Return a pair of bodies in the order in which it is kept."""
    if one is None or other is None:
        return None, None
    return (one, other) if one < other else (other, one)


def standing(inspection: Inspection) -> dict[Pair, TravelTime]:
    """Return what was said last of each pair; of any two under (None, None). One query."""
    rows = inspection.travel_times.select_related("one", "other", "by").order_by("pk")
    return {(row.one_id, row.other_id): row for row in rows}


def minutes_between(
    inspection: Inspection,
) -> Callable[[int | None, int | None], int | None]:
    """Return what answers how many minutes it is between two bodies; None where nothing is said.

    For no body it answers the default.
    """
    said = {pair: row.minutes for pair, row in standing(inspection).items()}
    any_two = said.get((None, None))

    def minutes(one: int | None, other: int | None) -> int | None:
        of_the_pair = said.get(pair_of(one, other))
        return any_two if of_the_pair is None else of_the_pair

    return minutes
