"""People at machines of their own in Chromium, and what they do, counted.

An act is a click, a choice or a field filled; a tick counts one, and so does the typing of one
field. Signing in and out is counted apart. What is waited for costs nothing.
"""

from __future__ import annotations

import re
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Request, expect

from .story import TITLE, Story

# Milliseconds in which anything asked for must be there, on however busy a machine.
PATIENCE = 60_000
# Milliseconds between two looks at whether anything is still asked of the server, and how many of
# them, one after another, must find nothing: the next request comes a little after an answer.
LOOK, LOOKS = 20, 4
# Of people who live as long as the drill.
PASSWORD = "a-walk-through-every-door-2026"  # pragma: allowlist secret
# What differs between pages of one kind: numbers, and the words by which things are called.
_NUMBER = re.compile(r"/\d+(?=/)")
_NAMED = re.compile(
    r"(?<=/i/)[\w-]+|(?<=/claim/)[\w-]+|(?<=/documents/)(?!new/)[\w-]+|(?<=/cell/)[\w-]+"
    r"|(?<=/bodies/)(?!register/)[\w-]+|(?<=/portal/)(?!recommendations/)[\w-]+/[\w-]+"
    r"|(?<=/portal/recommendations/)[\w-]+/[\w-]+|(?<=/points/)(?!ask/)[\w-]+"
)


def kind_of(url: str) -> str:
    """The kind of page behind an address: its path without what it is called by."""
    return _NUMBER.sub("/…", _NAMED.sub("…", urlsplit(url).path))


@dataclass(slots=True)
class Count:
    """Acts by stage and kind of page, and the pages loaded; signing in and out apart."""

    stage: str = ""
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    loads: Counter[tuple[str, str]] = field(default_factory=Counter)
    signing: int = 0

    def by_stage(self) -> dict[str, tuple[int, int]]:
        """Acts and loads of each stage, in their order."""
        return self._by(0)

    def by_page(self) -> dict[str, tuple[int, int]]:
        """Acts and loads of each kind of page, the most acts first."""
        return dict(sorted(self._by(1).items(), key=lambda one: -one[1][0]))

    def _by(self, place: int) -> dict[str, tuple[int, int]]:
        keys = dict.fromkeys((*self.acts, *self.loads))
        return {
            word: (
                sum(number for key, number in self.acts.items() if key[place] == word),
                sum(number for key, number in self.loads.items() if key[place] == word),
            )
            for word in dict.fromkeys(key[place] for key in keys)
        }


class Walker:
    """One person at a machine of their own: does what a person does on a page, and counts it."""

    def __init__(self, page: Page, count: Count, address: str) -> None:
        self.page, self.count, self.address = page, count, address
        self._apart = False
        self._asked: set[Request] = set()
        # Nothing was pressed, and nothing asked for, since the page was still.
        self._still = False
        page.set_default_timeout(PATIENCE)
        page.on("request", self._loaded)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)

    def _loaded(self, asked: Request) -> None:
        """Count a page, and what comes into a part of one; note that an answer is due."""
        self._asked.add(asked)
        self._still = False
        in_place = asked.headers.get("hx-request") == "true"
        drawn = asked.method == "GET" and (asked.is_navigation_request() or in_place)
        if drawn and not self._apart:
            self.count.loads[self.count.stage, kind_of(asked.url)] += 1

    def _answered(self, asked: Request) -> None:
        self._asked.discard(asked)

    def _act(self) -> None:
        if self._apart:
            self.count.signing += 1
        else:
            self.count.acts[self.count.stage, kind_of(self.page.url)] += 1

    @contextmanager
    def counted_apart(self) -> Iterator[None]:
        """Signing in and out."""
        self._apart = True
        yield
        self._apart = False

    def sign_in(self, email: str) -> None:
        """Sign in through the form, from the first page."""
        with self.counted_apart():
            self.page.goto(f"{self.address}/")
            self.fill("Email", email)
            self.fill("Password", PASSWORD)
            self.press("Sign in")
            expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    @property
    def here(self) -> Locator:
        """Where one writes: in the panel of an act where one is open, else on the page."""
        panel = self.page.locator("#panel:visible")
        return panel if panel.count() else self.page.locator("body")

    def field(self, name: str) -> Locator:
        """The field of a label, as it is read."""
        return self.here.get_by_label(re.compile(rf"^\s*{re.escape(name)}(\s*\(optional\))?\s*$"))

    def click(self, where: Locator) -> None:
        """Press what is there."""
        self._act()
        self._still = False
        where.click()

    def go(self, *names: str | re.Pattern[str]) -> None:
        """Press links or buttons, one after another, each by its words."""
        for name in names:
            found = self.here.get_by_role("link", name=name, exact=isinstance(name, str)).or_(
                self.here.get_by_role("button", name=name, exact=isinstance(name, str))
            )
            self.click(found.first)
            self.settle()

    def settle(self) -> None:
        """Wait for a page that is on its way: what it links is not what this one does. A form first
        asks whether one is still signed in, and goes then.
        """
        if self._still:
            return
        looks, until = 0, time.monotonic() + PATIENCE / 1000
        while looks < LOOKS and time.monotonic() < until:
            self.page.wait_for_timeout(LOOK)
            looks = 0 if self._asked else looks + 1
        self.page.wait_for_load_state()
        expect(self.page.locator(".htmx-request")).to_have_count(0, timeout=PATIENCE)
        self._still = True

    def room(self, name: str) -> None:
        """Press a step of the staircase beside the page; it may say how much waits there."""
        stair = self.page.get_by_role("navigation", name="Inspection", exact=True)
        self.settle()
        if not stair.count():
            self.to(TITLE)
        self.click(stair.get_by_role("link", name=re.compile(rf"^{name}\b")))

    def to(self, name: str | re.Pattern[str]) -> None:
        """Press a link of this page, or of the first page where this one has none of that name."""
        self.settle()
        if not self.here.get_by_role("link", name=name, exact=isinstance(name, str)).count():
            self.go("Inspectorate")
        self.go(name)

    def press(self, name: str) -> None:
        """Press a button, and wait for what comes of it."""
        self.click(self.here.get_by_role("button", name=name, exact=True).first)
        self.settle()

    def fill(self, name: str, words: str) -> None:
        """Write into the field of a label."""
        self._act()
        self.field(name).fill(words)

    def choose(self, name: str, label: str) -> None:
        """Choose from the list of a label."""
        self._act()
        self.field(name).select_option(label=label)

    def choose_by(self, name: str, begins: str) -> None:
        """Choose from the list of a label what begins with these words."""
        found = self.field(name).locator("option", has_text=re.compile(rf"^\s*{begins}\b"))
        self._act()
        self.field(name).select_option(value=found.first.get_attribute("value"))

    def tick(self, *labels: str | re.Pattern[str]) -> None:
        """Tick boxes, or choose of what is shown, each by its label."""
        for label in labels:
            self._act()
            exact = isinstance(label, str)
            box = self.here.get_by_role("checkbox", name=label, exact=exact)
            box.or_(self.here.get_by_role("radio", name=label, exact=exact)).first.check()

    def tick_first(self, name: str) -> None:
        """Tick the first box under a heading."""
        self._act()
        self.here.get_by_role("group", name=re.compile(f"^{name}")).get_by_role(
            "checkbox"
        ).first.check()

    def attach(self, name: str, files: Path | Sequence[Path]) -> None:
        """Choose a file for the field of a label."""
        self._act()
        self.field(name).set_input_files(files)

    def reads(self, words: str | re.Pattern[str]) -> None:
        """See that the page says it; costs nothing."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)


@dataclass(slots=True)
class Walk:
    """The whole walk: its people by their e-mail, what was counted, where things are served."""

    browser: Browser
    address: str
    public: str
    folder: Path
    story: Story
    count: Count = field(default_factory=Count)
    walkers: dict[str, Walker] = field(default_factory=dict)
    last: str = ""

    def __getitem__(self, word: str) -> Walker:
        """The person of a word, signed in at a machine of their own."""
        self.last = word
        if word not in self.walkers:
            context = self.browser.new_context(
                viewport={"width": 1366, "height": 768}, locale="en-GB", timezone_id="Europe/London"
            )
            self.walkers[word] = Walker(context.new_page(), self.count, self.address)
            self.walkers[word].sign_in(email(word))
        return self.walkers[word]

    def wait_for(self, path: str, words: str) -> None:
        """Read the public site until a page of it says so: whoever waits does nothing."""
        until = time.monotonic() + 150
        while words not in (said := self.read(path)):
            if time.monotonic() > until:
                raise TimeoutError(f"{path} does not say {words!r}: {said[:2000]}")
            time.sleep(1)

    def read(self, path: str) -> str:
        """The markup of a page of the public site; nothing where there is none yet."""
        try:
            with urllib.request.urlopen(f"{self.public}/{path}", timeout=10) as answer:
                return str(answer.read().decode("utf-8"))
        except (HTTPError, URLError):
            return ""


def email(word: str) -> str:
    """The address under which the person of a word signs in."""
    return f"{word}@inspectorate.example"
