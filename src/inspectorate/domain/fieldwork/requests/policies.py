"""May a request be moved to another day, or withdrawn, now? Each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..models import DataReturn, Receipt, Request
from ..reasons import FieldworkReason
from ..verbs import FieldworkVerb
from .answered import answered

_LONGEST_REASON = 1_000


def answerable(request: Request, *, outside: bool = False) -> list[Reason]:
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
        *answerable(request),
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
    """Require a request that is still asked and is not answered, and a reason."""
    reasons = [
        *inspections.reasons_over(request.inspection),
        *answerable(request),
        *storable(reason, "reason", needed=True, limit=_LONGEST_REASON),
    ]
    if Request.objects.filter(answered(), pk=request.pk).exists():
        text = "Something was handed in for this request."
        mend = Mend.nothing("What came stays. Tell the body that nothing more is wanted.")
        if DataReturn.objects.filter(asked__request=request).exists():
            mend = Mend.by(FieldworkVerb.TAKE_RETURN_BACK, "Take the return back first.")
        reasons.append(Reason(FieldworkReason.REQUEST_ANSWERED, text, mend))
    return reasons


def replaceable(request: Request, earlier: Receipt | None, file: StoredFile | None) -> list[Reason]:
    """Require that a document of this request, not replaced before, is replaced by a document."""
    if earlier is None:
        return []
    text, mend = "", Mend.words("Choose another, or send it as a document of its own.")
    if earlier.request_id != request.pk or not earlier.digest:
        text = "What is to be replaced is no document of this request."
    elif hasattr(earlier, "replaced"):
        text = "That document was replaced already."
    elif file is None:
        text, mend = "A note replaces no document.", Mend.words("Choose the file.")
    return [Reason(FieldworkReason.NOT_REPLACEABLE, text, mend, "replaces")] if text else []


def lookable(request: Request, receipts: Sequence[Receipt]) -> list[Reason]:
    """Require something of this request that nobody looked at."""
    new = [one for one in receipts if one.request_id == request.pk and not hasattr(one, "look")]
    if new:
        return []
    text = "All of it was looked at already."
    return [Reason(FieldworkReason.LOOKED_AT_ALREADY, text, NOTHING_TO_DO)]
