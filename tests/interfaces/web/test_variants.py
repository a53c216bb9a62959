"""A translation as an editor opens it, and as a reader of both languages signs it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from inspectorate.domain.reports.models import Document, Signature
from inspectorate.foundation.people.roles import Role
from tests.domain.reports.test_variants import ENGLISH, WELSH
from tests.factories.publishing import Story, a_document, a_story, saved
from tests.factories.rooms import a_key
from tests.factories.wording import declared
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def original(story: Story) -> Document:
    return a_document(story.inspection, "summary", "summary", "Training in short", ENGLISH)


def at(document: Document, name: str = "document", *more: str) -> str:
    return reverse(f"reports-{name}", args=[document.inspection.slug, document.slug, *more])


def test_translation_is_opened_from_its_original_and_says_what_is_not_checked(
    story: Story, original: Document
) -> None:
    client = signed_in(story.who(Role.EDITOR))
    assert at(original, "open-variant") in client.get(at(original)).content.decode()
    form = words(client.get(at(original, "open-variant")))
    assert "Welsh (Cymraeg)" in form
    sent = {"language": "cy", "title": "Hyfforddiant yn gryno", "key": a_key("web")}
    told = words(client.post(at(original, "open-variant"), sent, follow=True))
    assert "The translation is open, with the words of its original." in told
    assert "Translation into Welsh" in told
    assert "Rules of English are off here." in told
    assert "no_unbound_quantity (needs a text in English)" in told
    page = client.get(at(original)).content.decode()
    assert 'lang="cy"' in page
    assert "Welsh (Cymraeg)" not in words(client.get(at(original, "open-variant")))


def test_section_is_written_beside_that_of_the_original_in_the_language_of_both(
    story: Story, original: Document
) -> None:
    client = signed_in(story.who(Role.EDITOR))
    sent = {"language": "cy", "title": "Hyfforddiant yn gryno", "key": a_key("web")}
    client.post(at(original, "open-variant"), sent)
    variant = saved(Document.objects.get(slug="summary-cy"), WELSH)
    identity = variant.sections.filter(ended_at=None).order_by("place").last()
    assert identity is not None
    page = client.get(at(variant, "section", identity.identity))
    said = page.content.decode()
    assert "We shall write again." in said
    assert "Byddwn yn ysgrifennu eto." in said
    assert said.count('lang="en-GB"') == 2  # of the page, and of the original
    assert ' lang="cy"' in said[said.index("<textarea") : said.index("</textarea>")]
    assert "Most forces have mandatory training" not in words(page)


def test_reader_of_both_signs_beside_the_original_and_the_press_says_so(
    story: Story, original: Document
) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    sent = {"language": "cy", "title": "Hyfforddiant yn gryno", "key": a_key("web")}
    editor.post(at(original, "open-variant"), sent)
    variant = declared(saved(Document.objects.get(slug="summary-cy"), WELSH))
    client = signed_in(story.who(Role.REFERENCER))
    page = client.get(at(variant, "wording"))
    told = words(page)
    assert "Original Most forces have mandatory training (9 of the 12)." in told
    assert "Sign (I read English and Welsh)" in told
    sealed = page.context["sections"][1].passages[2].sealed
    given = {"asked": sealed, "key": a_key("web")}
    assert client.post(at(variant, "sign"), given).status_code == 422
    assert not Signature.objects.exists()
    given = {"asked": sealed, "key": a_key("web"), "reads_both": "on"}
    assert client.post(at(variant, "sign"), given).status_code == 302
    assert Signature.objects.get().languages == ["en-GB", "cy"]


def test_document_without_translations_and_readers_have_no_press(
    story: Story, original: Document
) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    assert editor.get(at(story.release, "open-variant")).status_code == 404
    analyst = signed_in(story.who(Role.ANALYST))
    assert "Open a translation" not in words(analyst.get(at(original)))
    assert analyst.get(at(original, "open-variant")).status_code == 404
