"""How a check of facts ends: a copy recalled, nothing more to say, an answer taken back; each is a
record of its own that is taken back by the next (ADR 94).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.accuracy import actions as accuracy
from inspectorate.domain.reports.accuracy.copies import Copies
from inspectorate.domain.reports.accuracy.ending import actions as ending
from inspectorate.domain.reports.accuracy.ending.queries import answer_of, has_finished
from inspectorate.domain.reports.accuracy.offering import offered
from inspectorate.domain.reports.accuracy.outcome import outcome_of
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.accuracy.reminders import claim
from inspectorate.domain.reports.accuracy.rounds import Change, Standing, changes
from inspectorate.domain.reports.models import Document, FactCheck
from inspectorate.domain.reports.proof import proof_of
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.publishing import DRAFTED, a_document, saved
from tests.factories.rooms import a_contact, a_key, an_inspection, member, scope_body

pytestmark = pytest.mark.django_db
DUE = date(2020, 2, 21)


@pytest.fixture
def document() -> Document:
    inspection = an_inspection(bodies=2)
    named = scope_body(inspection).label
    text = f"# Summary\n\nAll is well.\n\n# Found\n\n{named} trains all.\n"
    return a_document(inspection, "report", "report", "T", text)


@pytest.fixture
def check(document: Document) -> FactCheck:
    return asked(document)


@pytest.fixture
def contact(check: FactCheck) -> Person:
    assert check.scope_body is not None
    return a_contact(check.scope_body.body)


def asked(document: Document) -> FactCheck:
    return actions.open_fact_check(
        by=member(document.inspection, Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        document=document,
        recipient=inspected(scope_body(document.inspection)),
        due_on=DUE,
    )


def recalled(check: FactCheck, reason: str = "It went to the wrong office") -> FactCheck:
    lead = member(check.document.inspection, Role.LEAD)
    ending.recall_copy(by=lead, at=DRAFTED, key=a_key(), fact_check=check, reason=reason)
    return FactCheck.objects.get(pk=check.pk)


def raised(by: Person, check: FactCheck) -> Any:
    return actions.raise_point(
        by=by,
        at=DRAFTED,
        key=a_key(),
        fact_check=check,
        kind="accuracy",
        about="trains all",
        text="Not all.",
    )


def why(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [str(one.code) for one in refusal.value.reasons]


class TestRecall:
    def test_reader_of_a_recalled_copy_answers_it_no_more_and_staff_still_may(
        self, check: FactCheck, contact: Person
    ) -> None:
        before = raised(contact, check)
        check = recalled(check)
        with pytest.raises(Forbidden):
            raised(contact, check)
        with pytest.raises(Forbidden):
            ending.finish_check(by=contact, at=DRAFTED, key=a_key(), fact_check=check)
        # What came of it stays, and is decided; freezing waits for it as before.
        raised(member(check.document.inspection, Role.LEAD), check)
        stops = queries.reasons_not_to_freeze(proof_of(check.document))
        assert "accuracy_point_undecided" in {str(one.code) for one in stops}
        assert check.points.count() == 2
        assert check.points.get(number=1) == before

    def test_reader_of_a_recalled_copy_is_not_reminded_of_it(
        self, check: FactCheck, contact: Person
    ) -> None:
        recalled(check)
        assert list(claim(DUE)) == []

    def test_reader_is_reminded_of_the_copy_that_stands_where_a_later_one_was_recalled(
        self, document: Document, check: FactCheck, contact: Person
    ) -> None:
        saved(document, document.text.replace("trains all", "trains few"))
        recalled(asked(Document.objects.get(pk=document.pk)))
        (told,) = claim(DUE)
        assert [one.fact_check for one in told.reminders] == [check]

    def test_copy_sent_in_the_place_of_a_recalled_one_is_no_second_asking(
        self, document: Document, check: FactCheck
    ) -> None:
        recalled(check)
        asked(document)
        told = queries.warnings(proof_of(Document.objects.get(pk=document.pk), DUE))
        assert "bodies_still_answering" not in {str(one.code) for one in told}

    def test_outcome_of_a_recalled_copy_tells_decisions_and_nothing_of_the_text(
        self, document: Document, check: FactCheck, contact: Person
    ) -> None:
        raised(contact, check)
        saved(document, document.text.replace("trains all", "trains few"))
        document.refresh_from_db()
        points = list(check.points.all())
        before = outcome_of(check, points, Copies(document))
        assert before.points[0].effect or before.others
        after = outcome_of(recalled(check), points, Copies(document))
        assert [one.effect for one in after.points] == [None]
        assert (after.others, after.counts) == ([], [])

    def test_point_on_a_copy_that_was_recalled_meanwhile_is_refused(
        self, check: FactCheck, contact: Person
    ) -> None:
        read = FactCheck.objects.select_related("recall").get(pk=check.pk)
        recalled(check)
        with pytest.raises(Forbidden):
            raised(contact, read)

    def test_recalled_body_counts_as_not_asked_and_is_asked_by_the_next_copy(
        self, document: Document, check: FactCheck
    ) -> None:
        code = f"body:{scope_body(document.inspection).code}"
        assert code not in {one.value for one in offered(document)}
        recalled(check)
        assert code in {one.value for one in offered(document)}
        again = asked(document)
        assert (again.number, again.shown) == (2, check.shown)

    def test_text_that_changed_since_a_recalled_copy_asks_nobody(
        self, document: Document, check: FactCheck
    ) -> None:
        saved(document, document.text.replace("trains all", "trains few"))
        assert changes(proof_of(Document.objects.get(pk=document.pk))) != []
        recalled(check)
        assert changes(proof_of(Document.objects.get(pk=document.pk))) == []

    def test_copy_is_recalled_once_for_a_reason_and_has_no_more_time(
        self, check: FactCheck
    ) -> None:
        with pytest.raises(Refused) as refusal:
            recalled(check, " ")
        assert [one.field for one in refusal.value.reasons] == ["reason"]
        check = recalled(check)
        with pytest.raises(Refused) as refusal:
            recalled(check)
        assert why(refusal) == ["copy_recalled"]
        with pytest.raises(Refused) as refusal:
            accuracy.extend_fact_check(
                by=member(check.document.inspection, Role.LEAD),
                at=DRAFTED,
                key=a_key(),
                fact_check=check,
                due_on=DUE.replace(year=2021),
                reason="They asked",
            )
        assert why(refusal) == ["copy_recalled"]

    def test_evidence_checker_recalls_nothing(self, check: FactCheck) -> None:
        checker = member(check.document.inspection, Role.REFERENCER)
        with pytest.raises(Forbidden):
            ending.recall_copy(by=checker, at=DRAFTED, key=a_key(), fact_check=check, reason="No")


class TestNothingMoreToSay:
    def test_is_said_taken_back_and_said_again_by_the_recipient_or_by_staff(
        self, check: FactCheck, contact: Person
    ) -> None:
        given: dict[str, Any] = {"at": DRAFTED, "fact_check": check}
        lead = member(check.document.inspection, Role.LEAD)
        with pytest.raises(Refused) as refusal:
            ending.reopen_check(by=contact, key=a_key(), **given)
        assert why(refusal) == ["finished_already"]
        ending.finish_check(by=contact, key=a_key(), **given)
        assert has_finished(check)
        with pytest.raises(Refused):
            ending.finish_check(by=lead, key=a_key(), **given)
        ending.reopen_check(by=contact, key=a_key(), **given)
        assert not has_finished(check)
        ending.finish_check(by=lead, key=a_key(), **given)
        assert [one.finished for one in check.finishes.all()] == [True, False, True]

    def test_is_said_by_the_recipient_until_the_last_day_and_by_staff_after_it(
        self, check: FactCheck, contact: Person
    ) -> None:
        later: dict[str, Any] = {"at": DRAFTED + timedelta(days=400), "fact_check": check}
        with pytest.raises(Refused) as refusal:
            ending.finish_check(by=contact, key=a_key(), **later)
        assert why(refusal) == ["fact_check_closed"]
        lead = member(check.document.inspection, Role.LEAD)
        ending.finish_check(by=lead, key=a_key(), **later)
        assert has_finished(check)

    def test_is_said_of_another_bodys_copy_by_nobody(self, check: FactCheck) -> None:
        other = a_contact(scope_body(check.document.inspection, 1).body)
        with pytest.raises(Forbidden):
            ending.finish_check(by=other, at=DRAFTED, key=a_key(), fact_check=check)

    def test_point_that_comes_later_is_a_point_all_the_same(
        self, check: FactCheck, contact: Person
    ) -> None:
        ending.finish_check(by=contact, at=DRAFTED, key=a_key(), fact_check=check)
        assert raised(contact, check).number == 1


def the_change(document: Document) -> Change:
    (found,) = changes(proof_of(Document.objects.get(pk=document.pk)))
    return found


def test_answer_taken_back_is_to_be_given_anew_and_the_first_stays_on_record(
    document: Document, check: FactCheck
) -> None:
    saved(document, document.text.replace("trains all", "trains few"))
    change = the_change(document)
    checker = member(document.inspection, Role.REFERENCER)
    given: dict[str, Any] = {"by": checker, "at": DRAFTED}
    of: dict[str, Any] = {"fact_check": check, "identity": change.identity}
    accuracy.answer_criticism(key=a_key(), new=False, **of, **given)
    assert the_change(document).standing is Standing.NOT_NEW
    answer = answer_of(check, change.identity)
    assert answer is not None
    back: dict[str, Any] = {"criticism": answer, "reason": "Given for the wrong body"}
    with pytest.raises(Forbidden):
        ending.withdraw_criticism(
            by=member(document.inspection, Role.LEAD), at=DRAFTED, key=a_key(), **back
        )
    ending.withdraw_criticism(key=a_key(), **back, **given)
    assert the_change(document).standing is Standing.TO_ANSWER
    with pytest.raises(Refused) as refusal:
        ending.withdraw_criticism(key=a_key(), **back, **given)
    assert why(refusal) == ["change_gone"]
    accuracy.answer_criticism(key=a_key(), new=True, **of, **given)
    assert the_change(document).standing is Standing.NEW
    answers = check.criticisms.order_by("number")
    assert [(one.number, one.new) for one in answers] == [(1, False), (2, True)]
