"""Reminders go through a real SMTP server: a link and the day, to whom something is due, once."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from click.testing import CliRunner

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.fieldwork.models import Request
from inspectorate.domain.fieldwork.requests import actions as terms
from inspectorate.domain.fieldwork.requests.models import RequestReminder
from inspectorate.domain.fieldwork.requests.reminders import claim
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces import reminding
from inspectorate.interfaces.cli.main import main
from tests.domain.fieldwork.acting import receive
from tests.factories import rooms
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db
DUE = date(2018, 10, 15)
SOON = DUE - timedelta(days=3)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@dataclass
class Post:
    """What a mail server took: whom each mail was for, and the mail."""

    port: int
    took: list[tuple[str, Any]] = field(default_factory=list)
    refuses: bool = False


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A mail server on this machine that speaks as much SMTP as a mail takes."""

    class Handler(socketserver.StreamRequestHandler):
        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self._say("220 here")
            to = ""
            while line := self.rfile.readline().decode().strip():
                word = line[:4].upper()
                if word == "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                    self._say("550 nobody here" if found.refuses else "250 ok")
                elif word == "DATA":
                    self._say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    mail = message_from_bytes(b"".join(lines), policy=policy.default)
                    found.took.append((to, mail))
                    self._say("250 taken")
                elif word == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 ok")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        found = Post(server.server_address[1])
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": found.port},
            }
        }
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def inspection() -> Inspection:
    return rooms.an_inspection()


@pytest.fixture
def contact(inspection: Inspection) -> Person:
    return rooms.a_contact(rooms.scope_body(inspection).body)


def asked(inspection: Inspection, number: int = 0, **given: Any) -> Request:
    return rooms.a_request(inspection, number, **{"due_on": DUE, **given})


def remind(today: date) -> tuple[int, int]:
    return reminding.remind(today, lambda: rooms.AT)


def test_mail_holds_a_link_and_the_day_and_no_word_of_what_is_due(
    post: Post, inspection: Inspection, contact: Person
) -> None:
    for title in ("Secret plans", "Secret lists"):
        asked(inspection, title=title, text="All of the words")
    assert remind(SOON) == (1, 0)
    ((to, mail),) = post.took
    assert to == contact.email
    said = mail.get_content().split()
    link = said.pop()
    assert " ".join(said) == "Due on 15 October 2018."
    assert link.startswith("http")
    assert link.endswith("/portal/")
    whole = str(mail)
    for word in ("Secret", "words", inspection.title, inspection.slug, "Force", contact.name):
        assert word not in whole
    kept = RequestReminder.objects.values_list("person", "on", "sent_at")
    assert list(kept) == [(contact.pk, SOON, rooms.AT)] * 2


def test_nobody_is_mailed_twice_a_day_nor_of_one_request_within_a_week(
    post: Post, inspection: Inspection, contact: Person
) -> None:
    asked(inspection)
    assert [remind(SOON), remind(SOON)] == [(1, 0), (0, 0)]
    # Due since, on the same day: it waits until the next.
    asked(inspection, title="Another")
    days = [SOON + timedelta(days=after) for after in (0, 1, 2, 6, 7)]
    assert [remind(day)[0] for day in days] == [0, 1, 0, 0, 1]
    assert "Due since 15 October 2018." in str(post.took[-1][1])


def test_only_what_is_open_and_due_soon_or_late_is_reminded_of(
    post: Post, inspection: Inspection, contact: Person
) -> None:
    lead = rooms.member(inspection, Role.LEAD)
    answered, withdrawn, other = (asked(inspection, title=one) for one in "abc")
    assert remind(SOON - timedelta(days=1)) == (0, 0)
    receive(lead, answered, note="By post.")
    said = {"by": lead, "at": rooms.AT}
    terms.withdraw_request(key=rooms.a_key(), request=withdrawn, reason="Not needed", **said)
    later = DUE + timedelta(days=30)
    terms.move_request(
        key=rooms.a_key(), request=other, due_on=later, reason="Flooded", version=0, **said
    )
    assert remind(DUE) == (0, 0)
    assert remind(later) == (1, 0)
    rooms.move_to(inspection, "closed")
    assert remind(later + timedelta(days=8)) == (0, 0)


def test_nobody_but_the_bodys_own_contacts_of_now_is_mailed(
    post: Post, inspection: Inspection, contact: Person
) -> None:
    other = rooms.a_contact(rooms.scope_body(inspection, 1).body)
    left = rooms.a_contact(rooms.scope_body(inspection).body)
    bodies.end_contact(
        by=rooms.an_admin(), at=rooms.AT, key=rooms.a_key(), contact=left.speaks_for.get()
    )
    asked(inspection)
    assert remind(SOON) == (1, 0)
    assert [to for to, _ in post.took] == [contact.email]
    assert other.email not in str(post.took)


def test_whoever_stands_in_for_a_contact_on_that_day_is_mailed_as_they_are(
    post: Post, inspection: Inspection, contact: Person
) -> None:
    at = datetime.combine(SOON, time(9), UTC)
    now = rooms.a_delegate(contact, at=at).person
    past = rooms.a_delegate(contact, at=at - timedelta(days=14)).person
    asked(inspection)
    assert remind(SOON) == (2, 0)
    assert {to for to, _ in post.took} == {contact.email, now.email}
    assert past.email not in str(post.took)


def test_mail_that_the_server_does_not_take_is_counted_and_not_said_to_be_sent(
    post: Post, inspection: Inspection, contact: Person
) -> None:
    post.refuses = True
    request = asked(inspection)
    assert remind(SOON) == (0, 1)
    assert [one.sent_at for one in request.reminders.all()] == [None]
    post.refuses = False
    # Not again on that day: whether it went nobody can tell.
    assert remind(SOON) == (0, 0)
    # The next day, since it reminded nobody; then not for a week.
    days = [SOON + timedelta(days=after) for after in (1, 2, 7, 8)]
    assert [remind(day)[0] for day in days] == [1, 0, 0, 1]


def test_claim_of_two_runs_at_once_is_one(inspection: Inspection, contact: Person) -> None:
    asked(inspection)
    first, second = claim(SOON), claim(SOON)
    assert len(list(first)) == 1
    assert list(second) == []


def test_page_of_a_request_says_who_was_reminded(
    post: Post, inspection: Inspection, contact: Person
) -> None:
    request = asked(inspection)
    address = f"/i/{inspection.slug}/fieldwork/requests/{request.pk}/"
    client = signed_in(rooms.member(inspection, Role.LEAD))
    assert "Nobody was reminded yet." in words(client.get(address))
    remind(SOON)
    assert f"{contact.name}, by mail, 1 October 2018, 10:00" in words(client.get(address))


def test_page_and_command_say_that_no_mail_server_is_set(
    settings: Any, inspection: Inspection
) -> None:
    mailer = {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    settings.MAILERS = {"default": mailer}
    request = asked(inspection)
    client = signed_in(rooms.member(inspection, Role.LEAD))
    page = client.get(f"/i/{inspection.slug}/fieldwork/requests/{request.pk}/")
    assert "No mail server is set here" in words(page)
    done = CliRunner().invoke(main, ["remind"])
    assert (done.exit_code, "INSPECTORATE_SMTP_HOST" in done.output) == (2, True)


def test_command_mails_and_says_how_many(
    post: Post, inspection: Inspection, contact: Person
) -> None:
    asked(inspection)
    done = CliRunner().invoke(main, ["remind"])
    assert done.exit_code == 0, done.output
    assert "Reminders mailed: 1; not taken by the mail server: 0." in done.output
    assert len(post.took) == 1
