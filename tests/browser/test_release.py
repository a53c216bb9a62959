"""A release and its register in real Chromium, against the real server and the real publisher:
nothing is public before two people signed it, or before one has read it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing
from playwright.sync_api import Browser, Error, Locator, Page, expect

from inspectorate.prose.dates import LONDON
from tests.browser.conftest import World
from tests.browser.driving import a_page, looked_at
from tests.browser.served import served
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD
from tests.factories.totp import lasting_totp
from tests.journeys.told import ROOT, environment
from tests.sizes import WHOLE

pytestmark = pytest.mark.browser
NUMBER = "020 7946 0018"
WORDS = "We will set it down by the spring. Ask Jo Sample on"
# The server and the publisher of one installation print one contact.
CONTACT = {"INSPECTORATE_CONTACT": "press@inspectorate.example"}
# Seconds in which the publisher begins, or comes to its next turn, on however busy a machine.
LONGEST = 120
# How much longer than two sign-ins the embargo lasts; more, where that was not enough to sign in.
PATIENCE = (3.5, 12, 40)
SECRET = "only-for-this-server-and-as-long-as-it-takes-0123456789"  # pragma: allowlist secret


def now() -> datetime:
    return datetime.now(LONDON)


@contextmanager
def signed_in(browser: Browser, world: World, who: str) -> Iterator[Page]:
    """Somebody at a machine of their own, signed in."""
    with a_page(browser) as page:
        sign_in(page, world.address, world.people[who], PASSWORD)
        yield page


def confirm_clock(page: Page, world: World, publication: str, picture: str) -> None:
    """See the publisher at work, and confirm day and hour where it doubts them: on a host that
    keeps its clock it does not.
    """
    at_work = page.locator(".ins-tag", has_text=re.compile("^At work"))
    until_shown(page, f"{world.address}{publication}", at_work)
    looked_at(page, f"{picture}-at-work")
    if page.get_by_text("The clock is doubted").count():
        page.get_by_role("button", name="Confirm day and hour").click()
        expect(page.get_by_label("Day and hour")).to_be_visible()
        looked_at(page, picture)
        page.get_by_label("Day and hour").fill(f"{now():%Y-%m-%dT%H:%M}")
        page.get_by_role("button", name="Confirm", exact=True).click()
        expect(page.get_by_text("Day and hour are confirmed.")).to_be_visible()


def until_shown(page: Page, url: str, what: Locator) -> None:
    """Open a page again until the publisher, at its own pace, has brought it to show this."""
    until = time.monotonic() + LONGEST
    page.goto(url)
    while not what.count() and time.monotonic() < until:
        page.wait_for_timeout(250)
        page.goto(url)
    expect(what).to_be_visible()


def until_public(page: Page, file: Path, words: str) -> None:
    """Read a public page again until the publisher's next turn has brought the words."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        # Between two looks the site may be exchanged for a newer one.
        with suppress(FileNotFoundError):
            if words in file.read_text("utf-8"):
                break
        page.wait_for_timeout(250)
    page.goto(file.as_uri())
    expect(page.locator("main")).to_contain_text(words)


def in_public(site: Path, words: str) -> list[str]:
    """The files of the public folder that hold ``words``."""
    read: dict[Path, bytes] = {}
    until = time.monotonic() + LONGEST
    # A site that is exchanged for a newer one meanwhile is read from the start.
    while site / "index.html" not in read and time.monotonic() < until:
        with suppress(FileNotFoundError):
            read = {one: one.read_bytes() for one in sorted(site.rglob("*")) if one.is_file()}
    assert site / "index.html" in read, "the public site is not there"
    return [str(one.relative_to(site)) for one, held in read.items() if words.encode() in held]


class TestRegister:
    @pytest.mark.drill
    def test_words_are_public_once_read_and_findings_once_confirmed(
        self, browser: Browser, world: World, tmp_path: Path
    ) -> None:
        site = tmp_path / "site"
        published = "/i/following/publication/"
        asked = f"{world.address}/i/following/recommendations/"
        public = [site / f"following/recommendations/follow-r{one}.html" for one in (1, 2)]
        with (
            signed_in(browser, world, "college") as college,
            signed_in(browser, world, "following-lead") as lead,
            signed_in(browser, world, "following-signing") as second,
            a_page(browser) as reader,
        ):
            answer(college)
            verify_and_close(lead, asked)
            with resident(world.data, site):
                confirm_clock(second, world, published, "clock-in-doubt")
                until_public(reader, public[0], "its words are being read before")
                looked_at(reader, "public-being-read")
                assert in_public(site, "set it down by the spring") == []
                assert in_public(site, NUMBER) == []
                reader.goto(public[1].as_uri())
                looked_at(reader, "public-not-confirmed", elsewhere=True)
                expect(reader.locator("main")).not_to_contain_text("Confirmed complete")
                expect(reader.locator("main")).not_to_contain_text("The list is kept")

                read_and_accept(lead, asked)
                confirm_both(second, asked)
                second.goto(f"{world.address}{published}")
                looked_at(second, "publication", elsewhere=True)
                second.get_by_role("button", name="Publish the register as it is now").click()
                expect(second.get_by_text("The register is out.")).to_be_visible()
                until_public(reader, public[0], f"{WORDS} [removed].")
            looked_at(reader, "public-accepted")
            assert in_public(site, NUMBER) == []
            reader.goto(public[1].as_uri())
            looked_at(reader, "public-confirmed")
            expect(reader.locator("main")).to_contain_text("Confirmed complete")
            expect(reader.locator("main")).to_contain_text("The list is kept")
            expect(reader.locator("main")).not_to_contain_text("one person")


def answer(page: Page) -> None:
    """The college answers the first recommendation, with a telephone number in its words."""
    page.get_by_role("link", name="FOLLOW-R1").first.click()
    expect(page.get_by_role("button", name="Answer")).to_be_visible()
    looked_at(page, "portal-recommendation", elsewhere=True)
    page.get_by_role("button", name="Answer").click()
    page.get_by_label("Agreed", exact=True).check()
    page.get_by_label("Action you propose").fill(f"{WORDS} {NUMBER}.")
    looked_at(page, "portal-answer", elsewhere=True)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Received; it will be public once it has been read.")).to_be_visible()
    looked_at(page, "portal-answered")


def verify_and_close(page: Page, asked: str) -> None:
    """The lead confirms the second recommendation complete, and closes it."""
    page.goto(asked)
    looked_at(page, "recommendations", elsewhere=True)
    page.get_by_role("link", name="FOLLOW-R2").click()
    page.get_by_role("button", name="Verify").click()
    page.get_by_label("Confirmed complete").check()
    page.get_by_label("What was looked at, and what it showed").fill("The list, twice.")
    page.get_by_role("button", name="Record what is confirmed").click()
    page.get_by_role("button", name="Close").click()
    page.get_by_label("Implemented", exact=True).check()
    page.get_by_label("Reasons", exact=True).fill("The list is kept.")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("That is public once a second person has confirmed")).to_be_visible()
    looked_at(page, "closed-not-public")


def read_and_accept(page: Page, asked: str) -> None:
    """The lead reads the reply, sees what was found in it, and takes the number out."""
    page.goto(asked)
    page.get_by_role("link", name="FOLLOW-R1").click()
    page.get_by_role("link", name="Read it").click()
    expect(page.locator("mark", has_text=NUMBER)).to_be_visible()
    expect(page.locator("main")).to_contain_text("telephone number")
    looked_at(page, "read-the-reply")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("alert")).to_contain_text("telephone number")
    looked_at(page, "read-refused")
    page.get_by_label("Action proposed").fill(f"{WORDS} [removed].")
    for why in page.get_by_label("may stay").all():
        if NUMBER not in str(why.evaluate("one => one.labels[0].innerText")):
            why.fill("Jo Sample speaks for the college in public.")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted. The words go out")).to_be_visible()
    looked_at(page, "accepted")


def confirm_both(page: Page, asked: str) -> None:
    """Somebody else than the lead signs the verification, then the closure."""
    page.goto(asked)
    page.get_by_role("link", name="FOLLOW-R2").click()
    expect(page.locator("a", has_text="Confirm: the verification")).to_be_visible()
    looked_at(page, "to-confirm", elsewhere=True)
    for what in ("the verification", "the closure"):
        page.locator("a", has_text=f"Confirm: {what}").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Confirm as a second person")
        looked_at(page, f"confirm-{what.split()[-1]}", elsewhere=what == "the closure")
        page.get_by_role("button", name="Confirm", exact=True).click()
        expect(page.get_by_text("Confirmed. It goes out with the next")).to_be_visible()
    looked_at(page, "confirmed")


class TestRelease:
    def test_approver_signs_and_it_goes_out_at_its_moment_with_nobody_at_the_keyboard(
        self,
        browser: Browser,
        made: tuple[Path, dict[str, str]],
        tmp_path: Path,
    ) -> None:
        # Nothing is proven where the embargo was over before the approver had signed, which a busy
        # machine may bring about: it is done again in an untouched world, with more time.
        in_time = any(
            goes_out(browser, made, tmp_path / f"{factor}", factor, last=factor == PATIENCE[-1])
            for factor in PATIENCE
        )
        assert in_time, "signing took longer than the embargo: give it more time ahead"


def goes_out(
    browser: Browser, made: tuple[Path, dict[str, str]], folder: Path, factor: float, *, last: bool
) -> bool:
    """Prepare, sign and watch a release go out; False where its moment came before the signature,
    unless it is the ``last`` time.
    """
    site, data = folder / "site", folder / "data"
    shutil.copytree(made[0], data)
    with (
        served(data, INSPECTORATE_MODE="test", SECRET_KEY=SECRET, **CONTACT) as address,
        a_page(browser) as press,
        a_page(browser) as approver,
    ):
        world = World(address, made[1], data)
        began = time.monotonic()
        sign_in_with_an_app(press, world, "waiting-press")
        sign_in_with_an_app(approver, world, "waiting-signing")
        # Time enough to look and to sign, on a machine as fast as this one is now.
        until = moment_to_end(5 + factor * (time.monotonic() - began))
        prepare(press, world, until)
        with resident(data, site) as publisher:
            try:
                signed = look_and_sign(approver, world)
                confirm_clock(approver, world, "/i/waiting/publication/1/", "clock-of-a-release")
            except (AssertionError, Error):
                if last or now() < until:
                    raise
            if now() >= until:
                return False
            watch(site, until)
            assert publisher.poll() is None
        approver.goto(f"{address}/i/waiting/publication/1/")
        expect(approver.locator("main")).to_contain_text("Out since")
        looked_at(approver, "release-out")
        assert_as_signed(site / "waiting" / "1", signed)
        assert entry_of_release(data) == (made[1]["waiting-signing"], True)
    return True


def sign_in_with_an_app(page: Page, world: World, who: str) -> None:
    """Sign in as somebody who must first set up a second factor, and do so."""
    sign_in(page, world.address, world.people[who], PASSWORD)
    page.goto(f"{world.address}/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#id_code").fill(lasting_totp(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.locator("h1")).to_contain_text("ecovery")


def moment_to_end(ahead: float) -> datetime:
    """A moment for the embargo to end, ``ahead`` seconds from now; in the whole walk the first
    minute after that, as a person sets it.
    """
    moment = (now() + timedelta(seconds=ahead)).replace(microsecond=0)
    return moment + timedelta(seconds=-moment.second % 60) if WHOLE else moment


def prepare(page: Page, world: World, until: datetime) -> None:
    """The press officer prepares the release, its embargo to end at a moment."""
    page.goto(f"{world.address}/i/waiting/publication/")
    looked_at(page, "nothing-published", elsewhere=True)
    page.get_by_role("button", name="Prepare a release").click()
    page.get_by_label("How well forces train").check()
    looked_at(page, "prepare", elsewhere=True)
    page.get_by_label("Embargo ends at").fill(f"{until:%Y-%m-%dT%H:%M:%S}")
    page.get_by_role("button", name="Prepare", exact=True).click()
    expect(page.get_by_text("The release is prepared.")).to_be_visible()


def look_and_sign(page: Page, world: World) -> str:
    """The approver looks at what will go out and signs it, proving again who they are; returns the
    digest that was signed.
    """
    page.goto(world.address)
    page.get_by_role("link", name="Approve release 1").click()
    expect(page.locator("h1")).to_have_text("Release 1")
    looked_at(page, "release-prepared")
    page.get_by_role("link", name="Look at the pages as the public will get them").click()
    expect(page.locator("h1")).to_have_text("How well?")
    looked_at(page, "contents-overview", elsewhere=True)
    page.get_by_role("link", name="How well forces train").first.click()
    expect(page.locator("h1")).to_have_text("How well forces train")
    looked_at(page, "contents-report")
    page.goto(f"{world.address}/i/waiting/publication/1/")
    digest = page.locator("[name=digest]").input_value()
    a_while_passes(world.data)
    page.get_by_role("button", name="Sign what will go out").click()
    expect(page.locator("h1")).not_to_have_text("Release 1")
    looked_at(page, "prove-again")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Signed. Exactly this goes out")).to_be_visible()
    looked_at(page, "release-signed")
    return digest


def a_while_passes(data: Path) -> None:
    """Let it be twenty minutes since anybody last proved who they are."""
    salt = "django.contrib.sessions.SessionStore"
    with closing(sqlite3.connect(data / "inspectorate.sqlite3")) as database, database:
        rows = database.execute("SELECT session_key, session_data FROM django_session").fetchall()
        for key, text in rows:
            held = signing.loads(text, key=SECRET, salt=salt, serializer=JSONSerializer)
            for one in held.get(AUTHENTICATION_METHODS_SESSION_KEY, []):
                one["at"] -= 20 * 60
            fresh = signing.dumps(
                held, key=SECRET, salt=salt, serializer=JSONSerializer, compress=True
            )
            database.execute(
                "UPDATE django_session SET session_data = ? WHERE session_key = ?", (fresh, key)
            )


@contextmanager
def resident(data: Path, site: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The resident publisher at work, as the guide starts it."""
    with (data / "publisher.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "inspectorate.interfaces.cli.main", "publisher"],
            env=environment(data) | {"INSPECTORATE_SITE": str(site)} | CONTACT,
            cwd=ROOT,
            stderr=log,
        )
        try:
            yield running
        finally:
            running.terminate()
            running.wait(timeout=LONGEST)


def watch(site: Path, until: datetime) -> None:
    """See that nothing of it is public before its moment, and all of it soon after."""
    while True:
        # The clock is read last: what is there before the moment was there too soon.
        there = (site / "waiting").exists()
        if now() >= until:
            break
        assert not there
        time.sleep(0.05)
    longest = time.monotonic() + LONGEST
    while not (site / "waiting" / "index.html").exists():
        assert time.monotonic() < longest, "it did not go out within two minutes of its moment"
        time.sleep(0.05)


def assert_as_signed(folder: Path, digest: str) -> None:
    """What is public is what was signed, file by file."""
    listed = (folder / "contents.json").read_bytes()
    assert hashlib.sha256(listed).hexdigest() == digest
    files = json.loads(listed)["files"]
    assert len(files) > 30
    for name, sha256 in files.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256, name


def entry_of_release(data: Path) -> tuple[str, bool]:
    """Who stands in the newest ledger entry of a release, and whether the publisher did it."""
    with closing(sqlite3.connect(data / "inspectorate.sqlite3")) as database:
        email, detail = database.execute(
            "SELECT email, detail FROM ledger_entry JOIN people_person "
            "ON CAST(people_person.id AS TEXT) = ledger_entry.by "
            "WHERE verb = 'publication.release' ORDER BY ledger_entry.id DESC"
        ).fetchone()
    return email, json.loads(detail)["publisher"]
