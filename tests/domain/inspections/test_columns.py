"""A column of the published tables is suppressed and published again, each with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.inspections import amending, queries
from inspectorate.domain.inspections.columns import actions
from inspectorate.domain.inspections.models import Inspection, Suppression, SuppressionEnd
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.inspections.acting import AT, act, refused
from tests.factories import rooms
from tests.factories.rooms import an_inspection, criterion, member

pytestmark = pytest.mark.django_db


def suppressed(inspection: Inspection, column: str = "grades", **given: Any) -> Suppression:
    if column in ("grades", "inspected"):
        given.setdefault("criterion", criterion(inspection))
    made: Suppression = act(
        actions.suppress, inspection, column=column, **{"reason": "One would be known", **given}
    )
    return made


def again(suppression: Suppression, reason: str = "It tells of nobody") -> SuppressionEnd:
    return actions.unsuppress(
        by=member(suppression.inspection, Role.LEAD),
        at=AT,
        key=rooms.a_key(),
        suppression=suppression,
        reason=reason,
    )


def test_column_is_suppressed_by_a_record_and_the_ledger_names_it_without_the_reason() -> None:
    inspection = an_inspection(phase="judging")
    made = suppressed(inspection)
    assert list(queries.suppressed(inspection)) == [made]
    assert (str(made), made.reason) == ("the grades given on a criterion 1.1", "One would be known")
    assert Entry.objects.get(verb="inspections.suppress").detail == {
        "column": "grades",
        "criterion": "1.1",
    }


def test_column_published_again_stands_no_more_and_may_be_suppressed_anew() -> None:
    inspection = an_inspection(phase="judging")
    again(suppressed(inspection, "kind"))
    assert not queries.suppressed(inspection)
    suppressed(inspection, "kind")
    assert [hasattr(one, "ended") for one in queries.suppressions(inspection)] == [True, False]


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        ({"column": "salary"}, ["column_unknown"]),
        ({"column": "grades"}, ["column_criterion"]),
        ({"column": "kind", "criterion": "1.1"}, ["column_criterion"]),
        ({"column": "grades", "criterion": "2.2"}, ["column_criterion"]),
        ({"column": "place", "reason": " "}, ["text_missing"]),
    ],
)
def test_column_that_is_not_there_or_not_said_which_or_why_is_refused(
    sent: dict[str, Any], codes: list[str]
) -> None:
    inspection = an_inspection(phase="judging")
    if ref := sent.pop("criterion", ""):
        sent["criterion"] = criterion(inspection, ref)
    assert refused(actions.suppress, inspection, **{"reason": "x", **sent}) == codes
    assert not Suppression.objects.exists()


def test_who_was_inspected_may_be_suppressed_on_an_ungraded_criterion_too() -> None:
    inspection = an_inspection(phase="judging")
    assert suppressed(inspection, "inspected", criterion=criterion(inspection, "2.2")).pk


def test_column_suppressed_twice_or_published_again_twice_is_refused() -> None:
    inspection = an_inspection(phase="judging")
    made = suppressed(inspection)
    sent = {"column": "grades", "criterion": criterion(inspection), "reason": "x"}
    assert refused(actions.suppress, inspection, **sent) == ["suppressed_already"]
    suppressed(inspection, criterion=criterion(inspection, "1.2"))
    again(made)
    with pytest.raises(Refused) as refusal:
        again(made)
    assert [one.code for one in refusal.value.reasons] == ["published_again"]


def test_column_is_published_again_with_a_reason_only() -> None:
    made = suppressed(an_inspection(phase="judging"), "place")
    with pytest.raises(Refused) as refusal:
        again(made, " ")
    assert [one.code for one in refusal.value.reasons] == ["text_missing"]


def test_criterion_of_another_framework_is_refused() -> None:
    inspection = an_inspection(phase="judging")
    other = rooms.a_framework(rooms.FRAMEWORK_CSV.replace("Test framework", "Another framework"))
    theirs = other.areas.first().criteria.first()
    sent = {"column": "inspected", "criterion": theirs, "reason": "x"}
    assert refused(actions.suppress, inspection, **sent) == ["criterion_of_another_framework"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PRESS, Role.ANALYST])
def test_whoever_does_not_answer_for_the_inspection_may_not(role: Role) -> None:
    with pytest.raises(Forbidden):
        act(actions.suppress, an_inspection(), role, column="kind", reason="x")


def test_framework_is_fixed_while_a_column_of_its_criteria_is_suppressed() -> None:
    inspection = an_inspection(phase="planned")
    made = suppressed(inspection)
    assert amending.fixed(inspection)["framework"].mend == "Publish them again first."
    again(made)
    assert "framework" not in amending.fixed(inspection)


def test_database_refuses_a_column_of_a_criterion_without_one_and_changes_none() -> None:
    inspection = an_inspection(phase="judging")
    made = suppressed(inspection)
    with pytest.raises(DatabaseError), transaction.atomic():
        Suppression.objects.create(
            inspection=inspection, column="grades", reason="x", by=made.by, at=AT
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()
