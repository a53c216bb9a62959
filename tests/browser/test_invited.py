"""Somebody invited, from the mail to a password of their own: in real Chromium, by a real mail
server, with the keyboard alone.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.browser.driving import a_page, looked_at, tab_to
from tests.browser.test_sign_in import sign_in
from tests.factories.rooms import PASSWORD, a_person
from tests.mail_server import Taken, server

__all__ = ["server"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL, OWN = "invited@police.example", "long enough & nobody's own"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _invite(page: Page, at: str) -> None:
    """Invite a colleague, as an administrator who has just signed in."""
    sign_in(page, at, a_person(Role.ADMIN, password=PASSWORD).email)
    page.goto(f"{at}/people/")
    page.get_by_role("button", name="Invite a person").click()
    expect(page.get_by_label("E-mail address")).to_be_visible()
    looked_at(page, "invite")
    page.get_by_label("Name").fill("Invited Colleague")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Role").select_option(label="Analyst")
    page.locator("main form button").click()
    expect(page.get_by_text("A link was mailed to Invited Colleague.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Revoke"))).to_be_visible()
    looked_at(page, "invited")


def _types(page: Page, field: str, words: str) -> None:
    tab_to(page, field)
    page.keyboard.type(words)


def test_invited_person_sets_a_password_by_the_mailed_link_with_the_keyboard_and_comes_in(
    page: Page, browser: Browser, live_server: Any, server: Taken, settings: Any
) -> None:
    at = live_server.url
    with a_page(browser) as office:
        _invite(office, at)
    found = re.search(r"http://\S+/accounts/invited/\S+", server.mails[0].get_content())
    assert found is not None
    link = found[0]
    settings.SECOND_FACTOR_REQUIRED = True
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set your password")
    looked_at(page, "own-password")
    _types(page, "#id_password", OWN)
    _types(page, "#id_again", "something else, at length")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    looked_at(page, "own-password-refused")
    for field in ("#id_password", "#id_again"):
        _types(page, field, OWN)
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your password is set. Sign in with it.")).to_be_visible()
    _types(page, "#id_login", EMAIL)
    _types(page, "#id_password", OWN)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    # At the first sign-in a second factor is set up.
    expect(page).to_have_url(f"{at}/accounts/2fa/")
    assert Person.objects.get(email=EMAIL).check_password(OWN)


def test_link_that_was_used_opens_a_page_that_says_whom_to_ask(
    page: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/accounts/invited/gone/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    looked_at(page, "link-over")
