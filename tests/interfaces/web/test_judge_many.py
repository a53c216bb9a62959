"""The page of many judgments: one's own alone, at a fixed price, each sent by itself."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Draft, Submission
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.judgments.judging import keys_of
from tests.factories.findings import an_item, assigned
from tests.factories.rooms import an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db
ITSELF = {"HX-Request": "true", "X-Says": "itself"}


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _page(inspection: Inspection, body: str = "") -> str:
    address = reverse("judgments-judge-many", args=[inspection.slug])
    return f"{address}?body={body}" if body else address


def test_page_holds_ones_own_alone_and_of_one_body_where_asked() -> None:
    inspection = an_inspection(phase="judging")
    one, other = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    of, bodies = criterion(inspection), [scope_body(inspection, at) for at in range(3)]
    an_item(inspection, bodies[0], words="Heard on the night shift.")
    for body in bodies[:2]:
        assigned(inspection, body, of, one)
    assigned(inspection, bodies[2], of, other)
    text = _as(one).get(_page(inspection)).content.decode()
    assert text.count("data-judging") == 2
    assert "Heard on the night shift." in text
    narrow = _as(one).get(_page(inspection, bodies[1].code)).content.decode()
    assert narrow.count("data-judging") == 1
    empty = _as(member(inspection, Role.LEAD)).get(_page(inspection)).content.decode()
    assert "You have nothing left to judge here." in empty
    assert _as(member(inspection, Role.MODERATOR)).get(_page(inspection)).status_code == 404


def test_number_of_queries_does_not_grow_with_the_judgments() -> None:
    inspection = an_inspection(phase="judging", bodies=4)
    one, of = member(inspection, Role.INSPECTOR), criterion(inspection)
    counts = []
    for at in range(4):
        an_item(inspection, scope_body(inspection, at))
        given = assigned(inspection, scope_body(inspection, at), of, one)
        _as(one).post(
            reverse("judgments-judge", args=[inspection.slug, given.pk]),
            {"key": f"draft-{at}", "version": 0, "reasons": "So far", "draft": "yes"},
        )
        client = _as(one)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(_page(inspection)).status_code == 200
        counts.append(len(captured))
    assert Draft.objects.count() == 4
    assert counts[1:] == [counts[1]] * 3


def test_page_that_says_itself_is_told_the_version_and_no_message_waits() -> None:
    inspection = an_inspection(phase="judging")
    one, of = member(inspection, Role.INSPECTOR), criterion(inspection)
    item = an_item(inspection)
    given = assigned(inspection, scope_body(inspection), of, one)
    client, address = _as(one), reverse("judgments-judge", args=[inspection.slug, given.pk])
    sent = {"key": "one", "version": 0, "reasons": "So far", "draft": "yes"}
    answer = client.post(address, sent, headers=ITSELF)
    assert (answer.status_code, answer.headers["X-Version"]) == (204, "1")
    again = client.post(address, {**sent, "key": "two"}, headers=ITSELF)
    assert again.status_code == 409
    assert of.scale is not None
    whole = {
        "key": "three",
        "version": 1,
        "reasons": "Seen.",
        "grade": of.scale.grades.get(name="Good").pk,
        "cited": [item.pk],
        **{f"finding_{one.code}": "yes" for one in of.findings.all()},
    }
    assert client.post(address, {**whole, "cited": []}, headers=ITSELF).status_code == 422
    assert client.post(address, whole, headers=ITSELF).status_code == 204
    assert Submission.objects.count() == 1
    assert "submitted" not in client.get(_page(inspection)).content.decode().split("<footer")[0]


def test_each_grade_has_a_key_of_its_own_or_none() -> None:
    assert keys_of(["O", "G", "RI", "I"]) == ["o", "g", "r", "i"]
    assert keys_of(["MMet", "NMNot met"]) == ["m", "n"]
    assert keys_of(["J Joined", "K", "1"]) == ["o", "", ""]
