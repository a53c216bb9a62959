"""May a request be moved to another day, or withdrawn, now? Each with its reasons."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..models import Request
from ..reasons import FieldworkReason
from ..verbs import FieldworkVerb

_LONGEST_REASON = 1_000


def not_withdrawn(request: Request, *, outside: bool = False) -> list[Reason]:
    """Require a request that is still asked."""
    if not hasattr(request, "withdrawal"):
        return []
    text = "This request was withdrawn."
    mend = NOTHING_TO_DO if outside else Mend.by(FieldworkVerb.ASK, "Ask for it again.")
    return [Reason(FieldworkReason.REQUEST_WITHDRAWN, text, mend)]


def due_movable(request: Request, due_on: date, reason: str, at: datetime) -> list[Reason]:
    """Require a request that is still asked, another day that has not passed, and a reason."""
    reasons = [
        *inspections.reasons_over(request.inspection),
        *not_withdrawn(request),
        *storable(reason, "reason", needed=True, limit=_LONGEST_REASON),
    ]
    if due_on < timezone.localdate(at):
        text, mend = f"{due_on} has passed.", Mend.words("Choose a later day.")
        reasons.append(Reason(FieldworkReason.DUE_IN_THE_PAST, text, mend, "due_on"))
    if due_on == request.due_on:
        text, mend = f"It is due on {due_on} already.", Mend.words("Choose another day.")
        reasons.append(Reason(FieldworkReason.DUE_DAY_UNCHANGED, text, mend, "due_on"))
    return reasons


def request_withdrawable(request: Request, reason: str) -> list[Reason]:
    """Require a request that is still asked and for which nothing came, and a reason."""
    reasons = [
        *inspections.reasons_over(request.inspection),
        *not_withdrawn(request),
        *storable(reason, "reason", needed=True, limit=_LONGEST_REASON),
    ]
    if request.receipts.exists():
        text = "Something was handed in for this request."
        mend = Mend.nothing("What came stays. Tell the body that nothing more is wanted.")
        reasons.append(Reason(FieldworkReason.REQUEST_ANSWERED, text, mend))
    return reasons
