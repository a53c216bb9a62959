"""A key in real Chromium that is removed, lost with codes left, and lost with none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, CDPSession, Page, expect

from inspectorate.foundation.people import credentials
from inspectorate.foundation.people.models import FactorReset, Person
from inspectorate.foundation.people.roles import Role
from tests.browser.driving import a_page
from tests.browser.test_passkey import AUTHENTICATOR
from tests.browser.test_sign_in import sign_in, sign_out
from tests.factories.rooms import PASSWORD, a_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Machine:
    """Somebody at a machine with a key in it, which may be lost."""

    def __init__(self, page: Page, at: str, person: Person) -> None:
        self.page, self.at, self.person = page, at, person
        self.devtools: CDPSession = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        self.plug_in()

    def plug_in(self) -> None:
        given = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.key = given["authenticatorId"]

    def lose_the_key(self) -> None:
        self.devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.key})

    def by_password(self) -> None:
        sign_in(self.page, self.at, self.person.email)

    def set_up_a_key(self, name: str) -> list[str]:
        """Add a key; returns the recovery codes as they are shown."""
        self.page.goto(f"{self.at}/accounts/2fa/webauthn/add/")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Passwordless").check()
        self.page.locator("#mfa_webauthn_add").click()
        expect(self.page).not_to_have_url(re.compile("/add/"))
        self.page.wait_for_load_state()
        # With the first factor they are made, and this page shows them: once.
        return re.findall(r"\b[0-9a-f]{8}\b", self.page.locator("main").inner_html())

    def sign_out(self) -> None:
        self.page.goto(self.at)
        sign_out(self.page)

    def is_in(self) -> None:
        self.page.goto(self.at)
        expect(self.page.locator("h1")).to_have_text("Your work")

    def is_led_to_setting_one_up(self) -> None:
        self.page.goto(f"{self.at}/people/")
        expect(self.page).to_have_url(f"{self.at}/accounts/2fa/")

    def remove_the_key(self) -> None:
        number = Authenticator.objects.get(user=self.person, type="webauthn").pk
        self.page.goto(f"{self.at}/accounts/2fa/webauthn/keys/{number}/remove/")
        self.page.locator("main form button[type=submit]").click()
        expect(self.page).not_to_have_url(re.compile("/remove/"))


@pytest.fixture
def machine(page: Page, live_server: Any, settings: Any) -> Machine:
    settings.SECOND_FACTOR_REQUIRED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # plain HTTP, on this machine
    # A passkey belongs to a name, never to a number.
    at = live_server.url.replace("127.0.0.1", "localhost")
    made = Machine(page, at, a_person(Role.INSPECTOR, password=PASSWORD))
    made.by_password()
    expect(page).to_have_url(f"{at}/accounts/2fa/")
    return made


@pytest.mark.drill
def test_last_key_removed_by_its_person_closes_the_house_until_another_is_set_up(
    machine: Machine,
) -> None:
    machine.set_up_a_key("Key on my laptop")
    machine.is_in()
    machine.remove_the_key()
    assert not Authenticator.objects.filter(user=machine.person).exists()
    machine.is_led_to_setting_one_up()
    # The key still holds what was removed here, and opens nothing by it.
    sign_out(machine.page)
    machine.page.goto(f"{machine.at}/accounts/login/")
    machine.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(machine.page.locator("body")).to_contain_text("opens nothing here")
    machine.by_password()
    machine.set_up_a_key("Another key")
    machine.is_in()
    assert list(credentials.faults()) == []


@pytest.mark.drill
def test_lost_key_is_replaced_by_way_of_a_recovery_code(machine: Machine) -> None:
    code, *_ = machine.set_up_a_key("Key on my ring")
    machine.sign_out()
    machine.lose_the_key()
    machine.by_password()
    machine.page.get_by_label("Code").fill(code)
    machine.page.locator("main form button[type=submit]").first.click()
    expect(machine.page).not_to_have_url(re.compile("/authenticate/"))
    machine.is_in()
    machine.remove_the_key()
    machine.plug_in()
    machine.set_up_a_key("The new key")
    machine.is_in()
    machine.sign_out()
    machine.page.goto(f"{machine.at}/accounts/login/")
    machine.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(machine.page.locator("h1")).to_have_text("Your work")
    assert list(credentials.faults()) == []


def test_whoever_lost_key_and_codes_is_helped_by_an_administrator(
    machine: Machine, browser: Browser
) -> None:
    machine.set_up_a_key("Key in a lost bag")
    machine.is_in()
    machine.lose_the_key()
    with a_page(browser) as page:
        admin = Machine(page, machine.at, a_person(Role.ADMIN, password=PASSWORD))
        admin.by_password()
        admin.set_up_a_key("Administrator's key")
        page.goto(f"{admin.at}/people/{machine.person.pk}/")
        page.get_by_role("button", name="Take away the second factors").click()
        page.get_by_label("Reason").fill("Lost bag; spoken with at the office")
        page.get_by_role("button", name="Take away the second factors").click()
        expect(page.locator("body")).to_contain_text("has no second factor now")
    assert FactorReset.objects.get().person == machine.person
    machine.page.goto(machine.at)
    expect(machine.page).to_have_url(re.compile("/accounts/login/"))
    machine.by_password()
    machine.is_led_to_setting_one_up()
    machine.plug_in()
    machine.set_up_a_key("The new key")
    machine.is_in()
    assert list(credentials.faults()) == []
