"""Grades that come together: each is taken into the draft in the order in which they were sent."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.judgments.models import Draft
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.intake import Intake
from tests.factories.devices import device_of, enrolled
from tests.factories.findings import assigned
from tests.factories.meanings import grade_said
from tests.factories.rooms import an_inspection, criterion, member, scope_body
from tests.sizes import drilled

pytestmark = pytest.mark.django_db
# As devices name what they write, by chance: three in each order.
IDS = ["A" * 22, "M" * 22, "Z" * 21 + "A"]


@pytest.mark.parametrize("ids", drilled([pytest.param(one) for one in permutations(IDS)], 3))
def test_grades_of_one_batch_stand_one_upon_the_other_whatever_their_ids(ids: Any) -> None:
    inspection = an_inspection(bodies=1, phase="fieldwork")
    inspector = member(inspection, Role.INSPECTOR)
    own = assigned(inspection, scope_body(inspection), criterion(inspection, "1.1"), inspector)
    browser = enrolled(inspector)
    sent = [
        browser.note(inspection.slug, grade_said(own, version=n, reasons=f"Text {n}."), note=one)
        for n, one in enumerate(ids)
    ]
    got = Intake(device=device_of(browser)).take(sent, timezone.now())
    assert [one.state for one in got] == ["recorded"] * 3
    assert [one.id for one in got] == list(ids)
    draft = Draft.objects.get()
    assert (draft.version, draft.reasons) == (3, "Text 2.")
