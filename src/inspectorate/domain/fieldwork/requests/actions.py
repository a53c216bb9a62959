"""The only writers of what becomes of a request after it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from inspectorate.domain.inspections.access import reading, require
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, refuse_if

from ..models import Receipt, Request
from ..permissions import TABLE
from ..verbs import FieldworkVerb
from . import policies
from .models import ReceiptLook, RequestDueDay, RequestWithdrawal


@action(FieldworkVerb.MOVE_REQUEST, streams=lambda *, request, **_: [request.inspection.stream])
def move_request(
    *,
    by: Person,
    at: datetime,
    key: str,
    request: Request,
    due_on: date,
    reason: str,
    version: int,
) -> Request:
    """Move the day on which a request is due, with a reason that the body reads.

    ``version`` is how many days were given when the page was made; Conflict when there are more.
    """
    inspection = request.inspection
    require(by, inspection, TABLE, FieldworkVerb.MOVE_REQUEST)
    given = request.due_days.count()
    if given != version:
        raise Conflict(version=given, theirs=f"due on {request.due_on}", yours=f"due on {due_on}")
    refuse_if(policies.due_movable(request, due_on, reason, at))
    was = request.due_on
    RequestDueDay.objects.create(
        request=request, due_on=due_on, old_due_on=was, reason=reason.strip(), by=by, at=at
    )
    request.due_on = due_on
    request.save(update_fields=["due_on"])
    write(of=request, stream=inspection.stream, detail={"was": was, "due_on": due_on})
    return request


@action(FieldworkVerb.WITHDRAW_REQUEST, streams=lambda *, request, **_: [request.inspection.stream])
def withdraw_request(
    *, by: Person, at: datetime, key: str, request: Request, reason: str
) -> RequestWithdrawal:
    """Say that a request is no longer asked, with a reason that the body reads."""
    inspection = request.inspection
    require(by, inspection, TABLE, FieldworkVerb.WITHDRAW_REQUEST)
    refuse_if(policies.request_withdrawable(request, reason))
    withdrawal = RequestWithdrawal.objects.create(
        request=request, reason=reason.strip(), by=by, at=at
    )
    write(of=withdrawal, stream=inspection.stream, detail={"request": request.pk})
    return withdrawal


@action(FieldworkVerb.LOOK_AT_RECEIPTS, streams=lambda *, request, **_: [request.inspection.stream])
def look_at_receipts(
    *, by: Person, at: datetime, key: str, request: Request, receipts: Sequence[Receipt]
) -> Request:
    """Record that ``by`` looked at hand-ins for a request; those looked at before keep their look.

    Raises Forbidden where one is marked above the reader.
    """
    inspection = request.inspection
    require(by, inspection, TABLE, FieldworkVerb.LOOK_AT_RECEIPTS)
    reader = reading(by, inspection)
    if not all(reader.may(one.marking) for one in receipts):
        raise Forbidden(FieldworkVerb.LOOK_AT_RECEIPTS)
    refuse_if(policies.lookable(request, receipts))
    new = [one for one in receipts if one.request_id == request.pk and not hasattr(one, "look")]
    ReceiptLook.objects.bulk_create([ReceiptLook(receipt=one, by=by, at=at) for one in new])
    write(of=request, stream=inspection.stream, detail={"receipts": [one.pk for one in new]})
    return request
