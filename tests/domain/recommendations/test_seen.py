"""Who sees which part of a recommendation: staff, the body it is put to, and who oversees it."""

from __future__ import annotations

from datetime import date

import pytest

from inspectorate.domain.bodies.models import Body, Oversight
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.recommendations import queries
from inspectorate.domain.recommendations.models import Addressee, Recommendation
from inspectorate.domain.reports.models import Document, Edition
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, a_body, a_contact, a_person, an_inspection, member

pytestmark = pytest.mark.django_db
ON = date(2020, 6, 1)


def parts(inspection: Inspection, *bodies: Body) -> list[Addressee]:
    """A recommendation put to these bodies, without the acts that lead to it."""
    document = Document.objects.create(
        inspection=inspection, slug="report", kind="report", title="How well", opened_at=AT
    )
    edition = Edition.objects.create(
        document=document,
        number=1,
        kind="public",
        data={},
        by=member(inspection, Role.LEAD),
        at=AT,
    )
    made = Recommendation.objects.create(
        inspection=inspection, edition=edition, number=1, text="One", opened_at=AT
    )
    return [
        Addressee.objects.create(recommendation=made, body=body, label=body.name, basis="asked")
        for body in bodies
    ]


def test_each_sees_the_parts_of_their_own_and_who_oversees_reads_those_that_are_not() -> None:
    inspection, other = an_inspection(), an_inspection()
    force, another, overseer = a_body(), a_body(), a_body("local-policing")
    ours = parts(inspection, force, another, overseer)
    elsewhere = parts(other, force)
    for overseen in (force, overseer):
        Oversight.objects.create(overseer=overseer, body=overseen, from_on=ON)
    lead, stranger = member(inspection, Role.LEAD), a_person(Role.LEAD)
    assert set(queries.addressees_visible_to(lead, inspection)) == set(ours)
    assert list(queries.addressees_visible_to(stranger, inspection)) == []
    assert list(queries.addressees_visible_to(lead, other)) == []
    contact, reader = a_contact(force), a_contact(overseer, Role.OVERSEER)
    assert set(queries.addressed_to(contact)) == {ours[0], *elsewhere}
    assert set(queries.addressed_to(reader)) == {ours[2]}
    assert set(queries.overseen(reader, ON)) == {ours[0], *elsewhere}
    assert list(queries.overseen(reader, date(2020, 5, 31))) == []
    assert list(queries.overseen(contact, ON)) == []
    assert list(queries.addressed_to(stranger)) == list(queries.overseen(stranger, ON)) == []
