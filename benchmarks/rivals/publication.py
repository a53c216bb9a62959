"""Releases, and what follows them up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from benchmarks.at_once import Call
from tests.factories import publishing
from tests.factories.rooms import a_key

from inspectorate.domain.publication import actions as publication
from inspectorate.domain.publication import queries as publications
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.recommendations.opening import actions as opening
from inspectorate.foundation.ledger.clock import database_clock
from inspectorate.foundation.people.roles import Role

from .ground import Ground, Pair, again, call, twice


def _approve(on: Ground, release: Any) -> Call:
    at = publishing.SIGNED + timedelta(hours=2)
    signed = {"release": release, "digest": release.contents.digest}
    return call(publication.approve, by=on.story.who(Role.SIGNING), at=at, **signed)


def _cancel(on: Ground, release: Any) -> Call:
    at = publishing.SIGNED + timedelta(hours=2)
    given = {"by": on.story.who(Role.LEAD), "at": at, "release": release}
    return call(publication.cancel, reason="Not before the election", **given)


def _release(on: Ground, release: Any) -> Call:
    return call(
        publication.release,
        by=on.story.who(Role.PRESS),
        at=publishing.EMBARGO,
        release=release,
    )


def approve_or_cancel(on: Ground) -> Pair:
    release = on.release(goes_out=False)
    return _approve(on, release), _cancel(on, release)


def release_or_cancel(on: Ground) -> Pair:
    release = publishing.approved(on.release())
    return _release(on, release), _cancel(on, release)


def release_or_approve(on: Ground) -> Pair:
    release = on.release()
    return _release(on, release), _approve(on, release)


def released_twice(on: Ground) -> Pair:
    release = publishing.approved(on.release())
    return _release(on, release), _release(on, release)


def prepared_twice(on: Ground) -> Pair:
    return twice(
        publication.prepare,
        by=on.story.who(Role.PRESS),
        at=publishing.SIGNED + timedelta(hours=1),
        inspection=on.story.inspection,
        editions=[on.spare],
        embargo_until=publishing.EMBARGO,
    )


def refreshed_twice(on: Ground) -> Pair:
    return twice(
        publication.refresh,
        by=on.released.who(Role.PRESS),
        at=publishing.EMBARGO + timedelta(hours=1),
        inspection=on.released.inspection,
    )


def _mandate(on: Ground) -> Call:
    story = on.released
    # One stands at a time.
    if (standing := publications.mandate_of(story.inspection)) is not None:
        _end(on, standing, Role.LEAD)()
    at = publishing.EMBARGO + timedelta(hours=1)
    given = {"by": story.who(Role.SIGNING), "inspection": story.inspection}
    return call(publication.give_mandate, at=at, **given)


def mandate_given_twice(on: Ground) -> Pair:
    return again(_mandate(on))


def _end(on: Ground, mandate: Any, role: Role) -> Call:
    return call(
        publication.end_mandate,
        by=on.released.who(role),
        at=publishing.EMBARGO + timedelta(hours=2),
        mandate=mandate,
        reason="We look at each first",
    )


def mandate_ended_by_two(on: Ground) -> Pair:
    mandate = _mandate(on)()
    return _end(on, mandate, Role.LEAD), _end(on, mandate, Role.PRESS)


def end_the_mandate_or_publish_under_it(on: Ground) -> Pair:
    mandate = _mandate(on)()
    daily = call(
        publication.refresh,
        by=on.released.who(Role.SIGNING),
        at=publishing.EMBARGO + timedelta(hours=2),
        inspection=on.released.inspection,
        publisher=True,
    )
    return _end(on, mandate, Role.LEAD), daily


def clock_confirmed_twice(on: Ground) -> Pair:
    return twice(
        publication.confirm_clock,
        by=on.released.who(Role.PRESS),
        at=publishing.EMBARGO,
        said=database_clock(),
    )


def recommendations_opened_twice(on: Ground) -> Pair:
    edition = on.report(next(on.numbers))
    return twice(
        opening.open_from,
        by=on.story.who(Role.PRESS),
        at=publishing.EMBARGO,
        edition=edition,
    )


def recommendation_opened_twice(on: Ground) -> Pair:
    edition, numbers = on.many
    given = {"at": publishing.EMBARGO, "edition": edition, "number": next(numbers)}
    return twice(opening.open_one, by=on.story.who(Role.PRESS), **given)


def _close(on: Ground, part: Addressee) -> Call:
    return call(
        recommendations.close,
        by=on.story.who(Role.LEAD),
        at=publishing.EMBARGO + timedelta(days=30),
        addressee=part,
        outcome="overtaken",
        reasons="The law has changed",
    )


def close_or_move_the_day(on: Ground) -> Pair:
    part = on.part()
    move = call(
        recommendations.move_due,
        by=on.story.who(Role.LEAD),
        at=publishing.EMBARGO + timedelta(days=30),
        addressee=part,
        due_on=date(2021, 3, 31),
        reason="Pilots were delayed",
    )
    return _close(on, part), move


def close_or_verify(on: Ground) -> Pair:
    part = on.part()
    verify = call(
        recommendations.verify,
        by=on.story.who(Role.LEAD),
        at=publishing.EMBARGO + timedelta(days=30),
        addressee=part,
        confirmed="partly",
        evidence="Their own report",
    )
    return _close(on, part), verify


def _on_a_part(act: Callable[..., Any], **given: Any) -> Callable[[Ground], Pair]:
    def pair(on: Ground) -> Pair:
        at = publishing.EMBARGO + timedelta(days=30)
        return twice(act, by=on.story.who(Role.LEAD), at=at, addressee=on.one_part, **given)

    return pair


def responded_twice(on: Ground) -> Pair:
    link = "https://body.example/reply"
    return _on_a_part(recommendations.respond, agreement="agreed", action="Shall do", link=link)(on)


def progress_claimed_twice(on: Ground) -> Pair:
    return _on_a_part(recommendations.claim_progress, claimed="some", text="Did some")(on)


def verified_twice(on: Ground) -> Pair:
    given = {"confirmed": "partly", "evidence": "Their own report"}
    return _on_a_part(recommendations.verify, **given)(on)


def day_moved_twice(on: Ground) -> Pair:
    day = date(2021, 3, 31) + timedelta(days=next(on.numbers))
    return _on_a_part(recommendations.move_due, due_on=day, reason="Pilots were delayed")(on)


def closed_twice(on: Ground) -> Pair:
    close = _close(on, on.part())
    return close, Call(close.act, {**close.given, "key": a_key("rival")})


def approved_twice(on: Ground) -> Pair:
    return again(_approve(on, on.release(goes_out=False)))


def cancelled_twice(on: Ground) -> Pair:
    return again(_cancel(on, on.release(goes_out=False)))
