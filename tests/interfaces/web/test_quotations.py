"""A live quotation as an editor has it approved, and as its speaker approves it in the portal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from inspectorate.domain.reports.models import Document, LiveQuotation, SpeakerApproval
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import Story, a_document, a_story, saved
from tests.factories.quoting import QUOTING
from tests.factories.rooms import a_key, a_person
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db
SECRET = "NOBODY ELSE READS THIS SENTENCE"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def document(story: Story) -> Document:
    text = f"{QUOTING}\n{{.narrative}}\n{SECRET}.\n"
    return a_document(story.inspection, "news", "release", SECRET, text)


def at(document: Document, name: str = "quotations", *more: object) -> str:
    return reverse(f"reports-{name}", args=[document.inspection.slug, document.slug, *more])


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def declared(document: Document, client: Client) -> None:
    given = {"key": a_key(), "code": "chief", "office": "chief inspector", "name": ""}
    answer = client.post(at(document, "declare-quotation"), given, follow=True)
    assert "The speaker is known." in words(answer)


def asked(document: Document, client: Client) -> Person:
    speaker = a_person(Role.BODY)
    given = {"key": a_key(), "person": speaker.pk, "until": date(2100, 1, 31)}
    answer = client.post(at(document, "ask-speaker", "chief"), given, follow=True)
    assert "may open it until 31 January 2100" in words(answer)
    return speaker


def test_speaker_reads_their_words_and_nothing_else_approves_and_takes_back(
    story: Story, document: Document
) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    assert at(document) in editor.get(at(document, "document")).content.decode()
    assert "Nobody is said to speak" in words(editor.get(at(document)))
    declared(document, editor)
    speaker = signed_in(asked(document, editor))
    assert "/portal/quotations/1/" in speaker.get("/portal/").content.decode()
    for address in ("", "approve/"):
        page = speaker.get(f"/portal/quotations/1/{address}")
        assert "We thank those who answered us." in words(page)
        assert SECRET not in page.content.decode()
    assert SECRET not in speaker.get("/portal/").content.decode()
    seen = seen_on(page.content.decode())
    done = speaker.post(
        "/portal/quotations/1/approve/", {"key": a_key(), "seen": seen}, follow=True
    )
    assert "You approved these words." in words(done)
    assert "Approved as it stands" in words(editor.get(at(document)))
    back = {"key": a_key(), "reason": "I would say it otherwise."}
    speaker.post("/portal/quotations/1/back/", back)
    told = words(editor.get(at(document)))
    assert "Not approved" in told
    assert "I would say it otherwise." in told


def test_words_changed_while_the_speaker_reads_are_not_approved(
    story: Story, document: Document
) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    declared(document, editor)
    speaker = signed_in(asked(document, editor))
    seen = seen_on(speaker.get("/portal/quotations/1/approve/").content.decode())
    saved(document, document.text.replace("thank", "praise"))
    answer = speaker.post("/portal/quotations/1/approve/", {"key": a_key(), "seen": seen})
    assert answer.status_code == 422
    assert "no longer those that you were shown" in words(answer)
    assert not SpeakerApproval.objects.exists()


def test_others_of_the_portal_find_nothing_under_the_address(
    story: Story, document: Document
) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    declared(document, editor)
    asked(document, editor)
    other = signed_in(a_person(Role.BODY))
    for address in ("", "approve/", "back/"):
        assert other.get(f"/portal/quotations/1/{address}").status_code == 404


def test_editor_withdraws_what_a_wrong_account_was_asked_and_it_sees_nothing_any_more(
    story: Story, document: Document
) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    declared(document, editor)
    wrong = signed_in(asked(document, editor))
    where = at(document, "withdraw-asking", "chief")
    assert where in editor.get(at(document)).content.decode()
    done = editor.post(where, {"key": a_key(), "why": "wrong_account"}, follow=True)
    assert "withdrew on" in words(done)
    assert where not in done.content.decode()
    assert "/portal/quotations/" not in wrong.get("/portal/").content.decode()
    for address in ("", "approve/", "back/"):
        assert wrong.get(f"/portal/quotations/1/{address}").status_code == 404
    told = words(editor.post(where, {"key": a_key(), "why": "wrong_account"}))
    assert "Nobody can open these words in the portal now." in told


def test_editor_records_a_message_and_downloads_it(story: Story, document: Document) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    declared(document, editor)
    page = editor.get(at(document, "approve-quotation", "chief"))
    assert "We thank those who answered us." in words(page)
    given = {"key": a_key(), "seen": seen_on(page.content.decode())}
    assert editor.post(at(document, "approve-quotation", "chief"), given).status_code == 422
    message = SimpleUploadedFile("message.txt", b"I approve these words.")
    told = words(
        editor.post(
            at(document, "approve-quotation", "chief"),
            given | {"key": a_key(), "file": message},
            follow=True,
        )
    )
    assert "Approved as it stands" in told
    assert "as recorded by" in told
    approval = LiveQuotation.objects.get().approvals.get()
    answer = editor.get(at(document, "approval-file", approval.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    back = {"key": a_key(), "reason": "They wrote again."}
    done = editor.post(at(document, "withdraw-approval", approval.pk), back, follow=True)
    assert "They wrote again." in words(done)


def test_words_are_not_shown_to_an_editor_who_may_not_read_them_whatever_is_sent(
    story: Story, document: Document
) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    declared(document, editor)
    sealed = '[We thank those who answered us.]{.sensitive marking=OFFICIAL-SENSITIVE ground="G"}'
    saved(document, document.text.replace("[We thank those who answered us.]{.narrative}", sealed))
    where = at(document, "approve-quotation", "chief")
    for answer in (editor.get(where), editor.post(where), editor.post(where, {"key": "x"})):
        assert "We thank those" not in words(answer)


def test_words_approved_that_stand_no_more_are_for_who_may_read_whatever_a_text_may_hold(
    story: Story, document: Document
) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    declared(document, editor)
    seen = seen_on(editor.get(at(document, "approve-quotation", "chief")).content.decode())
    given = {"seen": seen, "file": SimpleUploadedFile("message.txt", b"I approve these words.")}
    editor.post(at(document, "approve-quotation", "chief"), {"key": a_key(), **given})
    message = at(document, "approval-file", LiveQuotation.objects.get().approvals.get().pk)
    assert editor.get(message).status_code == 200
    saved(document, document.text.replace("We thank those", "We praise all"))
    lead = signed_in(story.who(Role.LEAD))
    told = [words(one.get(at(document))) for one in (lead, editor)]
    assert ["We thank those" in one for one in told] == [True, False]
    assert [one.get(message).status_code for one in (lead, editor)] == [200, 404]


def test_speaker_takes_back_what_they_approved_of_words_that_stand_no_more(
    story: Story, document: Document
) -> None:
    editor = signed_in(story.who(Role.EDITOR))
    declared(document, editor)
    speaker = signed_in(asked(document, editor))
    here = "/portal/quotations/1/"
    for change in ("praise", "greet"):
        seen = seen_on(speaker.get(f"{here}approve/").content.decode())
        speaker.post(f"{here}approve/", {"key": a_key(), "seen": seen})
        saved(document, document.text.replace("thank", change))
    told = words(speaker.get(here))
    assert [f"We {one} those" in told for one in ("thank", "praise", "greet")] == [True] * 3
    back = {"key": a_key(), "reason": "I would say it otherwise."}
    assert speaker.post(f"{here}back/", back).status_code == 422
    assert speaker.post(f"{here}back/", back | {"approval": "1"}).status_code == 302
    told = words(speaker.get(here))
    assert [f"We {one} those" in told for one in ("thank", "praise", "greet")] == [
        False,
        True,
        True,
    ]
    last = words(speaker.get(f"{here}back/"))
    assert "You approved: “We praise those who answered us.”" in last
    assert speaker.post(f"{here}back/", back | {"key": a_key()}).status_code == 302
    assert speaker.get(f"{here}back/").status_code == 404
