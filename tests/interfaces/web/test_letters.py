"""Letters of a template as an editor makes them: one press, each told, by forms alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.models import Document
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import Story, a_document, a_story, saved
from tests.factories.rooms import a_key, scope_body
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db
TEXT = "# Letter to {{body}}\n\n{.narrative}\nWe thank you, {{body}}.\n"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def template(story: Story) -> Document:
    return a_document(story.inspection, "letters", "letters", "Letter to {{body}}", TEXT)


def at(name: str, inspection: Inspection, *more: str) -> str:
    return reverse(f"reports-{name}", args=[inspection.slug, "letters", *more])


def test_one_press_makes_a_letter_for_each_body_and_the_page_tells_of_each(
    story: Story, template: Document
) -> None:
    client, inspection = signed_in(story.who(Role.EDITOR)), story.inspection
    page = client.get(reverse("reports-document", args=[inspection.slug, "letters"]))
    assert at("letters", inspection) in page.content.decode()
    before = words(client.get(at("letters", inspection)))
    code = scope_body(inspection, 0).code
    assert (
        at("make-letter", inspection, code)
        in client.get(at("letters", inspection)).content.decode()
    )
    assert before.count("not made") == inspection.scope.count()
    asked = client.post(at("make-letters", inspection), {"key": a_key()}, follow=True)
    told = words(asked)
    assert "The letters are made." in told
    assert told.count("as the template makes it now") == inspection.scope.count()
    assert "Make the letters" not in told
    letter = inspection.documents.get(scope_body=scope_body(inspection, 0))
    assert reverse("reports-document", args=[inspection.slug, letter.slug]) in (
        asked.content.decode()
    )


def test_letter_changed_by_hand_stays_and_the_press_says_so(
    story: Story, template: Document
) -> None:
    client, inspection = signed_in(story.who(Role.EDITOR)), story.inspection
    client.post(at("make-letters", inspection), {"key": a_key()})
    letter = inspection.documents.get(scope_body=scope_body(inspection, 0))
    saved(letter, f"{letter.text}\nMore.\n")
    saved(template, f"{TEXT}\nAnd this.\n")
    told = words(client.get(at("letters", inspection)))
    assert "changed by hand since it was made" in told
    assert told.count("has changed since it was made") == inspection.scope.count() - 1
    told = words(client.post(at("make-letters", inspection), {"key": a_key()}, follow=True))
    assert f"{scope_body(inspection, 0).label}: Somebody has changed this letter" in told
    code = scope_body(inspection, 0).code
    refused = client.post(at("make-letter", inspection, code), {"key": a_key()})
    assert refused.status_code == 422
    assert "it stays as they left it" in words(refused)


def test_other_documents_have_no_letters_and_readers_no_press(
    story: Story, template: Document
) -> None:
    inspection = story.inspection
    client = signed_in(story.who(Role.EDITOR))
    assert client.get(reverse("reports-letters", args=[inspection.slug, "report"])).status_code == (
        404
    )
    reader = signed_in(story.who(Role.ANALYST))
    told = reader.get(at("letters", inspection))
    assert told.status_code == 200
    assert "Make the letters" not in words(told)
    assert reader.post(at("make-letters", inspection), {"key": a_key()}).status_code == 404
