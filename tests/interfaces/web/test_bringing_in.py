"""An edited copy is brought in: shown first, then kept as remarks, once; what is no copy of this
document is refused, and nothing of the text is ever changed.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from inspectorate.domain.reports.models import Comment, Document, Suggestion
from inspectorate.domain.reports.remarks import policies
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.templatetags.look import moment
from inspectorate.prose.reading.word_package import opened
from tests.factories.publishing import Story, a_story, saved
from tests.factories.upper import door
from tests.factories.word_editing import change, commented, put_in, rewritten
from tests.sizes import drilled

COPY, BRING = "documents/report/editors-copy/", "documents/report/word/"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    """Twelve forces judged, nine with mandatory training, a report and a release."""
    return a_story()


def read(editor: Any, content: bytes, name: str = "copy.docx", **more: object) -> str:
    file = io.BytesIO(content)
    file.name = name
    answer = editor.post(BRING, file=file, key="k", **more)
    return " ".join(unescape(answer.content.decode()).split())


def held(page: str) -> str:
    found = re.search(r'name="held" value="([^"]+)"', page)
    assert found, re.findall(r'(?s)class="govuk-error-message".*?</p>', page)
    return found[1]


def edited(content: bytes) -> bytes:
    content = rewritten(content, change("Most forces", "Nearly all forces", "A. Reader"))
    content = rewritten(content, put_in("Nearly all", "A new paragraph.", "B. Reader"))
    return commented(content, "A new paragraph", "Is it so?", "C. Reader")


def test_edited_copy_becomes_suggestions_and_comments_once_and_changes_no_text(
    story: Story,
) -> None:
    editor = door(story.inspection, Role.EDITOR)
    content = editor.get(COPY).content
    assert opened(content).origin.version == story.report.version
    sent_back = edited(content)
    page = read(editor, sent_back)
    assert "2 suggestions" in page
    assert "1 comment;" in page
    assert "0 things were not read" in page
    assert not Suggestion.objects.exists()
    sent = {"held": held(page), "key": "k"}
    assert [editor.post(BRING, **sent).status_code for _ in "12"] == [302, 302]
    made = Suggestion.objects.order_by("pk")
    assert [(one.quote, one.replacement, one.said_by, one.source) for one in made] == [
        ("Most forces", "Nearly all forces", "A. Reader", "word"),
        ("", "\n\nA new paragraph.", "B. Reader", "word"),
    ]
    (comment,) = Comment.objects.all()
    assert (comment.text, comment.said_by) == ("Is it so?", "C. Reader")
    assert Document.objects.get(pk=story.report.pk).text == story.report.text
    again = read(editor, sent_back)
    assert "0 suggestions" in again
    assert "3 of them were brought in before" in again


@pytest.mark.drill
def test_moment_that_no_file_can_say_is_left_out(story: Story) -> None:
    editor = door(story.inspection, Role.EDITOR)
    said = {"A. Reader": "0001-01-01T00:00:00Z", "B. Reader": "2020-03-09T14:30:00Z"}

    def dated(tree: Any) -> None:
        for one in tree.iter(qn("w:ins"), qn("w:del"), qn("w:comment")):
            one.set(qn("w:date"), said.get(one.get(qn("w:author")), "9999-12-31T23:59:59Z"))

    content = rewritten(edited(editor.get(COPY).content), dated)
    page = read(editor, rewritten(content, dated, "word/comments.xml"))
    assert editor.post(BRING, held=held(page), key="k").status_code == 302
    made = [*Suggestion.objects.order_by("pk"), *Comment.objects.all()]
    assert [one.said_at and one.said_at.year for one in made] == [None, 2020, None]


@pytest.mark.parametrize("year", [1, 9999])
def test_remark_of_any_moment_is_shown(story: Story, year: int) -> None:
    """What a file said once stands, whatever it said."""
    at = datetime(year, 1, 1, tzinfo=UTC) if year == 1 else datetime(year, 12, 31, 23, tzinfo=UTC)
    assert f"{year:04}, " in moment(at)


def test_copy_of_an_older_version_is_held_against_that_one(story: Story) -> None:
    editor = door(story.inspection, Role.EDITOR)
    content = editor.get(COPY).content
    moved = story.report.text.replace("Most forces", "All forces", 1)
    saved(story.report, moved)
    page = read(editor, rewritten(content, change("Most forces", "Few forces")))
    assert "1 suggestion and" in page
    assert "The words of 1 suggestion were changed here since" in page
    assert "<ins>Few</ins>" in page


@pytest.mark.parametrize(
    ("content", "why"),
    drilled(
        [
            (b"no Word file", "This is not a Word file (.docx)."),
            (b"PK\x03\x04" + bytes(40), "This is not a Word file (.docx)."),
        ],
        2,
    ),
)
def test_what_is_no_word_file_is_refused_in_words(story: Story, content: bytes, why: str) -> None:
    assert why in read(door(story.inspection, Role.EDITOR), content)


def test_copy_of_another_document_and_an_edition_are_refused(story: Story) -> None:
    editor = door(story.inspection, Role.EDITOR)
    other = editor.get("documents/press-release/editors-copy/").content
    assert "The file was made from another document." in read(editor, other)
    made = io.BytesIO()
    docx.Document().save(made)
    assert "does not say which text it was made from" in read(editor, made.getvalue())


def test_edited_markdown_becomes_suggestions_by_nobody_named(story: Story) -> None:
    editor = door(story.inspection, Role.EDITOR)
    text = story.report.text.replace("Most forces", "Few forces", 1)
    page = read(editor, text.encode(), f"x-report-version-{story.report.version}.md")
    assert "1 suggestion and" in page
    editor.post(BRING, held=held(page), key="k")
    (made,) = Suggestion.objects.all()
    assert (made.quote, made.replacement, made.said_by) == ("Most", "Few", "not said")


def test_version_that_never_was_is_refused(story: Story) -> None:
    editor = door(story.inspection, Role.EDITOR)
    page = read(editor, b"# One\n", "copy.md", version=999)
    assert "never had the version 999" in page


@pytest.mark.drill
def test_more_than_is_taken_is_refused_when_it_is_read_and_brings_in_no_half(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = door(story.inspection, Role.EDITOR)
    content = rewritten(editor.get(COPY).content, change("Most forces", "Few forces", "A. Reader"))
    for said in ("Is it so?", "Since when?"):
        content = commented(content, "Few forces", said, "C. Reader")
    page = read(editor, content)
    monkeypatch.setattr(policies, "MOST_TOGETHER", 1)
    assert editor.post(BRING, held=held(page), key="k").status_code == 422
    assert (Suggestion.objects.count(), Comment.objects.count()) == (0, 0)
    assert "The file brings 2 remarks; at most 1 are taken at once." in read(editor, content)
    monkeypatch.setattr(policies, "MOST_TOGETHER", 2)
    monkeypatch.setattr(policies, "MOST_REMARKS", 2)
    assert "The file brings 3 remarks and the document has 0" in read(editor, content)


def test_what_was_read_is_brought_in_by_whom_it_was_shown_to(story: Story) -> None:
    editor = door(story.inspection, Role.EDITOR)
    page = read(editor, story.report.text.replace("Most", "Few", 1).encode(), "x.md")
    lead = door(story.inspection, Role.LEAD)
    answer = lead.post(BRING, held=held(page), key="k")
    assert answer.status_code == 422
    assert not Suggestion.objects.exists()
    assert door(story.inspection, Role.ANALYST).get(BRING).status_code == 404
