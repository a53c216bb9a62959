"""May the address of a calendar be made, or ended, now?"""

from __future__ import annotations

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..reasons import FieldworkReason
from .models import CalendarAddress


def address_makeable(digest: str) -> list[Reason]:
    """Require a secret that no address ever had."""
    if not CalendarAddress.objects.filter(digest=digest).exists():
        return []
    text = "This address was made already."
    mend = Mend.words("Open the page again, and send it.")
    return [Reason(FieldworkReason.CALENDAR_ADDRESS_KNOWN, text, mend)]


def address_endable(person: Person) -> list[Reason]:
    """Require an address that is open."""
    if CalendarAddress.objects.filter(person=person, ended_at=None).exists():
        return []
    text = "No address of your calendar is open."
    return [Reason(FieldworkReason.NO_CALENDAR_ADDRESS, text, NOTHING_TO_DO)]
