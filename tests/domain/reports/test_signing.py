"""The sentence is what is signed: what stands, what is asked again, and who may sign it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections.actions import join
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.models import Document, Edition, Objection, Signature
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.wording import actions
from inspectorate.domain.reports.wording.gaps import fallen_gap
from inspectorate.domain.reports.wording.loading import ToSign, pinned
from inspectorate.domain.reports.wording.queries import open_draft
from inspectorate.foundation.ledger.acts import Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.prose.passages import Signing
from tests.factories.forging import unguarded
from tests.factories.publishing import (
    ALL_THE_SAME,
    EMBARGO,
    RELEASE,
    SIGNED,
    Story,
    a_document,
    a_story,
    approved,
    frozen,
    prepared,
    released,
    saved,
)
from tests.factories.rooms import a_key, a_person, an_admin, member
from tests.factories.wording import DECLARED, declared, sign, signed, signed_text

pytestmark = pytest.mark.django_db

LONGER = (
    RELEASE
    + """
[They had training for their staff (9 of the 12)]{#mandatory-training}.

{.narrative}
We spoke to many people. We were welcome.

# How it was done

{.narrative}
Two teams went out.
"""
)


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def document(story: Story) -> Document:
    return a_document(story.inspection, "other", "release", "Most forces train", LONGER)


def codes(act: Callable[[], Any]) -> set[str]:
    with pytest.raises(Refused) as refusal:
        act()
    return {one.code for one in refusal.value.reasons}


def asked(document: Document) -> list[str]:
    """What is still to be signed, in words: singly, then sources, then sections."""
    return [
        one.words["full"] if one.kind is Signing.SINGLY else one.kind.value
        for one in signed_text(document).left()
    ]


def changed(document: Document, old: str, new: str) -> Document:
    current = Document.objects.get(pk=document.pk)
    assert old in current.text
    return saved(current, current.text.replace(old, new, 1))


def first(document: Document) -> ToSign:
    return next(signed_text(document).left())


class TestWhatIsAsked:
    def test_text_nobody_signed_is_asked_whole_and_not_frozen(self, document: Document) -> None:
        left = asked(document)
        assert "Most forces have mandatory training." in left
        assert left.count("section") == 2
        (gap,) = [one for one in freezing(document) if one.code == "wording_not_signed"]
        assert "Most forces have mandatory training" in gap.text

    def test_text_signed_whole_is_asked_nothing_and_frozen(self, document: Document) -> None:
        signed(document)
        assert asked(document) == []
        edition = frozen(document)
        kept = {one.identity for one in Signature.objects.filter(document=document)}
        assert kept == {
            *edition.signed["singly"],
            *edition.signed["source"],
            *edition.signed["section"],
        }

    def test_changed_word_is_asked_again_with_what_leans_on_it(self, document: Document) -> None:
        signed(document)
        now = changed(document, "[Most forces have mandatory", "[Most forces have no mandatory")
        assert asked(now) == [
            "Most forces have no mandatory training.",
            "They had training for their staff (9 of the 12).",
        ]
        old = {one.old for one in proof_of(now).wording.unsigned}
        assert "Most forces have mandatory training." in old

    def test_words_put_back_are_signed_again_by_what_was_signed(self, document: Document) -> None:
        signed(document)
        now = changed(document, "have mandatory", "have no mandatory")
        assert asked(changed(now, "have no mandatory", "have mandatory")) == []

    def test_numeral_of_the_claim_moves_and_a_wrong_one_does_not(self, document: Document) -> None:
        signed(document)
        assert "They had training" in asked(changed(document, "(9 of", "(8 of"))[0]

    def test_changed_narrative_asks_its_section_alone(self, document: Document) -> None:
        signed(document)
        assert asked(changed(document, "Two teams", "Three teams")) == ["section"]

    def test_sentence_taken_out_or_moved_asks_the_section_again(self, document: Document) -> None:
        signed(document)
        taken = changed(
            document,
            "\n[They had training for their staff (9 of the 12)]{#mandatory-training}.\n",
            "",
        )
        assert asked(taken) == ["section"]
        moved = changed(
            taken,
            "\n# How it was done\n",
            "\n# How it was done\n\n[Most forces have mandatory training]{#mandatory-training}.\n",
        )
        assert asked(moved) == ["section", "section"]

    def test_section_taken_out_asks_the_one_that_followed_it(self, document: Document) -> None:
        now = saved(document, document.text + "\n# Thanks\n\n{.narrative}\nWe thank all.\n")
        signed(now)
        part = "\n# How it was done\n\n{.narrative}\nTwo teams went out.\n"
        assert asked(changed(now, part, "")) == ["section"]

    def test_finding_signed_anew_in_its_place_leaves_its_section(self, document: Document) -> None:
        signed(document)
        now = changed(document, "[Most forces have mandatory", "[Most forces require mandatory")
        later = DECLARED.replace(day=21)
        for one in list(signed_text(now).left()):
            assert one.kind is Signing.SINGLY
            sign(now, one, at=later)
        assert asked(now) == []

    def test_redaction_put_on_words_asks_them_again(self, document: Document) -> None:
        signed(document)
        now = changed(
            document,
            "We were welcome.",
            'We were [welcome]{.sensitive marking="OFFICIAL-SENSITIVE" ground="sources"}.',
        )
        assert asked(now) == ["section"]


def freezing(document: Document) -> list[Any]:
    with pytest.raises(Refused) as refusal:
        reports.freeze(
            by=member(document.inspection, Role.SIGNING),
            at=SIGNED,
            key=a_key(),
            document=Document.objects.get(pk=document.pk),
            reason=ALL_THE_SAME,
        )
    return list(refusal.value.reasons)


class TestWhoSigns:
    def test_only_an_evidence_checker_of_the_team_may(self, document: Document) -> None:
        declared(document)
        for role in Role:
            if role in (Role.REFERENCER, Role.BODY, Role.OVERSEER):
                continue
            with pytest.raises(Forbidden):
                sign(document, first(document), by=a_person(role))
            if role in {one.role for one in document.inspection.team.all()}:
                with pytest.raises(Forbidden):
                    sign(document, first(document), by=member(document.inspection, role))

    def test_nobody_signs_before_somebody_says_that_it_is_ready(self, document: Document) -> None:
        assert codes(lambda: sign(document, first(document))) == {"draft_not_open"}

    def test_who_changed_the_words_last_does_not_sign_them(self, document: Document) -> None:
        checker = both(document, member(document.inspection, Role.PRESS))
        current = Document.objects.get(pk=document.pk)
        reports.save(
            by=checker,
            at=DECLARED,
            key=a_key(),
            document=current,
            text=current.text.replace("Most forces have", "Most forces do have"),
            version=current.version,
        )
        declared(document)
        every = list(signed_text(document).left())
        own = next(one for one in every if "do have" in one.words["full"])
        other = next(one for one in every if one.words["full"].startswith("They had"))
        current = Document.objects.get(pk=document.pk)
        assert codes(lambda: sign(current, own, by=checker)) == {"own_words"}
        assert sign(current, other, by=checker)

    def test_who_drafted_its_claim_does_not_sign_and_who_referenced_it_does(
        self, document: Document
    ) -> None:
        declared(document)
        claim = Claim.objects.get(inspection=document.inspection)
        drafter = both(document, claim.drafted_by)
        one = next(one for one in signed_text(document).left() if one.keys)
        assert codes(lambda: sign(document, one, by=drafter)) == {"own_claims"}
        assert sign(document, one)

    def test_words_changed_since_the_page_was_opened_are_not_signed(
        self, document: Document
    ) -> None:
        declared(document)
        one = first(document)
        now = changed(document, "Two teams", "Three teams")
        title = next(other for other in signed_text(document).left() if other.keys)
        assert sign(now, one)  # it stands as it was shown
        again = changed(now, "[Most forces have", "[Nearly all forces have")
        assert codes(lambda: sign(again, title)) == {"passage_gone"}

    def test_what_is_signed_is_not_signed_twice(self, document: Document) -> None:
        declared(document)
        one = first(document)
        sign(document, one)
        assert codes(lambda: sign(document, one)) == {"signed_already"}


def both(document: Document, person: Person) -> Person:
    """The same person, who checks evidence on the team as well."""
    said = {"at": DECLARED, "person": person, "role": Role.REFERENCER}
    people.grant(by=an_admin(), key=a_key(), **said)
    lead = member(document.inspection, Role.LEAD)
    join(by=lead, key=a_key(), inspection=document.inspection, **said)
    return Person.objects.get(pk=person.pk)


class TestTakingBack:
    def test_signature_taken_back_asks_the_words_again(self, document: Document) -> None:
        signed(document)
        one = Signature.objects.filter(document=document, kind="singly").latest("pk")
        actions.withdraw_signature(
            by=one.by, at=SIGNED, key=a_key(), signature=one, reason="I read it too fast."
        )
        assert asked(document) == [one.words["full"]]

    def test_signature_is_taken_back_by_who_gave_it_alone(self, document: Document) -> None:
        signed(document)
        one = Signature.objects.filter(document=document).latest("pk")
        other = both(document, member(document.inspection, Role.EDITOR))
        said = {"at": SIGNED, "key": a_key(), "signature": one, "reason": "Wrong."}
        assert codes(lambda: actions.withdraw_signature(by=other, **said)) == {"others_signature"}

    def test_draft_taken_back_leaves_what_was_signed(self, document: Document) -> None:
        signed(document)
        draft = open_draft(document)
        assert draft is not None
        actions.withdraw_draft(
            by=member(document.inspection, Role.EDITOR),
            at=SIGNED,
            key=a_key(),
            draft=draft,
            reason="A body sent new figures.",
        )
        assert asked(document) == []
        assert open_draft(document) is None

    def test_objection_keeps_words_from_being_frozen_until_they_change_or_are_signed(
        self, document: Document
    ) -> None:
        signed(document)
        text = signed_text(document)
        words = next(one for one in text.passages if one.words == "Two teams went out.")
        wanted = text.to_sign(words.identity)
        assert wanted is not None
        made = actions.object_to(
            by=member(document.inspection, Role.REFERENCER),
            at=SIGNED,
            key=a_key(),
            document=document,
            asked=wanted,
            reason="This counts something.",
            finding=True,
        )
        assert isinstance(made, Objection)
        assert "Two teams went out." in asked(document)
        assert any("Two teams went out." in one.text for one in freezing(document))
        now = changed(document, "Two teams went out.", "Teams went out.")
        assert asked(now) == ["section"]
        back = changed(now, "Teams went out.", "Two teams went out.")
        sign(back, wanted, at=SIGNED.replace(hour=17))
        assert "Two teams went out." not in asked(back)

    def test_comma_that_goes_leaves_a_signature_standing_but_answers_no_objection(
        self, document: Document
    ) -> None:
        told = "\n{.narrative}\nPeople were kind to us, wherever we went.\n"
        document = signed(saved(document, document.text + told))
        text = signed_text(document)
        words = next(one for one in text.passages if one.words.startswith("People"))
        wanted = text.to_sign(words.identity)
        assert wanted is not None
        now = changed(document, "to us, wherever", "to us wherever")
        assert asked(now) == []
        (drawn,) = proof_of(now).wording.not_looked_at
        assert "not looked at" in freezing(now)[0].text
        checker = member(document.inspection, Role.REFERENCER)
        said = {"by": checker, "at": SIGNED, "document": now}
        actions.look(key=a_key(), identity=drawn.passage.identity, **said)
        assert proof_of(now).wording.not_looked_at == []
        back = changed(now, "to us wherever", "to us, wherever")
        said = {**said, "document": back}
        actions.object_to(key=a_key(), asked=wanted, reason="Not all of them.", **said)
        assert asked(changed(back, "to us, wherever", "to us wherever")) == ["section"]

    def test_signature_taken_back_after_freezing_keeps_the_release_from_being_approved(
        self, story: Story
    ) -> None:
        release = prepared(story)
        one = Signature.objects.filter(document=story.report, kind="singly").latest("pk")
        actions.withdraw_signature(
            by=one.by, at=SIGNED, key=a_key(), signature=one, reason="It says too much."
        )
        assert "wording_not_signed" in codes(lambda: approved(release))


class TestBeforeItWasSigned:
    def test_edition_frozen_before_may_go_out_and_says_that_nothing_was_signed(
        self, story: Story
    ) -> None:
        edition = frozen(story.report)
        old = Edition(document=edition.document, signed=None)
        assert fallen_gap(old).things == ()
        assert fallen_gap(edition).things == ()

    def test_correction_of_what_went_out_before_is_signed_in_what_it_changes(
        self, story: Story
    ) -> None:
        released(story)
        # As a database from before holds it: no signature of words, no edition frozen under any.
        unguarded(Signature).all().delete()
        unguarded(Edition).update(signed=None)
        assert list(signed_text(story.report).left()) == []
        now = Document.objects.get(pk=story.report.pk)
        corrected = reports.save(
            by=story.who(Role.EDITOR),
            at=EMBARGO,
            key=a_key(),
            document=now,
            text=now.text.replace("We looked at", "We read about"),
            version=now.version,
        )
        left = [one.kind for one in signed_text(corrected).left()]
        assert left == [Signing.SECTION]
        # The next correction is asked no more, where this one was frozen on the same words.
        kept = pinned(signed_text(corrected).standing)
        assert (len(kept["before"]), len(kept["sections_before"])) == (10, 3)
        unguarded(Edition).update(signed=kept)
        assert [one.kind for one in signed_text(corrected).left()] == left
        unguarded(Edition).update(signed={**kept, "before": [], "sections_before": []})
        assert len(list(signed_text(corrected).left())) > len(left)

    def test_words_out_before_that_somebody_signed_and_took_back_are_asked(
        self, story: Story
    ) -> None:
        released(story)
        unguarded(Signature).all().delete()
        unguarded(Edition).update(signed=None)
        words = next(one for one in signed_text(story.report).passages if one.keys)
        wanted = signed_text(story.report).to_sign(words.identity)
        assert wanted is not None
        made = sign(declared(story.report), wanted, at=EMBARGO)
        actions.withdraw_signature(
            by=made.by, at=EMBARGO, key=a_key(), signature=made, reason="I read it too fast."
        )
        assert asked(story.report) == [words.words]


def test_entries_tell_which_words_were_signed_by_their_digest_alone(document: Document) -> None:
    signed(document)
    entry = Entry.objects.filter(verb="reports.sign").latest("number")
    assert set(entry.detail) == {"document", "kind", "identity"}
