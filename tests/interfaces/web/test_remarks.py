"""The pages of remarks: what was said beside the text of a section, where its words stand now, and
each act by one form or one press, without a script.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from inspectorate.domain.reports.models import (
    Comment,
    Document,
    OpenedSection,
    Suggestion,
    SuggestionAnswer,
)
from inspectorate.domain.reports.sections import actions as sections
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import DRAFTED, a_document
from tests.factories.rooms import a_key, an_inspection, member
from tests.factories.upper import Door, door, words

pytestmark = pytest.mark.django_db

ONE = "# One\n\nNine of the twelve forces train.\n\n"
TWO = "## Two\n\nThe plans were looked at in the spring. Nobody objected to the plans.\n"
AT = "documents/report/sections/2-2/remarks/"


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


def text(document: Document) -> str:
    return standing_of(Document.objects.get(pk=document.pk))[1].text


def write(document: Document, changed: str, version: int = 1) -> None:
    """The second section written anew by the lead."""
    sections.save_section(
        by=member(document.inspection, Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        document=document,
        identity="2-2",
        text=changed,
        version=version,
    )


def suggestion(editor: Door, quote: str, replacement: str, **given: Any) -> Suggestion:
    sent = {"quote": quote, "replacement": replacement, "version": 1, **given}
    assert editor.post(f"{AT}suggest/", **sent).status_code == 302
    return Suggestion.objects.latest("pk")


def comment(editor: Door, quote: str, said: str, **given: Any) -> Comment:
    sent = {"quote": quote, "text": said, "version": 1, **given}
    assert editor.post(f"{AT}comment/", **sent).status_code == 302
    return Comment.objects.latest("pk")


def test_page_of_remarks_leads_from_each_to_its_words_and_back(
    document: Document, editor: Door
) -> None:
    comment(editor, "objected", "Is that so?")
    suggestion(editor, "the spring", "the summer")
    html = editor.get(AT).content.decode()
    # In the order of the text, whoever came first.
    assert re.findall(r'id="words-(\d)" href="#remark-\1"', html) == ["1", "2"]
    assert "<mark>the spring</mark>" in html
    assert "<mark>objected</mark>" in html
    first = html[html.index('id="remark-1"') : html.index('id="remark-2"')]
    assert "<del>" in first
    assert "the summer" in first
    assert 'href="#words-1"' in first
    assert "2 open" in words(editor.get("documents/report/"))


def test_suggestion_is_accepted_by_one_press(document: Document, editor: Door) -> None:
    made = suggestion(editor, "the spring", "the summer")
    html = editor.get(AT).content.decode()
    assert f"suggestions/{made.pk}/accept/" in html
    assert editor.post(f"documents/report/suggestions/{made.pk}/accept/").status_code == 302
    assert text(document) == TWO.replace("the spring", "the summer")
    assert "Accepted by" in words(editor.get(AT))


def test_suggestion_whose_words_were_changed_leads_to_both_texts(
    document: Document, editor: Door
) -> None:
    made = suggestion(editor, "in the spring", "in the summer")
    write(document, TWO.replace("the spring", "the autumn"))
    assert "These words were changed since" in words(editor.get(AT))
    answer = editor.post(f"documents/report/suggestions/{made.pk}/accept/")
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "autumn" in html
    assert "summer" in html
    assert 'action="/i/' in html
    assert '/documents/report/sections/2-2/"' in html
    assert not SuggestionAnswer.objects.exists()


def test_suggestion_not_accepted_says_why(editor: Door) -> None:
    made = suggestion(editor, "the spring", "the summer")
    at = f"documents/report/suggestions/{made.pk}/decline/"
    assert editor.get(at).status_code == 200
    assert editor.post(at, reason="It was the spring.").status_code == 302
    said = words(editor.get(AT))
    assert "Not accepted by" in said
    assert "It was the spring." in said


def test_maker_alone_is_offered_to_withdraw(document: Document, editor: Door) -> None:
    checker = door(document.inspection, Role.REFERENCER)
    made = suggestion(checker, "the spring", "the summer")
    at = f"documents/report/suggestions/{made.pk}/withdraw/"
    assert at not in editor.get(AT).content.decode()
    assert editor.post(at).status_code == 422
    page = checker.get(AT).content.decode()
    assert at in page
    assert "/accept/" not in page
    assert checker.post(at).status_code == 302


def test_comment_is_answered_resolved_and_opened_again(document: Document, editor: Door) -> None:
    begun = comment(editor, "objected", "Is that so?")
    checker = door(document.inspection, Role.REFERENCER)
    at = f"documents/report/comments/{begun.pk}/"
    assert "Is that so?" in words(checker.get(f"{at}answer/"))
    assert checker.post(f"{at}answer/", text="It is.").status_code == 302
    assert "It is." in words(editor.get(AT))
    assert editor.post(f"{at}resolve/").status_code == 302
    said = words(editor.get(AT))
    assert "Nothing is open." in said
    assert "Resolved by" in said
    assert editor.post(f"{at}reopen/").status_code == 302
    assert "Nothing is open." not in words(editor.get(AT))


def test_selected_words_fill_the_form_and_those_of_another_version_do_not(
    document: Document, editor: Door
) -> None:
    start = TWO.rindex("the plans")
    asked = f"{AT}suggest/?start={start}&end={start + 9}&version="
    html = editor.get(f"{asked}1").content.decode()
    assert html.count(">\nthe plans</textarea>") == 2
    assert f'value="{start}"' in html
    # Twice in the text, and by its place one of the two.
    suggestion(editor, "the plans", "them", start=start)
    write(document, TWO + "\nMore.\n")
    assert ">\nthe plans</textarea>" not in editor.get(f"{asked}1").content.decode()


def test_words_that_stand_twice_are_refused_beside_their_field(editor: Door) -> None:
    answer = editor.post(f"{AT}suggest/", quote="plans", replacement="papers", version=1)
    assert answer.status_code == 422
    assert "more than once" in words(answer)


def test_comment_waits_on_whom_it_is_put_to_until_answered_and_the_mail_says_none_of_it(
    document: Document, editor: Door, settings: Any
) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    lead = member(document.inspection, Role.LEAD)
    begun = comment(editor, "objected", "Is that so?", mentions=[lead.pk])
    (sent,) = mail.outbox
    assert sent.to == [lead.email]
    assert [one for one in ("objected", "Is that so", "report/") if one in sent.body] == []
    theirs = door(document.inspection, Role.LEAD)
    assert "Answer a comment on A report" in words(theirs.client.get("/"))
    theirs.post(f"documents/report/comments/{begun.pk}/answer/", text="It is.")
    assert "Answer a comment" not in words(theirs.client.get("/"))


def test_who_may_not_read_the_text_reads_no_remark(document: Document, editor: Door) -> None:
    made = comment(editor, "objected", "Canary one.")
    theirs = suggestion(editor, "the spring", "canary two")
    write(document, "## Two\n\n[Hidden]{.sensitive marking=OFFICIAL-SENSITIVE} words.\n")
    pages = (
        AT,
        f"{AT}suggest/",
        f"{AT}comment/",
        f"documents/report/comments/{made.pk}/answer/",
        f"documents/report/suggestions/{theirs.pk}/decline/",
    )
    for one in pages:
        assert "anary" not in editor.get(one).content.decode(), one
    assert "Canary one." in words(door(document.inspection, Role.LEAD).get(AT))


def test_comment_marked_higher_than_its_text_is_withheld_from_who_is_not_cleared(
    document: Document, editor: Door
) -> None:
    lead = door(document.inspection, Role.LEAD)
    made = comment(lead, "objected", "Canary.", marking="OFFICIAL-SENSITIVE")
    page = editor.get(AT).content.decode()
    assert "Canary" not in page
    assert "<mark>objected" not in page
    assert f"comments/{made.pk}/" not in page
    answer = editor.get(f"documents/report/comments/{made.pk}/answer/")
    assert "Canary" not in answer.content.decode()


def test_remark_of_a_section_that_ended_is_kept_on_its_page(
    document: Document, editor: Door
) -> None:
    comment(editor, "objected", "Is that so?")
    whole = {"text": ONE, "version": document.version}
    assert editor.post("documents/report/edit/", **whole).status_code == 302
    said = words(editor.get(AT))
    assert "Is that so?" in said
    assert "in the document no longer" in said
    assert editor.get("documents/report/sections/9-9/remarks/").status_code == 404


def test_who_else_has_a_section_open_is_told_while_one_types(
    document: Document, editor: Door
) -> None:
    at = "documents/report/sections/2-2/typed/"
    assert editor.post(at, text=TWO).json()["others"] == ""
    lead = door(document.inspection, Role.LEAD)
    said = lead.post(at, text=TWO).json()["others"]
    assert member(document.inspection, Role.EDITOR).name in said
    assert OpenedSection.objects.count() == 2
    OpenedSection.objects.update(seen_at=DRAFTED)  # long ago
    assert lead.post(at, text=TWO).json()["others"] == ""


def test_history_says_who_wrote_which_sentence(document: Document, editor: Door) -> None:
    write(document, TWO.replace("Nobody objected to the plans.", "Two objected to them."))
    html = editor.get("documents/report/sections/2-2/history/").content.decode()
    table = html[html.index("Sentences of the section") :]
    rows = re.findall(r'class="ins-sentence">([^<]+)</th>\s*<td>([^<]+)</td>', table)
    first, second = (member(document.inspection, one).name for one in (Role.EDITOR, Role.LEAD))
    assert rows == [
        ("Two", first),
        ("The plans were looked at in the spring.", first),
        ("Two objected to them.", second),
    ]
