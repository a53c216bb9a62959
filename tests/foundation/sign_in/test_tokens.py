"""Links that set a password: whose, how long, how often, under which key; and how hashes are made.

The one token that holds its own proof: a mailed link (ASVS 9, 6.4.3), by HMAC-SHA-256.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.core import mail
from django.core.mail.backends.smtp import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import crypto

from inspectorate.foundation.people import actions, recovery
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.policies import registrable
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.config.test_settings import LIVE, started
from tests.factories import rooms
from tests.factories.rooms import AT, a_key, a_person
from tests.factories.signing_in import app_shown, sign_in
from tests.house.test_web_server import certificate

pytestmark = pytest.mark.django_db
NEW = "a kettle sings at noon"


def mailed(person: Person) -> str:
    Client().post(reverse("account_reset_password"), {"email": person.email})
    return next(word for word in str(mail.outbox[-1].body).split() if "/reset/key/" in word)


def opened(link: str) -> tuple[Client, str]:
    """A browser that followed a link, and where it was led."""
    client = Client()
    page = client.get("/" + link.split("/", 3)[3], follow=True)
    return client, page.request["PATH_INFO"]


def sets(link: str) -> bool:
    client, to = opened(link)
    answer = client.post(to, {"password1": NEW, "password2": NEW})
    return answer.status_code == 302 and "-set-password" in to


def test_link_sets_a_password_once(inspector: Person) -> None:
    link = mailed(inspector)
    assert sets(link)
    assert not sets(link)
    inspector.refresh_from_db()
    assert inspector.check_password(NEW)


@pytest.mark.parametrize("at", [-1, -5, -12])
def test_link_with_one_sign_changed_sets_none(inspector: Person, at: int) -> None:
    link = mailed(inspector).rstrip("/")
    other = "a" if link[at] != "a" else "b"
    assert not sets(link[:at] + other + link[len(link) + at + 1 :] + "/")


def test_link_of_another_person_sets_none(inspector: Person) -> None:
    other = a_person(Role.LEAD, password=rooms.PASSWORD)
    mine, theirs = mailed(inspector).split("/key/"), mailed(other).split("/key/")
    mixed = f"{mine[0]}/key/{theirs[1].partition('-')[0]}-{mine[1].partition('-')[2]}"
    assert not sets(mixed)


def test_link_older_than_an_hour_sets_none(
    inspector: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, now = mailed(inspector), datetime.now()  # noqa: DTZ005 - as Django's own does
    for minutes, good in ((61, False), (59, True)):
        later = now + timedelta(minutes=minutes)
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _, to=later: to)
        assert ("-set-password" in opened(link)[1]) is good, minutes


def test_token_under_another_key_or_a_weaker_digest_or_for_something_else_is_refused(
    inspector: Person,
) -> None:
    def by(**given: Any) -> str:
        maker = PasswordResetTokenGenerator()
        for name, value in given.items():
            setattr(maker, name, value)
        return maker.make_token(inspector)

    assert default_token_generator.check_token(inspector, by())
    for given in (
        {"secret": "another key of sixty-four signs, which this server does not know...."},
        {"algorithm": "sha1"},
        {"algorithm": "md5"},
        {"key_salt": "django.contrib.messages"},
    ):
        assert not default_token_generator.check_token(inspector, by(**given)), given


def test_live_server_hashes_passwords_as_today_and_makes_its_keys_by_chance(
    tmp_path: Path,
) -> None:
    code = "from inspectorate.config import settings as s; print(s.PASSWORD_HASHERS)"
    told = started(LIVE, tmp_path, code).stdout.strip()
    assert told == "['django.contrib.auth.hashers.PBKDF2PasswordHasher']"
    hasher = PBKDF2PasswordHasher()
    assert (hasher.algorithm, hasher.iterations >= 600_000) == ("pbkdf2_sha256", True)
    salts = {hasher.salt() for _ in range(100)}
    assert len(salts) == 100
    assert crypto.secrets.SystemRandom is not None


def test_secret_of_an_app_is_long_and_never_the_same(inspector: Person) -> None:
    shown = set()
    for _ in range(5):
        client = Client()
        sign_in(client, inspector)
        shown.add(app_shown(client))
    assert len(shown) == 5
    # 32 signs of base 32 are 160 bits.
    assert {len(secret) for secret in shown} == {32}


def test_recovery_code_has_more_than_twenty_bits(inspector: Person) -> None:
    from allauth.mfa import app_settings

    codes, _ = recovery.made()
    assert {len(bytes.fromhex(one)) for one in codes} == {4}
    assert (app_settings.TOTP_PERIOD, app_settings.TOTP_TOLERANCE) == (30, 0)


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x00", "%0a"])
def test_address_that_would_write_a_line_of_a_mail_is_no_address(sign: str) -> None:
    address = f"a@example.org{sign}Bcc:b@example.org"
    assert registrable(address, "Name", None) != []
    Client().post(reverse("account_reset_password"), {"email": address})
    assert mail.outbox == []


def test_name_that_would_write_a_line_of_a_mail_reaches_no_header(inspector: Person) -> None:
    with pytest.raises(Refused):
        actions.register(
            by=rooms.an_admin(), at=AT, key=a_key(), email="x y@example.org", name="N\nBcc: b"
        )
    mailed(inspector)
    assert mail.outbox[-1].to == [inspector.email]
    assert "\n" not in mail.outbox[-1].subject


class TestMailServer:
    def test_one_without_starttls_is_sent_nothing(self) -> None:
        with smtp(tls=None) as (port, heard), pytest.raises(smtplib.SMTPException):
            self.send(port)
        assert not any(line.startswith("MAIL") for line in heard)

    def test_one_whose_certificate_nobody_vouches_for_is_sent_nothing(self, tmp_path: Path) -> None:
        certificate(tmp_path)
        with smtp(tls=tmp_path) as (port, heard), pytest.raises(ssl.SSLError, match=r"(?i)verify"):
            self.send(port)
        assert not any(line.startswith("MAIL") for line in heard)

    def test_live_server_asks_for_starttls(self, tmp_path: Path) -> None:
        code = "from inspectorate.config import settings as s; print(s.MAILERS['default'])"
        given = {**LIVE, "INSPECTORATE_SMTP_HOST": "mail.example.org"}
        told = started(given, tmp_path, code).stdout
        assert "'use_tls': True" in told

    @staticmethod
    def send(port: int) -> None:
        backend = EmailBackend(
            alias="default", host="127.0.0.1", port=port, use_tls=True, timeout=60
        )
        backend.open()
        backend.close()


class smtp:  # noqa: N801 - used as a function
    """A mail server that greets, offers STARTTLS where it has a certificate, and is heard."""

    def __init__(self, tls: Path | None) -> None:
        self.tls, self.heard = tls, list[str]()

    def __enter__(self) -> tuple[int, list[str]]:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self.socket.getsockname()[1], self.heard

    def __exit__(self, *_: object) -> None:
        self.socket.close()
        self.thread.join(5)

    def _serve(self) -> None:
        try:
            wire, _ = self.socket.accept()
            self._talk(wire)
        except OSError:
            return

    def _talk(self, wire: socket.socket) -> None:
        with wire, wire.makefile("rw", newline="\r\n") as text:

            def say(line: str) -> None:
                text.write(line + "\r\n")
                text.flush()

            say("220 mail.example.org")
            for sent in text:
                line = sent.upper()
                self.heard.append(line.strip())
                if line.startswith("EHLO"):
                    say("250-mail.example.org")
                    say("250 STARTTLS" if self.tls else "250 OK")
                elif line.startswith("STARTTLS") and self.tls:
                    say("220 go on")
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(self.tls / "fullchain.pem", self.tls / "privkey.pem")
                    context.wrap_socket(wire, server_side=True)
                    return
                else:
                    say("502 not here")
