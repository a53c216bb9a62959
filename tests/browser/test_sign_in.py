"""The pages of sign-in in real Chromium: in our shell, without a break of the rules of access, in
words of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from inspectorate.domain.bodies.models import Group
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import PASSWORD, a_person, an_inspection
from tests.factories.totp import lasting_totp
from tests.interfaces.web.test_forms import wrong_with
from tests.sizes import sized

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Accessible = Callable[[Page], None]
FOR_STRANGERS = (
    "login/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/x-y/",
    "password/reset/key/done/",
    "inactive/",
)
# Before there is a second factor.
FIRST = "2fa/totp/activate/"
FOR_A_PERSON = (
    "2fa/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "password/change/",
    "reauthenticate/",
    "2fa/reauthenticate/",
    "2fa/webauthn/reauthenticate/",
    "sessions/",
    "devices/",
    "logout/",
)


@pytest.fixture(autouse=True)
def _second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def sign_in(page: Page, at: str, email: str) -> None:
    page.goto(f"{at}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    # Whether one comes in or is told why not, another page answers; who opens an address before it
    # is there takes the form back.
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    """Sign out by the button at the top, and see that one is."""
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def set_up_an_app(page: Page) -> str:
    """Set up an app for codes on the page for it, which is open; returns its secret."""
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#id_code").fill(lasting_totp(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page).not_to_have_url(re.compile("/totp/activate/"))
    expect(page.locator("h1")).to_be_visible()
    return secret


def check(page: Page, accessible: Accessible) -> None:
    """In the shell, one heading of the first order, nothing left untranslated, nothing against the
    rules of access, and forms that ask what they say.
    """
    expect(page.locator("header.ins-top")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)
    told = page.locator("main").inner_text()
    assert not re.search(r"\{[{%]|%\(|None\b(?!\.)|allauth|example\.com", told), told
    # Whose page it is, the library's own forms need not say: who signs in is nobody yet.
    assert [one for one in wrong_with(page.content()) if "whose page" not in one] == []
    accessible(page)


@pytest.mark.parametrize(
    "path",
    [
        FOR_STRANGERS[0],
        *(pytest.param(one, marks=pytest.mark.drill) for one in FOR_STRANGERS[1:]),
    ],
)
def test_page_for_someone_not_signed_in_stands_in_the_shell_and_is_accessible(
    page: Page, live_server: Any, assert_accessible: Accessible, path: str
) -> None:
    page.goto(f"{live_server.url}/accounts/{path}")
    check(page, assert_accessible)


def test_refused_sign_in_is_told_in_an_accessible_summary(
    page: Page, live_server: Any, assert_accessible: Accessible
) -> None:
    sign_in(page, live_server.url, "nobody@inspectorate.example")
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    check(page, assert_accessible)


def test_second_factor_is_set_up_and_used_by_a_person_and_each_page_is_accessible(
    page: Page, live_server: Any, assert_accessible: Accessible
) -> None:
    person = a_person(Role.INSPECTOR, password=PASSWORD)
    sign_in(page, live_server.url, person.email)
    expect(page).to_have_url(f"{live_server.url}/accounts/2fa/")
    check(page, assert_accessible)
    page.goto(f"{live_server.url}/accounts/{FIRST}")
    check(page, assert_accessible)
    set_up_an_app(page)
    check(page, assert_accessible)
    for path in sized(FOR_A_PERSON[::4], FOR_A_PERSON):
        page.goto(f"{live_server.url}/accounts/{path}")
        check(page, assert_accessible)
    page.goto(live_server.url)
    expect(page.locator("h1")).to_have_text("Your work")
    sign_out(page)
    sign_in(page, live_server.url, person.email)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    check(page, assert_accessible)


def test_one_signs_in_over_a_page_by_password_and_code_and_its_form_goes(
    page: Page, live_server: Any, assert_accessible: Accessible
) -> None:
    admin = a_person(Role.ADMIN, password=PASSWORD)
    sign_in(page, live_server.url, admin.email)
    page.goto(f"{live_server.url}/accounts/{FIRST}")
    secret = set_up_an_app(page)
    an_inspection(bodies=1)
    page.goto(f"{live_server.url}/groups/name/")
    page.get_by_label("Code").fill("similar")
    page.get_by_label("Name").fill("The most similar group of all")
    page.locator("[name=bodies]").first.check()
    Session.objects.all().delete()
    page.locator("main form button").click()
    over = page.get_by_role("dialog")
    over.get_by_label("Email").fill(admin.email)
    over.get_by_label("Password").fill(PASSWORD)
    over.get_by_role("button", name="Sign in", exact=True).click()
    code = over.locator("input[name=code]")
    expect(code).to_be_focused()
    assert_accessible(page)
    code.fill("000000")
    over.get_by_role("button", name="Sign in").click()
    expect(over.get_by_role("alert")).to_contain_text("code")
    over.locator("input[name=code]").fill(lasting_totp(secret))
    over.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The group The most similar group of all is named.")).to_be_visible()
    assert Group.objects.filter(name="The most similar group of all").count() == 1
