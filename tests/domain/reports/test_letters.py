"""Letters to many bodies from one template: made in one press, signed once, changed one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.inspections.models import NotInspected, ScopeBody
from inspectorate.domain.inspections.policies import still_inspected
from inspectorate.domain.publication.nodes import signatures
from inspectorate.domain.reports.letters.actions import make_letter
from inspectorate.domain.reports.letters.models import MadeLetter
from inspectorate.domain.reports.letters.queries import LetterState, letters_of
from inspectorate.domain.reports.models import Document, Revision, Signature
from inspectorate.domain.reports.wording import actions as wording
from inspectorate.domain.reports.wording.loading import fallen, pinned
from inspectorate.foundation.jobs.states import JobState, state_of
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.interfaces.jobs import letters as job
from tests.factories.forging import unguarded
from tests.factories.publishing import DRAFTED, Story, a_document, a_story, frozen, saved
from tests.factories.rooms import a_key, scope_body
from tests.factories.wording import DECLARED, declared, sign, signed, signed_text
from tests.interfaces.web.acting import signed_in, words

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]

TEMPLATE = """\
---
subtitle: Letter to {{body}}
---

# Letter to {{body}}

[Most forces have mandatory training (9 of the 12)]{#mandatory-training}. You, {{body}}, were
looked at with them.

## What happens next

{.narrative}
We thank {{body}} for its help. We shall write again.
"""


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def template(story: Story) -> Document:
    return a_document(story.inspection, "letters", "letters", "Letter to {{body}}", TEMPLATE)


def make(template: Document, number: int = 0, by: Person | None = None) -> Document:
    return make_letter(
        by=by or Story(template.inspection, template, template).who(Role.EDITOR),
        at=DRAFTED,
        key=a_key(),
        template=Document.objects.get(pk=template.pk),
        scope_body=scope_body(template.inspection, number),
    )


def refused(template: Document, number: int = 0) -> list[str]:
    with pytest.raises(Refused) as refusal:
        make(template, number)
    return [one.code for one in refusal.value.reasons]


def left(document: Document) -> list[str]:
    """What an evidence checker is still asked of a document."""
    asked = signed_text(document).left()
    return [" ".join(one.words.values()) or one.kind for one in asked]


def look_at_all(document: Document) -> None:
    """Look at each tidied passage that was drawn."""
    for one in signed_text(document).standing.not_looked_at:
        wording.look(
            by=Story(document.inspection, document, document).who(Role.REFERENCER),
            at=DECLARED,
            key=a_key(),
            document=document,
            identity=one.passage.identity,
        )


def leave_out(body: ScopeBody, but: int = 0) -> None:
    """Leave out what a body is inspected on still, but for so many criteria."""
    for one in still_inspected(body)[but:]:
        NotInspected.objects.create(
            scope_body=body, criterion=one, reason="It merged", decided_at=DRAFTED
        )


class TestMaking:
    def test_letter_is_the_template_with_the_bodys_name_in_its_slots(
        self, template: Document
    ) -> None:
        letter, label = make(template), scope_body(template.inspection, 0).label
        assert letter.text == TEMPLATE.replace("{{body}}", label)
        assert (letter.kind, letter.title) == ("letter", f"Letter to {label}")
        assert letter.scope_body == scope_body(template.inspection, 0)
        made = MadeLetter.objects.get()
        assert (made.template_version, made.letter_version) == (template.version, letter.version)
        assert made.values == {"body": label}

    def test_name_with_marks_of_markdown_is_printed_as_it_is_written(
        self, template: Document
    ) -> None:
        unguarded(ScopeBody).filter(pk=scope_body(template.inspection, 0).pk).update(
            label="A_Force [and] *Fire* {#x}"
        )
        letter = make(template)
        passages = [one.words for one in signed_text(letter).passages]
        assert "Letter to A_Force [and] *Fire* {#x}" in passages

    def test_letter_is_made_again_where_the_template_moved_on_and_nobody_changed_it(
        self, template: Document
    ) -> None:
        first, second = make(template, 0), make(template, 1)
        assert refused(template, 0) == ["letter_stands"]
        saved(second, second.text + "\nWe add this.\n")
        newer = saved(template, TEMPLATE.replace("We shall write", "We will write"))
        assert "We will write" in make(newer, 0).text
        assert Document.objects.get(pk=first.pk).version == first.version + 1
        assert refused(newer, 1) == ["letter_changed"]
        assert "We add this." in Document.objects.get(pk=second.pk).text

    def test_states_of_letters_are_told_body_by_body(self, template: Document) -> None:
        for number in range(3):
            make(template, number)
        changed = Document.objects.get(scope_body=scope_body(template.inspection, 1))
        saved(changed, changed.text + "\nMore.\n")
        told = [one.state for one in letters_of(template)]
        assert told[:4] == [
            LetterState.AS_MADE,
            LetterState.BY_HAND,
            LetterState.AS_MADE,
            LetterState.NOT_MADE,
        ]
        newer = saved(template, TEMPLATE + "\nOne line more.\n")
        assert letters_of(newer)[0].state is LetterState.BEHIND

    def test_slot_that_no_letter_fills_a_body_of_elsewhere_and_another_kind_are_refused(
        self, story: Story, template: Document
    ) -> None:
        assert refused(saved(template, TEMPLATE + "\n{{minister}}\n")) == ["template_unfilled"]
        assert "no_template" in refused(story.report)
        assert refused(a_document(story.inspection, "empty", "letters", "Empty", " ")) == [
            "text_empty"
        ]

    def test_only_who_opens_documents_makes_letters(self, story: Story, template: Document) -> None:
        with pytest.raises(Forbidden):
            make(template, by=story.who(Role.INSPECTOR))

    def test_template_is_never_frozen(self, template: Document) -> None:
        with pytest.raises(Refused) as refusal:
            frozen(template)
        assert [one.code for one in refusal.value.reasons] == ["template_not_published"]

    def test_title_follows_the_record_also_where_somebody_changed_the_letter(
        self, template: Document
    ) -> None:
        letters = [make(template, number) for number in range(2)]
        saved(letters[1], letters[1].text + "\nMore.\n")
        for number in range(2):
            body = scope_body(template.inspection, number)
            unguarded(ScopeBody).filter(pk=body.pk).update(label=f"Called otherwise {number}")
        assert {one.state for one in letters_of(template)[:2]} == {LetterState.BEHIND}
        first, second = make(template, 0), make(template, 1)
        assert first.title == "Letter to Called otherwise 0"
        assert "We thank Called otherwise 0" in first.text
        assert second.title == "Letter to Called otherwise 1"
        assert second.text == letters[1].text + "\nMore.\n"
        assert refused(template, 1) == ["letter_changed"]

    def test_letter_of_a_template_that_moved_on_is_not_frozen_before_it_is_made_again(
        self, template: Document
    ) -> None:
        letter = make(template)
        newer = signed(saved(template, TEMPLATE.replace("We shall write", "We will write")))
        with pytest.raises(Refused) as refusal:
            frozen(signed(letter))
        assert [one.code for one in refusal.value.reasons] == ["letter_behind"]
        assert frozen(make(newer)).document == letter

    def test_letter_of_a_rehearsal_is_named_after_the_pseudonym_alone(self) -> None:
        rehearsed = a_story(rehearsal=True).inspection
        template = a_document(rehearsed, "letters", "letters", "Letter to {{body}}", TEMPLATE)
        letter, body = make(template), scope_body(rehearsed, 0)
        assert letter.slug == f"letters-{body.code}"
        assert body.body.code not in letter.slug


class TestJob:
    def test_one_press_makes_every_letter_with_one_act_each_and_twice_none_more(
        self, story: Story, template: Document
    ) -> None:
        asked = job.ask(by=story.who(Role.EDITOR), at=timezone.now(), template=template)
        assert state_of(job.newest(template) or asked, timezone.now()) is JobState.DONE
        letters = story.inspection.documents.filter(kind="letter")
        assert letters.count() == story.inspection.scope.count()
        entries = Entry.objects.filter(verb="reports.make_letter")
        assert entries.count() == letters.count()
        again = job.ask(by=story.who(Role.EDITOR), at=timezone.now(), template=template)
        ended = job.newest(template)
        assert ended is not None
        assert ended.pk == again.pk
        assert "The letter stands as it would be made now." in ended.told
        assert entries.count() == letters.count()

    def test_letter_that_is_refused_is_named_and_the_others_are_made(
        self, story: Story, template: Document
    ) -> None:
        code = scope_body(story.inspection, 2).code
        a_document(story.inspection, f"letters-{code}", "summary", "In the way", "Words.")
        job.ask(by=story.who(Role.EDITOR), at=timezone.now(), template=template)
        ended = job.newest(template)
        assert ended is not None
        label = scope_body(story.inspection, 2).label
        assert ended.told.startswith(f"{label}: There is another document of the name")
        letters = story.inspection.documents.filter(kind="letter")
        assert letters.count() == story.inspection.scope.count() - 1

    def test_body_that_is_inspected_on_nothing_any_more_gets_no_letter_and_is_named_with_why(
        self, story: Story, template: Document
    ) -> None:
        inspection, (gone, partly) = story.inspection, story.inspection.scope.all()[:2]
        leave_out(gone)
        leave_out(partly, but=1)
        told = letters_of(template)
        assert (told[0].state, told[0].why, told[0].makeable) == (
            LetterState.LEFT_OUT,
            "It merged",
            False,
        )
        assert told[1].makeable
        assert refused(template) == ["body_not_in_scope"]
        job.ask(by=story.who(Role.EDITOR), at=timezone.now(), template=template)
        ended = job.newest(template)
        assert ended is not None
        assert (ended.told, state_of(ended, timezone.now())) == ("", JobState.DONE)
        letters = inspection.documents.filter(kind="letter")
        assert set(letters.values_list("scope_body", flat=True)) == set(
            inspection.scope.exclude(pk=gone.pk).values_list("pk", flat=True)
        )

    def test_page_that_makes_them_says_how_many_and_who_gets_none(
        self, story: Story, template: Document, settings: Any
    ) -> None:
        settings.SECOND_FACTOR_REQUIRED = False
        inspection, gone = story.inspection, scope_body(story.inspection, 0)
        leave_out(gone)
        at = f"/i/{inspection.slug}/documents/letters/letters/"
        client = signed_in(story.who(Role.EDITOR))
        page = words(client.get(f"{at}make/"))
        assert f"{inspection.scope.count() - 1} letters are made" in page
        assert f"any more: {gone.label} (It merged)." in page
        assert "It merged" in words(client.get(at))


class TestSigning:
    def test_what_is_signed_of_the_template_is_signed_in_each_letter(
        self, template: Document
    ) -> None:
        letters = [make(template, number) for number in range(2)]
        assert all(left(one) for one in letters)
        signed(template)
        assert [left(one) for one in letters] == [[], []]
        assert not Signature.objects.filter(document__in=letters).exists()

    def test_what_one_letter_adds_is_signed_there_and_the_rest_stays_signed(
        self, template: Document
    ) -> None:
        letter, other = make(template, 0), make(template, 1)
        signed(template)
        more = "\n[Most forces (9 of the 12) train all of their staff]{#mandatory-training}.\n"
        longer = saved(letter, letter.text + more)
        assert any("train all of their staff" in one for one in left(longer))
        assert not any("were looked at with them" in one for one in left(longer))
        assert left(other) == []

    def test_signature_of_the_template_that_is_taken_back_falls_in_its_letters(
        self, story: Story, template: Document
    ) -> None:
        letter = make(template)
        signed(template)
        signature = Signature.objects.filter(document=template, kind="singly").latest("pk")
        wording.withdraw_signature(
            by=signature.by, at=DECLARED, key=a_key(), signature=signature, reason="Misread."
        )
        assert left(letter)

    def test_record_that_changed_takes_the_signature_of_the_old_name_with_it(
        self, template: Document
    ) -> None:
        letter = make(template)
        signed(template)
        assert left(letter) == []
        body = scope_body(template.inspection, 0)
        unguarded(ScopeBody).filter(pk=body.pk).update(label="Another Force")
        assert left(Document.objects.get(pk=letter.pk))
        assert letters_of(template)[0].state is LetterState.BEHIND

    def test_name_that_ends_a_sentence_carries_no_signature_to_the_wrong_words(
        self, template: Document
    ) -> None:
        body = scope_body(template.inspection, 0)
        unguarded(ScopeBody).filter(pk=body.pk).update(label="Yes. No forces did. So")
        letter = make(template)
        signed(template)
        assert left(letter)

    def test_edition_pins_what_was_signed_in_the_template_and_tells_what_falls(
        self, template: Document
    ) -> None:
        letter = make(template)
        signed(template)
        kept = pinned(signed_text(letter).standing)
        assert set(kept["carried"]) >= set(kept["singly"])
        assert kept["singly"]
        edition = frozen(letter)
        assert fallen(edition) == []
        one = Signature.objects.filter(document=template, kind="singly").latest("pk")
        wording.withdraw_signature(
            by=one.by, at=DECLARED, key=a_key(), signature=one, reason="Misread."
        )
        assert len(fallen(edition)) == 1

    def test_tidied_template_stands_signed_in_the_letters_made_of_it(
        self, template: Document
    ) -> None:
        signed(template)
        tidied = saved(template, TEMPLATE.replace("shall write again.", "shall write again"))
        look_at_all(tidied)
        assert left(tidied) == []
        assert left(make(tidied)) == []

    def test_objection_to_a_letter_falls_to_no_signature_of_its_template(
        self, template: Document
    ) -> None:
        letter, other = make(template, 0), make(template, 1)
        declared(letter)
        laid = signed_text(letter)
        said = next(one for one in laid.passages if "looked at" in one.words)
        asked = laid.to_sign(said.identity)
        assert asked is not None
        story = Story(template.inspection, template, template)
        wording.object_to(
            by=story.who(Role.REFERENCER),
            at=DECLARED,
            key=a_key(),
            document=letter,
            asked=asked,
            reason="Not true of this body.",
        )
        signed(template, at=DECLARED + timedelta(hours=1))
        assert any("looked at with them" in one for one in left(letter))
        assert left(other) == []

    def test_author_of_the_template_signs_none_of_its_words_in_a_letter_and_its_maker_may(
        self, template: Document
    ) -> None:
        story = Story(template.inspection, template, template)
        author, maker = story.who(Role.REFERENCER), story.who(Role.EDITOR)
        unguarded(Revision).filter(document=template).update(by=author)
        letter = declared(make(template))
        for asked in signed_text(letter).left():
            assert author.pk in asked.writers
            assert maker.pk not in asked.writers
            assert asked.since == ()
            with pytest.raises(Refused) as refusal:
                sign(letter, asked)
            assert "own_words" in [one.code for one in refusal.value.reasons]

    def test_finding_put_in_from_elsewhere_in_the_template_asks_its_section_anew(
        self, template: Document
    ) -> None:
        told = "[Most (9 of the 12) train]{#mandatory-training}. We say no more."
        more = f"\n## Elsewhere\n\n{told}\n"
        whole = signed(saved(template, TEMPLATE + more))
        letter = make(whole)
        assert left(letter) == []
        moved = saved(letter, letter.text.replace("We shall write again.", told))
        assert left(moved)

    def test_what_was_signed_and_taken_back_in_the_letter_falls_not_while_its_template_stands(
        self, template: Document
    ) -> None:
        letter = declared(make(template))
        asked = next(one for one in signed_text(letter).left() if "looked at" in one.words["full"])
        own = sign(letter, asked)
        wording.withdraw_signature(
            by=own.by, at=DECLARED, key=a_key(), signature=own, reason="Misread."
        )
        signed(template)
        edition = frozen(letter)
        assert fallen(edition) == []

    def test_trace_of_a_letter_tells_who_signed_its_words_by_the_words_it_prints(
        self, template: Document
    ) -> None:
        letter = make(template)
        signed(template)
        told = [one.text for one in signatures(frozen(letter), "mandatory-training", 0)]
        assert told
        assert not any("{{" in one for one in told)
