"""May a whole plan be kept, moved or cancelled now; may a clash be gone past?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..days import later
from ..models import Session, Visit
from ..policies import WhoMay, plannable, sendable, sittable
from ..reasons import FieldworkReason
from ..verbs import FieldworkVerb
from .clashes import MOST as MOST_CLASHES
from .clashes import Clash, ClashKind
from .lines import Draft
from .models import TravelTime, VisitPlan

LONGEST_REASON = 1_000
# What a person mends at once; a page that names more is not read.
MOST_LISTED = 100
_LONGEST_TRAVEL = 24 * 60
_FARTHEST = 366
_OTHERS = Mend.by(
    (FieldworkVerb.CANCEL_SESSION, FieldworkVerb.HOLD_SESSION),
    "Cancel the session, and record another with other inspectors.",
)
# Said of every row alike, and so told once.
_OF_ALL = frozenset({FieldworkReason.NOT_IN_PHASE})


def passable(found: Collection[Clash], gone_past: str) -> list[Reason]:
    """Require that nothing clashes that refuses, and a reason where anything else does."""
    reasons = [*storable(gone_past, "gone_past", limit=LONGEST_REASON), *countable(found)]
    for one in found:
        text = f"{one.place}: {one.text}" if one.place else one.text
        if one.refuses:
            other = one.kind is ClashKind.INTEREST
            mend = _OTHERS if other else Mend.words("Choose other times, days or people.")
            reasons.append(Reason(FieldworkReason.CLASH_REFUSED, text, mend))
        elif not gone_past.strip():
            mend = Mend.words("Choose others, or write why it is planned so all the same.")
            reasons.append(Reason(FieldworkReason.CLASH, text, mend, "gone_past"))
    return _first(reasons)


def countable(found: Collection[Clash]) -> list[Reason]:
    """Require no more clashes than are counted: one reason goes past none that nobody counted."""
    if len(found) <= MOST_CLASHES:
        return []
    text = f"More than {MOST_CLASHES:,} things clash. The first are named."
    mend = Mend.words("Look for a column that was pasted or filled down wrongly.")
    return [Reason(FieldworkReason.CLASH_REFUSED, text, mend)]


def plan_keepable(draft: Draft, outside_window: str) -> list[Reason]:
    """Require of each row what is required of a single visit or session; each says its row."""
    reasons: list[Reason] = storable(outside_window, "outside_window", limit=LONGEST_REASON)
    for line in draft.visits:
        visit = line.visit
        asked = plannable(
            visit.inspection,
            visit.scope_body,
            visit.team,
            visit.starts_on,
            visit.ends_on,
            outside_window,
        )
        reasons += _at(line.place, asked)
    who_may = _remembered()
    for one in draft.sessions:
        held = one.session
        asked = sittable(
            held.visit,
            held.method,
            held.title,
            held.origin,
            held.starts_at,
            held.ends_at,
            one.inspectors,
            who_may,
        )
        reasons += _at(one.place, asked)
    return _first(reasons)


def _remembered() -> WhoMay:
    """Ask once of the same people at the same body: a table names them in row after row."""
    asked: dict[tuple[int, tuple[int, ...]], list[Reason]] = {}

    def who_may(visit: Visit, inspectors: Sequence[Person]) -> list[Reason]:
        key = visit.scope_body_id, tuple(one.pk for one in inspectors)
        if key not in asked:
            asked[key] = sendable(visit, inspectors)
        return asked[key]

    return who_may


def _at(place: str, reasons: Iterable[Reason]) -> list[Reason]:
    return [
        one
        if one.code in _OF_ALL
        else Reason(one.code, f"{place}: {one.text}", one.mend, one.field)
        for one in reasons
    ]


def _first(reasons: Collection[Reason]) -> list[Reason]:
    """The first that a page names, and how many more there are."""
    each = list(dict.fromkeys(reasons))
    if len(each) <= MOST_LISTED:
        return each
    text = f"And {len(each) - MOST_LISTED:,} more are not listed."
    mend = Mend.words("Mend these, and look again.")
    return [*each[:MOST_LISTED], Reason(each[MOST_LISTED].code, text, mend)]


def plan_cancellable(
    plan: VisitPlan, visits: Collection[Visit], sessions: Collection[Session], reason: str
) -> list[Reason]:
    """Require something of the plan that is still to come, and a reason."""
    reasons = [
        *inspections.reasons_over(plan.inspection),
        *storable(reason, "reason", needed=True, limit=LONGEST_REASON),
    ]
    if not visits and not sessions:
        text = "Nothing of this plan is still to come."
        mend = Mend.by(
            (FieldworkVerb.CANCEL_SESSION, FieldworkVerb.END_VISIT),
            "End each visit that was made, and cancel each session that was not held.",
        )
        reasons.append(Reason(FieldworkReason.PLAN_OVER, text, mend, "plan"))
    return reasons


def plan_movable(
    plan: VisitPlan,
    visits: Collection[Visit],
    deferred: Collection[Visit],
    days: int,
    reason: str,
) -> list[Reason]:
    """Require visits still to come, another day for each that is free, and a reason.

    Those that are deferred have no days to be moved from.
    """
    if deferred and not visits:
        text = "What of this plan is still to come is deferred and has no days."
        mend = Mend.by(FieldworkVerb.MOVE_VISIT, "Move each visit to new days by itself.")
        return [Reason(FieldworkReason.PLAN_OVER, text, mend, "plan")]
    reasons = plan_cancellable(plan, visits, (), reason)
    if days == 0 or abs(days) > _FARTHEST:
        text = "That moves nothing." if days == 0 else "That is more than a year."
        mend = Mend.words(f"Give days from 1 to {_FARTHEST}, with a minus for earlier.")
        return [*reasons, Reason(FieldworkReason.PLAN_UNMOVED, text, mend, "days")]
    by = timedelta(days=days)
    for visit in visits:
        asked = plannable(
            plan.inspection,
            visit.scope_body,
            visit.team,
            later(visit.starts_on, by),
            later(visit.ends_on, by),
            reason,
            moving=visits,
        )
        reasons += _at(visit.scope_body.label, asked)
    return _first(reasons)


def travel_sayable(
    inspection: Inspection,
    one: Body | None,
    other: Body | None,
    minutes: int | None,
    there: TravelTime | None,
) -> list[Reason]:
    """Require two bodies or none, a day at most, and something else than stands."""
    reasons = inspections.reasons_over(inspection)
    if (one is None) != (other is None) or (one is not None and one == other):
        text, mend = "Two bodies make a pair.", Mend.words("Choose two, or none for the default.")
        reasons.append(Reason(FieldworkReason.TRAVEL_ODD, text, mend, "other"))
    if minutes is not None and minutes > _LONGEST_TRAVEL:
        text, mend = "That is more than a day.", Mend.words("Give 24 hours at most.")
        reasons.append(Reason(FieldworkReason.TRAVEL_ODD, text, mend, "hours"))
    if not reasons and minutes == (there.minutes if there else None):
        text = "That is what stands already."
        reasons.append(Reason(FieldworkReason.TRAVEL_ODD, text, NOTHING_TO_DO, "hours"))
    return reasons
