"""Somebody at work in Chromium on that morning: what they change, what they load, and how long the
machine lets them wait.

An act is what is sent to change something: a form, or one press of the desk; signing in and proving
again who one is are acts. What is waited for is the time from a press to the page that answers it.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.living.walker import Count, Walker
from playwright.sync_api import Locator, Page, Request, expect
from tests.factories.totp import lasting_totp

_CODE = re.compile(r"\b[0-9a-f]{8}\b")


@dataclass(slots=True)
class Told:
    """What two people did: acts and loads by step, and the seconds that the machine took."""

    acts: Counter[str] = field(default_factory=Counter)
    loads: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    step: str = ""
    counted: bool = False


class AtWork(Walker):
    """One person at a machine of their own."""

    def __init__(self, page: Page, told: Told, address: str, email: str, password: str) -> None:
        super().__init__(page, Count(), address)
        self.told, self.email, self.password = told, email, password
        self.code = ""
        page.on("request", self._sent)

    def _sent(self, asked: Request) -> None:
        in_place = asked.headers.get("hx-request") == "true"
        if not self.told.counted or not (asked.is_navigation_request() or in_place):
            return
        kept = self.told.loads if asked.method == "GET" else self.told.acts
        kept[self.told.step] += 1

    def click(self, where: Locator) -> None:
        """Press what is there, and wait for what comes of it."""
        began = time.monotonic()
        where.click()
        self.settle()
        if self.told.counted:
            self.told.seconds[self.told.step] += time.monotonic() - began

    def set_up(self) -> None:
        """Set up an app that shows six digits, on a day before; and sign out."""
        self._by_password()
        self.page.goto(f"{self.address}/accounts/2fa/totp/activate/")
        secret = self.page.locator("#authenticator_secret").input_value()
        self.page.locator("#id_code").fill(lasting_totp(secret))
        self.press("Activate")
        shown = self.page.locator("main")
        expect(shown).to_contain_text(_CODE)
        self.code = _CODE.findall(shown.text_content() or "")[0]
        self.page.context.clear_cookies()

    def come_in(self) -> None:
        """Sign in by password and by a code: the digits of the app hold once, and were used."""
        self._by_password()
        self.page.locator("#id_code").fill(self.code)
        self.click(self.page.locator("main button[type=submit]").first)
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def _by_password(self) -> None:
        self.page.goto(f"{self.address}/accounts/login/")
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_label("Password").fill(self.password)
        self.press("Sign in")

    def prove_again(self) -> None:
        """Give the password where it is asked for again; what was sent is done afterwards."""
        if "reauthenticate" in self.page.url:
            self.page.get_by_label("Password").fill(self.password)
            self.press("Confirm")
