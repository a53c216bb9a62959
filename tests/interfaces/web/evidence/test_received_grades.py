"""The page of a received grade, for its author alone, and what every page tells anybody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.evidence.models import Quarantined
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.models import Assignment, Draft
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.devices import actions as devices
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.intake import Intake
from tests.factories.devices import device_of, enrolled
from tests.factories.findings import a_grade, answers, assigned, submitted
from tests.factories.meanings import a_received_grade, grade_said
from tests.factories.rooms import a_key, an_admin, an_inspection, criterion, member, scope_body
from tests.interfaces.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def own() -> Assignment:
    inspection = an_inspection(bodies=2, phase="judging")
    inspector = member(inspection, Role.INSPECTOR)
    made = assigned(inspection, scope_body(inspection), criterion(inspection, "1.1"), inspector)
    judgments.save_draft(
        by=inspector,
        at=timezone.now(),
        key=a_key(),
        assignment=made,
        grade=a_grade(made.criterion, "Outstanding"),
        findings=answers(made.criterion),
        reasons="Written at the desk.",
        version=0,
    )
    return made


def _inspection(own: Assignment) -> Inspection:
    return own.scope_body.inspection


def _page(client: Client, arrival: Arrival, name: str = "evidence-arrival") -> Any:
    return client.get(reverse(name, args=[arrival.inspection.slug, arrival.named]))


class TestAuthor:
    def test_what_was_written_stands_beside_the_draft_and_one_press_takes_it_in(
        self, own: Assignment
    ) -> None:
        arrival, client = a_received_grade(own), signed_in(own.inspector)
        text = _page(client, arrival).content.decode()
        for shown in ("Seen at night.", "Written at the desk.", "Good", "Outstanding"):
            assert shown in text
        form = {"version": "1", "key": a_key()}
        assert 'name="version" value="1"' in text
        taken = client.post(
            reverse("evidence-take-grade", args=[arrival.inspection.slug, arrival.named]), form
        )
        assert taken["Location"] == reverse(
            "judgments-judge", args=[arrival.inspection.slug, own.pk]
        )
        draft = Draft.objects.get()
        assert (draft.reasons, str(draft.grade), draft.version) == ("Seen at night.", "Good", 2)
        assert "As version 2" in _page(client, arrival).content.decode()

    def test_draft_that_moved_since_the_page_was_made_is_told_with_both_texts(
        self, own: Assignment
    ) -> None:
        arrival, client = a_received_grade(own), signed_in(own.inspector)
        to = reverse("evidence-take-grade", args=[arrival.inspection.slug, arrival.named])
        answer = client.post(to, {"version": "0", "key": a_key()})
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "Written at the desk." in text
        assert "Seen at night." in text
        assert Draft.objects.get().version == 1

    def test_it_is_set_aside_with_a_reason_and_taken_up_again(self, own: Assignment) -> None:
        arrival, client = a_received_grade(own), signed_in(own.inspector)
        for name, state in (("evidence-set-aside", "set aside"), ("evidence-take-up", "waiting")):
            to = reverse(name, args=[arrival.inspection.slug, arrival.named])
            client.post(to, {"reason": "Thought again.", "key": a_key()})
            assert Arrival.objects.get().state == state

    def test_it_is_recorded_as_no_evidence(self, own: Assignment) -> None:
        arrival, client = a_received_grade(own), signed_in(own.inspector)
        assert "Record it" not in _page(client, arrival).content.decode()

    def test_grade_of_nothing_to_judge_says_so_and_is_kept(self, own: Assignment) -> None:
        arrival = a_received_grade(own, criterion=10**6)
        text = _page(signed_in(own.inspector), arrival).content.decode()
        assert "You have no judgment of that body on that criterion" in text
        assert "Seen at night." in text


class TestOthers:
    """Whoever did not write it: a lead who decides on others' notes, and who may read all."""

    @pytest.mark.parametrize("role", [Role.LEAD, Role.MODERATOR, Role.INSPECTOR])
    def test_no_page_of_anybody_else_is_another_once_a_grade_came(
        self, own: Assignment, role: Role
    ) -> None:
        inspection = _inspection(own)
        other = member(inspection, role, 1 if role == Role.INSPECTOR else 0)
        client = signed_in(other)
        addresses = [reverse("your-work"), reverse("evidence-arrivals", args=[inspection.slug])]
        addresses += [f"{addresses[1]}?state=all"]
        if role == Role.LEAD:
            addresses.append(reverse("inspections-move", args=[inspection.slug]))
        before = [_steady(client.get(one).content.decode()) for one in addresses]
        arrival = a_received_grade(own, files=(("night.txt", b"Seen"),))
        after = [_steady(client.get(one).content.decode()) for one in addresses]
        assert before == after
        for name in ("evidence-arrival", "evidence-set-aside", "evidence-take-grade"):
            assert _page(client, arrival, name).status_code == 404
        file = reverse("evidence-arrival-file", args=[inspection.slug, arrival.files.get().pk])
        assert client.get(file).status_code == 404
        assert signed_in(own.inspector).get(file).status_code == 200

    @pytest.mark.parametrize("role", [Role.LEAD, Role.MODERATOR, Role.INSPECTOR])
    def test_ledger_tells_nobody_else_of_it_nor_of_what_its_author_decided(
        self, own: Assignment, role: Role
    ) -> None:
        inspection = _inspection(own)
        other = signed_in(member(inspection, role, 1 if role == Role.INSPECTOR else 0))
        to = reverse("ledger", args=[inspection.slug])
        before = _steady(other.get(to).content.decode())
        arrival, client = a_received_grade(own), signed_in(own.inspector)
        aside = reverse("evidence-set-aside", args=[inspection.slug, arrival.named])
        client.post(aside, {"reason": "Thought again.", "key": a_key()})
        assert _steady(other.get(to).content.decode()) == before
        assert arrival.ref in client.get(to).content.decode()

    @pytest.mark.parametrize("role", [Role.LEAD, Role.MODERATOR, Role.INSPECTOR, Role.SIGNING])
    def test_ledger_shows_numbers_of_entries_to_nobody_whether_a_grade_came_or_not(
        self, own: Assignment, role: Role
    ) -> None:
        inspection = _inspection(own)
        submitted(own)
        reader = signed_in(member(inspection, role, 1 if role == Role.INSPECTOR else 0))
        to = reverse("ledger", args=[inspection.slug])
        before = reader.get(to).content.decode()
        a_received_grade(own)
        after = reader.get(to).content.decode()
        entries = Entry.objects.filter(stream=inspection.stream)
        assert entries.exists()
        for text in (before, after):
            assert not re.search(r"Entry\s+\d", text)
            assert not any(one.digest[:12] in text for one in entries)
        assert _steady(before) == _steady(after)

    def test_quarantine_shows_its_words_and_files_to_nobody(self, own: Assignment) -> None:
        inspection, browser = _inspection(own), enrolled(own.inspector)
        lost: Any = {"devices": [device_of(browser)], "reason": "Left on a train."}
        devices.lose_device(
            by=an_admin(), at=timezone.now(), key=a_key(), person=own.inspector, **lost
        )
        said = grade_said(own, words="Words of no field.")
        Intake(device=device_of(browser)).take(
            [browser.note(inspection.slug, said)], timezone.now()
        )
        kept = Quarantined.objects.get()
        lead = signed_in(member(inspection, Role.LEAD))
        text = lead.get(reverse("quarantine-one", args=[kept.pk])).content.decode()
        assert "shown to nobody but its author" in text
        for hidden in ("Seen at night", "Words of no field", "Good"):
            assert hidden not in text
        to = reverse("quarantine-accept", args=[kept.pk])
        lead.post(to, {"reason": "They say so.", "key": a_key()})
        arrival = Arrival.objects.get()
        assert arrival.via == Door.DEVICE
        assert (
            arrival.ref not in lead.get(reverse("quarantine-one", args=[kept.pk])).content.decode()
        )


# What is made anew for each page: tokens, keys, moments.
_ANEW = re.compile(r'value="[^"]{20,}"|nonce="[^"]*"|"[\w=-]{60,}"')


def _steady(text: str) -> str:
    """A page without what is made anew each time."""
    return _ANEW.sub("", text)
