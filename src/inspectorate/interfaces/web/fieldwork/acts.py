"""What can be done with a visit now, and what cannot and why: the buttons of its page, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from inspectorate.domain.fieldwork import queries
from inspectorate.domain.fieldwork.interruptions import queries as turns
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.foundation.reasons.reasons import Reason

# Verb, words, page, kind of button, key. What goes on with the visit first, what ends it last.
_ACTS = (
    (FieldworkVerb.HOLD_SESSION, "Record a session", "fieldwork-hold-session", "", "session"),
    (FieldworkVerb.END_VISIT, "End the visit", "fieldwork-end-visit", "", "end"),
    (FieldworkVerb.RESUME_VISIT, "Resume the visit", "fieldwork-resume-visit", "", "resume"),
    (FieldworkVerb.MOVE_VISIT, "Move the visit", "fieldwork-move-visit", "secondary", "move"),
    (FieldworkVerb.PAUSE_VISIT, "Pause the visit", "fieldwork-pause-visit", "secondary", "pause"),
    (FieldworkVerb.DEFER_VISIT, "Defer the visit", "fieldwork-defer-visit", "secondary", "defer"),
    (
        FieldworkVerb.LEAVE_INCOMPLETE,
        "Leave the visit incomplete",
        "fieldwork-leave-incomplete",
        "secondary",
        "incomplete",
    ),
    (
        FieldworkVerb.REOPEN_VISIT,
        "Reopen the visit",
        "fieldwork-reopen-visit",
        "secondary",
        "reopen",
    ),
    (FieldworkVerb.CANCEL_VISIT, "Cancel the visit", "fieldwork-cancel-visit", "warning", "cancel"),
)
# Those of which only what fits how the visit stands is offered at all.
_TURNS = frozenset({"pause", "resume", "defer", "incomplete", "reopen"})


@dataclass(frozen=True, slots=True)
class VisitAct:
    """A button of the page of a visit, and why it may not be pressed now."""

    label: str
    url: str
    kind: str
    key: str
    reasons: Sequence[Reason]


def acts_on(
    visit: Visit, may: Mapping[str, bool], now: datetime
) -> tuple[list[VisitAct], list[VisitAct]]:
    """What can be done with a visit by whoever ``may``, and beside it what cannot be done now."""
    closed = queries.reasons_not_to_change(visit)
    against = {
        **turns.reasons_not_to_interrupt(visit, now),
        "session": closed,
        "end": closed,
        "move": queries.reasons_not_to_move(visit),
        "cancel": queries.reasons_not_to_cancel(visit, now),
    }
    offered = turns.offered(visit)
    every = [
        VisitAct(
            label,
            reverse(name, args=[visit.inspection.slug, visit.pk]),
            kind,
            key,
            against[key],
        )
        for verb, label, name, kind, key in _ACTS
        if may[verb.act] and (key not in _TURNS or key in offered)
    ]
    return [one for one in every if not one.reasons], [one for one in every if one.reasons]
