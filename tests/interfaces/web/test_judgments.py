"""The pages of judging, by Django's client: what each shows, to whom, and what it refuses."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed, Assignment, Submission
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import agreed, assigned, submitted
from tests.factories.keeping import kept
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
@kept
def judging() -> Inspection:
    return an_inspection(bodies=2, phase="judging")


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _grid(client: Client, inspection: Inspection) -> str:
    answer = client.get(reverse("judgments-grid", args=[inspection.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


class TestGrid:
    def test_agreed_cell_shows_its_letter_and_leads_to_its_page(self, judging: Inspection) -> None:
        agreed(judging, scope_body(judging), criterion(judging))
        text = _grid(_as(member(judging, Role.MODERATOR)), judging)
        one = Agreed.objects.select_related("grade").get()
        assert one.grade is not None
        label = (
            f"{one.grade.letter} {scope_body(judging).label}, {criterion(judging).ref}: "
            f"{one.grade.name}"
        )
        assert f'aria-label="{label}, evidence from one source only"' in text
        assert f'href="cell/{scope_body(judging).code}/{criterion(judging).pk}/"' in text
        page = reverse(
            "judgments-cell", args=[judging.slug, scope_body(judging).code, criterion(judging).pk]
        )
        assert one.reasons in _as(member(judging, Role.MODERATOR)).get(page).content.decode()

    def test_reason_for_leaving_a_cell_out_is_told_and_cannot_run(
        self, judging: Inspection
    ) -> None:
        inspections.leave_out(
            by=member(judging, Role.LEAD),
            at=AT,
            key=a_key(),
            inspection=judging,
            scope_body=scope_body(judging, 1),
            criterion=criterion(judging),
            reason="<script>alert(1)</script> an operation",
        )
        text = _grid(_as(member(judging, Role.LEAD)), judging)
        assert "Not inspected: &lt;script&gt;" in text
        assert "<script>alert" not in text


class TestJudging:
    def test_judgment_submitted_twice_with_one_key_is_one_judgment(
        self, judging: Inspection
    ) -> None:
        agreed(judging, scope_body(judging, 1), criterion(judging))
        before = (Submission.objects.count(), Entry.objects.count())
        client = _as(member(judging, Role.LEAD))
        inspector = member(judging, Role.INSPECTOR)
        form = {
            "key": "assign-once",
            "scope_body": scope_body(judging).pk,
            "criterion": criterion(judging).pk,
            "inspector": inspector.pk,
        }
        for _ in range(2):
            answer = client.post(reverse("judgments-assign", args=[judging.slug]), form)
            assert answer.status_code == 302, answer.content.decode()
        assignment = Assignment.objects.get(scope_body=scope_body(judging))
        page = reverse("judgments-judge", args=[judging.slug, assignment.pk])
        empty = _as(inspector).post(page, {"key": "submit-once", "version": 0, "reasons": ""})
        assert (empty.status_code, "Reasons" in empty.content.decode()) == (422, True)
        assert (Submission.objects.count(), Entry.objects.count()) == (before[0], before[1] + 1)

    def test_judging_page_of_another_inspector_does_not_exist(self, judging: Inspection) -> None:
        agreed(judging, scope_body(judging), criterion(judging))
        assignment = Assignment.objects.get()
        page = reverse("judgments-judge", args=[judging.slug, assignment.pk])
        others = [member(judging, role) for role in (Role.MODERATOR, Role.EDITOR, Role.REFERENCER)]
        assert [_as(one).get(page).status_code for one in others] == [404, 404, 404]


def test_what_a_judgment_needs_is_called_optional_in_no_label(judging: Inspection) -> None:
    inspector = member(judging, Role.INSPECTOR)
    given = assigned(judging, scope_body(judging), criterion(judging), inspector)
    submitted(assigned(judging, scope_body(judging, 1), criterion(judging), inspector))
    cell = [judging.slug, scope_body(judging, 1).code, criterion(judging).pk]
    for who, address in (
        (inspector, reverse("judgments-judge", args=[judging.slug, given.pk])),
        (member(judging, Role.MODERATOR), reverse("judgments-moderate", args=cell)),
        (member(judging, Role.MODERATOR), reverse("judgments-agree", args=cell)),
    ):
        text = _as(who).get(address).content.decode()
        optional = re.findall(r">\s*([^<>]+?) \(optional\)", text)
        assert [" ".join(one.split()) for one in optional] in ([], ["Outcome"]), address


class TestCell:
    def test_act_that_cannot_be_done_yet_is_disabled_and_says_why(
        self, judging: Inspection
    ) -> None:
        body, of = scope_body(judging), criterion(judging)
        judges = (member(judging, Role.INSPECTOR), member(judging, Role.INSPECTOR, 1))
        given = [assigned(judging, body, of, judge) for judge in judges]
        for assignment, grade in zip(given, ("Good", "Outstanding"), strict=True):
            submitted(assignment, grade)
        page = reverse("judgments-cell", args=[judging.slug, body.code, of.pk])
        text = " ".join(_as(member(judging, Role.LEAD)).get(page).content.decode().split())
        assert 'disabled aria-describedby="why-agree">Agree</button>' in text
        assert "differ. Have them moderated first." in text
        assert 'id="why-moderate"' not in text


class TestDesk:
    def test_desk_and_agreement_are_for_those_who_run_the_inspection(
        self, judging: Inspection
    ) -> None:
        agreed(judging, scope_body(judging), criterion(judging))
        seen = {}
        for role in (Role.LEAD, Role.MODERATOR, Role.INSPECTOR, Role.EDITOR, Role.PRESS):
            client = _as(member(judging, role))
            seen[role] = [
                client.get(reverse(name, args=[judging.slug])).status_code
                for name in ("judgments-desk", "judgments-agreement")
            ]
        assert seen == {
            Role.LEAD: [200, 200],
            Role.MODERATOR: [200, 200],
            Role.INSPECTOR: [404, 404],
            Role.EDITOR: [404, 404],
            Role.PRESS: [404, 404],
        }

    def test_page_of_agreement_tells_the_pairs_of_a_criterion_with_few_and_no_figure(
        self, judging: Inspection
    ) -> None:
        of, body = criterion(judging), scope_body(judging)
        for number, chance in ((0, ""), (1, "1/5")):
            judge = member(judging, Role.INSPECTOR, number)
            submitted(assigned(judging, body, of, judge, second=bool(number), chance=chance))
        page = reverse("judgments-agreement", args=[judging.slug])
        text = " ".join(_as(member(judging, Role.LEAD)).get(page).content.decode().split())
        assert "One pair of judgments: the same grade." in text
        assert "a figure, which needs 25" in text
        assert "Beyond chance" not in text

    def test_cells_on_which_inspectors_differ_stand_first_among_those_that_wait(
        self, judging: Inspection
    ) -> None:
        of, one = criterion(judging), member(judging, Role.INSPECTOR)
        other = member(judging, Role.INSPECTOR, 1)
        bodies = [scope_body(judging, number) for number in range(2)]
        for body in bodies:
            submitted(assigned(judging, body, of, one))
        submitted(assigned(judging, bodies[1], of, other, second=True), "Outstanding")
        page = reverse("judgments-desk", args=[judging.slug])
        text = _as(member(judging, Role.MODERATOR)).get(page).content.decode()
        rows = re.findall(r'<th scope="row">(.+?)</th>', text)
        assert rows == [bodies[1].label, bodies[0].label]
