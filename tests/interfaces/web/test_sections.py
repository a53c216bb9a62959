"""The pages of one section: the outline, writing it, who collides with whom, what it was, and one
paragraph of it brought back.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils.html import escape

from inspectorate.domain.reports.actions import save
from inspectorate.domain.reports.models import Document, Revision, Section
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import DRAFTED, a_document, saved
from tests.factories.rooms import a_key, a_person, an_inspection, member
from tests.factories.upper import Door, door, entries, words

pytestmark = pytest.mark.django_db

ONE = "# One\n\nNine of the twelve forces train.\n\nThree do not.\n\n"
TWO = "## Two\n\nThe plans were looked at in the spring.\n\nNobody objected.\n"
AT = "documents/report/sections/"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def document() -> Document:
    """Two sections of version 2."""
    return a_document(an_inspection(bodies=2), "report", "report", "A report", ONE + TWO)


@pytest.fixture
def editor(document: Document) -> Door:
    return door(document.inspection, Role.EDITOR)


def texts(document: Document) -> list[str]:
    return [one.text for one in standing_of(Document.objects.get(pk=document.pk))]


def test_document_page_lists_its_sections_and_leads_to_each(editor: Door) -> None:
    html = editor.get("documents/report/").content.decode()
    outline = html[html.index('id="outline"') :]
    assert re.findall(r'href="#line-(\d+)">([^<]+)<', outline) == [("1", "One"), ("7", "Two")]
    assert f'{AT}2-2/"' in outline
    assert "Being written" in words(editor.get("documents/report/"))


def test_front_matter_alone_is_listed_and_leads_nowhere(document: Document, editor: Door) -> None:
    saved(document, "---\ntitle: A title\n---\n\n" + ONE + TWO)
    html = editor.get("documents/report/").content.decode()
    outline = html[html.index('id="outline"') :]
    assert "Before the first heading" in outline
    assert re.findall(r'href="#line-(\d+)">([^<]+)<', outline) == [("5", "One"), ("11", "Two")]


def test_reader_who_writes_nothing_sees_the_outline_and_no_act(document: Document) -> None:
    answer = door(document.inspection, Role.INSPECTOR).get("documents/report/")
    html = answer.content.decode()
    assert f'{AT}2-2/history/"' in html
    assert f'{AT}2-2/"' not in html
    assert f'{AT}2-2/assign/"' not in html


def test_section_pages_are_found_by_the_team_alone(document: Document) -> None:
    pages = (f"{AT}2-1/history/", f"{AT}2-1/history/2/")
    writing = (f"{AT}2-1/", f"{AT}2-1/assign/", f"{AT}2-1/mark/")
    none = (f"{AT}9-9/", f"{AT}9-9/history/", f"{AT}2-1/history/1/", f"{AT}2-1/history/99/")
    reader = door(document.inspection, Role.INSPECTOR)
    assert reader.statuses(*pages, *writing) == {
        **dict.fromkeys(pages, 200),
        **dict.fromkeys(writing, 404),
    }
    editor = door(document.inspection, Role.EDITOR)
    assert editor.statuses(*writing, *none) == {
        **dict.fromkeys(writing, 200),
        **dict.fromkeys(none, 404),
    }
    stranger = door(document.inspection, a_person(Role.EDITOR))
    assert stranger.statuses(*pages) == dict.fromkeys(pages, 404)


def test_section_is_written_in_a_form_that_holds_its_text_alone(
    document: Document, editor: Door
) -> None:
    form = editor.get(f"{AT}2-2/").context["form"]
    assert (form.initial["text"], form.initial["version"]) == (TWO, 1)
    sent = TWO.replace("spring", "summer").replace("\n", "\r\n")
    answer = editor.post(f"{AT}2-2/", text=sent, version=1)
    assert (answer.status_code, answer["Location"].endswith("/documents/report/")) == (302, True)
    assert texts(document) == [ONE, TWO.replace("spring", "summer")]


def test_text_of_a_section_is_called_by_no_label_optional_and_saved_empty_ends_the_section(
    document: Document, editor: Door
) -> None:
    page = words(editor.get(f"{AT}2-2/"))
    assert "Text of the section" in page
    assert "Text of the section (optional)" not in page
    assert "Saved empty, it is taken out of the document." in page
    assert "Text (optional)" not in words(editor.get("documents/report/edit/"))
    assert editor.post(f"{AT}2-2/", text="", version=1).status_code == 302
    assert [one.strip() for one in texts(document)] == [ONE.strip()]


def test_save_beside_somebody_who_wrote_another_section_goes_through(
    document: Document, editor: Door
) -> None:
    saved(document, ONE.replace("Nine", "Ten") + TWO)
    answer = editor.post(f"{AT}2-2/", text=TWO.replace("spring", "summer"), version=1)
    assert answer.status_code == 302
    assert texts(document) == [ONE.replace("Nine", "Ten"), TWO.replace("spring", "summer")]


def test_save_over_somebody_who_wrote_the_same_section_shows_both_texts_and_goes_on(
    document: Document, editor: Door
) -> None:
    saved(document, ONE + TWO.replace("spring", "summer"))
    mine = TWO.replace("Nobody", "No force")
    late = editor.post(f"{AT}2-2/", text=mine, version=1)
    html = late.content.decode()
    assert late.status_code == 409
    assert "<ins" in html
    assert escape("summer") in html
    assert "No force objected." in words(late)
    both = TWO.replace("spring", "summer").replace("Nobody", "No force")
    assert late.context["merged"].text == both
    assert editor.post(f"{AT}2-2/", text=both, version=2).status_code == 302
    assert texts(document) == [ONE, both]


def test_text_sent_for_a_section_that_ended_stays_on_the_page(
    document: Document, editor: Door
) -> None:
    saved(document, ONE)
    answer = editor.post(f"{AT}2-2/", text="## Two\n\nMy own words.\n", version=1)
    assert (answer.status_code, "My own words." in answer.content.decode()) == (422, True)
    assert "joined to another or taken out" in words(answer)
    for page in (f"{AT}2-2/", f"{AT}2-2/assign/", f"{AT}2-2/mark/"):
        assert "There is nothing for you to fill in here." in words(editor.get(page))
    assert "What it was is kept." in words(editor.get(f"{AT}2-2/history/"))
    assert "Nobody objected." in words(editor.get(f"{AT}2-2/history/2/"))


def test_section_sent_unchanged_says_so_and_writes_nothing(editor: Door) -> None:
    answer = editor.post(f"{AT}2-2/", text=TWO, version=1)
    assert (answer.status_code, entries("reports.save_section")) == (422, 0)
    assert "The section has these words already." in words(answer)


def test_section_sent_unchanged_without_its_last_line_end_writes_nothing(
    document: Document, editor: Door
) -> None:
    saved(document, "# One\n\nx\n" + TWO)
    version = Document.objects.get(pk=document.pk).version
    answer = editor.post(f"{AT}2-1/", text="# One\n\nx", version=2)
    assert (answer.status_code, entries("reports.save_section")) == (422, 0)
    assert "The section has these words already." in words(answer)
    assert Document.objects.get(pk=document.pk).version == version


def test_section_is_given_to_a_writer_and_marked_and_the_outline_says_so(
    document: Document, editor: Door
) -> None:
    press = member(document.inspection, Role.PRESS)
    assert editor.post(f"{AT}2-2/assign/", to=press.pk).status_code == 302
    assert editor.post(f"{AT}2-2/mark/", status="ready").status_code == 302
    outline = words(editor.get("documents/report/"))
    assert press.name in outline
    assert "Ready to be read" in outline
    assert editor.post(f"{AT}2-2/assign/", to="").status_code == 302
    assert Section.objects.get(document=document, identity="2-2").assigned_to is None
    other = member(document.inspection, Role.INSPECTOR)
    assert editor.post(f"{AT}2-2/assign/", to=other.pk).status_code == 422


def test_history_tells_each_version_and_a_comparison_what_differs(
    document: Document, editor: Door
) -> None:
    saved(document, ONE + TWO.replace("spring", "summer"))
    history = words(editor.get(f"{AT}2-2/history/"))
    assert member(document.inspection, Role.EDITOR).name in history
    assert "Revision 3" in history
    page = editor.get(f"{AT}2-2/history/2/")
    html = page.content.decode()
    assert "<del>" in html
    assert re.search(r"<ins>.*summer\..*</ins>", html)
    assert "From this version to what stands now" in words(page)
    assert "From the version before it to this one" in words(editor.get(f"{AT}2-2/history/3/"))


def test_earlier_text_that_no_reader_takes_apart_shuts_neither_history_nor_conflict(
    document: Document, editor: Door
) -> None:
    by = member(document.inspection, Role.LEAD)
    bad = ONE + "[" * 2_100 + "\n"
    given = {"number": 3, "text": bad, "by": by, "at": DRAFTED}
    Revision.objects.create(document=document, layout=[["2-1", 2, len(bad)]], **given)
    Document.objects.filter(pk=document.pk).update(version=3, text=bad)
    now = Document.objects.get(pk=document.pk)
    said = {"by": by, "at": DRAFTED, "key": a_key(), "document": now, "version": 3}
    save(text=ONE.replace("Nine", "Ten") + TWO, **said)
    lead = door(document.inspection, Role.LEAD)
    pages = [f"{AT}2-1/history/{end}" for end in ("2/", "3/", "4/", "4/?before=yes")]
    assert lead.statuses(*pages) == dict.fromkeys(pages, 200)
    late = lead.post(f"{AT}2-1/", text=ONE.replace("Nine", "Eight"), version=2)
    assert (late.status_code, late.context["conflict"].base) == (409, None)


def test_words_of_a_section_come_out_literal_in_a_comparison(
    document: Document, editor: Door
) -> None:
    hostile = "<script>alert(1)</script> {{ 7|add:7 }} &amp; <b>"
    saved(document, ONE + TWO.replace("spring", hostile))
    for page in (f"{AT}2-2/history/2/", f"{AT}2-2/history/3/", f"{AT}2-2/"):
        html = editor.get(page).content.decode()
        assert "<script>alert" not in html
        assert escape("<script>alert(1)</script>") in html


def test_whole_section_is_brought_back_by_one_press(document: Document, editor: Door) -> None:
    saved(document, ONE + TWO.replace("spring", "summer"))
    at = f"{AT}2-2/history/2/restore/"
    assert editor.post(at, version=1).status_code == 409
    assert texts(document)[1] == TWO.replace("spring", "summer")
    assert editor.post(at, version=2).status_code == 302
    assert texts(document) == [ONE, TWO]
    assert editor.post(at, version=3).status_code == 422


def test_what_is_merged_where_a_section_moved_on_before_it_was_brought_back_is_saved(
    document: Document, editor: Door
) -> None:
    saved(document, ONE + TWO.replace("spring", "summer"))
    saved(Document.objects.get(pk=document.pk), ONE + TWO.replace("spring", "autumn"))
    late = editor.post(f"{AT}2-2/history/2/restore/", version=2)
    assert (late.status_code, "autumn" in words(late)) == (409, True)
    forms = re.findall(r'<form method="post" action="([^"]+)" novalidate', late.content.decode())
    assert len(forms) == 2
    sent = {"key": a_key("web"), "version": late.context["conflict"].version}
    both = TWO.replace("spring", "spring and autumn")
    assert editor.client.post(forms[0], {**sent, "text": both}).status_code == 302
    assert texts(document) == [ONE, both]


def test_one_paragraph_is_put_back_into_the_form_and_saved_from_there(
    document: Document, editor: Door
) -> None:
    now = TWO.replace("spring", "summer").replace("Nobody", "No force")
    saved(document, ONE + now)
    html = editor.get(f"{AT}2-2/history/2/").content.decode()
    (first, _) = re.findall(r'href="[^"]*/sections/2-2/(\?[^"]*)"', html)
    address = f"{AT}2-2/{first.replace('&amp;', '&')}"
    form = editor.get(address).context["form"]
    back = now.replace("summer", "spring")
    assert (form.initial["text"], form.initial["version"]) == (back, 2)
    assert editor.post(address, text=back, version=2).status_code == 302
    assert texts(document) == [ONE, back]
    again = editor.get(address)
    assert "nothing was put back" in words(again)
    assert again.context["form"].initial["text"] == back


@pytest.mark.parametrize(
    "asked", ["?revision=x", "?revision=2&paragraph=-1&version=1", "?paragraph=99999999999999"]
)
def test_address_that_names_no_paragraph_opens_the_text_as_it_stands(
    editor: Door, asked: str
) -> None:
    assert editor.get(f"{AT}2-2/{asked}").context["form"].initial["text"] == TWO


def test_same_form_sent_twice_saves_once(document: Document, editor: Door) -> None:
    sent = {"text": TWO.replace("spring", "summer"), "version": 1, "key": a_key("web")}
    assert {editor.post(f"{AT}2-2/", **sent).status_code for _ in range(2)} == {302}
    assert (entries("reports.save_section"), texts(document)[1]) == (1, sent["text"])


def test_section_marked_above_a_reader_is_told_without_what_is_marked_and_not_offered(
    document: Document,
) -> None:
    hidden = "[A name]{.sensitive ground=person marking=OFFICIAL-SENSITIVE}\n\n"
    saved(document, ONE + hidden + TWO)
    uncleared = door(document.inspection, Role.EDITOR)
    for page in (f"{AT}2-1/", f"{AT}2-1/history/", f"{AT}2-1/history/3/"):
        answer = uncleared.get(page)
        assert answer.status_code == 200
        assert "A name" not in words(answer)
        assert "<textarea" not in words(answer)
    assert "removed: person" in words(answer)
    assert "<textarea" in words(uncleared.get(f"{AT}2-2/"))
