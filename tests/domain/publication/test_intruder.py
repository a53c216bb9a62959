"""What can be worked out of a release blocks its approval until it is taken out, or gone past with
a reason; whoever may not read what is hidden is not told of whom it speaks.
"""

from __future__ import annotations

import pytest

from inspectorate.domain.publication import actions, approving, intruder
from inspectorate.domain.publication.models import Release
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.leaking import a_release
from tests.factories.publishing import SIGNED, a_story, frozen, prepared, released, saved
from tests.factories.rooms import a_key, member

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]


def approve(release: Release, reason: str = "") -> object:
    return actions.approve(
        by=member(release.inspection, Role.SIGNING),
        at=SIGNED,
        key=a_key(),
        release=release,
        digest=release.contents.digest,
        reason=reason,
    )


def test_what_can_be_worked_out_is_named_with_how_and_what_to_do() -> None:
    story, release = a_release(leaking=True)

    (one,) = intruder.told(story.who(Role.SIGNING), release)

    assert one.bodies == (story.body(0).label,)
    assert any("named in “1 of the 12" in step for step in one.steps), one.steps
    assert any("Take the name out of the sentence" in each for each in one.remedies)
    assert one.settled
    assert not one.earlier


def test_what_can_be_worked_out_blocks_approval_and_is_gone_past_with_a_reason() -> None:
    _, release = a_release(leaking=True)

    with pytest.raises(Refused) as refusal:
        approve(release)

    codes = {str(one.code) for one in refusal.value.reasons}
    assert "body_derivable" in codes
    assert "1 of 12" in " ".join(one.text for one in refusal.value.reasons)
    approve(release, "The force agreed in writing.")
    passed = [
        one
        for one in approving.passed(member(release.inspection, Role.SIGNING), release)
        if one.gate == "disclosure"
    ]
    assert [one.reason for one in passed] == ["The force agreed in writing."]


def test_a_small_number_that_nothing_gives_away_does_not_block() -> None:
    _, release = a_release(leaking=False)

    assert intruder.found(release).secrets
    assert intruder.gaps_by_document(release) == {}
    assert "body_derivable" not in {str(one.code) for one in approving.warnings(release)}


def test_whoever_may_not_read_what_is_hidden_is_not_told_of_whom_it_speaks() -> None:
    story, release = a_release(leaking=True)
    saved(
        story.report,
        story.report.text
        + '\n\n{.narrative}\nA [word]{.sensitive ground="x" marking="OFFICIAL-SENSITIVE"}.\n',
    )

    (one,) = intruder.told(story.who(Role.PRESS), release)

    assert (one.bodies, one.steps) == ((), ())
    assert one.remedies


def test_what_an_earlier_release_gave_away_alone_is_listed_and_blocks_nothing_more() -> None:
    story, first = a_release(leaking=True)
    approve(first, "The force agreed in writing.")
    actions.release(by=story.who(Role.PRESS), at=first.embargo_until, key=a_key(), release=first)
    label = story.body(0).label
    story.report = saved(story.report, story.report.text.replace(f"; {label} wrote to us", ""))
    again = prepared(
        story,
        [frozen(story.report)],
        corrects=first,
        correction_reason="The table told on a force.",
    )

    (one,) = intruder.told(story.who(Role.SIGNING), again)

    assert one.earlier
    assert intruder.gaps_by_document(again) == {}


def test_a_release_without_names_of_bodies_publishes_none_and_has_nothing_derivable() -> None:
    bundle = released(a_story())

    assert intruder.found(bundle.release).derived == ()
