"""Lost second factors, taken away by an administrator; and what ends a person's sessions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.ledger import proof
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions, credentials
from inspectorate.foundation.people.models import FactorReset, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.rooms import AT, PASSWORD, a_key, a_person, an_admin
from tests.factories.signing_in import FACTORS, LOGIN, WORK, add_key, sign_in, signed_in

pytestmark = pytest.mark.django_db
WHY = "Left the telephone on a train; spoken with at the office."


def reset(person: Person, by: Person | None = None, reason: str = WHY) -> FactorReset:
    made: FactorReset = actions.reset_factors(
        by=by or an_admin(), at=AT, key=a_key(), person=person, reason=reason
    )
    return made


def faults() -> list[str]:
    return [*credentials.faults(), *proof.faults()]


class TestReset:
    def test_lost_factors_are_gone_every_session_ends_and_another_is_set_up(
        self, inspector: Person
    ) -> None:
        here, admin = signed_in(inspector), signed_in(a_person(Role.ADMIN, password=PASSWORD))
        add_key(here)
        reset(inspector)
        assert not Authenticator.objects.filter(user=inspector).exists()
        assert here.get(WORK)["Location"].startswith(LOGIN)
        assert admin.get(WORK).status_code == 200, "nobody else is signed out"
        again = Client()
        assert sign_in(again, inspector).status_code == 302
        assert again.get(WORK)["Location"] == FACTORS
        add_key(again)
        assert again.get(WORK).status_code == 200
        assert faults() == []

    def test_act_says_in_codes_what_was_taken_and_its_reason_stands_in_a_row(
        self, inspector: Person
    ) -> None:
        signed_in(inspector)
        made = reset(inspector)
        entry = Entry.objects.get(verb=PersonVerb.RESET_FACTORS)
        assert entry.detail == {"person": inspector.pk, "removed": ["totp", "recovery_codes"]}
        assert (made.reason, entry.of) == (WHY, f"people.factorreset/{made.pk}")

    def test_half_a_sign_in_leads_no_further_than_to_setting_up_another(
        self, inspector: Person
    ) -> None:
        signed_in(inspector)
        half = Client()
        assert sign_in(half, inspector)["Location"] == reverse("mfa_authenticate")
        reset(inspector)
        assert half.get(reverse("mfa_authenticate"))["Location"] == LOGIN
        assert half.get(WORK)["Location"].startswith(LOGIN)

    @pytest.mark.parametrize(
        ("who", "reason", "code"),
        [
            ("oneself", WHY, "factors_own"),
            ("left", WHY, "person_left"),
            ("without", WHY, "factors_none"),
            ("lost", " ", "text_missing"),
        ],
    )
    def test_reset_is_refused_with_the_reason(
        self, who: str, reason: str, code: str, inspector: Person
    ) -> None:
        admin = a_person(Role.ADMIN, password=PASSWORD)
        signed_in(inspector)
        signed_in(admin)
        if who == "left":
            actions.leave(by=an_admin(), at=AT, key=a_key(), person=inspector)
        person = {"oneself": admin, "without": a_person(Role.EDITOR)}.get(who, inspector)
        before = Authenticator.objects.count()
        with pytest.raises(Refused) as refusal:
            reset(person, by=admin, reason=reason)
        assert [one.code for one in refusal.value.reasons] == [code]
        assert Authenticator.objects.count() == before

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
    def test_nobody_but_an_administrator_takes_factors_away(
        self, role: Role, inspector: Person
    ) -> None:
        signed_in(inspector)
        with pytest.raises(Forbidden):
            reset(inspector, by=a_person(role))
        assert Authenticator.objects.filter(user=inspector).count() == 2

    def test_factor_put_in_behind_the_systems_back_stays_named_when_it_is_taken_away(
        self, inspector: Person
    ) -> None:
        Authenticator.objects.create(user=inspector, type="totp", data={"secret": "A" * 32})
        made = reset(inspector)
        (fault,) = faults()
        assert fault.startswith(f"people.factorreset/{made.pk}: totp had been changed outside")


class TestPage:
    def post(self, client: Client, person: Person, **sent: str) -> Any:
        page = reverse("people-reset-factors", args=[person.pk])
        return client.post(page, {"key": a_key(), "reason": WHY, **sent})

    def test_person_is_told_by_mail_and_the_security_log_by_keys(
        self, inspector: Person, settings: Any, tmp_path: Path
    ) -> None:
        settings.SECURITY_LOG = str(tmp_path / "security.log")
        admin = a_person(Role.ADMIN, password=PASSWORD)
        signed_in(inspector)
        client = signed_in(admin)
        mail.outbox.clear()
        with pytest.MonkeyPatch.context() as now:
            # No transaction of a test is ever committed.
            now.setattr("django.db.transaction.on_commit", lambda do, **_: do())
            answer = self.post(client, inspector)
        assert answer["Location"] == reverse("people-person", args=[inspector.pk])
        assert WHY in client.get(answer["Location"]).content.decode()
        ((told),) = [one for one in mail.outbox if one.to == [inspector.email]]
        assert "took away your second factors" in told.body
        assert WHY not in told.body
        lines = [json.loads(one) for one in (tmp_path / "security.log").read_text().splitlines()]
        (line,) = [one for one in lines if one["event"] == "factor.reset"]
        assert (line["person"], line["by"]) == (inspector.pk, admin.pk)

    def test_reason_missing_or_oneself_is_told_beside_the_form(self, inspector: Person) -> None:
        admin = a_person(Role.ADMIN, password=PASSWORD)
        signed_in(inspector)
        client = signed_in(admin)
        assert self.post(client, inspector, reason="").status_code == 422
        own = self.post(client, admin)
        assert own.status_code == 422
        assert "ask another administrator" in own.content.decode()

    def test_button_stands_for_an_administrator_where_there_is_something_to_take_away(
        self, inspector: Person
    ) -> None:
        admin = a_person(Role.ADMIN, password=PASSWORD)
        client, page = signed_in(admin), reverse("people-person", args=[inspector.pk])
        link = reverse("people-reset-factors", args=[inspector.pk])
        assert link not in client.get(page).content.decode()
        other = signed_in(inspector)
        assert link in client.get(page).content.decode()
        assert link not in other.get(page).content.decode()
        own = reverse("people-person", args=[admin.pk])
        assert reverse("people-reset-factors", args=[admin.pk]) not in (
            client.get(own).content.decode()
        )


def test_password_set_at_the_console_ends_every_session(
    inspector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(inspector)
    command = "inspectorate.foundation.people.management.commands.changepassword"
    monkeypatch.setattr(f"{command}.getpass", lambda *_: "another long pass phrase 31")
    call_command("changepassword", inspector.email)
    assert client.get(WORK)["Location"].startswith(LOGIN)
