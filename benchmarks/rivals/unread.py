"""What waits to be read, or for a second person's signature, before the public may know it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from benchmarks.at_once import Call
from tests.factories import publishing
from tests.factories.rooms import a_key

from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Acceptance, Response, Verification
from inspectorate.foundation.people.roles import Role

from .ground import Ground, Pair, again, call

THEN = publishing.EMBARGO + timedelta(days=31)
WORDS = "Shall set it down"


def _reply(on: Ground) -> Response:
    made: Response = recommendations.respond(
        by=on.story.who(Role.LEAD),
        at=THEN,
        key=a_key("rival"),
        addressee=on.one_part,
        agreement="agreed",
        action=WORDS,
        link="https://body.example/reply",
    )
    return made


def _accept(on: Ground, reply: Response, role: Role = Role.PRESS) -> Call:
    # Without the link, which a check would ask a reason for.
    return call(
        recommendations.accept, by=on.story.who(role), at=THEN, response=reply, action=WORDS
    )


def _withdraw(on: Ground, accepted: Acceptance) -> Call:
    return call(
        recommendations.withdraw_acceptance,
        by=on.story.who(Role.LEAD),
        at=THEN,
        acceptance=accepted,
        reason="Looked at it again",
    )


def _verified(on: Ground, part: Any, confirmed: str = "complete") -> Verification:
    made: Verification = recommendations.verify(
        by=on.story.who(Role.LEAD),
        at=THEN,
        key=a_key("rival"),
        addressee=part,
        confirmed=confirmed,
        evidence="Their own report",
    )
    return made


def _confirm(on: Ground, record: Any, role: Role = Role.SIGNING) -> Call:
    return call(recommendations.confirm, by=on.story.who(role), at=THEN, record=record)


def accepted_by_two(on: Ground) -> Pair:
    reply = _reply(on)
    return _accept(on, reply), _accept(on, reply, Role.SIGNING)


def accepted_twice(on: Ground) -> Pair:
    return again(_accept(on, _reply(on)))


def accept_or_answer_anew(on: Ground) -> Pair:
    reply = _reply(on)
    anew = call(
        recommendations.respond,
        by=on.story.who(Role.LEAD),
        at=THEN,
        addressee=reply.addressee,
        agreement="not",
        why_none="Others do this already",
        link="https://body.example/reply",
    )
    return _accept(on, reply), anew


def acceptance_withdrawn_twice(on: Ground) -> Pair:
    return again(_withdraw(on, _accept(on, _reply(on))()))


def confirmed_by_two(on: Ground) -> Pair:
    record = _verified(on, on.one_part)
    return _confirm(on, record), _confirm(on, record, Role.INSPECTOR)


def confirmed_twice(on: Ground) -> Pair:
    return again(_confirm(on, _verified(on, on.one_part)))


def confirm_or_verify_anew(on: Ground) -> Pair:
    part = on.one_part
    anew = call(
        recommendations.verify,
        by=on.story.who(Role.LEAD),
        at=THEN,
        addressee=part,
        confirmed="none",
        evidence="It was taken down again",
    )
    return _confirm(on, _verified(on, part)), anew


def _take_back(on: Ground, confirmation: Any) -> Call:
    return call(
        recommendations.withdraw_confirmation,
        by=on.story.who(Role.LEAD),
        at=THEN,
        confirmation=confirmation,
        reason="Signed too early",
    )


def confirmation_withdrawn_twice(on: Ground) -> Pair:
    return again(_take_back(on, _confirm(on, _verified(on, on.one_part))()))


def confirm_a_closure_or_take_back_what_it_rests_on(on: Ground) -> Pair:
    part = on.part()
    looked = _confirm(on, _verified(on, part))()
    closure = recommendations.close(
        by=on.story.who(Role.LEAD),
        at=THEN,
        key=a_key("rival"),
        addressee=part,
        outcome="implemented",
        reasons="It is in use",
    )
    return _confirm(on, closure), _take_back(on, looked)
