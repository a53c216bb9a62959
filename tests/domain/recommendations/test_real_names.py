"""In a rehearsal no public word names a real body: not an addressee, not in what one answers."""

from __future__ import annotations

from datetime import date

import pytest

from inspectorate.domain.publication.register import build
from inspectorate.domain.recommendations.actions import close, move_due
from inspectorate.domain.recommendations.models import (
    Acceptance,
    Addressee,
    Closure,
    DueDate,
    Response,
)
from inspectorate.domain.recommendations.opening.made import as_they_open
from inspectorate.domain.recommendations.public_record import public_part
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.domain.recommendations.following import (
    ON,
    accepted,
    asked,
    closed,
    later,
    moved,
    replied,
    signed,
    verified,
    who,
)
from tests.factories.forging import unguarded
from tests.factories.publishing import a_story, frozen, released, saved
from tests.factories.rooms import a_key

pytestmark = pytest.mark.django_db
CODE = "real_body_named"


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [str(reason.code) for reason in refusal.value.reasons]


@pytest.fixture
def part() -> Addressee:
    return asked()


@pytest.mark.parametrize(
    "words",
    [
        "The College of Examples will do it.",
        "COLLEGE OF EXAMPLES’ board agreed.",
        "We at the College will do it.",
        "See college-of-examples for more.",
    ],
)
def test_reply_that_names_a_real_body_is_refused_until_the_name_is_removed(
    part: Addressee, words: str
) -> None:
    reply = replied(part, action=words)
    with pytest.raises(Refused) as refusal:
        accepted(reply)
    assert codes(refusal) == [CODE]
    name = next(reason.text for reason in refusal.value.reasons).split("“")[1].removesuffix("”.")
    # No reason lets it stay.
    with pytest.raises(Refused) as refusal:
        accepted(reply, reasons={f"action/real_body/{name}": "It is known."})
    assert codes(refusal) == [CODE]
    accepted(reply, action=words.replace(name, "[removed]"))
    assert "[removed]" in public_part(part, ON).response


def test_live_inspection_publishes_who_answers() -> None:
    part = asked(rehearsal=False)
    accepted(replied(part, action="The College of Examples will do it."))
    assert public_part(part, ON).response == "The College of Examples will do it."
    assert part.label == "College of Examples"


def test_address_that_names_a_real_body_is_not_published_by_itself(part: Addressee) -> None:
    replied(part, link="https://college-of-examples.example/reply")
    assert public_part(part, ON).link == ""


def test_moved_day_and_closure_are_refused_where_their_words_name_a_real_body(
    part: Addressee,
) -> None:
    lead, given = who(part, Role.LEAD), {"at": later(20), "addressee": part}
    with pytest.raises(Refused) as refusal:
        move_due(
            by=lead,
            key=a_key(),
            due_on=date(2021, 1, 31),
            reason="Asked for by the College of Examples.",
            **given,
        )
    assert codes(refusal) == [CODE]
    with pytest.raises(Refused) as refusal:
        close(by=lead, key=a_key(), outcome="not", reasons="The College refuses.", **given)
    assert codes(refusal) == [CODE]
    assert (DueDate.objects.count(), Closure.objects.count()) == (1, 0)


def test_words_recorded_before_that_name_a_real_body_are_left_out_and_the_rest_is_told(
    part: Addressee,
) -> None:
    reply = replied(part)
    accepted(reply)
    move = moved(part)
    signed(move, 21)
    looked = verified(part)
    signed(looked, 31)
    end = closed(part)
    signed(end, 41)
    named = "The College of Examples said so."
    unguarded(Response).update(action=named)
    unguarded(Acceptance).update(action=named)
    unguarded(DueDate).filter(pk=move.pk).update(reason=named)
    unguarded(Closure).update(reasons=named)
    found = public_part(part, ON)
    told = " ".join(line.what for line in found.history)
    assert "College" not in f"{found.response} {told}"
    assert "Due day moved from 30 September 2020 to 31 December 2020" in told
    assert "Closed, implemented" in told
    assert found.agreement == "Agreed"


def test_register_prints_a_pseudonym_where_a_recommendation_was_opened_under_a_real_name() -> None:
    story = a_story()
    released(story)
    to = Addressee.objects.get()
    assert to.label == "Body A"
    _as_of_before(to)
    [made] = build(story.inspection, ON).recommendations
    assert [one.body for one in made.addressees] == ["Body A"]
    # What was frozen stays as it is, and is told as it is; what is frozen from now on is not.
    editions = Edition.objects.filter(document=story.report, kind="public")
    [opened] = as_they_open(story.inspection, editions, ON)
    assert [one.label for one in opened.to] == ["College of Examples"]
    saved(story.report, story.report.text.replace("We looked at", "We looked into"))
    frozen(story.report)
    [opened] = as_they_open(story.inspection, editions.order_by("-number")[:1], ON)
    assert [one.label for one in opened.to] == ["Body A"]


def _as_of_before(to: Addressee) -> None:
    """As it was opened before addressees had pseudonyms: real names, nothing kept."""
    unguarded(Addressee).update(label=to.body.name)
    unguarded(Edition).update(addressees=None)
