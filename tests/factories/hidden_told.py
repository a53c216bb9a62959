"""What the hidden inspection told its bodies on the day, and what stood still meanwhile: debriefs,
provisional grades, whom to call about welfare, who stands in, days off, a calendar's address.

Nothing of it is public, whatever it says. What has no words is counted in ``UNSAID``: a day, the
secret of an address, what only a letter to a body says.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from inspectorate.domain.bodies.delegates import actions as delegates
from inspectorate.domain.bodies.models import Contact
from inspectorate.domain.fieldwork.diary import actions as diary
from inspectorate.domain.fieldwork.diary.addresses import digest_of, secret_of
from inspectorate.domain.fieldwork.interruptions import actions as interruptions
from inspectorate.domain.fieldwork.interruptions.policies import Asked
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.debriefs import actions as debriefs
from inspectorate.domain.judgments.debriefs.models import Debrief
from inspectorate.domain.judgments.models import Assignment, Submission
from inspectorate.foundation.people.days_off import actions as days_off
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories import rooms, telling
from tests.factories.rooms import AT, a_key
from tests.factories.telling import ENDED

# Days that nothing else tells, in a year that nothing else has.
AWAY = (date(2063, 4, 5), date(2063, 4, 7))
UNSAID = (
    *("2063-04-05", "2063-04-07", "20630405", "5 april 2063", "7 april 2063"),
    *("what we told you on the day", "what we told you was provisional"),
)


def secrets_of(person: Person) -> tuple[str, str]:
    """The secret of the address of a person's calendar, and what is kept of it."""
    secret = secret_of(person, f"calendar of {person.pk}")
    return secret.casefold(), digest_of(secret)


def asked(say: Any, since: datetime) -> Asked:
    """Who asked that a visit stand still, on what ground, and whom the body can call."""
    return Asked(
        since=since,
        asked_by="body",
        office=say("who asked for an interruption"),
        ground="emergency",
        words=say("ground of an interruption"),
        welfare_office=say("whom the body can call about welfare"),
        welfare_reach=f"{say('at which address of welfare')}@police.example",
    )


def stood_still(say: Any, visit: Visit) -> None:
    """A visit that has begun is paused and resumed, left incomplete and reopened."""
    lead = rooms.member(visit.inspection, Role.LEAD)
    at = ENDED - timedelta(hours=4)

    def turn(act: Any, **given: Any) -> None:
        nonlocal at
        at += timedelta(minutes=20)
        now = Visit.objects.select_related("inspection").get(pk=visit.pk)
        said: dict[str, Any] = {"by": lead, "at": at, "key": a_key(), "version": now.version}
        if "asked" in given:
            given["asked"] = asked(say, at)
        else:
            given["since"] = at
        act(visit=now, **said, **given)

    turn(interruptions.pause_visit, asked=None)
    turn(interruptions.resume_visit, reason=say("why a visit was resumed"))
    turn(interruptions.leave_incomplete, asked=None, not_seen=say("what was not seen"))
    turn(interruptions.reopen_visit, reason=say("why a visit was reopened"))


def deferred(say: Any, visit: Visit) -> Visit:
    """A visit that has not begun is deferred: a move brings it back."""
    now = Visit.objects.select_related("inspection").get(pk=visit.pk)
    lead = rooms.member(now.inspection, Role.LEAD)
    said: dict[str, Any] = {"by": lead, "at": AT, "key": a_key(), "version": now.version}
    interruptions.defer_visit(visit=now, asked=asked(say, AT), **said)
    return Visit.objects.select_related("inspection").get(pk=visit.pk)


def debriefed(say: Any, visit: Visit) -> Debrief:
    """A visit ends with what was said, and who heard it."""
    words, heard_by = say("debrief"), say("who heard a debrief")
    return telling.debriefed(visit, debrief=words, heard_by=heard_by)


def told(say: Any, inspection: Inspection, ref: str, number: int) -> None:
    """The grade of a judgment is told as it was submitted; one of them by mistake."""
    if number == 0 and ref == "1.1":
        lead = rooms.member(inspection, Role.LEAD)
        debriefs.set_telling(
            by=lead,
            at=ENDED,
            key=a_key(),
            inspection=inspection,
            telling="debrief",
            reason=say("why grades are told"),
        )
    if number:
        return
    debrief = Debrief.objects.get(visit__scope_body=rooms.scope_body(inspection, number))
    made = telling.tell(debrief, _submitted(inspection, ref, number))
    if ref == "1.2":
        telling.not_told(made, reason=say("why a grade was not told after all"))


def _submitted(inspection: Inspection, ref: str, number: int) -> Submission:
    cell = Assignment.objects.filter(
        scope_body=rooms.scope_body(inspection, number),
        criterion=rooms.criterion(inspection, ref),
    )
    return Submission.objects.filter(assignment__in=cell).order_by("pk")[0]


def explained(say: Any, inspection: Inspection) -> None:
    """Why what was told was agreed otherwise, in words that are withdrawn and in others."""
    lead = rooms.member(inspection, Role.LEAD)
    (one,) = telling.ToldGrade.objects.filter(withdrawal=None)
    first = telling.say(one, words=say("withdrawn words on a difference"))
    debriefs.withdraw_difference(
        by=lead,
        at=telling.LATER,
        key=a_key(),
        difference=first,
        reason=say("why words on a difference were withdrawn"),
    )
    telling.say(one, words=say("words on a difference"))


def away(say: Any, inspection: Inspection, person: Person) -> None:
    """Days off of an inspector, the address of their calendar; who stands in for a contact."""
    days_off.take_days_off(by=person, at=AT, key=a_key(), from_on=AWAY[0], to_on=AWAY[1])
    diary.make_calendar_address(by=person, at=AT, key=a_key(), digest=secrets_of(person)[1])
    body = rooms.scope_body(inspection).body
    rooms.a_contact(body)
    contact = Contact.objects.filter(body=body).latest("pk")
    delegates.name_delegate(
        by=rooms.an_admin(),
        at=AT,
        key=a_key(),
        contact=contact,
        person=rooms.a_person(Role.BODY, name=say("name of who stands in")),
        from_on=AT.date(),
        to_on=AT.date() + timedelta(days=14),
        reason=say("why a contact is away"),
    )
