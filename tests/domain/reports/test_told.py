"""What a letter says of the grades that its body was told on the day, and what waits for it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.bulk_assignment import assignable
from inspectorate.domain.judgments.debriefs import actions, queries
from inspectorate.domain.judgments.debriefs.models import ToldDifference, ToldGrade
from inspectorate.domain.judgments.debriefs.telling import told_now
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.judgments.queries import current
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.documents.gates import Gate
from inspectorate.domain.reports.documents.registry import DOCUMENT_TYPES, DocumentKind
from inspectorate.domain.reports.editions.model import Block, EditionData, EditionKind
from inspectorate.domain.reports.editions.pictures import ToldRow
from inspectorate.domain.reports.editions.told import HEADING, as_told, told_on_the_day
from inspectorate.domain.reports.gaps import hard
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.proof import proof_of
from inspectorate.foundation.people.actions import grant
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.fieldwork.acting import refused
from tests.domain.judgments.cells import declare_interest
from tests.domain.judgments.test_overrides import override, withdraw
from tests.factories.findings import agreed, assigned
from tests.factories.panels import a_panel, decided, on_agenda, sitting
from tests.factories.publishing import a_document, freeze_now, frozen, taken_back
from tests.factories.rooms import (
    a_key,
    a_visit,
    an_admin,
    an_inspection,
    criterion,
    member,
    move_to,
    scope_body,
)
from tests.factories.telling import LATER, debriefed, judged, not_told, say, set_telling

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]

TEXT = "---\ntitle: To you\n---\n\n{.narrative}\nThank you.\n"
WORDS = "The records that came later weighed more."


@pytest.fixture
def told() -> ToldGrade:
    """A grade told to the first body at its debrief, as it was judged."""
    visit = a_visit(an_inspection())
    set_telling(visit.inspection)
    debriefed(visit, told=[judged(visit)])
    return ToldGrade.objects.get()


def of(told: ToldGrade) -> tuple[Visit, Inspection]:
    visit = told.debrief.visit
    return visit, Inspection.objects.get(pk=visit.inspection_id)


def settle(told: ToldGrade, grade: str) -> None:
    visit, inspection = of(told)
    agreed(inspection, visit.scope_body, criterion(inspection), grade)


def a_letter(told: ToldGrade, number: int = 0, kind: str = "letter") -> Document:
    _, inspection = of(told)
    given = {"scope_body": scope_body(inspection, number)} if kind == "letter" else {}
    return a_document(inspection, f"{kind}-{number}", kind, "To you", TEXT, **given)


def edition(document: Document, kind: EditionKind = EditionKind.FULL) -> EditionData:
    return proof_of(document).edition(kind)


def said_in(found: EditionData) -> str:
    told = [[*(run.text for run in one.runs), *map(list, one.rows)] for one in found.blocks]
    return json.dumps(told)


def missing(document: Document) -> list[str]:
    found = hard(reports.gaps(proof_of(document)))
    return [thing for one in found if one.gate is Gate.TOLD for thing in one.things]


def test_letter_says_what_its_body_was_told_and_what_the_judgment_is_now(told: ToldGrade) -> None:
    settle(told, "Good")
    found = edition(a_letter(told))
    (table,) = (one for one in found.blocks if one.caption == HEADING)
    assert [one.kind for one in found.blocks][-3:] == ["heading", "paragraph", "table"]
    of_criterion = str(told.submission.assignment.criterion)
    assert table.rows == ((of_criterion, "Good", "10 October 2018", "Good"),)


def test_letter_says_why_a_judgment_was_agreed_otherwise(told: ToldGrade) -> None:
    settle(told, "Outstanding")
    say(told, WORDS)
    found = edition(a_letter(told))
    assert found.blocks[-2].rows[0][1:] == ("Good", "10 October 2018", "Outstanding")
    last = "".join(run.text for run in found.blocks[-1].runs)
    assert last == f"{told.submission.assignment.criterion} {WORDS}"  # the criterion is a question


def test_nothing_of_it_stands_in_a_public_edition_in_another_letter_or_in_another_kind(
    told: ToldGrade,
) -> None:
    settle(told, "Outstanding")
    say(told, WORDS)
    letter = a_letter(told)
    assert WORDS in said_in(edition(letter))
    public = frozen(letter)
    assert public.data["edition"] == "public"
    assert WORDS not in json.dumps(public.data)
    assert HEADING not in json.dumps(public.data)
    full = letter.editions.get(kind="full")
    assert WORDS in json.dumps(full.data)
    others = [edition(letter, EditionKind.PUBLIC), edition(letter, EditionKind.BODY)]
    others.append(edition(a_letter(told, 1)))
    for kind in (DocumentKind.REPORT, DocumentKind.SUMMARY, DocumentKind.RELEASE):
        document = a_letter(told, kind=kind.value)
        others += [edition(document, one) for one in EditionKind]
    assert not [one.slug for one in others if WORDS in said_in(one) or HEADING in said_in(one)]


def test_only_documents_to_one_body_wait_for_words_and_all_of_them_do() -> None:
    for kind in DOCUMENT_TYPES.values():
        assert (Gate.TOLD in kind.gates) is kind.to_one_body
        assert (Gate.TOLD in kind.gates_of_correction) is kind.to_one_body
    assert not Gate.TOLD.warns


def test_letter_waits_for_words_while_the_judgment_differs_from_what_was_told(
    told: ToldGrade,
) -> None:
    letter, other = a_letter(told), a_letter(told, 1)
    assert missing(letter) == []
    settle(told, "Outstanding")
    assert missing(letter) == ["Force 01 on 1.1"]
    assert "told_otherwise" in refused(freeze_now, letter)
    assert missing(other) == []
    said = say(told, WORDS)
    assert missing(letter) == []
    actions.withdraw_difference(
        by=member(of(told)[1], Role.LEAD), at=LATER, key=a_key(), difference=said, reason="Wrong"
    )
    assert missing(letter) == ["Force 01 on 1.1"]
    say(told, "Other words.")
    settle(told, "Requires improvement")
    # What was said of another grade is not said of this one.
    assert missing(letter) == ["Force 01 on 1.1"]
    settle(told, "Good")
    assert missing(letter) == []


def test_grade_that_was_not_told_after_all_stands_in_no_letter_and_holds_none_up(
    told: ToldGrade,
) -> None:
    settle(told, "Outstanding")
    not_told(told)
    letter = a_letter(told)
    assert missing(letter) == []
    assert HEADING not in said_in(edition(letter))


def test_what_is_not_agreed_yet_stands_in_no_letter(told: ToldGrade) -> None:
    assert HEADING not in said_in(edition(a_letter(told)))


def test_lead_is_told_after_fieldwork_that_words_for_the_body_are_missing_until_they_stand(
    told: ToldGrade,
) -> None:
    _, inspection = of(told)
    lead, inspector = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR)
    assert queries.waiting(lead, inspection) == []
    settle(told, "Outstanding")
    assert queries.waiting(lead, inspection) == []
    assert [one.told for one in queries.without_words(lead, inspection)] == [told]
    inspection = move_to(inspection, "judging")
    (task,) = queries.waiting(lead, inspection)
    assert task.args == (told.pk,)
    assert queries.waiting(inspector, inspection) == []
    say(told, WORDS)
    assert queries.waiting(lead, inspection) == []


def leave_out(told: ToldGrade) -> None:
    visit, inspection = of(told)
    inspections.leave_out(
        by=member(inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        inspection=inspection,
        scope_body=visit.scope_body,
        criterion=criterion(inspection),
        reason="Not looked at",
    )


def withdrawn(said: ToldDifference, by: Person | None = None) -> None:
    """Withdraw words for a body, by the lead."""
    by = by or member(of(said.told)[1], Role.LEAD)
    actions.withdraw_difference(by=by, at=LATER, key=a_key(), difference=said, reason="Wrong")


class TestFrozenAgain:
    """A letter whose told part changed is frozen again, though its public edition is the same."""

    def test_letter_is_frozen_again_for_other_words_and_for_no_change_is_not(
        self, told: ToldGrade
    ) -> None:
        settle(told, "Outstanding")
        say(told, WORDS)
        letter = a_letter(told)
        frozen(letter)
        assert "nothing_new" in refused(freeze_now, letter)
        say(told, "Better words.")
        assert freeze_now(letter).number == 2
        full = letter.editions.get(kind="full", number=2)
        assert "Better words." in json.dumps(full.data)

    def test_letter_frozen_before_the_judgment_was_agreed_is_frozen_again_with_it(
        self, told: ToldGrade
    ) -> None:
        letter = a_letter(told)
        frozen(letter)
        settle(told, "Good")
        assert freeze_now(letter).number == 2

    def test_what_a_letter_says_is_read_back_from_its_blocks_as_it_was_written(self) -> None:
        rows = (
            ToldRow("1.1 One", "Good", "10 October 2018", "Outstanding", "It: was more."),
            ToldRow("1.2 Two", "Good", "10 October 2018", "Good"),
            ToldRow("1.3 Three", "Good", "11 October 2018", "Not inspected", "We left it."),
        )
        text = Block("table", caption="Another", header=("A",), rows=(("b",),))
        assert as_told((text, *told_on_the_day(rows, "told"))) == rows
        assert as_told((text,)) == ()


class TestLeftOut:
    """A judgment that is left out of what is inspected, though a grade of it was told."""

    def test_letter_waits_for_words_and_says_that_it_is_not_inspected(
        self, told: ToldGrade
    ) -> None:
        letter = a_letter(told)
        leave_out(told)
        assert missing(letter) == ["Force 01 on 1.1"]
        say(told, "We could not see enough of it.")
        assert missing(letter) == []
        (row,) = as_told(edition(letter).blocks)
        assert (row.grade, row.now) == ("Good", "Not inspected")
        assert row.words == "We could not see enough of it."

    def test_words_on_an_agreed_grade_do_not_stand_for_one_left_out_since(
        self, told: ToldGrade
    ) -> None:
        settle(told, "Outstanding")
        say(told, WORDS)
        letter = a_letter(told)
        leave_out(told)
        assert missing(letter) == ["Force 01 on 1.1"]
        assert WORDS not in said_in(edition(letter))

    def test_whoever_saw_it_told_is_not_given_it_to_judge_once_it_is_taken_back(
        self, told: ToldGrade
    ) -> None:
        visit, inspection = of(told)
        signing = member(inspection, Role.SIGNING)
        grant(by=an_admin(), at=LATER, key=a_key(), person=signing, role=Role.INSPECTOR)
        inspections.join(
            by=member(inspection, Role.LEAD),
            at=LATER,
            key=a_key(),
            inspection=inspection,
            person=signing,
            role=Role.INSPECTOR,
            team="",
        )
        leave_out(told)
        signing = Person.objects.get(pk=signing.pk)
        assert [one.told for one in queries.of_visit(signing, visit)] == [told]
        taken_back(inspection, visit.scope_body, "1.1")
        given = (inspection, visit.scope_body, criterion(inspection), signing)
        assert refused(assigned, *given) == ["not_blind"]
        row = (visit.scope_body, criterion(inspection), signing, None)
        lead = member(inspection, Role.LEAD)
        assert [one.code for one in assignable(inspection, lead.pk, [row])] == ["not_blind"]


def test_override_of_what_was_told_asks_for_words(told: ToldGrade) -> None:
    _, inspection = of(told)
    settle(told, "Good")
    letter = a_letter(told)
    assert missing(letter) == []
    override(inspection)
    assert missing(letter) == ["Force 01 on 1.1"]
    say(told, WORDS)
    withdraw(inspection)
    assert missing(letter) == []
    assert WORDS not in said_in(edition(letter))


class TestPanels:
    """A panel settles what was told; the approving inspector overrides what it settled."""

    def test_decision_of_a_panel_otherwise_than_was_told_asks_for_words(
        self, told: ToldGrade
    ) -> None:
        visit, inspection = of(told)
        letter, chair = a_letter(told), member(inspection, Role.MODERATOR)
        panel_decides(told, "Outstanding")
        assert missing(letter) == ["Force 01 on 1.1"]
        assert "told_otherwise" in refused(freeze_now, letter)
        (view,) = queries.of_visit(chair, visit)
        assert view.state == "Agreed otherwise: Outstanding."
        say(told, WORDS, by=chair)
        assert missing(letter) == []
        assert edition(letter).blocks[-2].rows[0][1:] == ("Good", "10 October 2018", "Outstanding")

    def test_decision_of_a_panel_as_was_told_asks_for_none(self, told: ToldGrade) -> None:
        panel_decides(told, "Good")
        letter = a_letter(told)
        assert missing(letter) == []
        assert edition(letter).blocks[-1].rows[0][1:] == ("Good", "10 October 2018", "Good")

    def test_override_of_what_a_panel_decided_has_words_of_its_own_and_withdrawn_those_of_before(
        self, told: ToldGrade
    ) -> None:
        _, inspection = of(told)
        letter = a_letter(told)
        panel_decides(told, "Outstanding")
        say(told, WORDS)
        override(inspection, "Requires improvement")
        # What was said of the panel's grade is not said of the overriding one.
        assert missing(letter) == ["Force 01 on 1.1"]
        assert WORDS not in said_in(edition(letter))
        say(told, "It rests on the records.", by=member(inspection, Role.SIGNING))
        assert missing(letter) == []
        withdraw(inspection)
        assert missing(letter) == ["Force 01 on 1.1"]
        assert "rests on the records" not in said_in(edition(letter))

    def test_override_back_to_what_was_told_asks_for_none_and_withdrawn_for_words(
        self, told: ToldGrade
    ) -> None:
        _, inspection = of(told)
        letter = a_letter(told)
        panel_decides(told, "Outstanding")
        override(inspection, "Good")
        assert missing(letter) == []
        withdraw(inspection)
        assert missing(letter) == ["Force 01 on 1.1"]

    def test_member_who_judged_it_is_asked_for_no_words_that_a_member_may_say(
        self, told: ToldGrade
    ) -> None:
        _, inspection = of(told)
        move_to(inspection, "judging")
        panel_decides(told, "Outstanding")
        asked = {
            role: len(queries.waiting(member(inspection, role), of(told)[1]))
            for role in (Role.LEAD, Role.MODERATOR, Role.SIGNING, Role.INSPECTOR)
        }
        assert asked == {Role.LEAD: 1, Role.MODERATOR: 1, Role.SIGNING: 1, Role.INSPECTOR: 0}


def panel_decides(told: ToldGrade, grade: str) -> None:
    visit, inspection = of(told)
    panel = a_panel(inspection)
    cell = on_agenda(panel, visit.scope_body, criterion(inspection))
    sitting(panel)
    decided(cell, grade)


def test_judgment_agreed_without_a_grade_is_told_as_not_graded_with_words(
    told: ToldGrade,
) -> None:
    settle(told, "Good")
    view = queries.told_grades(member(of(told)[1], Role.LEAD), of(told)[1])[0]
    assert view.agreed is not None
    plain = replace(view, agreed=Agreed(grade=None))
    assert (plain.differs, plain.lacks_words, plain.now) == (True, True, "Not graded")


def test_words_that_were_replaced_do_not_come_back_with_the_newest_withdrawn(
    told: ToldGrade,
) -> None:
    settle(told, "Outstanding")
    say(told, WORDS)
    withdrawn(say(told, "Better words."))
    letter = a_letter(told)
    assert missing(letter) == ["Force 01 on 1.1"]
    assert WORDS not in said_in(edition(letter))


class TestSaying:
    def test_words_are_said_by_who_settles_judgments_and_where_something_differs(
        self, told: ToldGrade
    ) -> None:
        _, inspection = of(told)
        assert refused(say, told, WORDS) == ["no_difference"]
        settle(told, "Outstanding")
        for role in (Role.INSPECTOR, Role.EDITOR, Role.ANALYST):
            with pytest.raises(Forbidden):
                say(told, WORDS, member(inspection, role))
        assert refused(say, told, " ") == ["text_missing"]
        assert refused(say, told, "Chief Inspector Jane Smith said so.") == ["person_told_of"]
        say(told, WORDS, member(inspection, Role.SIGNING))
        assert refused(say, told, WORDS) == ["difference_said"]
        assert say(told, "Others.", member(inspection, Role.MODERATOR)).words == "Others."

    def test_who_declared_an_interest_says_nothing_withdraws_nothing_and_is_not_asked(
        self, told: ToldGrade
    ) -> None:
        visit, inspection = of(told)
        settle(told, "Outstanding")
        lead, moderator = (member(inspection, one) for one in (Role.LEAD, Role.MODERATOR))
        said = say(told, WORDS, moderator)
        declare_interest(lead, visit.scope_body)
        assert refused(say, told, "Others.") == ["conflicted"]
        assert refused(withdrawn, said) == ["conflicted"]
        assert refused(not_told, told) == ["conflicted"]
        withdrawn(said, moderator)
        inspection = move_to(inspection, "judging")
        assert queries.waiting(lead, inspection) == []
        assert len(queries.waiting(moderator, inspection)) == 1

    def test_refusal_for_an_interest_names_letting_another_join(self, told: ToldGrade) -> None:
        visit, inspection = of(told)
        settle(told, "Outstanding")
        declare_interest(member(inspection, Role.LEAD), visit.scope_body)
        with pytest.raises(Refused) as refusal:
            say(told, WORDS)
        assert InspectionVerb.JOIN in refusal.value.reasons[0].mend.verbs

    def test_words_written_for_another_judgment_than_stands_are_refused(
        self, told: ToldGrade
    ) -> None:
        settle(told, "Requires improvement")
        lower = told_now(of(told)[1], current(of(told)[1]))[0].settled_by
        assert lower is not None
        settle(told, "Outstanding")
        assert refused(say, told, WORDS, agreed=lower.pk) == ["difference_overtaken"]
        assert refused(say, told, WORDS, agreed=None) == ["difference_overtaken"]

    def test_inspector_does_not_take_back_what_was_told_once_it_is_agreed_otherwise(
        self, told: ToldGrade
    ) -> None:
        _, inspection = of(told)
        author = told.submission.by
        settle(told, "Outstanding")
        assert refused(not_told, told, by=author) == ["difference_to_say"]
        assert not_told(told, by=member(inspection, Role.SIGNING)).pk

    def test_nothing_of_it_is_done_once_the_inspection_is_over(self, told: ToldGrade) -> None:
        _, inspection = of(told)
        settle(told, "Outstanding")
        said = say(told, WORDS)
        move_to(inspection, "closed")
        gone = ToldGrade.objects.get(pk=told.pk)
        said.refresh_from_db()
        for act in (lambda: say(gone, "Others."), lambda: not_told(gone), lambda: withdrawn(said)):
            assert refused(act) == ["inspection_over"]
        assert queries.waiting(member(inspection, Role.LEAD), of(told)[1]) == []

    def test_words_that_others_replaced_are_not_withdrawn(self, told: ToldGrade) -> None:
        _, inspection = of(told)
        settle(told, "Outstanding")
        first = say(told, WORDS)
        say(told, "Others.")
        given = {"by": member(inspection, Role.LEAD), "at": LATER, "reason": "Wrong"}
        assert refused(actions.withdraw_difference, key=a_key(), difference=first, **given) == [
            "difference_gone"
        ]

    def test_words_may_be_said_after_fieldwork(self, told: ToldGrade) -> None:
        _, inspection = of(told)
        settle(told, "Outstanding")
        move_to(inspection, "drafting")
        assert say(told, WORDS).pk
