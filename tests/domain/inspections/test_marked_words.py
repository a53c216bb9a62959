"""How a writer may mark words, and what who is not cleared for a marking is told."""

from __future__ import annotations

import pytest

from inspectorate.domain.inspections.marked_words import (
    markable,
    not_cleared,
    readable,
    reading_outside,
)
from inspectorate.domain.inspections.reasons import InspectionReason
from inspectorate.foundation.markings.scheme import OF_WORDS, OF_WORDS_FROM_OUTSIDE, Marking
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import an_inspection, member

STAFF, OUTSIDE = ["OFFICIAL", "OFFICIAL-SENSITIVE"], ["PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE"]


@pytest.mark.parametrize("marking", [*Marking.values, "", "official", "TOP SECRET"])
def test_words_take_a_marking_that_is_offered_and_no_other(marking: str) -> None:
    assert (list(OF_WORDS), list(OF_WORDS_FROM_OUTSIDE)) == (STAFF, OUTSIDE)
    assert (markable(marking) == []) == (marking in STAFF)
    assert (markable(marking, outside=True) == []) == (marking in OUTSIDE)


def test_secret_words_are_refused_as_such_and_an_unknown_marking_with_those_offered() -> None:
    (secret,) = markable("SECRET", "words_marking")
    assert (secret.code, secret.field) == (InspectionReason.SECRET_WORDS, "words_marking")
    (unknown,) = markable("RESTRICTED")
    assert (unknown.code, unknown.field) == (InspectionReason.MARKING_UNKNOWN, "marking")
    assert unknown.mend == "Choose one of: Official, Official-sensitive."
    (unknown,) = markable("RESTRICTED", outside=True)
    assert unknown.mend == "Choose one of: Public, Official, Official-sensitive."


def test_reason_names_what_is_marked_how_high_and_whom_to_ask() -> None:
    reason = not_cleared("The debrief", "OFFICIAL-SENSITIVE")
    assert reason.code == InspectionReason.NOT_CLEARED
    assert reason.text.startswith("The debrief is marked Official-sensitive.")
    assert "administrator" in reason.mend


@pytest.mark.django_db
def test_words_are_readable_up_to_official_without_a_clearance_and_outside_no_higher() -> None:
    inspection = an_inspection(reading=None)
    who, outside = member(inspection, Role.LEAD), reading_outside(inspection)
    for marking in Marking.values:
        low = marking in ("PUBLIC", "OFFICIAL")
        assert (readable(who, inspection, marking, "It") == []) == low
        assert outside.may(marking) == low
    assert outside.inspection == inspection.slug
