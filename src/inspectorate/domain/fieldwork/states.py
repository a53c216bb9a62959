"""The lives of requests, returns, visits and sessions, told by days and by what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models


class RequestState(models.TextChoices):
    """Where a request to a body is on a day."""

    SENT = "sent", "Sent"
    LATE = "late", "Late"
    RECEIVED = "received", "Received"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ReturnState(models.TextChoices):
    """How far a data return of one body is."""

    NOT_RETURNED = "not returned", "Not returned"
    RETURNED = "returned", "Returned, not certified"
    CERTIFIED = "certified", "Certified"


class VisitState(models.TextChoices):
    """Where a visit is on a day."""

    PLANNED = "planned", "Planned"
    UNDER_WAY = "under way", "Under way"
    OVERDUE = "overdue", "Overdue: its days are over, its hot debrief is missing"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    DEFERRED = "deferred", "Deferred: it has not begun and has no days"
    PAUSED = "paused", "Paused"
    INCOMPLETE = "left incomplete", "Left incomplete"


class SessionState(models.TextChoices):
    """Whether a session still stands."""

    RECORDED = "recorded", "Recorded"
    CANCELLED = "cancelled", "Cancelled"


_MOVED = "moved to other days"
_ENDED = "ended with its hot debrief"
_CANCELLED = "cancelled with a reason"
_WITHDRAWN = "withdrawn with a reason"
_RETURN_BACK = "the data return sent for it is taken back"
_TAKEN_NO_MORE = "it is taken back, or a later version of the template no longer takes it"
_DEFERRED = "deferred"
_PAUSED = "paused"
_RESUMED = "resumed"
_INCOMPLETE = "left incomplete, with what was not seen"
_REOPENED = "reopened with a reason"
LIVES: Mapping[str, Mapping[Any, Mapping[Any, str]]] = {
    "A request": {
        RequestState.SENT: {
            RequestState.LATE: "its day passes",
            RequestState.RECEIVED: "something is sent in",
            RequestState.WITHDRAWN: _WITHDRAWN,
        },
        RequestState.LATE: {
            RequestState.SENT: "its day is moved with a reason",
            RequestState.RECEIVED: "something is sent in",
            RequestState.WITHDRAWN: _WITHDRAWN,
        },
        RequestState.RECEIVED: {
            RequestState.SENT: _RETURN_BACK,
            RequestState.LATE: f"{_RETURN_BACK}, and its day passed",
        },
        RequestState.WITHDRAWN: {},
    },
    "A data return": {
        ReturnState.NOT_RETURNED: {ReturnState.RETURNED: "it comes, and breaches no hard rule"},
        ReturnState.RETURNED: {
            ReturnState.CERTIFIED: "an office certifies the rows it saw",
            ReturnState.NOT_RETURNED: _TAKEN_NO_MORE,
        },
        ReturnState.CERTIFIED: {
            ReturnState.RETURNED: "another comes, the certificate is taken back, "
            "or a version says otherwise what it holds",
            ReturnState.NOT_RETURNED: _TAKEN_NO_MORE,
        },
    },
    "A visit": {
        VisitState.PLANNED: {
            VisitState.UNDER_WAY: "its first day comes",
            VisitState.OVERDUE: _MOVED,
            VisitState.DEFERRED: _DEFERRED,
            VisitState.INCOMPLETE: f"{_INCOMPLETE}, where it was taken up again and moved on",
            VisitState.CANCELLED: _CANCELLED,
        },
        VisitState.UNDER_WAY: {
            VisitState.PLANNED: _MOVED,
            VisitState.OVERDUE: "its last day passes",
            VisitState.DONE: _ENDED,
            VisitState.DEFERRED: _DEFERRED,
            VisitState.PAUSED: _PAUSED,
            VisitState.INCOMPLETE: _INCOMPLETE,
            VisitState.CANCELLED: _CANCELLED,
        },
        VisitState.OVERDUE: {
            VisitState.PLANNED: _MOVED,
            VisitState.UNDER_WAY: _MOVED,
            VisitState.DONE: _ENDED,
            VisitState.DEFERRED: _DEFERRED,
            VisitState.PAUSED: _PAUSED,
            VisitState.INCOMPLETE: _INCOMPLETE,
            VisitState.CANCELLED: _CANCELLED,
        },
        VisitState.DONE: {
            VisitState.UNDER_WAY: _REOPENED,
            VisitState.OVERDUE: _REOPENED,
        },
        VisitState.CANCELLED: {},
        VisitState.DEFERRED: {
            VisitState.PLANNED: _MOVED,
            VisitState.UNDER_WAY: _MOVED,
            VisitState.OVERDUE: _MOVED,
            VisitState.CANCELLED: _CANCELLED,
        },
        VisitState.PAUSED: {
            VisitState.UNDER_WAY: _RESUMED,
            VisitState.OVERDUE: _RESUMED,
            VisitState.INCOMPLETE: _INCOMPLETE,
            VisitState.CANCELLED: f"{_CANCELLED}, where no session was held",
        },
        VisitState.INCOMPLETE: {
            VisitState.PLANNED: _REOPENED,
            VisitState.UNDER_WAY: _REOPENED,
            VisitState.OVERDUE: _REOPENED,
        },
    },
    "A session": {
        SessionState.RECORDED: {SessionState.CANCELLED: _CANCELLED},
        SessionState.CANCELLED: {},
    },
}


def request_state(
    *, received: bool, due_on: date, on: date, withdrawn: bool = False
) -> RequestState:
    """Return where a request is on a day; the day it is due is still in time."""
    if withdrawn:
        return RequestState.WITHDRAWN
    if received:
        return RequestState.RECEIVED
    return RequestState.LATE if on > due_on else RequestState.SENT


def return_state(*, returned: bool, certified: bool) -> ReturnState:
    """Return how far the return of one body is; what is certified alone counts for claims."""
    if not returned:
        return ReturnState.NOT_RETURNED
    return ReturnState.CERTIFIED if certified else ReturnState.RETURNED


def visit_state(
    *,
    starts_on: date,
    ends_on: date,
    ended_at: datetime | None,
    cancelled: bool,
    on: date,
    halted: str = "",
) -> VisitState:
    """Return where a visit is on a day; ``ended_at`` is when its hot debrief was recorded.

    What interrupted it (``halted``) stands before its days: nothing of it is late meanwhile.
    """
    if cancelled:
        return VisitState.CANCELLED
    if ended_at is not None:
        return VisitState.DONE
    if halted:
        return VisitState(halted)
    if on > ends_on:
        return VisitState.OVERDUE
    return VisitState.UNDER_WAY if on >= starts_on else VisitState.PLANNED


def session_state(*, cancelled: bool) -> SessionState:
    """Return whether a session still stands."""
    return SessionState.CANCELLED if cancelled else SessionState.RECORDED
