"""Single sign-on as people meet it: in Chromium, and at the true server in live mode beside a true
provider, by the clock of the wall.
"""

from __future__ import annotations

import dataclasses
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from inspectorate.foundation.people.models import SignInLink
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.single_sign_on import client
from inspectorate.foundation.single_sign_on.provider import Provider
from tests.browser.served import free_port, start, stop
from tests.factories.identity_provider import CLIENT, SECRET, WORD, IdentityProvider, running
from tests.factories.rooms import PASSWORD, a_person
from tests.journeys.told import ROOT, environment

pytestmark = pytest.mark.browser
ASK_EVERY = 2


@pytest.fixture
def house(
    live_server: Any, settings: Any, tmp_path: Path
) -> Iterator[tuple[str, IdentityProvider]]:
    """Our address and the provider's."""
    with running(tmp_path, f"{live_server.url}/accounts/sign-on/back/") as there:
        ours = Provider(
            issuer=there.address,
            client_id=CLIENT,
            client_secret=SECRET,
            label="Our directory",
            hosts=frozenset({there.address.removeprefix("http://")}),
            factors=frozenset(),
            only=False,
            ask_every=600,
        )
        settings.SINGLE_SIGN_ON, settings.SECOND_FACTOR_REQUIRED = ours, False
        forms = [*settings.SECURE_CSP["form-action"], *ours.origins]
        settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": forms}
        client._made.cache_clear()
        yield live_server.url, there


def there_signs_in(page: Page, name: str) -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(WORD)
    page.get_by_role("button", name=re.compile("Sign In", re.IGNORECASE)).click()


@pytest.mark.django_db(transaction=True)
def test_person_connects_comes_in_and_is_told_why_the_session_ended(
    page: Page, house: tuple[str, IdentityProvider], assert_accessible: Callable[[Page], None]
) -> None:
    at, there = house
    person = a_person(Role.INSPECTOR, password=PASSWORD)
    there.add("inspector", person.email)
    page.goto(f"{at}/people/")
    assert_accessible(page)
    page.get_by_role("button", name="Sign in with Our directory").click()
    there_signs_in(page, "inspector")
    expect(page.locator("h1")).to_have_text("Connect your account")
    assert_accessible(page)
    page.get_by_role("button", name="Connect and sign in").click()
    expect(page.locator("h1")).to_have_text("People")
    there.disable("inspector")
    SignInLink.objects.update(issuer="https://another.example")
    page.reload()
    expect(page.locator("h1")).to_have_text("You are signed out")
    assert_accessible(page)


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_stranger_there_is_told_that_nothing_opens(
    page: Page, house: tuple[str, IdentityProvider], assert_accessible: Callable[[Page], None]
) -> None:
    at, there = house
    there.add("stranger", "stranger@elsewhere.example")
    page.goto(f"{at}/accounts/login/")
    page.get_by_role("button", name="Sign in with Our directory").click()
    there_signs_in(page, "stranger")
    expect(page.locator("h1")).to_have_text("You are not signed in")
    assert_accessible(page)
    there.kill()
    client._made.cache_clear()
    page.goto(f"{at}/accounts/login/")
    page.get_by_role("button", name="Sign in with Our directory").click()
    expect(page.locator("h1")).to_have_text("Our directory cannot be reached")
    assert_accessible(page)


@pytest.mark.django_db(transaction=True)
def test_form_leads_to_no_host_but_the_providers(
    page: Page, house: tuple[str, IdentityProvider], settings: Any
) -> None:
    """The control: without the provider in the page's policy the browser does not go there."""
    at, _ = house
    settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": ["'self'"]}
    page.goto(f"{at}/accounts/login/")
    with page.expect_console_message(lambda said: "form-action" in said.text):
        page.get_by_role("button", name="Sign in with Our directory").click()
    assert page.url.startswith(at)


@dataclasses.dataclass
class Browser:
    """Somebody at our server in live mode, behind the proxy that ends TLS."""

    at: str
    session: requests.Session = dataclasses.field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.headers.update(
            {
                "X-Forwarded-Proto": "https",
                "Referer": self.at.replace("http:", "https:"),
            }
        )

    def ask(self, path: str, sent: dict[str, str] | None = None) -> requests.Response:
        """Open a page, or send a form of the page last opened."""
        address = self.at + path.removeprefix(self.at.replace("http:", "https:"))
        jar = self.session.cookies
        # Those of a live server are for TLS alone, which the proxy ends.
        headers = {"Cookie": "; ".join(f"{one.name}={one.value}" for one in jar)}
        if sent is None:
            return self.session.get(address, headers=headers, allow_redirects=False)
        form = {**sent, "csrfmiddlewaretoken": jar["__Host-csrf"]}
        return self.session.post(address, form, headers=headers, allow_redirects=False)

    def signs_in(self, there: IdentityProvider, name: str) -> requests.Response:
        self.ask("/accounts/login/")
        sent = self.ask("/accounts/sign-on/", {"next": "/people/"})
        assert sent.status_code == 302, sent.text
        to = sent.headers["Location"]
        return self.ask(there.signs_in(name, to))

    def until(self, status: int, most: float) -> float:
        """Open a page again and again until it is answered so; after how many seconds the last was
        asked for that was still shown. How long a busy machine takes to answer is no part of it.
        """
        began, shown = time.monotonic(), 0.0
        while (asked := time.monotonic() - began) < most:
            answer = self.ask("/people/")
            if answer.status_code == status:
                return shown
            assert answer.status_code == 200, (answer.status_code, answer.headers)
            shown = asked
            time.sleep(0.1)
        raise AssertionError(f"{most} s passed without {status}")


@pytest.fixture
def live(
    made: tuple[Path, dict[str, str]], tmp_path: Path
) -> Iterator[tuple[str, IdentityProvider, dict[str, str]]]:
    """The server in live mode, as the guide starts it, set to a provider of its own."""
    data, port = tmp_path / "data", free_port()
    shutil.copytree(made[0], data)
    (tmp_path / "there").mkdir()
    with running(tmp_path / "there", f"https://127.0.0.1:{port}/accounts/sign-on/back/") as there:
        given = {
            "INSPECTORATE_MODE": "live",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "127.0.0.1",
            "INSPECTORATE_OIDC_ISSUER": there.address,
            "INSPECTORATE_OIDC_CLIENT_ID": CLIENT,
            "INSPECTORATE_OIDC_CLIENT_SECRET": SECRET,
            "INSPECTORATE_OIDC_AMR": "otp",
            "INSPECTORATE_OIDC_ASK_EVERY": str(ASK_EVERY),
        }
        subprocess.run(["chmod", "-R", "go=", data], check=True)
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"],
            cwd=ROOT,
            env={**os.environ, **environment(data), **given},
            check=True,
        )
        server = start(data, port, ["--workers", "2"], **given)
        try:
            yield f"http://127.0.0.1:{port}", there, made[1]
        finally:
            stop(server)


@pytest.mark.drill
def test_leaver_is_out_within_the_interval_and_a_killed_provider_ends_the_rest(
    live: tuple[str, IdentityProvider, dict[str, str]],
) -> None:
    at, there, people = live
    leaver, stays = Browser(at), Browser(at)
    for browser, role in ((leaver, "editor"), (stays, "lead")):
        there.add(role, people[role], amr="pwd otp")
        assert browser.signs_in(there, role).headers["Location"] == "/accounts/sign-on/connect/"
        browser.ask("/accounts/sign-on/connect/")
        answer = browser.ask("/accounts/sign-on/connect/", {})
        assert answer.headers["Location"] == "/people/", answer.text
        assert browser.ask("/people/").status_code == 200
    there.disable("editor")
    out = leaver.until(403, most=3 * ASK_EVERY)
    assert leaver.ask("/people/").headers["Location"].startswith("/accounts/login/")
    assert out <= ASK_EVERY + 1, out
    again = Browser(at)
    again.ask("/accounts/login/")
    to = again.ask("/accounts/sign-on/", {}).headers["Location"]
    assert there.signs_in("editor", to) == "", "the provider leads nowhere"
    assert stays.ask("/people/").status_code == 200
    there.kill()
    ended = stays.until(503, most=3 * ASK_EVERY)
    assert ended <= 1.5 * ASK_EVERY + 1, ended
