"""Which readings enter which figures: each rule lets in what it must and keeps the rest out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import agreement, readings
from inspectorate.domain.judgments.models import Assignment, Ground, MadeFrom
from inspectorate.domain.judgments.readings import Reading, entering
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import assigned, submitted
from tests.factories.refusals import codes_of
from tests.factories.rooms import an_inspection, criterion, member, scope_body

CELL, OTHER = (1, 1), (2, 1)


def a_reading(
    pk: int, ground: Ground, made_from: str = "", cell: tuple[int, int] = CELL
) -> Reading:
    return Reading(pk, cell, ground != Ground.FIRST, ground, made_from)


class TestEntering:
    def test_of_second_readings_those_drawn_by_chance_alone_enter(self) -> None:
        given = [
            a_reading(1, Ground.FIRST),
            *(a_reading(number, one) for number, one in enumerate(Ground, 2) if one != "first"),
        ]
        drawn = {one.pk for one in given if one.ground == Ground.DRAWN}
        assert entering(given, unrecorded=False) == {1} | drawn

    def test_second_whose_ground_was_not_recorded_enters_agreement_and_nothing_else(self) -> None:
        old = [Reading(1, CELL, False, "", ""), Reading(2, CELL, True, "", "")]
        assert entering(old, unrecorded=True) == {1, 2}
        assert entering(old, unrecorded=False) == {1}

    def test_reading_from_the_record_is_not_pooled_with_those_from_on_site(self) -> None:
        given = [
            a_reading(1, Ground.FIRST, MadeFrom.SITE),
            a_reading(2, Ground.DRAWN, MadeFrom.RECORD),
            a_reading(3, Ground.FIRST, MadeFrom.RECORD, OTHER),
            a_reading(4, Ground.DRAWN, MadeFrom.SITE, OTHER),
        ]
        assert entering(given, unrecorded=False) == {1, 4}

    def test_where_nobody_was_on_site_readings_from_the_record_are_one_pool(self) -> None:
        given = [
            a_reading(1, Ground.FIRST, MadeFrom.RECORD),
            a_reading(2, Ground.DRAWN, MadeFrom.RECORD),
            a_reading(3, Ground.DRAWN, MadeFrom.SITE),
        ]
        assert entering(given, unrecorded=False) == {1, 2}

    def test_of_two_that_say_they_are_the_first_the_earlier_is(self) -> None:
        given = [a_reading(1, Ground.FIRST), a_reading(2, Ground.FIRST)]
        assert entering(given, unrecorded=False) == {1}


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("1/5", Fraction(1, 5)),
        (" 109/547 ", Fraction(109, 547)),
        ("0.2", Fraction(1, 5)),
        ("1", Fraction(1)),
        *((wrong, None) for wrong in ("", "0", "6/5", "-1/5", "1/0", "a fifth", "0." + "2" * 60)),
    ],
)
def test_chance_is_a_probability_written_exactly_or_none(
    text: str, chance: Fraction | None
) -> None:
    assert readings.chance_of(text) == chance


@pytest.mark.django_db
class TestStored:
    def a_pair(self, number: int = 0, **given: str) -> tuple[Inspection, Assignment, Assignment]:
        inspection = an_inspection(phase="judging")
        place = scope_body(inspection, number), criterion(inspection)
        first = assigned(inspection, *place, member(inspection, Role.INSPECTOR))
        other = member(inspection, Role.INSPECTOR, 1)
        return inspection, first, assigned(inspection, *place, other, **given)

    def test_reading_given_by_hand_says_so_and_one_drawn_elsewhere_holds_its_chance(self) -> None:
        _, first, second = self.a_pair()
        assert (first.second, first.ground, second.second, second.ground) == (
            False,
            Ground.FIRST,
            True,
            Ground.OTHER,
        )
        _, _, drawn = self.a_pair(chance=" 1/5 ", made_from="site")
        assert (drawn.ground, drawn.chance, drawn.made_from) == ("drawn", "1/5", "site")

    def test_chance_that_is_none_and_a_source_nobody_knows_are_refused(self) -> None:
        with pytest.raises(Refused) as refusal:
            self.a_pair(chance="often", made_from="hearsay")
        assert codes_of(refusal) == ["chance_unreadable", "source_unknown"]

    def test_reading_that_was_given_by_hand_is_in_no_agreement(self) -> None:
        inspection, first, second = self.a_pair()
        submitted(first)
        submitted(second)
        assert [one.inspector for one in agreement.complete_submissions(inspection)] == [
            first.inspector_id
        ]
        assert readings.in_figures(inspection) == {first.pk}

    def test_drawn_reading_enters_once_every_judgment_of_the_cell_is_in(self) -> None:
        inspection, first, second = self.a_pair(chance="1/5")
        submitted(first)
        assert agreement.complete_submissions(inspection) == []
        submitted(second)
        assert len(agreement.complete_submissions(inspection)) == 2

    def test_old_second_reading_is_told_as_not_recorded_and_counts_as_it_did(self) -> None:
        inspection, first, second = self.a_pair(chance="1/5")
        submitted(first)
        submitted(second)
        assert readings.unrecorded(inspection) == 0
        Assignment.objects.update(ground="", chance="", made_from="")
        assert readings.unrecorded(inspection) == 1
        assert len(agreement.complete_submissions(inspection)) == 2
        assert readings.in_figures(inspection) == {first.pk}
