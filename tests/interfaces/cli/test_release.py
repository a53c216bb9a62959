"""``inspectorate release``: a sweep that publishes what is due, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from inspectorate.domain.publication import actions
from inspectorate.domain.publication.models import Bundle
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli.main import main
from tests.factories.publishing import RELEASE, REPORT, a_story, prepared
from tests.factories.rooms import a_key

pytestmark = pytest.mark.django_db


def sweep(*words: str) -> Result:
    return CliRunner().invoke(main, ["release", *words])


def test_sweep_publishes_what_is_approved_and_due_once_and_refreshes_when_asked() -> None:
    undated = [text.replace("published: 2020-03-09\n", "") for text in (REPORT, RELEASE)]
    story, now = a_story(report=undated[0], release=undated[1]), timezone.now()
    press = story.who(Role.PRESS).email
    release = prepared(story, at=now - timedelta(hours=1), embargo_until=now - timedelta(minutes=5))
    assert sweep("--by", press).output == "0 done.\n"
    actions.approve(by=story.who(Role.SIGNING), at=now, key=a_key(), release=release)
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
    actions.approve(by=story.who(Role.SIGNING), at=now, key=a_key(), release=release)
    swept = sweep("--by", story.who(Role.PRESS).email)
    assert (swept.exit_code, swept.output, Bundle.objects.count()) == (0, "0 done.\n", 0)


def test_sweep_by_nobody_registered_ends_with_2_and_says_how_to_find_people() -> None:
    result = sweep("--by", "nobody@inspectorate.example")
    assert result.exit_code == 2
    assert "Nobody is registered under nobody@inspectorate.example." in result.output
    assert "inspectorate people list" in result.output
