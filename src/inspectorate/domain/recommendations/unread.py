"""What is not public yet: words that nobody read, records that only one person signed."""

from __future__ import annotations

from collections.abc import Mapping

from inspectorate.domain.bodies.queries import names_of_bodies, speaks_for
from inspectorate.domain.bodies.real_names import RealNames
from inspectorate.domain.inspections.marked_words import readable
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.scheme import BASELINE, above
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.queries import open_declarations
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.checks.registry import passages

from . import policies
from .models import Addressee, Closure, Confirmation, DueDate, Response, Verification
from .publicity import Signed, came_with, publicity_of


def names_kept_out(inspection: Inspection) -> RealNames | None:
    """The real bodies that no public words may name: of a rehearsal all, for replies are simulated.

    None for a live inspection.
    """
    return names_of_bodies() if inspection.rehearsal else None


def named_in(inspection: Inspection, words: str) -> str:
    """Return the first real body that ``words`` name and may not, empty where there is none."""
    names = names_kept_out(inspection)
    return names.first(words) if names else ""


def own_body(person: Person, addressee: Addressee) -> bool:
    """Does this person speak for the addressee, or have an interest in it?"""
    body = addressee.body
    return speaks_for(person, body) or open_declarations([person], body.code).exists()


def reasons_not_to_accept(
    person: Person, response: Response, words: Mapping[str, str], reasons: Mapping[str, str]
) -> list[Reason]:
    """Why these words of a reply may not become public now; ``words`` by the reply's fields."""
    return policies.acceptable(
        accepted=publicity_of(response).out,
        own_body=own_body(person, response.addressee),
        wrote=words_of(response),
        words=words,
        found=passages(words, names_kept_out(response.addressee.recommendation.inspection)),
        reasons=reasons,
        marking=response.marking,
    )


def words_of(response: Response) -> dict[str, str]:
    """What an addressee wrote, by the fields that may become public."""
    return {"action": response.action, "why_none": response.why_none, "link": response.link}


def reasons_not_to_confirm(person: Person, record: Signed) -> list[Reason]:
    """Why this person may not sign a record as the second now."""
    addressee = record.addressee
    rows = _of_its_kind(record)
    later = rows[rows.index(record) + 1 :]
    looks = list(addressee.verifications.all())
    implemented = isinstance(record, Closure) and record.outcome == "implemented"
    marking = BASELINE if isinstance(record, DueDate) else record.marking
    # Nobody signs what they may not read.
    unread = readable(person, addressee.recommendation.inspection, marking, "What you would sign")
    return unread + policies.confirmable(
        confirmed=publicity_of(record).out,
        own_record=record.by_id == person.pk,
        own_body=own_body(person, addressee),
        superseded=any(publicity_of(one).out for one in later),
        first_day=isinstance(record, DueDate)
        and came_with(record, addressee.recommendation.opened_at),
        unverified=implemented and not (looks and publicity_of(looks[-1]).out),
    )


def _of_its_kind(record: Signed) -> list[Signed]:
    if isinstance(record, Closure):
        return [record]
    if isinstance(record, Verification):
        return list(record.addressee.verifications.all())
    return list(record.addressee.due_dates.all())


def holds_closure(confirmation: Confirmation) -> bool:
    """Does a confirmed closure as implemented rest on what is confirmed here?"""
    closure = Closure.objects.filter(addressee=confirmation.addressee).first()
    return (
        confirmation.verification is not None
        and closure is not None
        and closure.outcome == "implemented"
        and publicity_of(closure).out
    )


def to_read(addressee: Addressee) -> Response | None:
    """The newest reply, while nobody has read it for the public.

    One marked above OFFICIAL is never read for the public.
    """
    newest = next(reversed(addressee.responses.all()), None)
    if newest is None or above(newest.marking, BASELINE):
        return None
    return newest if publicity_of(newest).unread else None


def to_confirm(addressee: Addressee) -> list[Signed]:
    """What waits for a second person: the newest move, the newest verification, the closure."""
    opened_at = addressee.recommendation.opened_at
    closure = getattr(addressee, "closure", None)
    newest: list[Signed] = [
        *list(addressee.due_dates.all())[-1:],
        *list(addressee.verifications.all())[-1:],
        *([closure] if closure else []),
    ]
    return [
        one
        for one in newest
        if publicity_of(one).unread and not (isinstance(one, DueDate) and came_with(one, opened_at))
    ]
