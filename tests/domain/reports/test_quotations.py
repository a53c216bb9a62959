"""Live quotations: declared, shown to their speaker alone, approved, undone, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inspectorate.domain.reports import queries
from inspectorate.domain.reports.letters.actions import make_letter
from inspectorate.domain.reports.models import Document, LiveQuotation, SpeakerApproval
from inspectorate.domain.reports.quotations import actions
from inspectorate.domain.reports.quotations.queries import asked_of, said_by, told
from inspectorate.domain.reports.reasons import CheckName
from inspectorate.foundation.files.store import StoredFile, take
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.publishing import DRAFTED, Story, a_document, a_story, saved
from tests.factories.rooms import a_key, a_person

pytestmark = pytest.mark.django_db
TEXT = """\
---
kind: release
---

# How forces train

The chief inspector said:

{.said by="chief"}
> “[We thank those who answered us.]{.narrative}”
"""
LAST = date(2020, 2, 20)


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def release(story: Story) -> Document:
    return a_document(story.inspection, "news", "release", "News", TEXT)


def editor(document: Document) -> Person:
    return Story(document.inspection, document, document).who(Role.EDITOR)


def quoted(document: Document, **given: str) -> LiveQuotation:
    asked = {"code": "chief", "office": "chief inspector", "name": ""} | given
    return actions.declare_quotation(
        by=editor(document), at=DRAFTED, key=a_key(), document=document, **asked
    )


def speaker(quotation: LiveQuotation, *, until: date = LAST) -> Person:
    person = a_person(Role.BODY)
    ask(quotation, person, until)
    return person


def ask(quotation: LiveQuotation, person: Person, until: date = LAST) -> None:
    actions.ask_speaker(
        by=editor(quotation.document),
        at=DRAFTED,
        key=a_key(),
        quotation=quotation,
        person=person,
        until=until,
    )


def approve(
    quotation: LiveQuotation,
    by: Person,
    *,
    seen: str | None = None,
    file: StoredFile | None = None,
    days: int = 0,
) -> SpeakerApproval:
    quotation = LiveQuotation.objects.get(pk=quotation.pk)
    said = said_by(quotation)
    return actions.approve_quotation(
        by=by,
        at=DRAFTED + timedelta(days=days),
        key=a_key(),
        quotation=quotation,
        seen=seen or (said.identity if said else ""),
        file=file,
    )


def blocked(document: Document) -> list[str]:
    """What the check finds now."""
    found = queries.problems(Document.objects.get(pk=document.pk)).problems
    return [one.what for one in found if one.check == CheckName.QUOTATION_APPROVED]


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refusal.value.reasons]


def test_speaker_who_approves_in_the_portal_opens_the_way_and_a_changed_word_closes_it(
    release: Document,
) -> None:
    assert blocked(release) == ["nobody has said who speaks as `chief`."]
    quotation = quoted(release)
    assert "has not approved" in blocked(release)[0]
    given = approve(quotation, speaker(quotation))
    assert given.by_speaker
    assert given.words == "“We thank those who answered us.”"
    assert blocked(release) == []
    changed = saved(release, TEXT.replace("thank", "praise"))
    assert "the words approved were others" in blocked(changed)[0]
    assert [one.standing for one in told(changed)] == [None]
    assert SpeakerApproval.objects.filter(pk=given.pk).exists()
    # As they were they are approved again, by the same record.
    saved(changed, TEXT)
    assert blocked(release) == []


def test_asking_of_the_wrong_account_ends_at_once_and_stands_on_record_with_why(
    release: Document,
) -> None:
    quotation, on = quoted(release), DRAFTED.date()
    wrong = speaker(quotation)
    given = approve(quotation, wrong)

    def withdraw(why: str = "wrong_account") -> None:
        actions.withdraw_asking(
            by=editor(release), at=DRAFTED, key=a_key(), quotation=quotation, why=why
        )

    with pytest.raises(Refused) as refusal:
        withdraw("no such reason")
    assert codes(refusal) == ["asking_why"]
    withdraw()
    assert asked_of(wrong, on) == {}
    with pytest.raises(Forbidden):
        approve(quotation, wrong)
    (now,) = told(release)
    assert now.asked is not None
    assert (now.asked.withdrawn, now.asked.by, now.asked.person) == (True, editor(release), wrong)
    assert Entry.objects.get(verb="reports.withdraw_asking").detail["why"] == "wrong_account"
    # What was approved is its own record, and is taken back by an act of its own.
    assert now.standing == given
    with pytest.raises(Refused) as refusal:
        withdraw()
    assert codes(refusal) == ["nobody_asked"]
    right = speaker(quotation)
    assert [list(asked_of(one, on)) for one in (wrong, right)] == [[], [1]]


def test_approval_taken_back_stands_on_record_and_no_longer_counts(release: Document) -> None:
    quotation = quoted(release)
    who = speaker(quotation)
    given = approve(quotation, who)
    actions.withdraw_approval(
        by=who, at=DRAFTED, key=a_key(), approval=given, reason="I would say it otherwise."
    )
    assert "it was taken back" in blocked(release)[0]
    again = SpeakerApproval.objects.get(pk=given.pk)
    with pytest.raises(Refused) as refusal:
        actions.withdraw_approval(by=who, at=DRAFTED, key=a_key(), approval=again, reason="Again")
    assert codes(refusal) == ["approval_gone"]
    assert approve(quotation, who).pk != given.pk
    assert blocked(release) == []


def test_editor_records_an_approval_with_its_message_and_not_without(release: Document) -> None:
    quotation = quoted(release)
    with pytest.raises(Refused) as refusal:
        approve(quotation, editor(release))
    assert codes(refusal) == ["approval_without_file"]
    message = take(b"I approve these words.", name="approval.txt")
    given = approve(quotation, editor(release), file=message)
    assert (given.by_speaker, given.file_name) == (False, "approval.txt")
    assert blocked(release) == []
    entry = Entry.objects.get(verb="reports.approve_quotation")
    assert entry.detail == {"document": "news", "quotation": "chief", "by_speaker": False}


def test_words_others_than_those_shown_are_not_approved(release: Document) -> None:
    quotation = quoted(release)
    who = speaker(quotation)
    said = said_by(quotation)
    assert said is not None
    saved(release, TEXT.replace("thank", "praise"))
    with pytest.raises(Refused) as refusal:
        approve(quotation, who, seen=said.identity)
    assert codes(refusal) == ["quotation_changed"]


def test_same_words_are_approved_once(release: Document) -> None:
    quotation = quoted(release)
    who = speaker(quotation)
    approve(quotation, who)
    with pytest.raises(Refused) as refusal:
        approve(quotation, who)
    assert codes(refusal) == ["quotation_approved_already"]


class TestWhoSees:
    def test_speaker_sees_until_the_last_day_and_nobody_else_does(self, release: Document) -> None:
        quotation = quoted(release)
        who, other = speaker(quotation), a_person(Role.BODY)
        assert {at: one.quotation for at, one in asked_of(who, LAST).items()} == {1: quotation}
        assert asked_of(who, LAST + timedelta(days=1)) == {}
        assert asked_of(other, LAST) == {}
        for by, days in ((other, 0), (who, 30)):
            with pytest.raises(Forbidden):
                approve(quotation, by, days=days)

    def test_one_who_is_asked_after_another_speaks_alone(self, release: Document) -> None:
        quotation = quoted(release)
        first = speaker(quotation)
        second = speaker(quotation)
        assert asked_of(first, LAST) == {}
        assert [one.person for one in asked_of(second, LAST).values()] == [second]

    def test_account_of_the_staff_is_not_asked_nor_for_a_day_that_is_over(
        self, release: Document
    ) -> None:
        quotation = quoted(release)
        with pytest.raises(Refused) as refusal:
            ask(quotation, editor(release), date(2020, 1, 1))
        assert codes(refusal) == ["recipient_not_outside", "until_too_soon"]

    def test_words_an_edition_may_leave_out_and_words_that_are_not_there_are_shown_to_nobody(
        self, release: Document
    ) -> None:
        hidden = quoted(
            saved(
                release, TEXT.replace("{.narrative}", '{.sensitive marking="OFFICIAL" ground="g"}')
            )
        )
        gone = quoted(release, code="other", office="minister")
        for quotation, code in ((hidden, "quotation_left_out"), (gone, "nothing_said")):
            with pytest.raises(Refused) as refusal:
                speaker(LiveQuotation.objects.get(pk=quotation.pk))
            assert codes(refusal) == [code]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"code": "Chief Inspector"}, "quotation_code"),
        ({"office": " "}, "text_missing"),
        ({"name": "x" * 201}, "text_too_long"),
    ],
)
def test_speaker_is_declared_under_a_short_name_with_an_office(
    release: Document, given: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        quoted(release, **given)
    assert codes(refusal) == [code]


def test_speaker_is_declared_once(release: Document) -> None:
    quoted(release)
    with pytest.raises(Refused) as refusal:
        quoted(release)
    assert codes(refusal) == ["quotation_code"]


def test_letter_rests_on_what_the_speaker_of_its_template_approved(story: Story) -> None:
    text = TEXT.replace("kind: release", "subtitle: To {{body}}")
    template = a_document(story.inspection, "letters", "letters", "Letter to {{body}}", text)
    letter = make_letter(
        by=story.who(Role.EDITOR),
        at=DRAFTED,
        key=a_key(),
        template=template,
        scope_body=story.body(),
    )
    assert len(blocked(letter)) == 1
    quotation = quoted(template)
    approve(quotation, speaker(quotation))
    assert blocked(letter) == []
    saved(letter, letter.text.replace("thank", "praise"))
    assert "the words approved were others" in blocked(letter)[0]
