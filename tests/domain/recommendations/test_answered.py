"""Which outcomes in words a recommendation answers: recorded, ended, and what is left without."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inspectorate.domain.judgments.models import WrittenOutcome
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.recommendations import queries as register
from inspectorate.domain.recommendations.answered import actions, queries
from inspectorate.domain.recommendations.answered.drafted import drafted as drafts
from inspectorate.domain.recommendations.answered.models import AnsweredOutcome
from inspectorate.domain.recommendations.models import Addressee, Recommendation
from inspectorate.domain.recommendations.opening import actions as opening
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.proof import proof_of
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.reading import noting_reads
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import agreed
from tests.factories.outcomes import WORDS, an_outcome, withdrawn
from tests.factories.publishing import REPORT, Story, a_story, frozen, saved
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, a_person, criterion, member, reads_no_more

from .following import ON, PUBLISHED, later

pytestmark = pytest.mark.django_db


def open_recommendation(story: Story) -> Recommendation:
    edition = frozen(story.report)
    opening.open_from(by=story.who(Role.PRESS), at=PUBLISHED, key=a_key(), edition=edition)
    return Recommendation.objects.get()


def with_cause(marking: str = Marking.OFFICIAL) -> tuple[Story, WrittenOutcome, Recommendation]:
    """A cause of concern in words, and a recommendation that was opened."""
    story = a_story(first="Inadequate")
    inspection = story.inspection
    made = an_outcome(
        inspection, story.body(), criterion(inspection), OutcomeKind.CAUSE, marking=marking
    )
    return story, made, open_recommendation(story)


def answer(recommendation: Recommendation, outcome: WrittenOutcome) -> AnsweredOutcome:
    return actions.answer_outcome(
        by=member(recommendation.inspection, Role.LEAD),
        at=later(1),
        key=a_key(),
        recommendation=recommendation,
        outcome=outcome,
    )


def end(answered: AnsweredOutcome, reason: str = "It answers another") -> None:
    lead = member(answered.recommendation.inspection, Role.LEAD)
    actions.end_answer(by=lead, at=later(2), key=a_key(), answered=answered, reason=reason)


def waits(story: Story, role: Role) -> list[str]:
    return [
        one.what
        for one in register.waiting(member(story.inspection, role), story.inspection)
        if one.verb is RecommendationVerb.ANSWER_OUTCOME
    ]


def test_cause_of_concern_without_a_recommendation_waits_until_one_answers_it() -> None:
    story, outcome, recommendation = with_cause()
    lead = story.who(Role.LEAD)
    assert waits(story, Role.LEAD) == [f"Say which recommendation answers {outcome.ref}"]
    assert waits(story, Role.INSPECTOR) == []
    made = answer(recommendation, outcome)
    assert waits(story, Role.LEAD) == []
    [told] = queries.made_of(lead, story.inspection, ON)[outcome.pk]
    assert (told.recommendation, told.part) == (recommendation, Addressee.objects.get())
    assert told.state == "open"
    [each] = queries.answered_by(lead, recommendation)
    assert each.view.wording.text == WORDS
    end(made)
    assert queries.made_of(lead, story.inspection, ON) == {}
    assert len(waits(story, Role.LEAD)) == 1


def test_before_a_recommendation_is_open_nothing_waits() -> None:
    story = a_story(first="Inadequate")
    an_outcome(story.inspection, story.body(), criterion(story.inspection), OutcomeKind.CAUSE)
    assert waits(story, Role.LEAD) == []


def test_recommendation_answers_an_outcome_once_and_again_after_it_was_ended() -> None:
    _, outcome, recommendation = with_cause()
    made = answer(recommendation, outcome)
    with pytest.raises(Refused) as refused:
        answer(recommendation, outcome)
    assert codes_of(refused) == ["answered_already"]
    end(made)
    with pytest.raises(Refused) as refused:
        end(made)
    assert codes_of(refused) == ["ended_already"]
    assert answer(recommendation, outcome).pk != made.pk


@pytest.mark.drill
def test_withdrawn_outcome_or_one_of_another_inspection_is_not_answered() -> None:
    _, outcome, recommendation = with_cause()
    withdrawn(outcome)
    with pytest.raises(Refused) as refused:
        answer(recommendation, outcome)
    assert codes_of(refused) == ["outcome_withdrawn"]
    elsewhere = a_story(first="Inadequate")
    other = an_outcome(elsewhere.inspection, elsewhere.body(), criterion(elsewhere.inspection))
    with pytest.raises(Refused) as refused:
        answer(recommendation, other)
    assert codes_of(refused) == ["outcome_not_here"]


def test_end_needs_a_reason_and_who_drafts_no_document_says_nothing() -> None:
    story, outcome, recommendation = with_cause()
    made = answer(recommendation, outcome)
    with pytest.raises(Refused) as refused:
        end(made, " ")
    assert codes_of(refused) == ["reason: text_missing"]
    with pytest.raises(Forbidden):
        actions.end_answer(
            by=story.who(Role.INSPECTOR), at=later(3), key=a_key(), answered=made, reason="No"
        )


def test_words_marked_above_a_reader_are_withheld_beside_the_recommendation() -> None:
    story, outcome, recommendation = with_cause(Marking.SENSITIVE)
    answer(recommendation, outcome)
    inspector = story.who(Role.INSPECTOR)
    reads_no_more(inspector)
    [each] = queries.answered_by(inspector, recommendation)
    assert WORDS not in each.view.wording.text
    assert queries.answered_by(story.who(Role.LEAD), recommendation)[0].view.wording.text == WORDS


def test_what_is_only_named_lays_no_marked_words_open() -> None:
    story, outcome, recommendation = with_cause(Marking.SENSITIVE)
    lead = story.who(Role.LEAD)
    with noting_reads() as reads:
        assert waits(story, Role.LEAD)
        assert queries.answerable(lead, recommendation) == [outcome]
        assert queries.answered_by(lead, recommendation) == []
    assert not reads
    answer(recommendation, outcome)
    with noting_reads() as reads:
        queries.answered_by(lead, recommendation)
    assert {one.marking for one in reads} == {Marking.SENSITIVE}


def drafted(*numbers: int, **given: Any) -> tuple[Story, list[WrittenOutcome]]:
    """A report whose recommendation says that it answers outcomes, of which two are written."""
    story = a_story(first="Inadequate", **{"names_bodies": True, **given})
    inspection, of = story.inspection, criterion(story.inspection)
    kinds = (OutcomeKind.CAUSE, OutcomeKind.IMPROVEMENT)
    made = [an_outcome(inspection, story.body(), of, kind) for kind in kinds]
    refs = ", ".join(f"{inspection.prefix}-O{number}" for number in numbers)
    text = REPORT.replace("origin: rehearsal", f"origin: rehearsal\nanswers: {refs}")
    story.report = saved(story.report, text)
    return story, made


def public(story: Story) -> str:
    return json.dumps(proof_of(story.report).edition(EditionKind.PUBLIC).as_json())


def test_recommendation_answers_from_its_issue_the_outcomes_that_its_draft_named() -> None:
    story, (cause, other) = drafted(1, 2)
    told = (
        f"Recommendation 1 answers: cause of concern {cause.ref}; area for improvement {other.ref}."
    )
    assert told in public(story)
    lead, inspection = story.who(Role.LEAD), story.inspection
    [named] = drafts(lead, inspection)[cause.ref]
    assert (named.document, named.number) == (story.report, 1)
    assert drafts(a_person(), inspection) == {}
    frozen(story.report)
    withdrawn(other)
    edition = Edition.objects.get(document=story.report, kind="public")
    opening.open_from(by=story.who(Role.PRESS), at=PUBLISHED, key=a_key(), edition=edition)
    [link] = AnsweredOutcome.objects.all()
    assert link.outcome == cause
    assert drafts(lead, inspection) == {}
    assert waits(story, Role.LEAD) == []
    [each] = queries.answered_by(lead, Recommendation.objects.get())
    assert each.view.outcome == cause
    opened = Entry.objects.get(verb=RecommendationVerb.OPEN)
    assert opened.detail["answers"] == [1]


def test_draft_that_names_a_marked_outcome_is_not_marked_as_its_words_are() -> None:
    story, _ = drafted(3)
    of = criterion(story.inspection)
    an_outcome(story.inspection, story.body(), of, marking=Marking.SENSITIVE)
    laid = proof_of(story.report)
    assert [one.marking for one in laid.board.outcomes][-1] == Marking.SENSITIVE
    assert laid.marking == Marking.OFFICIAL


def test_draft_that_names_an_outcome_which_does_not_stand_is_not_frozen() -> None:
    story, (_, other) = drafted(2, 9)
    told = [str(one.what) for one in proof_of(story.report).compiled(EditionKind.PUBLIC).problems]
    assert told == [f"answers: there is no outcome {story.inspection.prefix}-O9 that stands here."]
    withdrawn(other)
    told = [str(one.what) for one in proof_of(story.report).compiled(EditionKind.PUBLIC).problems]
    assert told == [f"answers: there is no outcome {other.ref} that stands here."]


@pytest.mark.drill
def test_draft_tells_no_number_where_the_inspection_names_no_body_and_answers_all_the_same() -> (
    None
):
    story, (cause, _) = drafted(1, names_bodies=False)
    of = criterion(story.inspection)
    assert f"Recommendation 1 answers: cause of concern ({of.ref} {of.name})." in public(story)
    assert cause.ref not in public(story)
    open_recommendation(story)
    assert [one.outcome for one in AnsweredOutcome.objects.all()] == [cause]


def test_correction_that_says_anew_what_it_answers_is_recorded_and_what_was_ended_stays_so() -> (
    None
):
    story, (cause, other) = drafted(1)
    open_recommendation(story)
    text = story.report.text.replace("answers: ", f"answers: {other.ref}, ")
    story.report = saved(story.report, text)
    edition = frozen(story.report)
    opening.open_from(by=story.who(Role.PRESS), at=later(1), key=a_key(), edition=edition)
    assert [one.outcome for one in AnsweredOutcome.objects.order_by("pk")] == [cause, other]
    opened = Entry.objects.filter(verb=RecommendationVerb.OPEN_FROM).latest("pk")
    assert opened.detail["answers"] == [[1, other.number]]
    for one in AnsweredOutcome.objects.all():
        actions.end_answer(
            by=story.who(Role.LEAD), at=later(2), key=a_key(), answered=one, reason="It does not."
        )
    edition = frozen(saved(story.report, f"{text}\n\nOne more word.\n"))
    opening.open_from(by=story.who(Role.PRESS), at=later(3), key=a_key(), edition=edition)
    assert AnsweredOutcome.objects.count() == 2


def test_number_written_with_a_nought_before_it_is_that_number() -> None:
    story, (cause, _) = drafted(1)
    text = story.report.text.replace("number: 1\n", "number: 01\n")
    assert text != story.report.text
    story.report = saved(story.report, text)
    open_recommendation(story)
    assert [one.outcome for one in AnsweredOutcome.objects.all()] == [cause]


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", ""])
def test_number_that_cannot_be_read_breaks_no_page_of_outcomes(number: str) -> None:
    story, (cause, _) = drafted(1)
    text = story.report.text.replace("number: 1\n", f"number: {number}\n")
    story.report = saved(story.report, text)
    assert cause.ref not in drafts(story.who(Role.LEAD), story.inspection)


def test_outcome_that_no_longer_fits_when_the_report_is_issued_is_not_recorded() -> None:
    story, (_, other) = drafted(1, 2)
    inspection = story.inspection
    frozen(story.report)
    agreed(inspection, story.body(), criterion(inspection), "Good", by=story.who(Role.MODERATOR))
    edition = Edition.objects.get(document=story.report, kind="public")
    opening.open_from(by=story.who(Role.PRESS), at=PUBLISHED, key=a_key(), edition=edition)
    assert [one.outcome for one in AnsweredOutcome.objects.all()] == [other]
