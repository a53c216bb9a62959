"""A recommendation published and followed up, step by step, for the tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from inspectorate.domain.recommendations import actions
from inspectorate.domain.recommendations.models import (
    Acceptance,
    Addressee,
    Closure,
    Confirmation,
    DueDate,
    Response,
    Verification,
)
from inspectorate.domain.recommendations.opening import actions as opening
from inspectorate.domain.recommendations.publicity import Signed
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.keeping import kept
from tests.factories.publishing import a_story, frozen
from tests.factories.rooms import a_contact, a_key, member

PUBLISHED = datetime(2020, 3, 9, 0, 1, tzinfo=UTC)
ON = date(2020, 8, 1)


def later(days: int) -> datetime:
    """Noon, some days after publication."""
    return datetime(2020, 3, 9, 12, 0, tzinfo=UTC) + timedelta(days=days)


@kept
def asked(**given: Any) -> Addressee:
    """The college, asked by recommendation 1, due on 30 September 2020."""
    story = a_story(**given)
    edition = frozen(story.report)
    opening.open_from(by=story.who(Role.PRESS), at=PUBLISHED, key=a_key(), edition=edition)
    return Addressee.objects.get()


def who(part: Addressee, role: Role, number: int = 0) -> Person:
    """The person on the team in a role."""
    return member(part.recommendation.inspection, role, number)


@kept
def replied(part: Addressee, day: int = 10, **given: Any) -> Response:
    """A reply of the body's own contact."""
    fields = {"agreement": "agreed", "action": "We shall set it down.", **given}
    return actions.respond(
        by=a_contact(part.body), at=later(day), key=a_key(), addressee=part, **fields
    )


@kept
def accepted(reply: Response, day: int = 12, **given: Any) -> Acceptance:
    """The words of a reply, read by the press office; as they are where nothing else is given."""
    part = reply.addressee
    words = {"action": reply.action, "why_none": reply.why_none, "link": reply.link}
    fields = {"by": who(part, Role.PRESS), **words, **given}
    return actions.accept(at=later(day), key=a_key(), response=reply, **fields)


@kept
def moved(part: Addressee, due_on: date = date(2020, 12, 31), day: int = 20) -> DueDate:
    """A moved day, by the lead."""
    return actions.move_due(
        by=who(part, Role.LEAD),
        at=later(day),
        key=a_key(),
        addressee=part,
        due_on=due_on,
        reason="More time was asked for.",
    )


@kept
def verified(part: Addressee, confirmed: str = "complete", day: int = 30) -> Verification:
    """What was confirmed, by the lead."""
    return actions.verify(
        by=who(part, Role.LEAD),
        at=later(day),
        key=a_key(),
        addressee=part,
        confirmed=confirmed,
        evidence="Read the guidance and spoke to three forces.",
    )


@kept
def closed(part: Addressee, outcome: str = "implemented", day: int = 40) -> Closure:
    """The part closed, by the lead."""
    return actions.close(
        by=who(part, Role.LEAD),
        at=later(day),
        key=a_key(),
        addressee=part,
        outcome=outcome,
        reasons="It was set down.",
    )


@kept
def signed(record: Signed, day: int, by: Person | None = None) -> Confirmation:
    """The approving inspector's second signature."""
    by = by or who(record.addressee, Role.SIGNING)
    return actions.confirm(by=by, at=later(day), key=a_key(), record=record)


@kept
def taken_back(signature: Acceptance | Confirmation, day: int, reason: str = "An error.") -> None:
    """A signature withdrawn by the lead."""
    if isinstance(signature, Acceptance):
        by = who(signature.response.addressee, Role.LEAD)
        actions.withdraw_acceptance(
            by=by, at=later(day), key=a_key(), acceptance=signature, reason=reason
        )
    else:
        by = who(signature.addressee, Role.LEAD)
        actions.withdraw_confirmation(
            by=by, at=later(day), key=a_key(), confirmation=signature, reason=reason
        )
