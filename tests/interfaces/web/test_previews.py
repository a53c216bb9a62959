"""The newest text as three readers would have it, side by side."""

from __future__ import annotations

import re
from typing import Any

import pytest

from inspectorate.domain.reports.accuracy.copies import shown_to
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.previews import side_by_side
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import Story, a_story, saved
from tests.factories.rooms import a_person
from tests.factories.upper import door, words

AT = "documents/report/previews/"
HIDDEN = (
    '\n[The tactic is secret]{.sensitive ground="national security" marking="OFFICIAL"}, '
    "and it is used.\n"
)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    return a_story()


def now(story: Story) -> Document:
    return Document.objects.get(pk=story.report.pk)


def columns(html: str) -> list[tuple[str, str, str]]:
    """The words of each row: full, public, shown to the body."""
    rows = html.partition("</main>")[0].split('class="ins-previews-row"')[1:]
    cells = [re.split(r'role="group"', one)[1:] for one in rows]
    plain = [[" ".join(re.sub("<[^>]*>?", " ", one).split()) for one in row] for row in cells]
    return [(row[0], row[1], row[2]) for row in plain]


def test_what_the_public_edition_leaves_out_is_shown_as_left_out_in_its_row(story: Story) -> None:
    saved(story.report, now(story).text + HIDDEN)
    html = door(story.inspection, Role.EDITOR).get(AT).content.decode()
    (row,) = [one for one in columns(html) if "The tactic is secret" in one[0]]
    assert "The tactic is secret" not in "".join(row[1:])
    assert "and it is used" in row[1]
    assert "Other than the full edition" in row[1]
    # What is alike is said to be nothing else.
    assert sum("Other than" in one[1] for one in columns(html)) == 1


def test_section_is_shown_alone_where_it_is_asked_for(story: Story) -> None:
    sections = standing_of(now(story))
    chosen = next(one for one in sections if one.text.startswith("# Summary"))
    editor = door(story.inspection, Role.EDITOR)
    whole = columns(editor.get(AT).content.decode())
    part = columns(editor.get(f"{AT}?section={chosen.identity}").content.decode())
    assert 0 < len(part) < len(whole)
    assert "Summary" in part[0][0]
    assert set(part) <= set(whole)
    assert len(columns(editor.get(f"{AT}?section=none").content.decode())) == len(whole)


def test_body_column_shows_what_the_body_would_be_asked_to_check_and_nothing_else(
    story: Story,
) -> None:
    body = story.body()
    shown = [one["text"] for one in shown_to(now(story), body)]
    rows = side_by_side(proof_of(now(story)), body)
    assert shown
    assert [text for row in rows for text in row.shown] == shown
    page = door(story.inspection, Role.EDITOR).get(f"{AT}?body={body.code}")
    assert f"What {body.label} is asked to check" in words(page)


def test_who_may_not_read_the_text_is_told_why_and_strangers_find_nothing(story: Story) -> None:
    secret = '\n[Kept words]{.sensitive ground="national security" marking="OFFICIAL-SENSITIVE"}.\n'
    saved(story.report, now(story).text + secret)
    page = door(story.inspection, Role.EDITOR).get(AT)
    assert "Kept words" not in page.content.decode()
    assert "The text of this document" in words(page)
    assert door(story.inspection, a_person(Role.EDITOR)).get(AT).status_code == 404
