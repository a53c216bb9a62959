"""Where no mail server is set, nobody is told that a link was sent to them."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as live
from django.core import mail
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import a_person

pytestmark = pytest.mark.django_db
BACKENDS = "django.core.mail.backends"


@pytest.mark.parametrize("backend", ["dummy", "console"])
def test_page_says_that_nothing_can_be_mailed_the_same_to_whoever_asks(
    settings: Any, backend: str, capsys: Any
) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{BACKENDS}.{backend}.EmailBackend"}}
    page, client = reverse("account_reset_password"), Client()
    known = a_person(Role.LEAD).email
    answers = [
        client.get(page),
        client.post(page, {"email": known}),
        client.post(page, {"email": "nobody@inspectorate.example"}),
        client.post(page, {"email": "no address"}),
    ]
    texts = {" ".join(one.content.decode().split()) for one in answers}
    assert {one.status_code for one in answers} == {200}
    assert len(texts) == 1
    (text,) = texts
    assert "Nothing can be mailed from here, so no link is sent." in text
    assert "Ask whoever runs the server to set a new password with you." in text
    assert "We have sent" not in text
    assert '<input type="email"' not in text
    assert "Subject:" not in capsys.readouterr().out


def test_link_is_mailed_where_a_mail_server_is_set() -> None:
    assert "locmem" in live.MAILERS["default"]["BACKEND"]
    address = a_person(Role.LEAD, password="correct horse battery staple").email
    client = Client()
    answer = client.post(reverse("account_reset_password"), {"email": address}, follow=True)
    assert "We have sent you an email" in answer.content.decode()
    assert [one.to for one in mail.outbox] == [[address]]
