"""The only writers of delegates. They lie in the stream of the register, as contacts do."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.access import require
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from ..actions import STREAM
from ..models import Contact, Delegate
from ..permissions import TABLE
from ..verbs import BodyVerb
from . import policies, queries


@action(BodyVerb.NAME_DELEGATE, streams=lambda **_: [STREAM])
def name_delegate(
    *,
    by: Person,
    at: datetime,
    key: str,
    contact: Contact,
    person: Person,
    from_on: date,
    to_on: date,
    reason: str,
) -> Delegate:
    """Let ``person`` speak for a body in place of a contact, from a day to a day, both included.

    By whoever names contacts, or by the contact; whoever stands in themselves may not.
    """
    own = queries.own_contacts(by).filter(pk=contact.pk).exists()
    if not own:
        require(by, TABLE, BodyVerb.NAME_DELEGATE)
    on = localdate(at)
    refuse_if(
        policies.delegable(
            contact, person, (from_on, to_on), reason, on=on, chosen_by=by if own else None
        )
    )
    delegate = Delegate.objects.create(
        contact=contact,
        person=person,
        from_on=from_on,
        to_on=to_on,
        reason=reason.strip(),
        named_at=at,
    )
    write(of=delegate, stream=STREAM, detail=_told(delegate))
    return delegate


@action(BodyVerb.END_DELEGATE, streams=lambda **_: [STREAM])
def end_delegate(*, by: Person, at: datetime, key: str, delegate: Delegate) -> Delegate:
    """End standing in before its last day: by whoever names contacts, the contact or the delegate.

    What the delegate may see in the portal is gone on the next request.
    """
    own = queries.own_contacts(by).filter(pk=delegate.contact_id).exists()
    if not own and delegate.person_id != by.pk:
        require(by, TABLE, BodyVerb.END_DELEGATE)
    refuse_if(policies.delegate_endable(delegate, localdate(at)))
    delegate.ended_at = at
    delegate.save(update_fields=["ended_at"])
    write(of=delegate, stream=STREAM, detail=_told(delegate))
    return delegate


def _told(delegate: Delegate) -> dict[str, object]:
    contact = delegate.contact
    return {
        "contact": contact.pk,
        "person": delegate.person_id,
        "body": contact.body.code,
        "from_on": delegate.from_on,
        "to_on": delegate.to_on,
    }
