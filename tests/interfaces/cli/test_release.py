"""``inspectorate release``: a sweep that publishes what is due, once."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from inspectorate.domain.publication.models import Bundle
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli.main import main
from tests.factories.publishing import a_story, approved, prepared

pytestmark = pytest.mark.django_db


def sweep(*words: str) -> Result:
    return CliRunner().invoke(main, ["release", *words])


def test_sweep_publishes_what_is_approved_and_due_once_and_refreshes_when_asked() -> None:
    story = a_story()
    press = story.who(Role.PRESS).email
    release = prepared(story)
    assert sweep("--by", press).output == "0 done.\n"
    approved(release)
    first = sweep("--by", press)
    assert (first.exit_code, first.output.endswith("1 done.\n")) == (0, True)
    assert f"{release}: released, " in first.output
    assert sweep("--by", press).output == "0 done.\n"
    assert Bundle.objects.count() == 1
    again = sweep("--by", press, "--refresh")
    assert f"{release}: register refreshed, " in again.output
    assert Bundle.objects.count() == 2


def test_sweep_by_nobody_registered_ends_with_2_and_says_how_to_find_people() -> None:
    result = sweep("--by", "nobody@inspectorate.example")
    assert result.exit_code == 2
    assert "Nobody is registered under nobody@inspectorate.example." in result.output
    assert "inspectorate people list" in result.output
