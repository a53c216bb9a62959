"""Find and replace over a document: every place is seen before one act changes them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from inspectorate.domain.reports.models import Document
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import Story, a_story, saved, signed
from tests.factories.upper import Door, door, entries, words

AT = "documents/report/find/"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    return a_story()


@pytest.fixture
def editor(story: Story) -> Door:
    return door(story.inspection, Role.EDITOR)


def now(story: Story) -> Document:
    return Document.objects.get(pk=story.report.pk)


def ticks(html: str) -> dict[int, bool]:
    """The places offered, and which of them are ticked."""
    boxes = re.findall(r"<input[^>]*name=\"at\"[^>]*>", html)
    return {int(value): "checked" in one for one in boxes for value in re.findall(r'"(\d+)"', one)}


def test_every_place_is_listed_by_section_with_the_words_around_it(
    story: Story, editor: Door
) -> None:
    page = editor.get(f"{AT}?words=training")
    read = re.findall(r"(?i)(?<!-)training", now(story).text)  # in keys it follows a hyphen
    assert page.content.decode().count("<mark>") == len(read)
    assert "Bound to mandatory-training" in words(page)
    assert not ticks(page.content.decode())
    assert "stands nowhere" in words(editor.get(f"{AT}?words=elephants"))
    assert "<mark>" not in editor.get(f"{AT}?words=rainin&whole=on").content.decode()


def test_places_that_are_ticked_are_replaced_by_one_act(story: Story, editor: Door) -> None:
    page = editor.get(f"{AT}?words=mandatory&replacement=compulsory&look=1")
    offered = ticks(page.content.decode())
    assert offered
    assert all(offered.values())
    first, *rest = offered
    before = now(story)
    sent = {"words": "mandatory", "replacement": "compulsory", "version": before.version}
    assert editor.post(AT, at=[first], **sent).status_code == 302
    expected = f"{before.text[:first]}compulsory{before.text[first + len('mandatory') :]}"
    assert (now(story).text, now(story).version) == (expected, before.version + 1)
    assert entries("reports.save") == 3  # with those of the report and the release
    assert rest or expected.count("mandatory-training")


def test_words_in_a_quotation_are_offered_and_not_ticked(story: Story, editor: Door) -> None:
    saved(story.report, now(story).text + "\nThey said “all training is good”. It is training.\n")
    page = editor.get(f"{AT}?words=is&whole=on&replacement=was&look=1")
    shown = ticks(page.content.decode())
    at = now(story).text.index("is good")
    assert (shown[at], shown[now(story).text.index("is training")]) == (False, True)
    assert "In a quotation" in words(page)


def test_signatures_that_would_fall_are_told_before_anything_is_replaced(
    story: Story, editor: Door
) -> None:
    signed(now(story))
    page = editor.get(f"{AT}?words=mandatory&replacement=compulsory&look=1")
    assert "In a signed passage" in words(page)
    assert re.search(r"replaced, [1-9]\d* signed passages?", words(page))
    assert "“Most forces have mandatory training" in words(page)
    none = editor.get(f"{AT}?words=mandatory&replacement=mandatory&look=1")
    assert "No signature falls" in words(none)


def test_replacing_in_a_text_that_moved_on_shows_both_texts(story: Story, editor: Door) -> None:
    old = now(story)
    offered = ticks(editor.get(f"{AT}?words=mandatory&replacement=x&look=1").content.decode())
    saved(story.report, "Words before it all.\n\n" + old.text)
    late = editor.post(
        AT, at=list(offered), words="mandatory", replacement="compulsory", version=old.version
    )
    assert (late.status_code, "compulsory" in words(late)) == (409, True)
    assert "/documents/report/edit/" in late.content.decode()
    assert "compulsory" not in now(story).text


def test_place_where_the_words_do_not_stand_and_nothing_ticked_are_refused(
    story: Story, editor: Door
) -> None:
    sent = {"words": "mandatory", "replacement": "x", "version": now(story).version}
    for at in ([], [1], ["x"]):
        answer = editor.post(AT, at=at, **sent)
        assert (answer.status_code, now(story).version) == (422, sent["version"])
    assert "The words do not stand there." in words(answer)
    assert editor.post(AT, at=[1], words="", version="y").status_code == 422


def test_who_may_not_write_the_document_finds_no_page(story: Story) -> None:
    assert door(story.inspection, Role.INSPECTOR).get(AT).status_code == 404
