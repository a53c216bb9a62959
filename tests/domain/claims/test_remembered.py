"""Facts of claims that a page was given are given again while nothing they rest on moved: after
each act on which they rest they are those that are computed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from django.db import transaction

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.claims import actions, queries
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.domain.inspections.newest import newest_entries
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_claim, a_recording, agreed, an_item, referenced
from tests.factories.keeping import kept
from tests.factories.publishing import a_document, saved
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

pytestmark = pytest.mark.django_db
TRAINING = {"criterion": "1.1", "finding": "mandatory-training"}
FIGURES = ("sessions", "visits", "evidence_items", "judgments", "bodies_inspected")


@kept
def _world() -> Inspection:
    inspection = an_inspection(bodies=3, phase="fieldwork")
    a_visit(inspection)
    for number in range(3):
        an_item(inspection, scope_body(inspection, number))
    move_to(inspection, "judging")
    for number in range(3):
        agreed(inspection, scope_body(inspection, number), criterion(inspection))
    a_claim(inspection, TRAINING, name="trained")
    a_claim(inspection, {"criteria": ["1.1"]}, kind="example", name="seen")
    for recipe in FIGURES:
        a_claim(inspection, {"recipe": recipe}, kind="figure", name=recipe.replace("_", "-"))
    a_claim(
        inspection,
        {"recipe": "register", "register": "territorial police forces"},
        kind="figure",
        name="register",
    )
    referenced(_claim(inspection, "trained"))
    return inspection


def _claim(inspection: Inspection, name: str) -> Claim:
    return Claim.objects.get(inspection=inspection, key=name)


def _item(inspection: Inspection) -> Item:
    return Item.objects.filter(inspection=inspection).earliest("pk")


def _said(inspection: Inspection, role: Role = Role.LEAD) -> dict[str, object]:
    return {"by": member(inspection, role), "at": LATER, "key": a_key()}


def _given(inspection: Inspection) -> dict[str, ClaimFacts]:
    return queries.facts(inspection, under=newest_entries(inspection, "reports"))


def _withdraw(inspection: Inspection) -> None:
    evidence.withdraw(
        **_said(inspection, Role.INSPECTOR), item=_item(inspection), reason="Heard wrongly."
    )


def _supersede(inspection: Inspection) -> None:
    item = _item(inspection)
    evidence.supersede(
        **_said(inspection, Role.INSPECTOR),
        item=item,
        recording=a_recording(inspection, item.scope_body),
        reason="Heard wrongly.",
    )


def _agree_anew(inspection: Inspection) -> None:
    agreed(inspection, scope_body(inspection), criterion(inspection), mandatory_training=False)


def _leave_out(inspection: Inspection) -> None:
    inspections.leave_out(
        **_said(inspection),
        inspection=inspection,
        scope_body=scope_body(inspection),
        criterion=criterion(inspection),
        reason="Late",
    )


def _take_back(inspection: Inspection) -> None:
    left_out = [NotInspected.standing().get()]
    inspections.take_back(
        **_said(inspection), inspection=inspection, left_out=left_out, reason="In time after all"
    )


def _edit(inspection: Inspection) -> None:
    claim = _claim(inspection, "trained")
    actions.edit(
        **_said(inspection), claim=claim, predicate=TRAINING, statement="Trained", version=1
    )


def _object(inspection: Inspection) -> None:
    referenced(_claim(inspection, "trained"), supported=False, reasons="Not so.")


def _cancel_visit(inspection: Inspection) -> None:
    visit = Visit.objects.get(inspection=inspection)
    said = _said(inspection)
    fieldwork.cancel_visit(**said, visit=visit, version=visit.version, reason="Snow")


def _close_body(inspection: Inspection) -> None:
    body = scope_body(inspection).body
    bodies.close(by=an_admin(), at=LATER, key=a_key(), body=body, on=date(2018, 11, 1))


ACTS: Mapping[str, Callable[[Inspection], object]] = {
    "an item recorded": lambda inspection: an_item(inspection),
    "an item withdrawn": _withdraw,
    "an item superseded": _supersede,
    "a judgment agreed anew": _agree_anew,
    "a cell left out": _leave_out,
    "a claim edited": _edit,
    "a claim objected to": _object,
    "a claim drafted": lambda inspection: a_claim(inspection, TRAINING, name="again"),
    "a visit cancelled": _cancel_visit,
    "a body closed": _close_body,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_facts_given_after_an_act_are_those_computed_anew(
    act: Callable[[Inspection], object],
) -> None:
    inspection = _world()
    before = _given(inspection)
    act(inspection)
    after = _given(inspection)
    assert after == queries.facts(inspection)
    assert after != before


def test_act_taken_back_by_another_is_seen_as_the_first_was() -> None:
    inspection = _world()
    before = _given(inspection)
    _leave_out(inspection)
    without = _given(inspection)
    _take_back(inspection)
    assert _given(inspection) == queries.facts(inspection)
    assert before != without != _given(inspection)


def test_facts_are_given_again_as_they_are_after_a_text_is_saved() -> None:
    inspection = _world()
    report = a_document(inspection, "report", "report", "How well forces train", "# Summary\n")
    before = _given(inspection)
    saved(report, "# Summary\n\n{.narrative}\nWe looked at training.\n")
    after = _given(inspection)
    assert before.keys() == after.keys()
    assert all(after[key] is facts for key, facts in before.items())


def test_act_that_failed_leaves_nothing_behind() -> None:
    inspection = _world()
    with transaction.atomic():
        _leave_out(inspection)
        within = _given(inspection)
        transaction.set_rollback(True)
    _withdraw(inspection)
    assert _given(inspection) == queries.facts(inspection) != within


def test_reader_is_given_nothing_that_was_computed_for_who_may_read_more() -> None:
    inspection = _world()
    secret = an_item(inspection, marking="OFFICIAL-SENSITIVE")
    a_claim(inspection, {"criteria": ["1.1"], "says_so": [secret.number]}, kind="example")
    evidence.withdraw(**_said(inspection), item=secret, reason="Heard wrongly.")
    told = {}
    for role in (Role.LEAD, Role.EDITOR):
        reader = reading(member(inspection, role), inspection)
        under = newest_entries(inspection, "reports")
        found = queries.facts(inspection, reader=reader, under=under)
        assert found == queries.facts(inspection, reader=reader)
        told[role] = [reason.text for facts in found.values() for reason in facts.stale]
    assert secret.ref in str(told[Role.LEAD])
    assert secret.ref not in str(told[Role.EDITOR])


def test_facts_that_name_an_item_of_another_inspection_are_computed_anew() -> None:
    here, there = _world(), an_inspection()
    item = an_item(there, words="We had no training at all.")
    a_claim(here, {"source": item.ref, "words": "no training"}, kind="quotation", name="said")
    before = _given(here)
    evidence.withdraw(**_said(there, Role.INSPECTOR), item=item, reason="Heard wrongly.")
    assert _given(here) == queries.facts(here)
    assert all(_given(here)[key] is not facts for key, facts in before.items())
