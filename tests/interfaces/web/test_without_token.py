"""A form that comes without its token is refused in the product's own words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import a_person
from tests.interfaces.web.acting import words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("known", [True, False])
def test_page_says_that_nothing_was_saved_and_how_to_send_it_again(known: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    if known:
        client.force_login(a_person(Role.LEAD, password="correct horse battery staple"))
    answer = client.post(reverse("account_login"), {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    text = words(answer)
    assert "This was not taken" in text
    assert "Nothing of it was saved." in text
    assert "open the page anew and send it again" in text
    assert "DEBUG" not in text
    assert "CSRF" not in text
    assert b"ins-body" in answer.content
