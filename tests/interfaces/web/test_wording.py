"""The desk where words are signed: what it shows, what one press does, and what it refuses."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from inspectorate.domain.reports.models import Document, Objection, Signature
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import Story, a_story, frozen, saved
from tests.factories.rooms import a_key
from tests.factories.upper import Door, door, entries, words
from tests.factories.wording import declared, signed

pytestmark = pytest.mark.django_db
PAGE = "documents/report/wording/"


def in_place(one: Door, path: str, **fields: str) -> Any:
    """As the browser asks that runs scripts."""
    return one.client.post(one.root + path, fields, headers={"HX-Request": "true"})


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story() -> Story:
    return a_story()


def sealed(answer: Any) -> list[str]:
    found = re.findall(r'name="asked"\s+value="([^"]+)"', answer.content.decode())
    return [html.unescape(one) for one in found]


def test_nothing_is_offered_for_signing_before_the_text_is_said_to_be_ready(story: Story) -> None:
    page = door(story.inspection, Role.REFERENCER).get(PAGE)
    assert "Not ready to be signed yet" in words(page)
    assert sealed(page) == []
    editor = door(story.inspection, Role.EDITOR)
    assert editor.post(PAGE + "declare/", key=a_key("web")).status_code == 302
    assert "Ready to be signed" in words(editor.get(PAGE))
    assert len(sealed(door(story.inspection, Role.REFERENCER).get(PAGE))) == 9


def test_each_press_signs_what_it_shows_and_says_so_in_its_place(story: Story) -> None:
    declared(story.report)
    checker = door(story.inspection, Role.REFERENCER)
    every = sealed(checker.get(PAGE))
    for place, asked in enumerate(every, start=1):
        answer = in_place(checker, PAGE + "sign/", asked=asked, key=a_key("web"))
        assert answer.status_code == 200
        assert "Signed" in words(answer)
        assert Signature.objects.filter(document=story.report).count() == place
    assert "Every word is signed as it stands." in words(checker.get(PAGE))
    assert entries("reports.sign") == len(every)


def test_without_scripts_a_press_leads_back_to_the_desk(story: Story) -> None:
    declared(story.report)
    checker = door(story.inspection, Role.REFERENCER)
    asked = sealed(checker.get(PAGE))[0]
    answer = checker.post(PAGE + "sign/", asked=asked, key=a_key("web"))
    assert (answer.status_code, answer["Location"].endswith(PAGE)) == (302, True)
    assert len(sealed(checker.get(PAGE))) == 8


def test_what_this_server_did_not_show_is_not_signed(story: Story) -> None:
    declared(story.report)
    declared(story.release)
    checker = door(story.inspection, Role.REFERENCER)
    other = sealed(checker.get("documents/press-release/wording/"))[0]
    for asked in ("", "forged", sealed(checker.get(PAGE))[0][:-3] + "abc", other):
        answer = checker.post(PAGE + "sign/", asked=asked, key=a_key("web"))
        assert answer.status_code == 422
        told = in_place(checker, PAGE + "sign/", asked=asked, key=a_key("web"))
        assert "This was not signed." in words(told)
    assert not Signature.objects.exists()


def test_changed_words_stand_beside_the_old_ones_and_are_objected_to(story: Story) -> None:
    signed(story.report)
    text = Document.objects.get(pk=story.report.pk).text
    saved(story.report, text.replace("[Most forces have mand", "[Most forces do not have mand", 1))
    checker = door(story.inspection, Role.REFERENCER)
    page = checker.get(PAGE)
    assert "Most forces do not have mandatory training." in words(page)
    assert "<del>Most forces have mandatory training.</del>" in words(page)
    wanted = r'href="[^"]*/(wording/[0-9a-f]{64}/object/)'
    address = re.findall(wanted, page.content.decode())[0]
    answer = checker.post(
        f"documents/report/{address}", reason="The records say the opposite.", key=a_key("web")
    )
    assert answer.status_code == 302
    assert Objection.objects.get().reason == "The records say the opposite."
    assert "The records say the opposite." in words(door(story.inspection, Role.EDITOR).get(PAGE))
    refused = door(story.inspection, Role.SIGNING).post(
        "documents/report/freeze/", version=Document.objects.get(pk=story.report.pk).version
    )
    assert "Most forces do not have mandatory training" in words(refused)


def test_signature_is_taken_back_with_a_reason(story: Story) -> None:
    signed(story.report)
    one = Signature.objects.filter(document=story.report, kind="singly").latest("pk")
    checker = door(story.inspection, Role.REFERENCER)
    address = f"{PAGE}signatures/{one.pk}/withdraw/"
    assert one.words["full"] in words(checker.get(address))
    assert checker.post(address, reason="", key=a_key("web")).status_code == 422
    assert checker.post(address, reason="Misread.", key=a_key("web")).status_code == 302
    assert "Signed before" not in words(checker.get(PAGE))
    assert one.words["full"] in words(checker.get(PAGE))


def test_page_of_an_old_edition_says_that_its_wording_was_not_signed(story: Story) -> None:
    edition = frozen(story.report)
    lead = door(story.inspection, Role.LEAD)
    assert "wording not signed" not in words(lead.get("documents/report/"))
    # As an edition stands that was frozen before; the database lets nobody change one.
    edition.signed = None
    from django.template.loader import render_to_string

    told = render_to_string(
        "reports/editions.html",
        {"editions": [edition], "inspection": story.inspection, "document": story.report},
    )
    assert "claims referenced, wording not signed" in " ".join(told.split())
