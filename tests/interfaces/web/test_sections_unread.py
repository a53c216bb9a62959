"""What a section says reaches nobody who may not read all of it, whatever they send."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from inspectorate.domain.reports.actions import save
from inspectorate.domain.reports.models import Document
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import DRAFTED, a_document
from tests.factories.rooms import a_key, an_inspection, member
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db

OPEN = "# One\n\nNine of the twelve forces train.\n\n"
CLOSED = "# About [Canary]{.sensitive ground=person marking=OFFICIAL-SENSITIVE}\n\nWords.\n"
SECTION = "documents/report/sections/3-2/"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def document() -> Document:
    """Its second section is marked above an editor; its heading too."""
    made = a_document(an_inspection(bodies=2), "report", "report", "A report", OPEN)
    lead = member(made.inspection, Role.LEAD)
    return save(
        by=lead, at=DRAFTED, key=a_key(), document=made, text=OPEN + CLOSED, version=made.version
    )


@pytest.mark.parametrize(
    "page", [SECTION, f"{SECTION}assign/", f"{SECTION}mark/", "documents/report/edit/"]
)
def test_form_sent_empty_by_who_may_not_read_the_text_shows_none_of_it(
    document: Document, page: str
) -> None:
    editor = door(document.inspection, Role.EDITOR)
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(document.inspection, Role.EDITOR))
    form = client.get(f"{editor.root}documents/new/open/").content.decode()
    (token,) = set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', form)) or [""]
    answer = client.post(editor.root + page, headers={"X-CSRFToken": token})
    assert "cleared" in words(answer)
    assert "Canary" not in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        (SECTION, {"text": "# Mine\n", "version": 1}),
        (f"{SECTION}mark/", {"status": "ready"}),
        (f"{SECTION}assign/", {"to": ""}),
        (f"{SECTION}history/3/restore/", {"version": 1}),
    ],
)
def test_page_of_a_refused_act_does_not_name_the_section_to_who_may_not_read_it(
    document: Document, page: str, sent: dict[str, object]
) -> None:
    refused = door(document.inspection, Role.EDITOR).post(page, **sent)
    assert refused.status_code == 422
    assert "Canary" not in refused.content.decode()
    assert "this section" in words(refused)


def test_form_sent_empty_by_who_may_read_the_text_is_refused_and_not_filled_in(
    document: Document,
) -> None:
    lead = door(document.inspection, Role.LEAD)
    for page in (SECTION, "documents/report/edit/"):
        answer = lead.client.post(lead.root + page)
        assert answer.status_code == 422
        (field,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.content.decode(), re.S)
        assert "Words." not in field
