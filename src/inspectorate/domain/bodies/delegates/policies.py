"""May somebody stand in for a contact, or end doing so, now? Each rule returns its reasons."""

from __future__ import annotations

from datetime import date

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..models import Contact, Delegate
from ..reasons import BodyReason
from ..verbs import BodyVerb
from . import queries

# Standing in is for a time: who is away for longer is no contact any more.
LONGEST_DAYS = 366
_LONGEST_REASON = 1_000


def delegable(
    contact: Contact,
    person: Person,
    days: tuple[date, date],
    reason: str,
    *,
    on: date,
    chosen_by: Person | None,
) -> list[Reason]:
    """Require a contact still named, a fitting person, days to come, a reason, and no other then.

    ``chosen_by`` is the contact where they choose themselves, and so among their own people alone.
    """
    if contact.ended_at is not None:
        text = f"{contact.person} no longer speaks for {contact.body}."
        mend = Mend.by(BodyVerb.NAME_CONTACT, "Name a contact first.", contact.body)
        return [Reason(BodyReason.CONTACT_ENDED, text, mend)]
    return [
        *_fitting(contact, person, chosen_by),
        *_of_days(contact, days, on),
        *storable(reason, "reason", needed=True, limit=_LONGEST_REASON),
    ]


def delegate_endable(delegate: Delegate, on: date) -> list[Reason]:
    """Require a delegate who has not ended, by an act or by the last day."""
    if delegate.ended_at is None and delegate.to_on >= on:
        return []
    text = f"{delegate.person} no longer stands in."
    return [Reason(BodyReason.DELEGATE_ENDED, text, NOTHING_TO_DO)]


def _fitting(contact: Contact, person: Person, chosen_by: Person | None) -> list[Reason]:
    if person.pk == contact.person_id:
        text, mend = "Nobody stands in for themselves.", Mend.words("Choose somebody else.")
        return [Reason(BodyReason.DELEGATE_ONESELF, text, mend, "person")]
    if chosen_by is not None:
        if queries.choosable_by(chosen_by, contact).filter(pk=person.pk).exists():
            chosen_by = None
        else:
            text = "That person is no contact of a body of yours."
            mend = Mend.outside("Ask the inspectorate to name somebody else.")
            return [Reason(BodyReason.DELEGATE_NOT_YOURS, text, mend, "person")]
    needed = contact.person.roles & OUTSIDE
    if person.is_active and needed <= person.roles:
        return []
    text = f"{person.name} does not hold the role in which {contact.person.name} is a contact."
    mend = Mend.by(PersonVerb.GRANT, "Ask an administrator to give that role.", person)
    return [Reason(BodyReason.NOT_A_CONTACT, text, mend, "person")]


def _of_days(contact: Contact, days: tuple[date, date], on: date) -> list[Reason]:
    from_on, to_on = days
    reasons = []
    if to_on < from_on:
        text, mend = "The last day is before the first.", Mend.words("Choose a later last day.")
        reasons.append(Reason(BodyReason.DELEGATE_DAYS, text, mend, "to_on"))
    if to_on < on:
        text, mend = "The last day has passed.", Mend.words("Choose a later last day.")
        reasons.append(Reason(BodyReason.DELEGATE_DAYS, text, mend, "to_on"))
    if (to_on - from_on).days >= LONGEST_DAYS:
        text = f"These are more than {LONGEST_DAYS} days."
        mend = Mend.words("Choose an earlier last day; name somebody again when it comes.")
        reasons.append(Reason(BodyReason.DELEGATE_DAYS, text, mend, "to_on"))
    there = contact.delegates.filter(ended_at=None, from_on__lte=to_on, to_on__gte=from_on)
    for one in there.select_related("person"):
        text = f"{one.person} stands in for {contact.person} from {one.from_on} to {one.to_on}."
        mend = Mend.by(BodyVerb.END_DELEGATE, "End that first, or choose other days.", one)
        reasons.append(Reason(BodyReason.DELEGATE_NAMED, text, mend, "from_on"))
    return reasons
