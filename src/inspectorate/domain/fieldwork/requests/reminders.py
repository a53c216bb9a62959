"""Who is to be reminded of what is due soon or late, and that they were: never twice a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.inspections.states import OVER
from inspectorate.foundation.people.models import Person

from ..models import Request
from .answered import answered
from .models import RequestReminder

# Days before the due day from which one is reminded, and between two reminders of one request.
SOON, APART = 3, 7


@dataclass(frozen=True, slots=True)
class Reminded:
    """One person and the requests of which they are reminded, claimed for a day."""

    person: Person
    reminders: tuple[RequestReminder, ...]

    @property
    def days(self) -> list[date]:
        """The days on which these are due, each once, the earliest first."""
        return sorted({one.request.due_on for one in self.reminders})


def claim(on: date) -> Iterator[Reminded]:
    """Claim, person by person, what each is reminded of on a day, and give it to be mailed.

    A claim is kept before the mail goes, so that no crash and no second run mails it again that
    day.
    """
    open_ones = Request.objects.filter(~answered(), withdrawal=None)
    due = open_ones.filter(due_on__lte=on + timedelta(days=SOON))
    due = due.exclude(inspection__phase__in=OVER).select_related("scope_body")
    asked = due.order_by().values("scope_body__body")
    # Whoever is no contact, or stands in for one, now or any more, has nothing of theirs below.
    contacts = Person.objects.filter(is_active=True).filter(
        Q(speaks_for__ended_at=None, speaks_for__body__in=asked)
        | Q(stands_in__ended_at=None, stands_in__contact__body__in=asked)
    )
    for person in contacts.distinct().order_by("pk"):
        # One mail a day, whatever became due since.
        if RequestReminder.objects.filter(person=person, on=on).exists():
            continue
        # What the mail server did not take reminded nobody, and is tried again the next day.
        lately = RequestReminder.objects.filter(
            person=person, on__gt=on - timedelta(days=APART), sent_at__isnull=False
        )
        theirs = due.filter(scope_body__body__in=bodies.spoken_for_by(person, on))
        wanted = list(theirs.exclude(pk__in=lately.values("request")))
        if not wanted:
            continue
        try:
            with transaction.atomic():
                made = tuple(
                    RequestReminder.objects.create(request=one, person=person, on=on)
                    for one in wanted
                )
        except IntegrityError:
            # Another run claims them at this moment.
            continue
        yield Reminded(person, made)


def note_sent(reminded: Reminded, at: datetime) -> None:
    """Note that the mail was taken by the mail server."""
    keys = [one.pk for one in reminded.reminders]
    RequestReminder.objects.filter(pk__in=keys).update(sent_at=at)


def reminders_of(request: Request) -> list[RequestReminder]:
    """Who was reminded of a request, the earliest first. One query."""
    return list(request.reminders.select_related("person").exclude(sent_at=None))
