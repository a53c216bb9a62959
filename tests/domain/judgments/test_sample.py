"""Samples of undisputed judgments: how large, how drawn, and what keeps many from being agreed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions
from inspectorate.domain.judgments.desk import actions as desk
from inspectorate.domain.judgments.desk import policies, sampling
from inspectorate.domain.judgments.models import AgreementSample, Submission
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import LATER, assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body
from tests.factories.sampling import a_sample, looked_at

pytestmark = pytest.mark.django_db


def judged(bodies: int) -> Inspection:
    """So many bodies judged on one criterion, each by one inspector."""
    inspection = an_inspection(bodies=bodies, phase="judging")
    for number in range(bodies):
        _judge(inspection, number)
    return inspection


def _judge(inspection: Inspection, number: int, ref: str = "1.1") -> None:
    of = criterion(inspection, ref)
    inspector = member(inspection, Role.INSPECTOR)
    submitted(assigned(inspection, scope_body(inspection, number), of, inspector))


def agree(inspection: Inspection, by: Person, number: int = 0, ref: str = "1.1") -> object:
    body, of = scope_body(inspection, number), criterion(inspection, ref)
    said = Submission.objects.filter(assignment__scope_body=body, assignment__criterion=of)
    return actions.agree_as_submitted(
        by=by,
        at=LATER + timedelta(hours=1),
        key=a_key(),
        scope_body=body,
        criterion=of,
        seen=[one.pk for one in said],
    )


@pytest.mark.parametrize(
    ("population", "expected"),
    [(0, 0), (1, 1), (5, 5), (10, 10), (30, 19), (518, 28), (13_064, 29)],
)
def test_sample_is_as_large_as_finding_one_in_ten_needs(population: int, expected: int) -> None:
    assert sampling.size_of(population) == expected


def test_same_names_and_seed_draw_the_same_sample_in_whatever_order() -> None:
    names = [f"force-{number}/1/{number}" for number in range(40)]
    seed = sampling.seed_of("prevent", 1, names)
    assert seed == sampling.seed_of("prevent", 1, names[::-1])
    assert sampling.drawn(names, seed) == sampling.drawn(names[::-1], seed)
    assert sampling.drawn(names, sampling.seed_of("prevent", 2, names)) != sampling.drawn(
        names, seed
    )


class TestRefusals:
    def test_without_a_sample_none_is_agreed(self) -> None:
        inspection = judged(2)
        with pytest.raises(Refused) as refusal:
            agree(inspection, member(inspection, Role.MODERATOR))
        assert codes_of(refusal) == ["sample_missing"]

    def test_refusal_names_what_is_still_to_be_looked_at(self) -> None:
        inspection = judged(3)
        by = member(inspection, Role.MODERATOR)
        first, *others = a_sample(inspection, by).cells.order_by("place")
        desk.look(by=by, at=LATER, key=a_key(), cell=first, stands=True)
        with pytest.raises(Refused) as refusal:
            agree(inspection, by)
        assert codes_of(refusal) == ["sample_not_looked_at"]
        (reason,) = refusal.value.reasons
        assert all(str(one) in reason.text for one in others)
        assert str(first) not in reason.text

    def test_doubt_about_one_keeps_all_from_being_agreed_until_another_sample(self) -> None:
        inspection = judged(2)
        by = member(inspection, Role.MODERATOR)
        looked_at(inspection, by, stands=False)
        with pytest.raises(Refused) as refusal:
            agree(inspection, by)
        assert codes_of(refusal) == ["sample_doubted"]
        looked_at(inspection, by)
        assert agree(inspection, by)

    def test_another_is_drawn_only_once_the_last_was_looked_at_or_tells_nothing_of_what_came(
        self,
    ) -> None:
        inspection = judged(3)
        by = member(inspection, Role.MODERATOR)
        first, *_ = a_sample(inspection, by).cells.order_by("place")
        desk.look(by=by, at=LATER, key=a_key(), cell=first, stands=False)
        with pytest.raises(Refused) as refusal:
            a_sample(inspection, by)
        assert codes_of(refusal) == ["sample_not_looked_at"]
        assert str(first) not in str(refusal.value)
        # A sample from before something came in says nothing of it.
        lead = member(inspection, Role.LEAD)
        before = LATER - timedelta(hours=1)
        desk.draw_sample(by=lead, at=before, key=a_key(), inspection=inspection)
        assert a_sample(inspection, lead).number == 3

    def test_sample_of_another_person_or_from_before_says_nothing(self) -> None:
        inspection = judged(2)
        by, lead = member(inspection, Role.MODERATOR), member(inspection, Role.LEAD)
        looked_at(inspection, lead)
        with pytest.raises(Refused) as refusal:
            agree(inspection, by)
        assert codes_of(refusal) == ["sample_missing"]
        looked_at(inspection, by)
        newest = AgreementSample.objects.filter(by=by).get()
        later = policies.bulk_agreeable(by, inspection, [newest.at + timedelta(seconds=1)])
        assert [one.code for one in later] == ["sample_older"]

    def test_nothing_undisputed_and_a_second_look_are_refused_and_others_may_not(self) -> None:
        empty = an_inspection(phase="judging")
        with pytest.raises(Refused) as refusal:
            a_sample(empty, member(empty, Role.MODERATOR))
        assert codes_of(refusal) == ["nothing_undisputed"]
        inspection = judged(1)
        by = member(inspection, Role.MODERATOR)
        (cell,) = looked_at(inspection, by).cells.all()
        with pytest.raises(Refused) as refusal:
            desk.look(by=by, at=LATER, key=a_key(), cell=cell, stands=True)
        assert codes_of(refusal) == ["looked_at_already"]
        with pytest.raises(Forbidden):
            desk.look(
                by=member(inspection, Role.LEAD), at=LATER, key=a_key(), cell=cell, stands=True
            )
        with pytest.raises(Forbidden):
            a_sample(inspection, member(inspection, Role.INSPECTOR))
