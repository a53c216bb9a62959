"""The pages of sign-in in real Chromium: in our shell, without a break of the rules of access, in
words of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import PASSWORD, a_person
from tests.factories.signing_in import lasting_totp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Accessible = Callable[[Page], None]


@pytest.fixture(autouse=True)
def _second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def sign_in(page: Page, at: str, email: str) -> None:
    page.goto(f"{at}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def check(page: Page, accessible: Accessible) -> None:
    """In the shell, one heading of the first order, nothing left untranslated, nothing against the
    rules of access.
    """
    expect(page.locator("header.ins-top")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)
    told = page.locator("main").inner_text()
    assert not re.search(r"\{[{%]|%\(|None\b|allauth|example\.com", told), told
    accessible(page)


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/x-y/",
        "password/reset/key/done/",
        "inactive/",
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
    page.goto(f"{live_server.url}/accounts/2fa/totp/activate/")
    check(page, assert_accessible)
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#id_code").fill(lasting_totp(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.locator("h1")).to_be_visible()
    check(page, assert_accessible)
    paths = [
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
        "logout/",
    ]
    for path in paths:
        page.goto(f"{live_server.url}/accounts/{path}")
        check(page, assert_accessible)
    page.goto(live_server.url)
    expect(page.locator("h1")).to_have_text("Your work")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server.url, person.email)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    check(page, assert_accessible)
