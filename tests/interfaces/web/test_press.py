"""Copies for the press: taken by who prepares a release, once two have signed, under embargo."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import RELEASE, REPORT, a_story, approved, prepared
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db
LINE = "nobody may publish any of this before 00:01 GMT on 9 March 2100"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def test_press_officer_takes_each_copy_once_two_have_signed_and_others_do_not() -> None:
    ahead = {"report": REPORT, "release": RELEASE.replace("published: ", "stamp: ")}
    story = a_story(
        **{
            name: text.replace(
                "2020-03-09", "2100-03-09T00:01:00+00:00" if "stamp" in text else "2100-03-09"
            )
            for name, text in ahead.items()
        }
    )
    slug = story.inspection.slug
    release = prepared(story, embargo_until=datetime(2100, 3, 9, 0, 1, tzinfo=UTC))
    client, reader = signed_in(story.who(Role.PRESS)), signed_in(story.who(Role.REFERENCER))
    page, copy = (
        reverse("publication-release", args=[slug, release.number]),
        reverse("publication-press", args=[slug, release.number, "press-release", "html"]),
    )
    assert client.get(copy).status_code == 404
    approved(release)
    assert copy in client.get(page).content.decode()
    assert copy not in reader.get(page).content.decode()
    assert reader.get(copy).status_code == 404
    answer = client.get(copy)
    assert answer["Content-Disposition"].endswith('press-release-under-embargo.html"')
    said = words(answer)
    assert b"/claims/" not in answer.content
    assert LINE in said
    assert said.index(LINE) < said.index("Most forces have mandatory training")
    markdown = client.get(copy.replace("/html/", "/md/"))
    assert markdown.content.decode().startswith("**Under embargo: ")
    assert client.get(copy.replace("press-release", "report")).status_code == 404
    # The moment of the text is the one that the form begins with.
    form = client.get(reverse("publication-prepare", args=[slug])).content.decode()
    assert 'value="2100-03-09T00:01"' in form
