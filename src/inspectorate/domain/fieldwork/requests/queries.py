"""Reads of what became of a request, for pages that show it."""

from __future__ import annotations

from inspectorate.foundation.reasons.reasons import Reason

from ..models import Request
from . import policies
from .models import RequestDueDay


def due_days(request: Request) -> list[RequestDueDay]:
    """Days given to a request by a rule or in place of another, the earliest first. One query."""
    return list(request.due_days.select_related("by"))


def reasons_not_to_withdraw(request: Request) -> list[Reason]:
    """Why a request may not be withdrawn now, given that a reason will be written."""
    return policies.request_withdrawable(request, "given")


def reasons_not_to_receive(request: Request, *, outside: bool = False) -> list[Reason]:
    """Why nothing may be handed in for a request any more."""
    return policies.not_withdrawn(request, outside=outside)
