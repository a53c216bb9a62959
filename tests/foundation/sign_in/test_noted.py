"""What the security log tells of sign-in, an event at a time: ids, never an address or a word."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import FLOODS, Event, events
from inspectorate.foundation.tries.models import Device
from tests.factories.rooms import AT, PASSWORD, a_key, a_person, an_admin
from tests.factories.signing_in import (
    WORK,
    add_key,
    codes_shown,
    set_up_totp,
    sign_in,
    signed_in,
    totp,
)

# Committed: what an act notes, it notes once it holds.
pytestmark = pytest.mark.django_db(transaction=True)
HERE = "127.0.0.1"


@pytest.fixture
def log(settings: Any) -> Path:
    return Path(settings.SECURITY_LOG)


@pytest.fixture(autouse=True)
def _no_word_is_written(log: Path, inspector: Person) -> Iterator[None]:
    yield
    text = log.read_text() if log.exists() else ""
    assert text
    assert "@" not in text
    assert inspector.name not in text
    assert "wrong" not in text
    assert '"?"' not in text


def noted(log: Path, event: SecurityEvent) -> list[dict[str, Any]]:
    return [one.ids for one in events(log) if one.event == event.value]


def last(log: Path) -> Event:
    *_, found = events(log)
    return found


def test_signing_in(log: Path, inspector: Person) -> None:
    sign_in(Client(), inspector)
    assert noted(log, SecurityEvent.SIGNED_IN) == [{"person": inspector.pk, "client": HERE}]


def test_signing_in_by_both_proofs_makes_the_browser_known(log: Path, inspector: Person) -> None:
    client = Client()
    sign_in(client, inspector)
    secret = set_up_totp(client)
    other, at = Client(), time.time() + 31
    with time_machine.travel(at):
        sign_in(other, inspector)
        assert len(noted(log, SecurityEvent.SIGNED_IN)) == 1
        other.post(reverse("mfa_authenticate"), {"code": totp(secret, at)})
    device = Device.objects.get().pk
    assert noted(log, SecurityEvent.SIGNED_IN)[-1]["device"] == device
    assert noted(log, SecurityEvent.DEVICE_KNOWN) == [{"person": inspector.pk, "device": device}]


def test_wrong_password_of_a_person(log: Path, inspector: Person) -> None:
    sign_in(Client(), inspector, "wrong")
    (ids,) = noted(log, SecurityEvent.SIGN_IN_FAILED)
    assert ids == {"person": inspector.pk, "client": HERE}


def test_address_of_nobody(log: Path) -> None:
    for address in ("nobody@x.example", "NOBODY@x.example", "another@x.example"):
        Client().post("/accounts/login/", {"login": address, "password": "wrong"})
    first, other = noted(log, SecurityEvent.SIGN_IN_FAILED)
    assert first["person"] == "unknown"
    assert re.fullmatch("[0-9a-f]{32}", first["tried"])
    assert first["tried"] != other["tried"]
    FLOODS.tell()
    again = noted(log, SecurityEvent.SIGN_IN_FAILED)[-1]
    assert (again["tried"], again["times"], again["clients"]) == (first["tried"], 1, [HERE])


def test_right_password_of_one_who_left(log: Path, inspector: Person) -> None:
    people.leave(by=an_admin(), at=AT, key=a_key(), person=inspector)
    sign_in(Client(), inspector)
    assert noted(log, SecurityEvent.SIGN_IN_FAILED)[-1]["person"] == inspector.pk
    assert noted(log, SecurityEvent.SIGNED_IN) == []


def test_locked_out(log: Path, inspector: Person) -> None:
    for _ in range(6):
        sign_in(Client(), inspector, "wrong")
    assert len(noted(log, SecurityEvent.SIGN_IN_FAILED)) == 5
    (ids,) = noted(log, SecurityEvent.LOCKED_OUT)
    assert ids == {"person": inspector.pk, "client": HERE, "by": "account"}


def test_wrong_code(log: Path, inspector: Person) -> None:
    client = Client()
    sign_in(client, inspector)
    set_up_totp(client)
    other = Client()
    sign_in(other, inspector)
    for _ in range(6):
        other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert noted(log, SecurityEvent.CODE_FAILED) == [{"person": inspector.pk, "client": HERE}] * 5
    assert noted(log, SecurityEvent.LOCKED_OUT)[-1]["by"] == "code"


def test_signing_out(log: Path, inspector: Person) -> None:
    client = signed_in(inspector)
    client.post(reverse("account_logout"))
    assert noted(log, SecurityEvent.SIGNED_OUT) == [{"person": inspector.pk}]


def test_link_asked_for_and_password_set_by_it(log: Path, inspector: Person) -> None:
    Client().post(reverse("account_reset_password"), {"email": inspector.email})
    Client().post(reverse("account_reset_password"), {"email": "nobody@x.example"})
    one, other = noted(log, SecurityEvent.RESET_ASKED)
    assert (one["person"], other["person"]) == (inspector.pk, "unknown")
    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    client = Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, dict.fromkeys(("password1", "password2"), "another long pass phrase 51"))
    assert noted(log, SecurityEvent.RESET_DONE) == [{"person": inspector.pk, "client": HERE}]
    assert noted(log, SecurityEvent.PASSWORD_CHANGED) == []


def test_link_to_set_a_password_stands_in_no_line(log: Path, inspector: Person) -> None:
    """Whoever reads the log within the hour could follow it."""
    Client().post(reverse("account_reset_password"), {"email": inspector.email})
    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    # As from a browser that keeps no cookies.
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403
    (ids,) = noted(log, SecurityEvent.REFUSED)
    assert (ids["page"], ids["status"]) == ("account_reset_password_from_key", 403)
    assert link.rstrip("/").rpartition("-")[2] not in log.read_text()


def test_wrong_old_password(log: Path, inspector: Person) -> None:
    client, new = signed_in(inspector), "another long pass phrase 55"
    sent = {"oldpassword": "wrong", "password1": new, "password2": new}
    client.post(reverse("account_change_password"), sent)
    assert last(log)[1:3] == ("step_up.failed", {"person": inspector.pk, "client": HERE})
    client.post(
        reverse("account_change_password"), {**sent, "oldpassword": PASSWORD, "password2": ""}
    )
    assert len(noted(log, SecurityEvent.STEP_UP_FAILED)) == 1


def test_password_changed(log: Path, inspector: Person) -> None:
    client = signed_in(inspector)
    new = "another long pass phrase 52"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), sent)
    assert noted(log, SecurityEvent.PASSWORD_CHANGED) == [{"person": inspector.pk, "client": HERE}]


def test_password_set_on_the_command_line(
    log: Path, inspector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "inspectorate.foundation.people.management.commands.changepassword.getpass"
    monkeypatch.setattr(module, lambda *_: "another long pass phrase 53")
    call_command("changepassword", inspector.email)
    assert noted(log, SecurityEvent.PASSWORD_CHANGED) == [{"person": inspector.pk, "by": "console"}]


def test_factors_set_and_removed(log: Path, inspector: Person) -> None:
    client = signed_in(inspector)
    (ids,) = noted(log, SecurityEvent.FACTOR_SET)
    assert ids["person"] == inspector.pk
    assert "totp" in ids["kinds"]
    add_key(client)
    assert noted(log, SecurityEvent.FACTOR_SET)[-1]["kinds"] == ["webauthn"]
    client.post(reverse("mfa_deactivate_totp"))
    assert noted(log, SecurityEvent.FACTOR_REMOVED)[-1]["kinds"] == ["totp"]


def test_recovery_code_used_up(log: Path, inspector: Person) -> None:
    client = signed_in(inspector)
    code = codes_shown(client)[-1]
    other = Client()
    sign_in(other, inspector)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert other.get(WORK).status_code == 200
    assert noted(log, SecurityEvent.RECOVERY_CODE_USED) == [{"person": inspector.pk}]


def test_step_up_asked_failed_and_passed(log: Path) -> None:
    admin, other = an_admin(), a_person(Role.INSPECTOR)
    client = signed_in(admin)
    path = reverse("people-grant", args=[other.pk])
    with time_machine.travel(time.time() + 16 * 60):
        asked = client.post(path, {"role": Role.EDITOR, "key": a_key()})
        assert last(log)[1:3] == ("step_up.asked", {"person": admin.pk})
        client.post(asked["Location"], {"password": "wrong", "next": path})
        assert last(log)[1:3] == ("step_up.failed", {"person": admin.pk, "client": HERE})
        client.post(asked["Location"], {"password": PASSWORD, "next": path})
        assert last(log)[1:3] == ("step_up.passed", {"person": admin.pk})
    assert noted(log, SecurityEvent.SIGN_IN_FAILED) == []


def test_step_up_asked_before_a_factor_is_changed(log: Path, inspector: Person) -> None:
    client = signed_in(inspector)
    with time_machine.travel(time.time() + 16 * 60):
        client.get(reverse("mfa_deactivate_totp"))
    assert noted(log, SecurityEvent.STEP_UP_ASKED) == [{"person": inspector.pk}]


@pytest.mark.parametrize(("why", "set_back"), [("idle", "seen"), ("age", "began")])
def test_session_over(log: Path, inspector: Person, why: str, set_back: str) -> None:
    client = signed_in(inspector)
    session = client.session
    session[set_back] = int(time.time()) - (31 * 60 if why == "idle" else 10 * 3600 + 60)
    session.save()
    client.get(WORK)
    client.get(WORK)
    assert noted(log, SecurityEvent.SESSION_ENDED) == [{"person": inspector.pk, "why": why}]


def test_session_of_one_whose_last_role_ended(log: Path, inspector: Person) -> None:
    client = signed_in(inspector)
    people.end_role(by=an_admin(), at=AT, key=a_key(), person=inspector, role=Role.INSPECTOR)
    client.get(WORK)
    client.get(WORK)
    assert noted(log, SecurityEvent.SESSION_ENDED) == [{"person": inspector.pk, "why": "role"}]


def test_session_ended_by_another_password(log: Path, inspector: Person) -> None:
    here, there = signed_in(inspector), Client()
    there.force_login(inspector)
    there.get(WORK)
    new = "another long pass phrase 54"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post(reverse("account_change_password"), sent)
    there.get(WORK)
    assert noted(log, SecurityEvent.SESSION_ENDED) == [{"person": inspector.pk, "why": "password"}]


def test_devices_ended(log: Path, inspector: Person) -> None:
    Device.objects.create(person=inspector, digest="0" * 64, made_at=AT, last_used_at=AT)
    client = Client()
    client.force_login(inspector)
    client.post(reverse("devices"), {"all": "1"})
    assert noted(log, SecurityEvent.DEVICE_ENDED) == [
        {"person": inspector.pk, "devices": 1, "by": inspector.pk}
    ]
