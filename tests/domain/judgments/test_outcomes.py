"""Outcomes in words: who writes them and when, what is kept, and what is said to no longer fit."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import blindness
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.blindness import Sight
from inspectorate.domain.judgments.models import Agreed, Assignment
from inspectorate.domain.judgments.outcomes import actions, queries
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.judgments.outcomes.loading import settling
from inspectorate.domain.judgments.outcomes.models import (
    OutcomeMove,
    OutcomeWording,
    WrittenOutcome,
)
from inspectorate.domain.judgments.outcomes.policies import (
    LONGEST,
    MOST_OF_A_CELL,
    outcome_writable,
)
from inspectorate.domain.judgments.policies import Judgment
from inspectorate.domain.judgments.reasons import JudgmentReason
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories.findings import LATER, a_grade, agreed, an_item, assigned, submitted
from tests.factories.outcomes import WORDS, an_outcome, withdrawn
from tests.factories.panels import a_panel, decided, on_agenda, sitting
from tests.factories.rooms import (
    AT,
    a_key,
    a_person,
    an_inspection,
    criterion,
    member,
    reads_no_more,
    scope_body,
)

pytestmark = pytest.mark.django_db


def an_agreed(grade: str = "Good", **given: Any) -> Inspection:
    inspection = an_inspection(bodies=2, phase="judging")
    agreed(inspection, scope_body(inspection), criterion(inspection), grade, **given)
    return inspection


def write(
    inspection: Inspection, kind: str = OutcomeKind.IMPROVEMENT, **given: Any
) -> WrittenOutcome:
    return an_outcome(inspection, scope_body(inspection), criterion(inspection), kind, **given)


def reword(outcome: WrittenOutcome, **given: Any) -> OutcomeWording:
    fields: dict[str, Any] = {
        "text": "Risk assessments are written late.",
        "cited": cited(outcome),
        "reason": "Half of it was not borne",
        "version": 1,
        **given,
    }
    lead = member(outcome.inspection, Role.LEAD)
    return actions.reword_outcome(by=lead, at=LATER, key=a_key(), outcome=outcome, **fields)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    """The codes of the reasons."""
    return {str(one.code) for one in refused.value.reasons}


def cited(outcome: WrittenOutcome) -> list[Item]:
    newest = outcome.wordings.latest("number")
    return [one.item for one in newest.citations.all()]


def put_back(outcome: WrittenOutcome, reason: str = "It was right after all") -> OutcomeMove:
    lead = member(outcome.inspection, Role.LEAD)
    return actions.put_back_outcome(by=lead, at=LATER, key=a_key(), outcome=outcome, reason=reason)


def seen(person: Person, inspection: Inspection) -> list[queries.OutcomeView]:
    return queries.outcomes(person, inspection)


def gone(item: Item) -> None:
    lead = member(item.inspection, Role.LEAD)
    evidence.withdraw(by=lead, at=LATER, key=a_key(), item=item, reason="Misheard")


def agree_anew(inspection: Inspection, grade: str) -> None:
    agreed(inspection, scope_body(inspection), criterion(inspection), grade)


def agree_anew_by_itself(inspection: Inspection) -> None:
    """The cell agreed as Good, past the rules, which would ask for all submissions."""
    before = Agreed.objects.get()
    good = a_grade(criterion(inspection), "Good")
    Agreed.objects.create(
        scope_body=before.scope_body,
        criterion=before.criterion,
        number=2,
        grade=good,
        reasons="Anew",
        moved=True,
        by=before.by,
        at=LATER,
    )


def test_several_outcomes_of_one_judgment_stand_each_with_its_number_and_evidence() -> None:
    inspection = an_agreed()
    second = an_item(inspection, words="Nobody reads them again.")
    first = write(inspection)
    other = write(inspection, text="Supervisors sign without reading.", cited=[second])
    third = write(inspection, OutcomeKind.PRACTICE, text="New officers are shown each case.")
    assert [one.number for one in (first, other, third)] == [1, 2, 3]
    told = seen(member(inspection, Role.INSPECTOR), inspection)
    assert [one.outcome for one in told] == [first, other, third]
    assert told[0].outcome.ref == f"{inspection.prefix}-O1"
    assert told[1].items == (second,)
    assert all(one.stands and not one.unfit and not one.fallen for one in told)


def test_nothing_is_written_of_a_judgment_that_is_not_agreed() -> None:
    inspection = an_inspection(bodies=1, phase="judging")
    body, of = scope_body(inspection), criterion(inspection)
    submitted(assigned(inspection, body, of, member(inspection, Role.INSPECTOR)))
    with pytest.raises(Refused) as refused:
        an_outcome(inspection, body, of, cited=[an_item(inspection)])
    assert codes(refused) == {"not_agreed"}


def test_cause_of_concern_is_refused_beside_a_grade_that_is_not_the_lowest() -> None:
    inspection = an_agreed()
    with pytest.raises(Refused) as refused:
        write(inspection, OutcomeKind.CAUSE)
    assert codes(refused) == {"cause_without_lowest_grade"}
    agree_anew(inspection, "Inadequate")
    write(inspection, OutcomeKind.CAUSE)
    # Beside it others may stand, of any kind.
    assert write(inspection, OutcomeKind.PRACTICE).number == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": "  "}, "text_missing"),
        ({"text": "x" * (LONGEST + 1)}, "text_too_long"),
        ({"marking": "SECRET"}, "secret_words"),
        ({"cited": []}, "citation_missing"),
        ({"kind": "praise"}, "outcome_unknown"),
        ({"text": "Sergeant Margaret Ashdown wrote none of them."}, "person_told_of"),
        ({"text": "Ring 01632 960 123 to ask for them."}, "person_told_of"),
    ],
)
def test_outcome_without_words_or_evidence_or_with_a_person_in_it_is_refused(
    given: dict[str, Any], code: str
) -> None:
    inspection = an_agreed()
    with pytest.raises(Refused) as refused:
        write(inspection, **given)
    assert codes(refused) == {code}
    assert not WrittenOutcome.objects.exists()


def test_name_of_its_own_body_is_no_person() -> None:
    inspection = an_agreed()
    label = scope_body(inspection).label
    made = write(inspection, text=f"{label} writes risk assessments late.")
    assert made.wordings.get().text.startswith(label)


def test_words_of_the_criterion_itself_tell_of_no_person() -> None:
    inspection = an_agreed()
    asked = settling(member(inspection, Role.LEAD), scope_body(inspection), criterion(inspection))
    said = Judgment(None, {}, "A named senior officer leads the work.", cited={"1": ""})
    found = outcome_writable(asked, OutcomeKind.IMPROVEMENT, said, 0)
    assert {one.code for one in found} == {JudgmentReason.PERSON_TOLD_OF}
    asked.cell.criterion.text = "A named senior officer leads."
    assert outcome_writable(asked, OutcomeKind.IMPROVEMENT, said, 0) == []


def test_evidence_of_another_body_or_withdrawn_is_refused() -> None:
    inspection = an_agreed()
    other, item = an_item(inspection, scope_body(inspection, 1)), an_item(inspection)
    gone(item)
    for one in (other, item):
        with pytest.raises(Refused) as refused:
            write(inspection, cited=[one])
        assert codes(refused) == {"citation_unfit"}


def test_who_may_not_agree_the_judgment_writes_no_outcome_of_it() -> None:
    inspection = an_agreed()
    with pytest.raises(Forbidden):
        write(inspection, by=member(inspection, Role.INSPECTOR, 1))
    conflicted = member(inspection, Role.MODERATOR)
    people.declare(
        by=conflicted,
        at=AT,
        key=a_key(),
        about_code=scope_body(inspection).body.code,
        nature="Worked there",
    )
    with pytest.raises(Refused) as refused:
        write(inspection, by=conflicted)
    assert codes(refused) == {"conflicted"}


def test_who_is_not_cleared_for_what_is_written_of_the_judgment_writes_nothing() -> None:
    inspection = an_agreed()
    write(inspection, marking=Marking.SENSITIVE)
    reads_no_more(member(inspection, Role.MODERATOR))
    with pytest.raises(Refused) as refused:
        write(inspection, by=member(inspection, Role.MODERATOR), cited=[an_item(inspection)])
    assert codes(refused) == {"not_cleared"}


def test_marked_words_are_withheld_from_who_may_not_read_them() -> None:
    inspection = an_agreed()
    lead = member(inspection, Role.LEAD)
    marked = an_item(inspection, by=lead, marking=Marking.SENSITIVE)
    made = write(inspection, cited=[marked])
    reword(made, text="It is late.", cited=[marked], reason="Put shorter")
    reads_no_more(member(inspection, Role.INSPECTOR))
    told = seen(member(inspection, Role.INSPECTOR), inspection)[0]
    assert "Marked" in told.wording.text
    assert told.items == ()
    assert {WORDS, "Put shorter"}.isdisjoint(
        {one for each in told.wordings for one in (each.text, each.reason)}
    )
    assert seen(lead, inspection)[0].wording.text == "It is late."


def test_rewording_keeps_what_it_said_before() -> None:
    inspection = an_agreed()
    made = write(inspection)
    reword(made)
    told = seen(member(inspection, Role.LEAD), inspection)[0]
    assert told.wording.text == "Risk assessments are written late."
    assert told.wording.reason == "Half of it was not borne"
    assert [one.text for one in told.earlier] == [WORDS]


def test_rewording_that_changes_nothing_or_gives_no_reason_is_refused() -> None:
    made = write(an_agreed())
    with pytest.raises(Refused) as refused:
        reword(made, text=WORDS, reason="")
    assert codes(refused) == {"outcome_same", "text_missing"}


def test_rewording_of_what_was_reworded_meanwhile_answers_with_both_texts() -> None:
    made = write(an_agreed())
    reword(made)
    with pytest.raises(Conflict) as conflict:
        reword(made, text="They are late each time.")
    assert conflict.value.theirs == "Risk assessments are written late."
    assert conflict.value.yours == "They are late each time."


def test_withdrawn_outcome_is_put_back_where_its_evidence_is_relied_on() -> None:
    inspection = an_agreed()
    made = write(inspection)
    withdrawn(made)
    lead = member(inspection, Role.LEAD)
    assert not seen(lead, inspection)[0].stands
    for act in (withdrawn, reword):
        with pytest.raises(Refused) as refused:
            act(made)
        assert codes(refused) == {"outcome_withdrawn"}
    put_back(made)
    assert seen(lead, inspection)[0].stands
    with pytest.raises(Refused) as refused:
        put_back(made)
    assert codes(refused) == {"outcome_stands"}
    withdrawn(made)
    gone(cited(made)[0])
    with pytest.raises(Refused) as refused:
        put_back(made)
    assert codes(refused) == {"citation_unfit"}


def test_cause_of_concern_whose_grade_was_agreed_anew_is_said_to_fit_no_longer() -> None:
    inspection = an_agreed("Inadequate")
    made = write(inspection, OutcomeKind.CAUSE)
    moderator = member(inspection, Role.MODERATOR)
    assert queries.waiting(moderator, inspection) == []
    assert queries.outcome_gaps(inspection) == ()
    agree_anew(inspection, "Good")
    told = seen(moderator, inspection)[0]
    assert told.stands
    assert "the grade is Good, not Inadequate" in told.unfit
    [todo] = queries.waiting(moderator, inspection)
    assert (todo.verb, todo.args) == (JudgmentVerb.WITHDRAW_OUTCOME, (1,))
    assert queries.waiting(member(inspection, Role.INSPECTOR), inspection) == []
    [gap] = queries.outcome_gaps(inspection)
    assert gap.startswith(f"{made.ref} no longer fits, and is not printed.")
    with pytest.raises(Refused) as refused:
        reword(made)
    assert codes(refused) == {"cause_without_lowest_grade"}
    withdrawn(made)
    assert queries.waiting(moderator, inspection) == []
    assert queries.outcome_gaps(inspection) == ()
    with pytest.raises(Refused) as refused:
        put_back(made)
    assert codes(refused) == {"cause_without_lowest_grade"}


def test_outcome_agreed_without_words_says_so_until_words_of_its_kind_stand() -> None:
    inspection = an_agreed("Inadequate")
    lead = member(inspection, Role.LEAD)
    write(inspection, OutcomeKind.PRACTICE)
    [missing] = queries.wordless(lead, inspection, seen(lead, inspection))
    assert missing.text.endswith("is agreed with a cause of concern: no words recorded.")
    assert queries.outcome_gaps(inspection) == (missing.text,)
    made = write(inspection, OutcomeKind.CAUSE)
    assert queries.wordless(lead, inspection, seen(lead, inspection)) == []
    withdrawn(made)
    assert queries.wordless(lead, inspection, seen(lead, inspection)) == [missing]


def test_outcome_whose_evidence_was_withdrawn_since_says_what_became_of_it() -> None:
    inspection = an_agreed()
    made = write(inspection)
    [item] = cited(made)
    gone(item)
    told = seen(member(inspection, Role.LEAD), inspection)[0]
    assert told.fallen == (f"{item.ref} was withdrawn",)
    assert any("no longer relied on" in one for one in queries.outcome_gaps(inspection))


def test_a_judgment_has_no_more_outcomes_than_its_page_shows() -> None:
    inspection = an_agreed()
    for number in range(MOST_OF_A_CELL):
        write(inspection, text=f"Finding {number} of them")
    with pytest.raises(Refused) as refused:
        write(inspection)
    assert codes(refused) == {"enough_there"}


def test_outcome_put_back_is_one_more_of_its_judgment_and_bound_like_one_written() -> None:
    inspection = an_agreed()
    made = [write(inspection, text=f"Finding {number} of them") for number in range(MOST_OF_A_CELL)]
    withdrawn(made[0])
    write(inspection)
    with pytest.raises(Refused) as refused:
        put_back(made[0])
    assert codes(refused) == {"enough_there"}
    withdrawn(made[1])
    put_back(made[0])
    assert sum(one.stands for one in seen(member(inspection, Role.LEAD), inspection)) == 20


def test_who_is_still_to_judge_a_cell_learns_of_none_of_its_outcomes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inspection = an_agreed("Inadequate")
    body, of = scope_body(inspection), criterion(inspection)
    write(inspection, OutcomeKind.CAUSE)
    late = member(inspection, Role.INSPECTOR, 1)
    assert len(seen(late, inspection)) == 1
    # No act gives out what is agreed; whatever did, nothing would be told.
    Assignment.objects.create(scope_body=body, criterion=of, inspector=late, assigned_at=AT)
    assert seen(late, inspection) == []
    assert queries.outcome(late, inspection, 1) is None
    cell = judgments.cell(late, body, of)
    assert cell is not None
    assert queries.of_cell(late, cell) == []
    assert queries.wordless(late, inspection, []) == []
    told = what_happened(late, inspection)
    assert not told.filter(verb=JudgmentVerb.WRITE_OUTCOME).exists()
    lead = member(inspection, Role.LEAD)
    Assignment.objects.create(scope_body=body, criterion=of, inspector=lead, assigned_at=AT)
    told = what_happened(lead, inspection)
    assert not told.filter(verb=JudgmentVerb.WRITE_OUTCOME).exists()
    agree_anew_by_itself(inspection)
    assert queries.waiting(lead, inspection) == []
    # The control: a sight that asks nothing tells them all of it.
    monkeypatch.setattr(blindness, "sight", lambda *_: Sight(agreed=True))
    assert len(seen(late, inspection)) == 1
    assert len(queries.waiting(lead, inspection)) == 1


def test_nobody_off_the_team_sees_an_outcome() -> None:
    inspection = an_agreed()
    write(inspection)
    assert seen(a_person(Role.INSPECTOR), inspection) == []


def test_panel_member_writes_of_what_a_panel_decided() -> None:
    inspection = an_inspection(bodies=1, phase="judging")
    body, of = scope_body(inspection), criterion(inspection)
    submitted(assigned(inspection, body, of, member(inspection, Role.INSPECTOR)))
    panel = a_panel(inspection)
    cell = on_agenda(panel, body, of)
    sitting(panel)
    decided(cell)
    assert an_outcome(inspection, body, of, by=panel.chair).number == 1
