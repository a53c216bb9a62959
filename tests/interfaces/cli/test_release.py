"""``inspectorate release``: a sweep that publishes what is due, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils import timezone

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.publication import actions
from inspectorate.domain.publication.models import Bundle
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli.main import main
from tests.factories.publishing import RELEASE, REPORT, a_story, prepared
from tests.factories.rooms import a_contact, a_key, a_request, scope_body

pytestmark = pytest.mark.django_db


def sweep(*words: str) -> Result:
    return CliRunner().invoke(main, ["release", *words])


def test_sweep_publishes_what_is_approved_and_due_once_and_refreshes_when_asked() -> None:
    undated = [text.replace("published: 2020-03-09\n", "") for text in (REPORT, RELEASE)]
    story, now = a_story(report=undated[0], release=undated[1]), timezone.now()
    press = story.who(Role.PRESS).email
    release = prepared(story, at=now - timedelta(hours=1), embargo_until=now - timedelta(minutes=5))
    assert sweep("--by", press).output == "0 done.\n"
    actions.approve(
        by=story.who(Role.SIGNING),
        at=now,
        key=a_key(),
        release=release,
        digest=release.contents.digest,
    )
    first = sweep("--by", press)
    assert (first.exit_code, first.output.endswith("1 done.\n")) == (0, True), first.output
    assert f"{release}: released, " in first.output
    assert sweep("--by", press).output == "0 done.\n"
    assert Bundle.objects.count() == 1
    again = sweep("--by", press, "--refresh")
    assert f"{release}: register refreshed, " in again.output
    assert Bundle.objects.count() == 2


def test_sweep_leaves_what_is_approved_and_not_yet_due() -> None:
    undated = [text.replace("published: 2020-03-09\n", "") for text in (REPORT, RELEASE)]
    story, now = a_story(report=undated[0], release=undated[1]), timezone.now()
    release = prepared(story, at=now - timedelta(hours=1), embargo_until=now + timedelta(hours=1))
    actions.approve(
        by=story.who(Role.SIGNING),
        at=now,
        key=a_key(),
        release=release,
        digest=release.contents.digest,
    )
    swept = sweep("--by", story.who(Role.PRESS).email)
    assert (swept.exit_code, swept.output, Bundle.objects.count()) == (0, "0 done.\n", 0)


def test_sweep_by_nobody_registered_ends_with_2_and_says_how_to_find_people() -> None:
    result = sweep("--by", "nobody@inspectorate.example")
    assert result.exit_code == 2
    assert "Nobody is registered under nobody@inspectorate.example." in result.output
    assert "inspectorate people list" in result.output


def test_contact_who_posts_the_key_of_the_sweep_does_not_stop_it(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    undated = [text.replace("published: 2020-03-09\n", "") for text in (REPORT, RELEASE)]
    story, now = a_story(report=undated[0], release=undated[1]), timezone.now()
    release = prepared(story, at=now - timedelta(hours=1), embargo_until=now - timedelta(minutes=5))
    actions.approve(
        by=story.who(Role.SIGNING),
        at=now,
        key=a_key(),
        release=release,
        digest=release.contents.digest,
    )
    slug, body = story.inspection.slug, scope_body(story.inspection)
    a_request(story.inspection)
    contact = a_contact(body.body)
    client = Client()
    client.force_login(contact)
    key = f"sweep-{slug}-{release.number}"
    address = f"/portal/{slug}/{body.code}/requests/1/hand-in/"
    answer = client.post(address, {"key": key, "note": "Here it is"})
    assert (answer.status_code, answer["Location"][:8]) == (302, "/portal/")
    assert Entry.objects.get(key__endswith=key).key == f"person/{contact.pk}/{key}"
    swept = sweep("--by", story.who(Role.PRESS).email)
    assert (swept.exit_code, Bundle.objects.count()) == (0, 1), swept.output
    assert Entry.objects.filter(key=f"internal/{key}").exists()


def test_sweep_goes_on_past_what_is_refused_and_names_it_at_the_end() -> None:
    undated = [text.replace("published: 2020-03-09\n", "") for text in (REPORT, RELEASE)]
    now = timezone.now()
    yesterday = now - timedelta(days=1)
    # A day late: what it prints as its day is no longer the day.
    dated = [
        text.replace("2020-03-09", str(timezone.localdate(yesterday))) for text in (REPORT, RELEASE)
    ]
    refused = a_story(report=dated[0], release=dated[1])
    sound = a_story(report=undated[0], release=undated[1])
    press = sound.who(Role.PRESS)
    inspections.join(
        by=refused.who(Role.LEAD),
        at=now,
        key=a_key(),
        inspection=refused.inspection,
        person=press,
        role=Role.PRESS,
    )
    for story, until in ((refused, yesterday), (sound, now)):
        release = prepared(story, at=until - timedelta(minutes=9), embargo_until=until)
        actions.approve(
            by=story.who(Role.SIGNING),
            at=now,
            key=a_key(),
            release=release,
            digest=release.contents.digest,
        )
    swept = sweep("--by", press.email)
    assert swept.exit_code == 2
    assert Bundle.objects.get().release.inspection == sound.inspection
    assert swept.stdout.endswith("1 done.\n")
    assert swept.stderr.startswith(f"{refused.inspection.slug}, ")
    assert "not released. " in swept.stderr
    assert sound.inspection.slug not in swept.stderr
