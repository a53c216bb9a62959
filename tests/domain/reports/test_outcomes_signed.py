"""The words of an outcome that a document prints are signed as its passages are; bodies unnamed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inspectorate.domain.judgments.outcomes import actions as outcomes
from inspectorate.domain.judgments.outcomes.models import WrittenOutcome
from inspectorate.domain.reports.accuracy.copies import shown_to
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.editions.runs import words
from inspectorate.domain.reports.models import Document, Signature
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.wording import actions as wording
from inspectorate.domain.reports.wording.gaps import fallen_gap
from inspectorate.domain.reports.wording.loading import _REMOVED, ToSign
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.passages import Signing
from tests.factories.findings import LATER
from tests.factories.forging import unguarded
from tests.factories.outcomes import an_outcome
from tests.factories.publishing import REPORT, Story, a_document, a_story, freeze_now, frozen
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, criterion, member
from tests.factories.wording import declared, sign, signed, signed_text

pytestmark = pytest.mark.django_db

BLOCK = "\n# What we found\n\n```table\nkind: outcomes\n```\n"
UNNAMED = BLOCK.replace("outcomes\n", "outcomes\nbodies: unnamed\n")
ONE, OTHER = "Risk assessments are written late.", "Nobody reads them again."


def a_told(block: str = BLOCK, **given: Any) -> tuple[Story, WrittenOutcome, WrittenOutcome]:
    """A report that prints two outcomes of one judgment."""
    story = a_story(report=REPORT + block, **{"names_bodies": True, **given})
    of = criterion(story.inspection)
    one, other = (
        an_outcome(story.inspection, story.body(), of, text=text) for text in (ONE, OTHER)
    )
    return story, one, other


def reword(outcome: WrittenOutcome, text: str, marking: str = Marking.OFFICIAL) -> None:
    now = outcome.wordings.latest("number")
    outcomes.reword_outcome(
        by=member(outcome.inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        outcome=outcome,
        text=text,
        cited=[one.item for one in now.citations.all()],
        reason="Seen again",
        marking=marking,
        version=now.number,
    )


def left(document: Document) -> list[ToSign]:
    return list(signed_text(document).left())


def of_outcome(document: Document, text: str) -> ToSign:
    return next(one for one in left(document) if text in one.words["full"])


def public(document: Document) -> EditionData:
    return proof_of(document).edition(EditionKind.PUBLIC)


def paragraphs(found: EditionData) -> list[str]:
    return [words(one.runs) for one in found.blocks if one.kind in ("paragraph", "note")]


def test_each_outcome_is_asked_singly_as_it_is_printed_and_unsigned_it_keeps_from_freezing() -> (
    None
):
    story, first, other = a_told()
    asked = [one for one in left(story.report) if one.kind is Signing.SINGLY]
    said = [one.words["full"] for one in asked]
    for outcome, text in ((first, ONE), (other, OTHER)):
        assert any(one.endswith(f"{outcome.ref}: {text}") for one in said)
    declared(story.report)
    for one in left(story.report):
        if OTHER not in one.words["full"]:
            sign(story.report, one)
    with pytest.raises(Refused) as refused:
        freeze_now(story.report)
    assert set(codes_of(refused)) == {"wording_not_signed"}
    signed(story.report)
    freeze_now(story.report)


def test_reworded_outcome_is_asked_again_and_shows_the_words_signed() -> None:
    story, first, _ = a_told()
    signed(story.report)
    assert left(story.report) == []
    reword(first, "Risk assessments are written late each time.")
    again = left(story.report)
    assert [one.kind for one in again] == [Signing.SINGLY]
    assert "late each time" in again[0].words["full"]
    [now] = proof_of(Document.objects.get(pk=story.report.pk)).wording.unsigned
    assert now.old.endswith(ONE)
    with pytest.raises(Refused) as refused:
        freeze_now(story.report)
    assert "wording_not_signed" in codes_of(refused)


def test_who_wrote_the_words_of_an_outcome_signs_none_of_it() -> None:
    story, _, _ = a_told()
    declared(story.report)
    checker = story.who(Role.REFERENCER)
    asked = of_outcome(story.report, ONE)
    assert asked.writers == (member(story.inspection, Role.LEAD).pk,)
    own = ToSign(**{**_given(asked), "writers": (checker.pk,)})
    with pytest.raises(Refused) as refused:
        sign(story.report, own)
    assert codes_of(refused) == ["own_words"]
    sign(story.report, asked)


def test_words_that_were_reworded_since_the_page_are_not_signed() -> None:
    story, first, _ = a_told()
    declared(story.report)
    asked = of_outcome(story.report, ONE)
    section = next(one for one in left(story.report) if ONE in one.words["full"] and one != asked)
    reword(first, "Risk assessments are written late each time.")
    for one in (asked, section):
        with pytest.raises(Refused) as refused:
            sign(story.report, one)
        assert codes_of(refused) == ["passage_gone"]


def test_who_signs_sees_what_the_public_is_printed_of_marked_words() -> None:
    story, first, _ = a_told()
    reword(first, ONE[:-1], Marking.SENSITIVE)
    asked = of_outcome(story.report, ONE[:-1])
    assert asked.marking == Marking.SENSITIVE
    assert ONE[:-1] not in asked.words["public"]
    assert "[removed: what it rests on is marked above this edition]" in asked.words["public"]


def test_unnamed_bodies_are_counted_by_criterion_and_words_with_no_number_and_no_name() -> None:
    story, first, other = a_told(UNNAMED, names_bodies=False)
    of = criterion(story.inspection)
    an_outcome(story.inspection, story.body(1), of, text=ONE)
    start, where = "Area for improvement at", f"({of.ref} {of.name})"
    said = [one for one in paragraphs(public(story.report)) if "improvement" in one]
    assert said == [f"{start} one force {where}: {OTHER}", f"{start} two forces {where}: {ONE}"]
    told = json.dumps(public(story.report).as_json())
    assert first.ref not in told
    assert other.ref not in told
    assert [
        one.words["full"] for one in left(story.report) if "improvement at" in one.words["full"]
    ][:2] == said
    own = json.dumps(shown_to(story.report, story.body()))
    assert f"{first.ref}: {ONE}" in own


def test_words_that_name_a_body_are_not_printed_where_none_is_named() -> None:
    story, first, _ = a_told(UNNAMED, names_bodies=False)
    reword(first, f"{story.body(2).label} does it better.")
    told = [str(one.what) for one in proof_of(story.report).compiled(EditionKind.PUBLIC).problems]
    assert told == [f"bodies: the words of {first.ref} name {story.body(2).label}."]


def test_unnamed_outcomes_of_a_criterion_whose_claim_is_withheld_are_not_printed() -> None:
    claim = {"small_number_decision": "Two are known locally.", "withhold_count": True}
    story, _, _ = a_told(UNNAMED, names_bodies=False, claim=claim, met=2)
    assert proof_of(story.report).board.withheld_claims
    told = json.dumps(public(story.report).as_json())
    assert ONE not in told
    assert "the numbers are withheld" in told


def test_field_bodies_says_what_may_be_written() -> None:
    story, _, _ = a_told()
    wrong = UNNAMED.replace("unnamed", "some")
    other = a_document(story.inspection, "wrong", "summary", "Wrong", wrong)
    [told] = proof_of(other).compiled(EditionKind.PUBLIC).problems
    assert told.what == "bodies: 'some' is not understood."


def _given(asked: ToSign) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in ToSign.__dataclass_fields__}


@pytest.mark.parametrize(
    ("public", "told"),
    [("What was [removed].", "What was [removed]."), ("", _REMOVED)],
)
def test_words_of_a_fallen_signature_are_told_as_the_public_edition_prints_them(
    public: str, told: str
) -> None:
    story = a_story()
    edition = frozen(story.report)
    fallen = Signature.objects.filter(document=story.report, kind="singly").earliest("pk")
    words_signed = {"full": "What an officer said in confidence.", "public": public}
    unguarded(Signature).filter(pk=fallen.pk).update(words=words_signed)
    wording.withdraw_signature(
        by=fallen.by, at=LATER, key=a_key(), signature=fallen, reason="Misread."
    )
    assert fallen_gap(edition).things == (f"“{told}”",)
