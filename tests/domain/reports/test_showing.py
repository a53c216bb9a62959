"""What lay before whoever froze a text or signed a release is kept, and told again later."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.test import Client

from inspectorate.domain.publication import approving
from inspectorate.domain.reports import actions, queries, showing
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.people.roles import Role
from tests.factories.forging import unguarded
from tests.factories.publishing import (
    DRAFTED,
    REPORT,
    Story,
    a_story,
    approved,
    frozen,
    prepared,
    saved,
)
from tests.factories.rooms import a_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return a_story()


def full() -> Edition:
    return Edition.objects.get(kind="full")


def test_problems_that_stood_are_kept_with_the_full_edition_and_told_by_what_their_check_looks_for(
    story: Story,
) -> None:
    document = saved(story.report, REPORT.replace("[Most forces", "[All forces"))
    stood = queries.problems(document)
    for place in {(one.check, one.place.excerpt) for one in stood.blocking}:
        actions.waive(
            by=story.who(Role.LEAD),
            at=DRAFTED,
            key=a_key(),
            document=document,
            check=place[0],
            excerpt=place[1],
            reason="Agreed with the lead.",
        )
    frozen(document)
    told = showing.told(full())
    assert told is not None
    assert told.text == hashlib.sha256(document.text.encode()).hexdigest()
    assert [(one.check, one.line) for one in (*told.waived, *told.warned)] == sorted(
        ((str(one.check), one.place.line) for one in stood.problems),
        key=lambda one: one not in {(str(held.check), held.place.line) for held in stood.blocking},
    )
    assert all(one.meaning != one.check for one in told.waived)
    assert "All forces" not in str(full().shown)


def test_public_edition_keeps_none_of_it(story: Story) -> None:
    public = frozen(story.report)
    assert (public.shown, showing.told(public)) == (None, None)


def test_edition_frozen_before_it_was_kept_says_so(
    story: Story, client: Client, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    frozen(story.report)
    unguarded(Edition).filter(kind="full").update(shown=None)
    client.force_login(story.who(Role.LEAD))
    page = client.get(f"/i/{story.inspection.slug}/documents/report/editions/1/full/")
    assert "Frozen before what the checks found was kept." in page.content.decode()


def test_second_signer_is_told_the_editions_that_lay_there_and_those_beside_them(
    story: Story,
) -> None:
    release = approved(prepared(story))
    told = approving.told(release.approval)
    assert told is not None
    assert [(one.document.slug, same) for one, same in told.holds] == [
        (one.document.slug, True) for one in release.editions.order_by("pk")
    ]
    assert (told.beside, told.passed) == (
        (),
        len(approving.passed(story.who(Role.SIGNING), release)),
    )


def test_release_page_says_what_its_second_signer_was_shown(
    story: Story, client: Client, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    release = approved(prepared(story))
    client.force_login(story.who(Role.LEAD))
    page = client.get(f"/i/{story.inspection.slug}/publication/{release.number}/")
    words = page.content.decode()
    assert "Which editions lay before the second signer" in words
    assert "Signed before that was kept." not in words
