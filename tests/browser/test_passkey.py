"""A passkey made and used in real Chromium, with the browser's own virtual authenticator."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from inspectorate.foundation.people.roles import Role
from tests.browser.test_sign_in import sign_in, sign_out
from tests.factories.rooms import PASSWORD, a_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_passkey_is_made_counts_as_second_factor_and_signs_in_without_a_password(
    page: Page, live_server: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
        True  # the test's server speaks plain HTTP on this machine
    )
    at = live_server.url.replace(
        "127.0.0.1", "localhost"
    )  # a passkey belongs to a name, never to a number
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    person = a_person(Role.INSPECTOR, password=PASSWORD)
    sign_in(page, at, person.email)
    expect(page).to_have_url(f"{at}/accounts/2fa/")
    page.goto(f"{at}/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Key on my laptop")
    page.get_by_label("Passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page).not_to_have_url(re.compile("/add/"))
    expect(page.locator("main")).to_contain_text("ecovery")
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    page.goto(at)
    expect(page.locator("h1")).to_have_text("Your work")
    sign_out(page)
    page.goto(f"{at}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_have_text("Your work")
