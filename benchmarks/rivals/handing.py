"""What one hands to another while somebody else does too, and links of which each is good once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from tests.factories import rooms
from tests.factories.rooms import AT, a_key, member

from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.sessions import actions as sessions
from inspectorate.domain.judgments.leaving import actions as leaving
from inspectorate.foundation.people.invitations import actions as links
from inspectorate.foundation.people.invitations.links import digest_of
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.tokens import actions as tokens

from .evidence import _assigned
from .ground import Ground, Pair, again, call
from .inspections import _planned_visit, _session


def _held(on: Ground) -> Any:
    # A session of the first day has begun, and what has begun is handed to nobody.
    next(on.days)
    return _session(on, _planned_visit(on))()


def _handing(on: Ground, held: Any) -> Any:
    to = rooms.join(on.fieldwork, Role.INSPECTOR)
    given = {"person": held.inspectors.get(), "to": to, "gone_past": "Handed so"}
    return call(sessions.hand_over_session, by=on.lead(on.fieldwork), session=held, **given)


def session_handed_over_to_two(on: Ground) -> Pair:
    held = _held(on)
    return _handing(on, held), _handing(on, held)


def hand_over_or_cancel_a_session(on: Ground) -> Pair:
    held = _held(on)
    given = {"session": held, "reason": "The room was shut"}
    return _handing(on, held), call(fieldwork.cancel_session, by=on.lead(on.fieldwork), **given)


def _giving(on: Ground, given: Any) -> Any:
    to = rooms.join(on.judging, Role.INSPECTOR)
    said = {"assignment": given, "to": to, "reason": "On leave until spring"}
    return call(leaving.hand_over, by=on.lead(on.judging), **said)


def judgment_handed_over_to_two(on: Ground) -> Pair:
    given = _assigned(on)
    return _giving(on, given), _giving(on, given)


def hand_over_a_judgment_or_leave_with_it_handed_over(on: Ground) -> Pair:
    given = _assigned(on)
    leaver = rooms.join(on.judging, Role.INSPECTOR)
    lead = on.lead(on.judging)
    reason = "Called to court"
    moved = leaving.hand_over(
        by=lead, at=AT, key=a_key("rival"), assignment=given, to=leaver, reason=reason
    )
    place = on.judging.team.get(person=leaver, left_at=None)
    other = member(on.judging, Role.INSPECTOR, 1)
    left = call(
        leaving.leave_team,
        by=lead,
        member=place,
        reason=reason,
        judgments=[(moved.scope_body, other)],
    )
    return _giving(on, moved), left


def _link(on: Ground) -> Any:
    number = next(on.numbers)
    person = links.invite_new(
        by=rooms.an_admin(),
        at=AT,
        key=a_key("rival"),
        email=f"rival{number}@police.example",
        name="Invited Rival",
        role=Role.ANALYST,
        digest=digest_of(f"rival {number}"),
    )
    return person.invitations.get()


def _using(link: Any) -> Any:
    password = make_password(rooms.PASSWORD)
    return call(links.use_link, by=link.person, invitation=link, password=password)


def link_used_twice(on: Ground) -> Pair:
    return again(_using(_link(on)))


def use_or_revoke_a_link(on: Ground) -> Pair:
    link = _link(on)
    return _using(link), call(links.revoke_link, by=rooms.an_admin(), invitation=link)


def link_sent_twice(on: Ground) -> Pair:
    person = _link(on).person
    admin, number = rooms.an_admin(), next(on.numbers)
    first, second = (
        call(links.invite, by=admin, person=person, digest=digest_of(f"rival {number} {one}"))
        for one in range(2)
    )
    return first, second


def token_ended_twice(on: Ground) -> Pair:
    person, number = member(on.fieldwork, Role.ANALYST), next(on.numbers)
    given = {"label": "A program", "scopes": ["evidence:read"], "days": 9}
    digest = digest_of(f"rival {number}")
    made = tokens.make_token(by=person, at=AT, key=a_key("rival"), digest=digest, **given)
    return again(call(tokens.end_token, by=person, token=made))
