"""What stands around every page of the portal."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.reading import Reading, noting_reads
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.portal.frame import FOOT, HOME, page
from tests.factories.rooms import a_person, an_inspection

pytestmark = pytest.mark.django_db
SHELL = "inspectorate/shell.html"


def shown(template: str = SHELL, inspection: Inspection | None = None, **given: Any) -> str:
    request = RequestFactory().get("/portal/")
    request.user = AnonymousUser()
    answer = page(request, template, inspection, **{"title": "A request", **given})
    return " ".join(answer.content.decode().split())


def test_page_of_an_inspection_names_it_and_its_rehearsal_and_leads_back() -> None:
    inspection = an_inspection(rehearsal=True)
    text = shown(inspection=inspection, notice="Another notice")
    assert f"A request – {inspection.title} " in text
    assert f"<strong>{inspection.title}</strong>" in text
    assert inspection.notice
    assert inspection.notice in text
    assert "Another notice" not in text
    assert f'<a class="govuk-link" href="/portal/">{HOME}</a>' in text
    assert 'class="ins-brand" href="/portal/"' in text
    assert "<h1>A request</h1>" in text
    assert FOOT in text


def test_page_of_no_inspection_has_the_notice_it_is_given_and_no_name() -> None:
    text = shown(notice="This is a rehearsal.")
    assert '<p class="ins-band">This is a rehearsal.</p>' in text
    assert "<strong>" not in text
    assert "ins-band" not in shown()


def test_first_page_leads_nowhere_back_and_any_other_to_it_and_says_where_one_is() -> None:
    given: dict[str, Any] = {"visits": [], "requests": [], "checks": [], "parts": []}
    assert "ins-crumbs" not in shown("portal/home.html", **given)
    crumbs = shown().partition('class="ins-crumbs"')[2].partition("</ol>")[0]
    assert (crumbs.count("<li"), "A request" in crumbs, 'href="/portal/"' in crumbs) == (2, 1, 1)


@pytest.mark.parametrize(
    ("read", "marked", "high"),
    [
        ((), "OFFICIAL", False),
        (("OFFICIAL",), "OFFICIAL", False),
        (("OFFICIAL-SENSITIVE",), "OFFICIAL-SENSITIVE", True),
    ],
)
def test_page_is_marked_as_high_as_the_highest_that_was_read_for_it(
    read: tuple[str, ...], marked: str, high: bool
) -> None:
    person: Person = a_person(Role.BODY)
    with noting_reads():
        for marking in read:
            Reading("an-inspection", {marking}).noted(person, marking)
        text = shown()
    assert f"Marking of this page: </span>{marked} " in text
    assert ("ins-chip--sensitive" in text) == high


def test_answer_has_the_status_and_what_the_page_itself_says() -> None:
    request = RequestFactory().get("/portal/")
    request.user = AnonymousUser()
    answer = page(request, SHELL, None, title="A request", status=422, phase="In fieldwork")
    assert answer.status_code == 422
    assert "In fieldwork" in answer.content.decode()
