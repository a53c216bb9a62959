"""Who is to be reminded of a draft to check, and that they were: a link, and never twice a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.inspections.states import OVER
from inspectorate.foundation.people.models import Person

from ..models import CheckReminder, FactCheck
from .ending.queries import unfinished
from .queries import reads_as

# Days before the day due from which one is reminded, and between two reminders of one copy.
SOON, APART = 3, 7


@dataclass(frozen=True, slots=True)
class RemindedOfDraft:
    """One person and the copies of which they are reminded, claimed for a day."""

    person: Person
    reminders: tuple[CheckReminder, ...]

    @property
    def days(self) -> list[date]:
        """The days on which these are due, each once, the earliest first."""
        return sorted({one.fact_check.due_on for one in self.reminders})


def claim(on: date) -> Iterator[RemindedOfDraft]:
    """Claim, person by person, what each is reminded of on a day, and give it to be mailed.

    Of the newest copy of each recipient, where nobody has raised a point on it or said that there
    is none, until its last day. A claim is kept before the mail goes, so that no crash and no
    second run mails it again that day.
    """
    later = FactCheck.objects.filter(
        Q(scope_body=OuterRef("scope_body"))
        | Q(body=OuterRef("body"))
        | Q(person=OuterRef("person")),
        document=OuterRef("document"),
        number__gt=OuterRef("number"),
        recall=None,
    )
    due = (
        unfinished(FactCheck.objects.filter(recall=None, points=None))
        .filter(due_on__gte=on, due_on__lte=on + timedelta(days=SOON))
        .exclude(document__inspection__phase__in=OVER)
        .exclude(Exists(later))
        .select_related("scope_body", "person")
        .order_by("pk")
    )
    wanted: dict[Person, list[FactCheck]] = {}
    for check in due:
        if CheckReminder.objects.filter(
            fact_check=check, on__gt=on - timedelta(days=APART)
        ).exists():
            continue
        for person in _readers(check, on):
            wanted.setdefault(person, []).append(check)
    for person, checks in sorted(wanted.items(), key=lambda one: one[0].pk):
        try:
            with transaction.atomic():
                made = tuple(
                    CheckReminder.objects.create(fact_check=one, person=person, on=on)
                    for one in checks
                )
        except IntegrityError:
            # Another run claims them at this moment.
            continue
        yield RemindedOfDraft(person, made)


def _readers(check: FactCheck, on: date) -> list[Person]:
    """Who may answer a copy on a day: a reader for us, or the contacts of a body."""
    if check.person is not None:
        return [check.person] if reads_as(check.person, check, on) else []
    body = check.scope_body.body_id if check.scope_body else check.body_id
    assert body is not None  # a copy has one recipient
    spoken = Person.objects.filter(is_active=True).filter(
        Q(speaks_for__ended_at=None, speaks_for__body=body)
        | Q(stands_in__ended_at=None, stands_in__contact__body=body)
    )
    every = spoken.distinct().order_by("pk")
    return [one for one in every if bodies.spoken_for_by(one, on).filter(pk=body).exists()]


def note_sent(reminded: RemindedOfDraft, at: datetime) -> None:
    """Note that the mail was taken by the mail server."""
    keys = [one.pk for one in reminded.reminders]
    CheckReminder.objects.filter(pk__in=keys).update(sent_at=at)
