"""Reasons take the highest marking of what they rest on, whoever reads them and however."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.reasons import InspectionReason
from inspectorate.domain.judgments import actions, assignments, queries
from inspectorate.domain.judgments.marking import Marks, _Record, marks, of_draft
from inspectorate.domain.judgments.models import Agreed, Draft, Moderation, Submission
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.reading import noting_reads
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.domain.judgments.cells import a_cell, moderate
from tests.factories.findings import LATER, a_grade, agreed, an_item, answers, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, criterion, join, member, reads_no_more, scope_body

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"
REASONS = "Seen in the records and heard from officers."


def _item(inspection: Inspection, body: ScopeBody, of: Criterion, marking: str) -> Item:
    return an_item(inspection, body, of.ref, marking=marking)


def _agreed_on(marking: str, second: str = "OFFICIAL") -> tuple[Inspection, Agreed]:
    """A cell judged on an item of ``marking``, agreed on one of ``second``."""
    inspection, body, of, judge = a_cell()
    submitted(assigned(inspection, body, of, judge), cited=[_item(inspection, body, of, marking)])
    return inspection, agreed(inspection, body, of, cited=[_item(inspection, body, of, second)])


class TestTaken:
    def test_submission_takes_the_highest_of_what_it_says_and_cites(self) -> None:
        inspection, body, of, judge = a_cell()
        low = _item(inspection, body, of, "OFFICIAL")
        high = _item(inspection, body, of, SENSITIVE)
        place = (body.pk, of.pk)
        made = submitted(assigned(inspection, body, of, judge), cited=[low, high])
        assert marks(inspection).of_submission(place, made) == SENSITIVE
        other = scope_body(inspection, 1)
        plain = submitted(assigned(inspection, other, of, judge))
        assert marks(inspection).of_submission((other.pk, of.pk), plain) == "OFFICIAL"
        said = submitted(
            assigned(inspection, scope_body(inspection, 2), of, judge), marking=SENSITIVE
        )
        place = (scope_body(inspection, 2).pk, of.pk)
        assert marks(inspection).of_submission(place, said) == SENSITIVE

    def test_agreed_judgment_takes_what_its_cell_was_judged_on(self) -> None:
        inspection, found = _agreed_on(SENSITIVE)
        assert marks(inspection).of_settled(found) == SENSITIVE
        assert marks(inspection).of_settled(_agreed_on("OFFICIAL")[1]) == "OFFICIAL"

    def test_agreed_judgment_takes_what_it_cites_itself(self) -> None:
        inspection, found = _agreed_on("OFFICIAL", SENSITIVE)
        assert marks(inspection).of_settled(found) == SENSITIVE

    def test_moderation_takes_the_submissions_and_gives_to_what_is_agreed(self) -> None:
        inspection, body, of, judge = a_cell()
        submitted(assigned(inspection, body, of, judge))
        made = moderate(inspection, body, of, marking=SENSITIVE)
        settled = agreed(inspection, body, of)
        found = marks(inspection)
        assert (found.of_settled(made), found.of_settled(settled)) == (SENSITIVE, SENSITIVE)
        submission = Submission.objects.get()
        assert found.of_submission((body.pk, of.pk), submission) == "OFFICIAL"

    def test_settled_judgment_takes_what_was_written_before_it_by_a_clock_that_was_ahead(
        self,
    ) -> None:
        inspection, body, of, judge = a_cell()
        actions.submit(
            by=judge,
            at=LATER + timedelta(minutes=3),
            key=a_key(),
            assignment=assigned(inspection, body, of, judge),
            grade=a_grade(of),
            findings=answers(of),
            reasons=REASONS,
            cited=[_item(inspection, body, of, SENSITIVE)],
        )
        made = moderate(inspection, body, of)
        settled = agreed(inspection, body, of, cited=[_item(inspection, body, of, "OFFICIAL")])
        assert made.at == settled.at == LATER
        found = marks(inspection)
        assert (found.of_settled(made), found.of_settled(settled)) == (SENSITIVE, SENSITIVE)

    def test_judgment_agreed_anew_gives_nothing_to_the_earlier_one(self) -> None:
        inspection, first = _agreed_on("OFFICIAL")
        body, of = first.scope_body, first.criterion
        second = agreed(inspection, body, of, cited=[_item(inspection, body, of, SENSITIVE)])
        third = agreed(inspection, body, of)
        found = marks(inspection)
        assert [found.of_settled(one) for one in (first, second, third)] == [
            "OFFICIAL",
            SENSITIVE,
            SENSITIVE,
        ]

    def test_marks_of_one_cell_are_those_of_the_whole(self) -> None:
        inspection, found = _agreed_on(SENSITIVE)
        one = marks(inspection, found.scope_body, found.criterion)
        assert one == marks(inspection)
        other = marks(inspection, scope_body(inspection, 1), found.criterion)
        assert other.of_cells == {}
        another = marks(inspection, found.scope_body, criterion(inspection, "1.2"))
        assert another.of_cells == {}

    def test_alone_what_is_above_official_is_among_the_marks(self) -> None:
        inspection, _ = _agreed_on("OFFICIAL", "PUBLIC")
        assert marks(inspection).of_cells == {}

    @pytest.mark.parametrize(
        ("said", "cited", "marking"),
        [
            ("PUBLIC", "PUBLIC", "OFFICIAL"),
            (SENSITIVE, "OFFICIAL", SENSITIVE),
            ("OFFICIAL", SENSITIVE, SENSITIVE),
        ],
    )
    def test_draft_takes_the_highest_of_what_it_says_and_cites_and_is_official_at_least(
        self, said: str, cited: str, marking: str
    ) -> None:
        inspection, body, of, judge = a_cell()
        mine = assigned(inspection, body, of, judge)
        draft = Draft.objects.create(assignment=mine, marking=said, saved_at=LATER)
        draft.cited.add(_item(inspection, body, of, cited))
        assert of_draft(draft) == marking


T, PLACE, ANOTHER = LATER, (1, 1), (1, 2)
AHEAD, MOMENT = timedelta(minutes=4), timedelta(microseconds=1)
SUBMITTED, MODERATED, AGREED = 0, 1, 2


class TestWhatASettledJudgmentTakes:
    """Of each record of a cell: whether it was written before the one that stands at T, key 5."""

    @pytest.mark.parametrize(
        ("order", "at", "pk", "by_moderation", "by_agreed"),
        [
            (SUBMITTED, T, 9, True, True),
            (SUBMITTED, T + AHEAD, 9, True, True),
            (SUBMITTED, T + AHEAD + MOMENT, 1, False, False),
            (MODERATED, T - MOMENT, 9, True, True),
            (MODERATED, T, 5, True, True),
            (MODERATED, T, 6, False, True),
            (MODERATED, T + MOMENT, 1, False, True),
            (MODERATED, T + AHEAD, 1, False, True),
            (MODERATED, T + AHEAD + MOMENT, 1, False, False),
            (AGREED, T - MOMENT, 9, True, True),
            (AGREED, T, 5, False, True),
            (AGREED, T, 6, False, False),
            (AGREED, T + MOMENT, 1, False, False),
        ],
    )
    def test_record_is_taken_where_it_came_before_by_the_clock_or_the_order_of_steps(
        self, order: int, at: datetime, pk: int, by_moderation: bool, by_agreed: bool
    ) -> None:
        found = Marks({PLACE: [_Record(at, order, pk, SENSITIVE)]})
        for model, taken in ((Moderation, by_moderation), (Agreed, by_agreed)):
            row = model(scope_body_id=1, criterion_id=1, at=T, pk=5)
            assert found.of_settled(row) == (SENSITIVE if taken else "OFFICIAL")
            elsewhere = model(scope_body_id=1, criterion_id=2, at=T, pk=5)
            assert found.of_settled(elsewhere) == "OFFICIAL"

    def test_highest_of_all_that_came_before_is_taken(self) -> None:
        records = [_Record(T, SUBMITTED, 1, SENSITIVE), _Record(T, MODERATED, 1, "SECRET")]
        found = Marks({PLACE: records, ANOTHER: [_Record(T, SUBMITTED, 2, "SECRET")]})
        assert found.of_settled(Agreed(scope_body_id=1, criterion_id=1, at=T, pk=1)) == "SECRET"
        assert (found.of_cell(PLACE), found.of_cell((2, 2))) == ("SECRET", "OFFICIAL")

    @pytest.mark.parametrize(("order", "pk"), [(SUBMITTED, 6), (MODERATED, 5), (AGREED, 5)])
    def test_submission_takes_its_own_record_alone(self, order: int, pk: int) -> None:
        other = _Record(T, order, pk, "SECRET")
        found = Marks({PLACE: [_Record(T, SUBMITTED, 5, SENSITIVE), other]})
        assert found.of_submission(PLACE, Submission(pk=5)) == SENSITIVE
        assert Marks({PLACE: [other]}).of_submission(PLACE, Submission(pk=5)) == "OFFICIAL"


class TestRead:
    def _cell(self, reader: Person, found: Agreed) -> queries.Cell:
        cell = queries.cell(reader, found.scope_body, found.criterion)
        assert cell is not None
        return cell

    def test_reasons_above_the_reader_are_withheld_and_the_grade_stays(self) -> None:
        inspection, found = _agreed_on(SENSITIVE, SENSITIVE)
        cell = self._cell(member(inspection, Role.EDITOR), found)
        assert cell.agreed is not None
        assert cell.agreed.reasons.startswith("Marked Official-sensitive.")
        assert cell.agreed.grade is not None
        assert list(cell.agreed.citations.all()) == []
        assert [one.reasons for one in cell.history] == [cell.agreed.reasons]

    def test_reasons_laid_open_are_noted_each_once(self) -> None:
        inspection, found = _agreed_on(SENSITIVE)
        moderate(inspection, found.scope_body, found.criterion)
        with noting_reads() as reads:
            cell = self._cell(member(inspection, Role.LEAD), found)
        assert cell.agreed is not None
        assert cell.agreed.reasons == "As submitted."
        assert cell.submissions[0].reasons == REASONS
        assert {one.of.partition(":")[0] for one in reads} == {
            "judgments.submission",
            "judgments.moderation",
            "judgments.agreed",
        }

    def test_lead_without_clearance_reads_no_reasons_side_by_side(self) -> None:
        inspection, found = _agreed_on(SENSITIVE)
        moderate(inspection, found.scope_body, found.criterion)
        (lead,) = reads_no_more(member(inspection, Role.LEAD))
        with noting_reads() as reads:
            cell = self._cell(lead, found)
        assert cell.agreed is not None
        shown = [cell.agreed, *cell.submissions, *cell.moderations]
        assert len(shown) == 3
        assert all(one.reasons.startswith("Marked Official-sensitive.") for one in shown)
        assert [citation for one in cell.submissions for citation in one.citations.all()] == []
        assert reads == {}

    def test_item_above_the_reader_is_left_out_beside_one_that_is_not(self) -> None:
        inspection, body, of, judge = a_cell()
        low = _item(inspection, body, of, "OFFICIAL")
        high = _item(inspection, body, of, SENSITIVE)
        submitted(assigned(inspection, body, of, judge), cited=[low, high])
        found = agreed(inspection, body, of)
        cell = self._cell(member(inspection, Role.EDITOR), found)
        assert cell.agreed is not None
        assert [one.item for one in cell.agreed.citations.all()] == [low]

    def test_judge_who_lost_the_clearance_reads_neither_draft_nor_submission(self) -> None:
        inspection, body, of, judge = a_cell()
        mine = assigned(inspection, body, of, judge)
        item = _item(inspection, body, of, SENSITIVE)
        said = {"grade": None, "findings": {}, "reasons": "Heard in confidence."}
        save = {"by": judge, "at": LATER, "assignment": mine, "cited": [item], **said}
        actions.save_draft(key=a_key(), version=0, **save)
        draft = assignments.own_draft(judge, mine)
        assert draft is not None
        assert draft.reasons == "Heard in confidence."
        draft = assignments.own_draft(*reads_no_more(judge), mine)
        assert draft is not None
        assert draft.reasons.startswith("Marked Official-sensitive.")
        with pytest.raises(Refused) as refused:
            actions.save_draft(key=a_key(), version=1, **{**save, "cited": []})
        assert codes_of(refused) == [InspectionReason.NOT_CLEARED]
        assert Draft.objects.get().reasons == "Heard in confidence."

    def test_queue_carries_no_reasons(self) -> None:
        inspection, found = _agreed_on(SENSITIVE)
        moderate(inspection, found.scope_body, found.criterion)
        with noting_reads() as reads:
            (cell,) = queries.desk(member(inspection, Role.LEAD), inspection)
        assert cell.agreed is not None
        for one in (cell.agreed, *cell.submissions, *cell.moderations):
            assert one.get_deferred_fields() == {"reasons"}
        assert reads == {}

    def test_judgments_that_rest_on_an_item_are_withheld_for_what_else_they_rest_on(self) -> None:
        inspection, body, of, judge = a_cell()
        low = _item(inspection, body, of, "OFFICIAL")
        high = _item(inspection, body, of, SENSITIVE)
        submitted(assigned(inspection, body, of, judge), cited=[low, high])
        agreed(inspection, body, of)
        (found,) = queries.resting_on(member(inspection, Role.EDITOR), inspection, low)
        assert found.reasons.startswith("Marked Official-sensitive.")
        (found,) = queries.resting_on(member(inspection, Role.LEAD), inspection, low)
        assert found.reasons == "As submitted."


class TestRefused:
    def _settle(self, by: Person, body: ScopeBody, of: Criterion, item: Item | None) -> Any:
        said = {"grade": a_grade(of), "findings": answers(of), "reasons": "As heard."}
        where = {"by": by, "at": LATER, "key": a_key(), "scope_body": body, "criterion": of}
        if item is None:
            return actions.moderate(**where, **said)
        return actions.agree(**where, **said, cited=[item])

    def test_who_is_not_cleared_for_the_words_neither_moderates_nor_agrees(self) -> None:
        inspection, body, of, judge = a_cell()
        low = _item(inspection, body, of, "OFFICIAL")
        high = _item(inspection, body, of, SENSITIVE)
        submitted(assigned(inspection, body, of, judge), cited=[low, high])
        (moderator,) = reads_no_more(member(inspection, Role.MODERATOR))
        for item in (None, low):
            with pytest.raises(Refused) as refused:
                self._settle(moderator, body, of, item)
            assert codes_of(refused) == [InspectionReason.NOT_CLEARED]
            (reason,) = refused.value.reasons
            assert "Ask the administrator" in reason.mend
        for verb in (JudgmentVerb.MODERATE, JudgmentVerb.AGREE):
            against = queries.reasons_not_to_settle(moderator, inspection, body, of, verb)
            assert [one.code for one in against] == [InspectionReason.NOT_CLEARED]
        cleared = join(inspection, Role.MODERATOR)
        self._settle(cleared, body, of, None)
        self._settle(cleared, body, of, low)

    def test_judge_cites_no_item_that_they_may_not_read(self) -> None:
        inspection, body, of, judge = a_cell()
        mine, high = assigned(inspection, body, of, judge), _item(inspection, body, of, SENSITIVE)
        reads_no_more(judge)
        with pytest.raises(Refused) as refused:
            submitted(mine, cited=[high])
        assert codes_of(refused) == ["citation_unknown"]

    @pytest.mark.parametrize(
        ("marking", "code"),
        [
            ("SECRET", InspectionReason.SECRET_WORDS),
            ("PUBLIC", InspectionReason.MARKING_UNKNOWN),
            ("COSMIC", InspectionReason.MARKING_UNKNOWN),
        ],
    )
    def test_marking_that_words_cannot_have_is_refused(self, marking: str, code: str) -> None:
        inspection, body, of, judge = a_cell()
        with pytest.raises(Refused) as refused:
            submitted(assigned(inspection, body, of, judge), marking=marking)
        assert codes_of(refused) == [code]
        assert refused.value.reasons[0].field == "marking"
