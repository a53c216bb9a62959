"""Comparisons of bodies: who makes one, what is kept, which pair is next, who sees the order."""

from __future__ import annotations

from itertools import combinations

import pytest

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.comparisons import actions, queries
from inspectorate.domain.judgments.comparisons.loading import table_of
from inspectorate.domain.judgments.comparisons.proposing import FEWEST, proposed, seed_of
from inspectorate.domain.judgments.desk.showing import digest_of_item
from inspectorate.domain.judgments.models import Comparison
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.foundation.people import actions as accounts
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectstats.ordering import comparisons, order
from tests.factories.comparing import a_comparison, compared_by_many
from tests.factories.findings import LATER, an_item, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, an_inspection, criterion, join, member, scope_body

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"


def judged(bodies: int = 3) -> Inspection:
    """An inspection with an item on 1.1 of each body."""
    inspection = an_inspection(phase="judging", bodies=bodies)
    for number in range(bodies):
        an_item(inspection, scope_body(inspection, number))
    return inspection


def pair_of(person: Person, inspection: Inspection) -> tuple[int, int] | None:
    """The numbers of the bodies that a person is asked to compare next, in their order."""
    found = queries.proposal(person, inspection, criterion(inspection))
    if found is None:
        return None
    first, second = sorted((found.left.order, found.right.order))
    return first, second


class TestComparing:
    def test_comparison_keeps_which_evidence_was_shown_of_both_and_no_words_of_it(self) -> None:
        inspection = judged()
        made = a_comparison(inspection, 0, 1, "right", reasons="  More of them knew.  ")
        items = Item.objects.filter(scope_body__in=[made.left, made.right]).order_by("number")
        assert made.items == [[one.number, digest_of_item(one)] for one in items]
        assert (made.better, made.reasons, made.marking) == (
            "right",
            "More of them knew.",
            "OFFICIAL",
        )

    def test_reasons_are_marked_as_high_as_what_was_read(self) -> None:
        inspection = judged()
        an_item(inspection, scope_body(inspection), marking=SENSITIVE)
        assert a_comparison(inspection).marking == SENSITIVE

    def test_analyst_and_editor_compare_nothing(self) -> None:
        inspection = judged()
        for role in (Role.ANALYST, Role.EDITOR, Role.SIGNING):
            with pytest.raises(Forbidden):
                a_comparison(inspection, by=member(inspection, role))

    def test_answer_of_another_kind_and_reasons_too_long_are_refused(self) -> None:
        with pytest.raises(Refused) as refusal:
            a_comparison(judged(), better="best", reasons="x" * 401)
        assert codes_of(refusal) == ["answer_unknown", "reasons: text_too_long"]

    def test_body_beside_itself_is_refused(self) -> None:
        with pytest.raises(Refused) as refusal:
            a_comparison(judged(), 1, 1)
        assert codes_of(refusal) == ["pair_not_open"]

    def test_pair_is_compared_by_one_person_once_whichever_stands_left(self) -> None:
        inspection = judged()
        a_comparison(inspection)
        with pytest.raises(Refused) as refusal:
            a_comparison(inspection, 1, 0)
        assert codes_of(refusal) == ["compared_already"]
        assert a_comparison(inspection, 1, 0, by=member(inspection, Role.INSPECTOR, 1))

    def test_comparison_withdrawn_stays_and_the_pair_is_open_again(self) -> None:
        inspection = judged()
        made = a_comparison(inspection)
        given = {"by": made.by, "at": LATER, "key": a_key(), "comparison": made}
        with pytest.raises(Refused) as refusal:
            actions.withdraw_comparison(**given, reason=" ")
        assert codes_of(refusal) == ["reason: text_missing"]
        actions.withdraw_comparison(**given, reason="The wrong button")
        with pytest.raises(Refused) as refusal:
            actions.withdraw_comparison(**{**given, "key": a_key()}, reason="Again")
        assert codes_of(refusal) == ["comparison_withdrawn"]
        assert queries.own(made.by, inspection) == []
        assert a_comparison(inspection)
        assert Comparison.objects.count() == 2

    def test_comparison_of_another_is_not_withdrawn(self) -> None:
        inspection = judged()
        made = a_comparison(inspection)
        with pytest.raises(Forbidden):
            actions.withdraw_comparison(
                by=member(inspection, Role.LEAD),
                at=LATER,
                key=a_key(),
                comparison=made,
                reason="Mine to say",
            )


class TestWhoMayCompare:
    def refused(self, inspection: Inspection, by: Person) -> None:
        """Body 0 is kept from ``by``: refused, and never proposed."""
        with pytest.raises(Refused) as refusal:
            a_comparison(inspection, by=by)
        assert codes_of(refusal) == ["pair_not_open"]
        assert pair_of(by, inspection) == (1, 2)

    def test_who_is_still_to_judge_a_body_does_not_compare_it_until_they_have(self) -> None:
        inspection, judge = judged(), None
        judge = member(inspection, Role.INSPECTOR)
        mine = assigned(inspection, scope_body(inspection), criterion(inspection), judge)
        self.refused(inspection, judge)
        submitted(mine)
        assert a_comparison(inspection, by=judge)

    def test_who_declared_an_interest_does_not_compare_the_body(self) -> None:
        inspection = judged()
        person = member(inspection, Role.INSPECTOR)
        accounts.declare(
            by=person,
            at=LATER,
            key=a_key(),
            about_code=scope_body(inspection).body.code,
            nature="Worked there",
        )
        self.refused(inspection, person)

    def test_who_may_not_read_all_of_its_evidence_does_not_compare_the_body(self) -> None:
        inspection = judged()
        an_item(inspection, scope_body(inspection), marking=SENSITIVE)
        self.refused(inspection, join(inspection, Role.INSPECTOR, reading=False))

    def test_body_left_out_or_without_evidence_is_not_compared(self) -> None:
        inspection = judged()
        gone = Item.objects.get(scope_body=scope_body(inspection))
        evidence.withdraw(
            by=gone.recorded_by, at=LATER, key=a_key(), item=gone, reason="Not theirs"
        )
        assert pair_of(member(inspection, Role.INSPECTOR), inspection) == (1, 2)
        inspections.leave_out(
            by=member(inspection, Role.LEAD),
            at=LATER,
            key=a_key(),
            inspection=inspection,
            scope_body=scope_body(inspection, 1),
            criterion=criterion(inspection),
            reason="No time",
        )
        assert pair_of(member(inspection, Role.INSPECTOR), inspection) is None


class TestNextPair:
    def test_pair_is_the_same_until_somebody_compares_and_then_another(self) -> None:
        inspection, person = judged(), None
        person = member(inspection, Role.INSPECTOR)
        of = criterion(inspection)
        first, again = (queries.proposal(person, inspection, of) for _ in range(2))
        assert first is not None
        assert again is not None
        assert (first.left, first.right, first.seed) == (again.left, again.right, again.seed)
        a_comparison(inspection, first.left.order, first.right.order)
        following = queries.proposal(person, inspection, of)
        assert following is not None
        assert {following.left, following.right} != {first.left, first.right}
        assert following.seed != first.seed

    def test_every_pair_is_asked_once_and_then_none_is_left(self) -> None:
        inspection = judged()
        person, seen = member(inspection, Role.INSPECTOR), set()
        while (pair := pair_of(person, inspection)) is not None:
            seen.add(pair)
            a_comparison(inspection, *pair)
        assert seen == set(combinations(range(3), 2))

    def test_rule_connects_all_bodies_with_as_few_comparisons_as_can_be(self) -> None:
        bodies = [f"b{number}" for number in range(12)]
        made: list[tuple[str, str]] = []
        for number in range(11):
            table = comparisons(*zip(*made, strict=True)) if made else None
            seed = seed_of("slug", "1.1", 1, number, table)
            pair = proposed(bodies, [frozenset(one) for one in made], table, None, seed)
            assert pair is not None
            made.append(pair)
        table = comparisons(*zip(*made, strict=True), bodies=bodies)
        assert len(table.groups()) == 1

    def test_rule_prefers_bodies_compared_least_and_then_those_nearest(self) -> None:
        bodies = ["a", "b", "c", "d"]
        often = [*combinations(bodies, 2)] * FEWEST
        table = comparisons(*zip(*often, strict=True))
        found = order(table)
        apart = {
            frozenset(pair): abs(found.difference(*pair).value or 0)
            for pair in combinations(bodies, 2)
        }
        pair = proposed(bodies, [], table, found, "seed")
        assert pair is not None
        assert frozenset(pair) == min(apart, key=lambda one: apart[one])
        few = comparisons(*zip(*often, ("a", "e"), strict=True))
        pair = proposed([*bodies, "e"], [], few, order(few), "seed")
        assert pair is not None
        assert "e" in pair

    def test_seed_draws_who_stands_on_the_left(self) -> None:
        found = [proposed(["a", "b"], [], None, None, f"seed {number}") for number in range(60)]
        assert 15 <= found.count(("a", "b")) <= 45


class TestOrder:
    def test_order_is_told_with_the_best_first(self) -> None:
        inspection = judged()
        compared_by_many(inspection, "201", 5)
        found = queries.telling(member(inspection, Role.LEAD), inspection, criterion(inspection))
        assert found is not None
        assert found.order is not None
        codes = [scope_body(inspection, number).code for number in (2, 0, 1)]
        assert [*found.order.names] == codes
        assert (found.people, len(found.rows)) == (5, 15)

    def test_withdrawn_comparisons_count_no_more(self) -> None:
        inspection = judged()
        made = a_comparison(inspection)
        actions.withdraw_comparison(
            by=made.by, at=LATER, key=a_key(), comparison=made, reason="The wrong button"
        )
        lead = member(inspection, Role.LEAD)
        found = queries.telling(lead, inspection, criterion(inspection))
        assert found is not None
        assert found.order is None

    def test_order_is_shut_to_who_has_still_to_judge_any_body_on_it(self) -> None:
        inspection = judged()
        compared_by_many(inspection, "01", 5)
        lead, of = member(inspection, Role.LEAD), criterion(inspection)
        assert queries.telling(lead, inspection, of) is not None
        mine = assigned(inspection, scope_body(inspection, 2), of, lead)
        assert queries.telling(lead, inspection, of) is None
        other = criterion(inspection, "1.2")
        assert queries.telling(lead, inspection, other) is not None
        submitted(mine)
        assert queries.telling(lead, inspection, of) is not None

    def test_inspector_and_editor_see_no_order(self) -> None:
        inspection = judged()
        a_comparison(inspection)
        for role in (Role.INSPECTOR, Role.EDITOR):
            person = member(inspection, role)
            assert queries.telling(person, inspection, criterion(inspection)) is None

    def test_reasons_above_the_reader_are_withheld_in_the_order(self) -> None:
        inspection = judged()
        an_item(inspection, scope_body(inspection), marking=SENSITIVE)
        a_comparison(inspection, reasons="What one of them said")
        reader = join(inspection, Role.LEAD, reading=False)
        found = queries.telling(reader, inspection, criterion(inspection))
        assert found is not None
        assert "said" not in found.rows[0].reasons

    def test_ledger_tells_no_comparison_to_who_has_still_to_judge_on_the_criterion(self) -> None:
        inspection = judged()
        made = a_comparison(inspection)
        lead, of = member(inspection, Role.LEAD), criterion(inspection)
        name = f"judgments.comparison/{made.pk}"
        assert what_happened(lead, inspection).filter(of=name).exists()
        assigned(inspection, scope_body(inspection, 2), of, lead)
        assert not what_happened(lead, inspection).filter(of=name).exists()


def test_tie_and_side_enter_the_table_as_they_were_said() -> None:
    inspection = judged()
    people = [member(inspection, Role.INSPECTOR, number) for number in range(3)]
    rows = [
        a_comparison(inspection, better=better, by=person)
        for better, person in zip(("left", "right", "same"), people, strict=True)
    ]
    table = table_of(rows)
    assert table is not None
    assert (table.better.tolist(), table.tied.tolist()) == (
        [[0.0, 1.0], [1.0, 0.0]],
        [[0.0, 1.0], [1.0, 0.0]],
    )
