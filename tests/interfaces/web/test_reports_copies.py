"""Documents to take away: who is given which copy, what it holds, and why there is none."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from typing import Any

import docx
import pytest

from inspectorate.domain.reports import copies, queries
from inspectorate.domain.reports import turns as turns_of_files
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.remarks import actions as remarks
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.people.roles import Role
from inspectorate.prose.reading.word import from_docx
from tests.domain.reports.word_structure import faults
from tests.factories.publishing import DRAFTED, REPORT, Story, a_story, frozen, saved
from tests.factories.rooms import a_key, member
from tests.factories.upper import door, words

WRONG = REPORT.replace("[Most forces have", "[Almost all forces have", 1)
MARKED = (
    f'{REPORT}\n[Seen by [two people]{{.sensitive marking=OFFICIAL ground="s.55"}}.]{{.context}}\n'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    """Twelve forces judged, nine with mandatory training, a report and a release."""
    return a_story()


@pytest.mark.parametrize("kind", ["full", "public"])
def test_frozen_edition_is_a_word_file_with_every_key_for_the_team(story: Story, kind: str) -> None:
    frozen(story.report)
    answer = door(story.inspection, Role.PRESS).get(f"documents/report/editions/1/{kind}/word/")
    name = f"{story.inspection.slug}-report-{kind}-1.docx"
    assert answer.headers["Content-Type"] == WORD
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert faults(answer.content) == []
    data = Edition.objects.get(document=story.report, kind=kind).data
    bound = [run["claim"] for block in data["blocks"] for run in block["runs"] if run["claim"]]
    read = from_docx(answer.content)
    assert [span.key for block in read.blocks for span in block.spans] == bound != []
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert "word/comments.xml" not in package.namelist()


def test_word_files_are_offered_beside_the_pdf(story: Story) -> None:
    frozen(story.report)
    reader = door(story.inspection, Role.INSPECTOR)
    address = "documents/report/editions/1/public/word/"
    for page in ("documents/report/", "documents/report/editions/1/public/"):
        assert f"{reader.root}{address}" in reader.get(page).content.decode()


def test_editors_own_copy_has_a_comment_for_each_open_problem_and_no_person(story: Story) -> None:
    saved(story.report, f"{WRONG}\nMost forces have no training.\n")
    answer = door(story.inspection, Role.EDITOR).get("documents/report/editors-copy/")
    assert answer.headers["Content-Type"] == WORD
    assert faults(answer.content) == []
    made = docx.Document(io.BytesIO(answer.content))
    said = [(one.author, one.text) for one in made.comments]
    assert {author for author, _ in said} == {"Editor's checks"}
    assert any("Almost all" in text and text.startswith("Blocks freezing.") for _, text in said)
    found = [one.what for one in queries.problems(story.report).problems]
    assert len(said) == len(found) > 1
    assert all(any(what in text for _, text in said) for what in found)


def test_editors_own_copy_marks_what_the_public_edition_leaves_out(story: Story) -> None:
    saved(story.report, MARKED)
    answer = door(story.inspection, Role.EDITOR).get("documents/report/editors-copy/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        text = package.read("word/document.xml").decode()
    assert 'w:tag w:val="sensitive:OFFICIAL"' in text
    assert "two people" in text


def test_editors_own_copy_marks_what_stands_in_a_cell_and_a_caption(story: Story) -> None:
    marked = '[two people]{.sensitive marking=OFFICIAL ground="s.55"}'
    table = f"| What | Who |\n|---|---|\n| Seen | {marked} |\n"
    caption = f"```table\nkind: criteria\ncaption: Of {marked}\n```\n"
    saved(story.report, f"{REPORT}\n{table}\n{caption}")
    answer = door(story.inspection, Role.EDITOR).get("documents/report/editors-copy/")
    assert faults(answer.content) == []
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        # A comment quotes what it speaks of.
        names = [one for one in package.namelist() if "comments" not in one]
        every = b"".join(map(package.read, names)).decode("utf-8", "replace")
    assert every.count("two people") == every.count('w:tag w:val="sensitive:OFFICIAL"') == 2


def test_editors_own_copy_is_marked_as_high_as_a_comment_in_it(story: Story) -> None:
    lead = member(story.inspection, Role.LEAD)
    section = standing_of(story.report)[0]
    remarks.comment(
        by=lead,
        at=DRAFTED,
        key=a_key(),
        document=story.report,
        identity=section.identity,
        version=section.version,
        quote="",
        start=0,
        text="Said in confidence.",
        marking="OFFICIAL-SENSITIVE",
    )
    for role, marking in ((Role.LEAD, "OFFICIAL-SENSITIVE"), (Role.EDITOR, "OFFICIAL")):
        answer = door(story.inspection, role).get("documents/report/editors-copy/")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
            header = package.read("word/header1.xml").decode()
            told = "word/comments.xml" in package.namelist()
        assert told == (role == Role.LEAD)
        assert re.findall(r">(OFFICIAL[^<]*)<", header) == [marking]


def test_editors_own_copy_exists_for_editors_alone(story: Story) -> None:
    for role in (Role.INSPECTOR, Role.MODERATOR, Role.ANALYST):
        reader = door(story.inspection, role)
        assert reader.get("documents/report/editors-copy/").status_code == 404
        assert "editors-copy" not in reader.get("documents/report/").content.decode()


def test_markdown_is_the_text_byte_for_byte(story: Story) -> None:
    saved(story.report, f"{REPORT}\nÄ “quote” – dash\u00a0end  \n\n\n")
    answer = door(story.inspection, Role.INSPECTOR).get("documents/report/markdown/")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    story.report.refresh_from_db()
    assert answer.content == story.report.text.encode()


def test_who_may_not_read_all_of_a_text_is_told_why_there_is_no_copy(story: Story) -> None:
    saved(story.report, MARKED.replace("marking=OFFICIAL", "marking=OFFICIAL-SENSITIVE"))
    editor = door(story.inspection, Role.EDITOR)
    for copy in ("editors-copy", "markdown"):
        page = editor.get(f"documents/report/{copy}/")
        assert page.headers["Content-Type"].startswith("text/html")
        assert "This copy cannot be made for you." in words(page)
        assert "Ask the administrator to record your clearance" in words(page)
        assert "two people" not in words(page)


def test_text_that_no_word_file_can_hold_is_told_with_its_block_and_character(story: Story) -> None:
    saved(story.report, f"{REPORT}\nA line \x0b that breaks.\n")
    page = door(story.inspection, Role.EDITOR).get("documents/report/editors-copy/")
    assert "a Word file cannot hold the character U+000B" in words(page)
    assert "take the PDF or the Markdown" in words(page)


def test_no_more_than_two_word_files_are_made_at_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor, address = door(story.inspection, Role.EDITOR), "documents/report/editors-copy/"
    monkeypatch.setattr(copies, "WAITS", 0)
    monkeypatch.setattr(turns_of_files, "_TURNS", turns := threading.BoundedSemaphore(2))
    with turns:
        assert editor.get(address).headers["Content-Type"] == WORD
        with turns:
            told = words(editor.get(address))
    assert "As many files as may be are being made for others now." in told
    assert "Ask again in a minute" in told
    # A file that could not be made has given its turn back.
    saved(story.report, f"{REPORT}\nA line \x0b that breaks.\n")
    for _ in range(3):
        assert "cannot hold the character" in words(editor.get(address))
