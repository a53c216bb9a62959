"""The moderation desk: what is on the agenda and why, and what lies before a decision."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions, queries
from inspectorate.domain.judgments.agreement import Counts, Figures
from inspectorate.domain.judgments.desk.agenda import (
    AgendaFilter,
    AgendaReason,
    AgendaScope,
    agenda,
)
from inspectorate.domain.judgments.desk.figures import (
    AgreementReading,
    SeverityReading,
    of_agreement,
    of_severity,
)
from inspectorate.domain.judgments.desk.papers import papers
from inspectorate.domain.judgments.desk.severity import QuickSeverity
from inspectorate.domain.judgments.desk.showing import digest_of_item, showing, told
from inspectorate.domain.judgments.desk.sources import Source, thin
from inspectorate.domain.judgments.models import ShownPapers, Submission
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectstats.agreement.reading import Summary
from inspectstats.records import Result
from tests.factories.findings import (
    LATER,
    a_grade,
    agreed,
    an_item,
    answers,
    assigned,
    submitted,
)
from tests.factories.outcomes import an_outcome, withdrawn
from tests.factories.rooms import (
    AT,
    a_clearance,
    a_key,
    an_inspection,
    criterion,
    member,
    needs_to_know,
    scope_body,
)

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"
DOCUMENT = {"kind": "document", "method": "document-review", "origin": "Training plan"}


def judged(inspection: Inspection, number: int, *grades: str, **findings: Any) -> None:
    """A cell judged by as many inspectors as there are grades, from two kinds of source."""
    body, of = scope_body(inspection, number), criterion(inspection)
    cited = [
        an_item(inspection, body, by=member(inspection, Role.INSPECTOR)),
        an_item(inspection, body, by=member(inspection, Role.INSPECTOR), **DOCUMENT),
    ]
    for place, grade in enumerate(grades):
        judge = member(inspection, Role.INSPECTOR, place)
        given = {"second": True, "chance": "1/5"} if place else {}
        submitted(
            assigned(inspection, body, of, judge, **given),
            grade,
            cited=cited,
            **(findings if place else {}),
        )


def moderator(inspection: Inspection) -> Person:
    return member(inspection, Role.MODERATOR)


class TestAgenda:
    def test_each_judgment_is_there_with_all_its_reasons_in_their_order(self) -> None:
        inspection = an_inspection(phase="judging", bodies=5)
        judged(inspection, 0, "Good", "Good")
        judged(inspection, 1, "Good", "Requires improvement")
        judged(inspection, 2, "Good", "Inadequate", completion_known=False)
        judged(inspection, 3, "Inadequate", "Inadequate")
        submitted(
            assigned(
                inspection,
                scope_body(inspection, 4),
                criterion(inspection),
                member(inspection, Role.INSPECTOR),
            )
        )
        found = agenda(moderator(inspection), inspection).items
        assert [(one.scope_body.order, [*one.reasons]) for one in found] == [
            (2, [AgendaReason.DISTANCE, AgendaReason.GRADES, AgendaReason.FINDINGS]),
            (1, [AgendaReason.GRADES]),
            (3, [AgendaReason.OUTCOME]),
            (4, [AgendaReason.THIN]),
            (0, []),
        ]
        assert [one.waits_for for one in found] == ["moderation"] * 2 + ["agreement"] * 3

    def test_filter_leaves_what_was_asked_for_and_a_name_finds_any(self) -> None:
        inspection = an_inspection(phase="judging", bodies=3)
        judged(inspection, 0, "Good", "Good")
        judged(inspection, 1, "Good", "Outstanding")
        agreed(inspection, scope_body(inspection, 0), criterion(inspection))
        found = agenda(moderator(inspection), inspection)
        bodies = {
            shown: [one.scope_body.order for one in AgendaFilter(shown).of(found.items)]
            for shown in AgendaScope
        }
        assert bodies == {
            AgendaScope.WAITING: [1],
            AgendaScope.DIFFER: [1],
            AgendaScope.SETTLED: [0],
            AgendaScope.ALL: [1, 0],
        }
        every = AgendaFilter(AgendaScope.ALL, reason=AgendaReason.GRADES)
        assert [one.scope_body.order for one in every.of(found.items)] == [1]
        one_body = AgendaFilter(AgendaScope.ALL, body=scope_body(inspection, 0).code)
        assert [one.scope_body.order for one in one_body.of(found.items)] == [0]
        assert (
            AgendaFilter(AgendaScope.ALL, criterion=criterion(inspection, "2.1").pk).of(found.items)
            == []
        )
        assert found.named(found.items[1].name) == found.items[1]

    def test_lowest_grade_agreed_with_its_cause_of_concern_needs_no_look_at_the_outcome(
        self,
    ) -> None:
        inspection = an_inspection(phase="judging")
        judged(inspection, 0, "Inadequate")
        body, of = scope_body(inspection), criterion(inspection)
        agreed(inspection, body, of, "Inadequate")
        found = agenda(moderator(inspection), inspection).items
        assert AgendaReason.OUTCOME not in found[0].reasons

    def test_inspector_far_harsher_than_colleagues_brings_what_they_judged_onto_it(self) -> None:
        inspection = an_inspection(phase="judging", bodies=12)
        for number in range(12):
            low = "Requires improvement" if number % 2 else "Inadequate"
            judged(inspection, number, "Outstanding" if number % 3 else "Good", low)
        found = agenda(moderator(inspection), inspection)
        assert found.severities.flagged == {
            (criterion(inspection).scale_id, member(inspection, Role.INSPECTOR, place).pk)
            for place in (0, 1)
        }
        assert all(AgendaReason.SEVERITY in one.reasons for one in found.items)

    def test_what_is_left_out_and_what_is_not_complete_is_not_on_it(self) -> None:
        inspection = an_inspection(phase="judging", bodies=2)
        of = criterion(inspection)
        judged(inspection, 0, "Good")
        judged(inspection, 1, "Good")
        assigned(inspection, scope_body(inspection, 1), of, member(inspection, Role.INSPECTOR, 1))
        inspections.leave_out(
            by=member(inspection, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=inspection,
            scope_body=scope_body(inspection, 0),
            criterion=of,
            reason="Not asked here",
        )
        assert agenda(moderator(inspection), inspection).items == ()

    @pytest.mark.parametrize("role", [Role.INSPECTOR, Role.EDITOR, Role.ANALYST])
    def test_it_is_empty_for_who_runs_nothing(self, role: Role) -> None:
        inspection = an_inspection(phase="judging")
        judged(inspection, 0, "Good", "Outstanding")
        found = agenda(member(inspection, role), inspection)
        assert (found.items, found.severities.by_scale) == ((), {})

    @pytest.mark.parametrize(
        ("sources", "expected"),
        [
            ((), True),
            ((("interview", "Chief"),), True),
            ((("interview", "Chief"), ("focus-group", "Officers")), True),
            ((("interview", "Chief"), ("document", "chief ")), True),
            ((("interview", "Chief"), ("document", "Register")), False),
        ],
    )
    def test_evidence_is_thin_by_the_rule_of_the_library(
        self, sources: tuple[tuple[str, str], ...], expected: bool
    ) -> None:
        assert thin(Source(*one) for one in sources) is expected


class TestPapers:
    def test_each_item_says_who_cites_it_and_uncited_ones_stand_last(self) -> None:
        inspection = an_inspection(phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        first, second = (member(inspection, Role.INSPECTOR, place) for place in (0, 1))
        nobody, both, one = (an_item(inspection, body, by=first) for _ in range(3))
        submitted(assigned(inspection, body, of, first), cited=[both])
        submitted(assigned(inspection, body, of, second, second=True), cited=[both, one])
        found = self.of(moderator(inspection), inspection)
        assert [(held.item, held.by, held.of_all) for held in found.items] == [
            (both, (first.name, second.name), True),
            (one, (second.name,), False),
            (nobody, (), False),
        ]
        assert [held.cited for held in found.items] == [
            f"Cited by {first.name} and {second.name}",
            f"Cited by {second.name} alone",
            "Cited by nobody",
        ]

    def test_bodies_most_alike_are_agreed_ones_nearest_in_their_evidence(self) -> None:
        inspection = an_inspection(phase="judging", bodies=6)
        for number in range(6):
            judged(inspection, number, "Good")
        inspector = member(inspection, Role.INSPECTOR)
        for number in (1, 2, 3, 4):
            for _ in range(number % 3):
                an_item(inspection, scope_body(inspection, number), by=inspector)
        for number in (1, 2, 3, 4):
            agreed(inspection, scope_body(inspection, number), criterion(inspection))
        found = self.of(moderator(inspection), inspection)
        assert [(one.scope_body.order, one.apart) for one in found.alike] == [
            (3, 0),
            (1, 1),
            (4, 1),
        ]
        assert found.alike[0].profile == "document 1, interview 1"

    def test_item_above_the_reader_is_not_among_them_and_reasons_say_they_are_withheld(
        self,
    ) -> None:
        inspection = an_inspection(phase="judging", reading=None)
        body, of = scope_body(inspection), criterion(inspection)
        first = member(inspection, Role.INSPECTOR)
        a_clearance(first)
        needs_to_know(inspection, SENSITIVE, first)
        plain = an_item(inspection, body, by=first)
        above = an_item(inspection, body, by=first, marking=SENSITIVE)
        submitted(assigned(inspection, body, of, first), cited=[plain, above])
        found = self.of(moderator(inspection), inspection)
        assert [held.item for held in found.items] == [plain]
        assert "You are not recorded as cleared" in found.cell.submissions[0].reasons
        assert found.profile == "interview 1"

    def test_who_is_still_to_judge_has_none_of_it(self) -> None:
        inspection = an_inspection(phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        lead = member(inspection, Role.LEAD)
        assigned(inspection, body, of, lead, second=True)
        judged(inspection, 0, "Good")
        found = self.of(lead, inspection)
        assert (found.items, found.findings, found.alike, found.figures) == ((), (), (), ())

    def of(self, person: Person, inspection: Inspection) -> Any:
        cell = queries.cell(person, scope_body(inspection), criterion(inspection))
        assert cell is not None
        return papers(person, inspection, cell)


class TestFigures:
    def agreement(self, low: float | None, high: float | None, ac2: float = 0.5) -> Figures:
        counts = Counts(30, 30, 20, 8, 2, 40)
        value = None if low is None or high is None else (low + high) / 2
        alpha = Result("a", value, low, high)
        share = Result("p", 0.7, 0.6, 0.8, counts={"n_categories": 4})
        near = Result("n", 0.97, 0.95, 0.99)
        return Figures(
            "1.1", counts, Summary(alpha, Result("b", ac2, ac2, 1.0), share, near, "Said.")
        )

    @pytest.mark.parametrize(
        ("found", "expected"),
        [
            (Figures("1.1", Counts(0, 0, 0, 0, 0), None), AgreementReading.UNKNOWN),
            ((None, None), AgreementReading.WITHOUT_LIMITS),
            ((0.85, 0.95), AgreementReading.RELIABLE),
            ((0.7, 0.9), AgreementReading.CHECKED),
            ((0.1, 0.5), AgreementReading.LOW),
            ((0.1, 0.5, 0.9), AgreementReading.ALIKE),
            ((0.3, 0.8), AgreementReading.UNDECIDED),
        ],
    )
    def test_each_reading_of_agreement_says_what_it_means_and_what_to_do(
        self, found: Any, expected: AgreementReading
    ) -> None:
        figure = of_agreement(found if isinstance(found, Figures) else self.agreement(*found))
        assert figure.reading is expected
        assert figure.means
        assert figure.next == expected.label

    def test_few_pairs_are_told_as_counts_without_a_figure(self) -> None:
        few = self.agreement(0.7, 0.9)
        counts = Counts(3, 3, 2, 1, 0, 40)
        figure = of_agreement(Figures("1.1", counts, few.summary))
        assert (figure.reading, figure.values) == (AgreementReading.FEW, ())
        assert "Of 3 pairs" in figure.means

    @pytest.mark.parametrize(
        ("values", "flagged", "expected"),
        [
            ({}, set(), SeverityReading.UNKNOWN),
            ({1: 0.1, 2: -0.1}, set(), SeverityReading.NEAR),
            ({1: 1.2, 2: -0.1}, {1}, SeverityReading.APART),
            ({1: 1.2, 2: 1.1}, {1, 2}, SeverityReading.FLAGGED),
            ({1: 1.2}, {1}, SeverityReading.FLAGGED),
        ],
    )
    def test_each_reading_of_severity_says_what_it_means_and_what_to_do(
        self, values: dict[int, float], flagged: set[int], expected: SeverityReading
    ) -> None:
        held = {who: Result("s", one, one - 0.3, one + 0.3) for who, one in values.items()}
        found = QuickSeverity({7: held}, frozenset((7, who) for who in flagged))
        figure = of_severity({1: "A", 2: "B"}, found, 7)
        assert (figure.reading, len(figure.values)) == (expected, len(values))
        assert figure.means
        assert figure.next == expected.label
        if flagged:
            assert "harsher" in figure.means


def test_every_reading_has_words_and_is_reached_by_a_figure() -> None:
    for one in (*AgreementReading, *SeverityReading):
        assert one.label.endswith(".")
    assert len(AgreementReading) == 8
    assert len(SeverityReading) == 4


def test_number_of_queries_of_the_desk_does_not_grow_with_the_cells() -> None:
    inspection, counts = an_inspection(phase="judging", bodies=5), []
    reader = moderator(inspection)
    judged(inspection, 0, "Good", "Outstanding")
    for number in range(1, 5):
        judged(inspection, number, "Good", "Inadequate")
        made = []
        cell = queries.cell(reader, scope_body(inspection), criterion(inspection))
        assert cell is not None
        for read in (
            lambda: agenda(reader, inspection),
            lambda cell=cell: papers(reader, inspection, cell),
        ):
            with CaptureQueriesContext(connection) as captured:
                read()
            made.append(len(captured))
        counts.append(made)
    assert counts == [counts[0]] * 4


class TestShownPapers:
    """What a page showed is kept with the decision, and told again to who may read it."""

    def decided(self, inspection: Inspection, person: Person) -> ShownPapers:
        cell = queries.cell(person, scope_body(inspection), criterion(inspection))
        assert cell is not None
        of = criterion(inspection)
        actions.moderate(
            by=person,
            at=LATER,
            key=a_key(),
            scope_body=scope_body(inspection),
            criterion=of,
            grade=a_grade(of, "Good"),
            findings=answers(of),
            reasons="The register weighs more.",
            shown=showing(papers(person, inspection, cell)),
        )
        return ShownPapers.objects.get()

    def test_decision_keeps_numbers_and_digests_of_what_was_shown_and_no_words(self) -> None:
        inspection = an_inspection(phase="judging")
        judged(inspection, 0, "Good", "Outstanding")
        kept = self.decided(inspection, moderator(inspection))
        items = Item.objects.order_by("number")
        assert kept.items == [[one.number, digest_of_item(one)] for one in items]
        assert [pk for pk, _ in kept.submissions] == list(
            Submission.objects.order_by("pk").values_list("pk", flat=True)
        )
        assert [one["kind"] for one in kept.figures] == ["agreement", "severity"]
        text = str([kept.items, kept.submissions, kept.figures])
        assert "training" not in text
        assert member(inspection, Role.INSPECTOR).name not in text

    def test_it_is_told_to_who_sees_the_submissions_and_to_nobody_else(self) -> None:
        inspection = an_inspection(phase="judging")
        judged(inspection, 0, "Good", "Outstanding")
        self.decided(inspection, moderator(inspection))
        agreed(inspection, scope_body(inspection), criterion(inspection))
        found = {
            role: self.told(member(inspection, role), inspection)
            for role in (Role.LEAD, Role.MODERATOR, Role.ANALYST, Role.EDITOR)
        }
        assert {role: len(one) for role, one in found.items()} == {
            Role.LEAD: 1,
            Role.MODERATOR: 1,
            Role.ANALYST: 0,
            Role.EDITOR: 0,
        }
        (one,) = found[Role.LEAD]
        assert [held.same for held in one.items] == [True, True]
        assert [same for _, same in one.submissions] == [True, True]
        assert [figure.kind for figure in one.figures] == ["agreement", "severity"]
        assert one.decision.reasons == "The register weighs more."

    def test_item_above_the_reader_is_not_told_of(self) -> None:
        inspection = an_inspection(phase="judging", reading=None)
        body, of = scope_body(inspection), criterion(inspection)
        first, who = member(inspection, Role.INSPECTOR), moderator(inspection)
        a_clearance(first, who)
        needs_to_know(inspection, SENSITIVE, first, who)
        above = an_item(inspection, body, by=first, marking=SENSITIVE)
        submitted(assigned(inspection, body, of, first), cited=[above])
        who = Person.objects.get(pk=who.pk)
        assert self.decided(inspection, who).items[0][0] == above.number
        (one,) = self.told(member(inspection, Role.LEAD), inspection)
        assert (one.items, [same for _, same in one.submissions]) == ((), [False])

    def told(self, person: Person, inspection: Inspection) -> Any:
        cell = queries.cell(person, scope_body(inspection), criterion(inspection))
        assert cell is not None
        return told(person, inspection, cell)

    def test_like_bodies_and_earlier_decisions_are_kept_told_and_said_to_have_changed(self) -> None:
        inspection = an_inspection(phase="judging", bodies=3)
        of, who = criterion(inspection), moderator(inspection)
        judged(inspection, 0, "Good", "Outstanding")
        like = agreed(inspection, scope_body(inspection, 1), of)
        first = self.decided(inspection, who)
        moderation = first.moderation
        assert [pk for pk, _ in first.alike] == [like.pk]
        assert (first.moderations, first.agreed_before) == ([], [])
        text = str([first.alike, first.moderations])
        assert like.reasons not in text
        cell = queries.cell(who, scope_body(inspection), of)
        assert cell is not None
        shown = showing(papers(who, inspection, cell))
        assert [pk for pk, _ in shown["moderations"]] == [moderation.pk]
        settled = actions.agree(
            by=who,
            at=LATER,
            key=a_key(),
            scope_body=scope_body(inspection),
            criterion=of,
            grade=a_grade(of, "Good"),
            findings=answers(of),
            reasons="The register weighs more.",
            cited=list(Item.objects.filter(scope_body=scope_body(inspection))),
            shown=shown,
        )
        one, other = self.told(member(inspection, Role.LEAD), inspection)
        assert (one.before, other.before) == ((), ((f"Moderation 1 of {who.name}", True),))
        assert [(held.alike.agreed, held.same) for held in other.alike] == [(like, True)]
        cell = queries.cell(who, scope_body(inspection), of)
        assert cell is not None
        later = showing(papers(who, inspection, cell))
        assert [pk for pk, _ in later["agreed_before"]] == [settled.pk]
        an_item(inspection, scope_body(inspection, 1), by=member(inspection, Role.INSPECTOR))
        one, _ = self.told(member(inspection, Role.LEAD), inspection)
        assert [held.same for held in one.alike] == [False]

    def test_outcomes_in_words_are_kept_with_a_later_decision_and_said_to_have_changed(
        self,
    ) -> None:
        inspection = an_inspection(phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        who = moderator(inspection)
        agreed(inspection, body, of)
        first, other = (an_outcome(inspection, body, of, text=f"{one} is late.") for one in "AB")
        assert [pk for pk, _ in self.decided(inspection, who).outcomes] == [1, 2]
        lead = member(inspection, Role.LEAD)
        *_, told = self.told(lead, inspection)
        assert [(one.view.outcome, one.same) for one in told.outcomes] == [
            (first, True),
            (other, True),
        ]
        withdrawn(other)
        *_, told = self.told(lead, inspection)
        assert [one.same for one in told.outcomes] == [True, False]
        assert "late" not in str(ShownPapers.objects.latest("pk").outcomes)
