"""Every page of every address, at 320 pixels, which is 1280 at 400 %: nothing scrolls from side to
side but tables, each in a named region that the keyboard reaches; no heading skips a level; axe.

The pages come from the world of the permission matrix, in which every address has something real,
and are shown in Chromium as they were answered. ``./run test`` opens those of one room, as each
first reader does, and asks axe of a part; ``./run drill pages`` all, of whoever may only read too,
of forms that were refused, and every page of the public site. What opens no page is named.
"""

from __future__ import annotations

import logging
import mimetypes
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.urls import resolve
from playwright.sync_api import Page, Route

from inspectorate.foundation.people import actions as people
from tests.browser.conftest import demo
from tests.browser.driving import violations
from tests.browser.narrow import NARROW, narrow_faults, outline_faults
from tests.browser.test_sign_in import FIRST, FOR_A_PERSON, FOR_STRANGERS
from tests.factories.rooms import AT, a_key
from tests.factories.standing import made_once, world
from tests.factories.world import World
from tests.house.matrix import Asking, Row, addresses, readers_of, rows, sent_by
from tests.journeys.told import Demo
from tests.sizes import WHOLE, sized

__all__ = ["demo", "made_once", "world"]

pytestmark = pytest.mark.browser
HERE = "http://inspectorate.test"
# One page of so many is asked axe outside the drill.
ONE_IN = sized(4, 1)
# Outside the drill one room is opened: what those see who are not of the house.
AT_ALL_TIMES = "portal"
# Addresses that are opened and show no page of ours, each with the reason.
NO_PAGE: Mapping[str, str] = {
    "healthz": "a word for a machine",
    "diary-calendar": "for a calendar program",
    "standing": "a word for the script of an open page",
    "capture-worker": "a script",
    "capture-document": "a download of a script",
    "capture-document-text": "a word for the script of an open page",
    "capture-offered": "a word for the script of an open page",
    "evidence-file": "a download",
    "evidence-arrival-file": "a download",
    "evidence-arrival-file @ grade": "a download",
    "devices-opening-key": "a word for the script of an open page",
    "devices-enrol": "sent by a script; opened, it leads on to the devices",
    "evidence-file @ marked": "a download",
    "fieldwork-draw-record": "a download",
    "fieldwork-file": "a download",
    "fieldwork-return-faults": "a download of what one has just sent",
    "fieldwork-return-file": "a download",
    "fieldwork-return-rows": "a download",
    "fieldwork-template-file": "a download",
    "judgments-panel-minutes-file": "a download",
    "judgments-withdraw-difference": "nothing was said of a difference that could be withdrawn",
    "reports-withdraw-answer": "no change was answered that could be taken back",
    "reports-approval-file": "a download",
    "reports-picture-file": "a picture",
    "portal-picture": "no copy here shows a picture",
    "portal-draft-picture": "no copy here shows a picture",
    "reports-point-file": "a download",
    "portal-file": "a download",
    "portal-file @ other body": "a download",
    "portal-point-file": "a download",
    "portal-point-file @ other body": "a download",
    "portal-draft-point-file": "a download",
    "portal-return-faults": "a download of what one has just sent",
    "portal-return-file": "a download",
    "portal-return-file @ other body": "a download",
    "portal-return-rows": "a download",
    "portal-return-rows @ other body": "a download",
    "recommendations-file": "a download",
    "reports-editors-copy": "a download",
    "reports-markdown": "a download",
    "reports-pdf @ full": "a download",
    "reports-pdf @ public": "a download",
    "reports-word @ full": "a download",
    "reports-word @ public": "a download",
    "publication-press": "a download, which two people have not signed yet",
    "publication-press @ out": "a download that is no more, since it is out",
    "publication-face": "leads on to a typeface",
}
# Pages of the sign-in library that no test of a browser opens, each with the reason.
NOT_OPENED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "account_signup",
            "account_email",
            "account_confirm_email",
            "account_email_verification_sent",
            "account_set_password",
            "account_confirm_login_code",
            "closed-signup",
            "closed-email",
            "closed-confirm-email",
            "closed-confirm-email-key",
            "closed-password-set",
            "closed-login-code",
        ),
        "closed: the page of an address that does not exist",
    ),
    **dict.fromkeys(("sign-on", "sign-on-back", "sign-on-go-on"), "leads on at once"),
    "mfa_download_recovery_codes": "a download that is closed",
    "mfa_login_webauthn": "an answer to a script",
    "mfa_authenticate": "opened there when one signs in",
    "own-password-by-link": "opened in test_invited.py",
    **dict.fromkeys(("mfa_edit_webauthn", "mfa_remove_webauthn"), "opened in test_passkey.py"),
    **dict.fromkeys(
        ("sign-on-again", "sign-on-connect", "sign-on-disconnect"), "opened in test_sign_on.py"
    ),
}


@pytest.fixture
def asking(world: World) -> Iterator[Asking]:
    """Everybody signed in; the first inspection's inspector has declared an interest."""
    inspector = world.first.people["inspector"]
    people.declare(by=inspector, at=AT, key=a_key(), about_code="force-99", nature="Served there.")
    logging.disable(logging.WARNING)
    yield Asking(world)
    logging.disable(logging.NOTSET)


def answered(asking: Asking, row: Row) -> Iterator[tuple[str, str]]:
    """What is read at an address, by title, as markup: opened, and refused where it is a form.

    Outside the drill, as the first reader opens it.
    """
    readers = readers_of(row, "get")
    for reader in dict.fromkeys(readers[:1] + (readers[-1:] if WHOLE else [])):
        answer = asking.clients[row.half][reader].get(asking.path(row))
        html = not answer.streaming and "html" in answer["Content-Type"]
        # What is refused at once is a page too.
        if html and answer.status_code in (200, 422):
            yield f"{row.title} by {reader}", answer.content.decode()
    writers = readers_of(row, "post") if WHOLE else []
    for writer in writers[:1]:
        client = asking.clients[row.half][writer]
        with transaction.atomic():
            shown = client.get(asking.path(row)) if "get" in row.who else None
            sent = sent_by(shown.content.decode()) if shown and not shown.streaming else {}
            answer = client.post(asking.path(row), sent, follow=True)
            transaction.set_rollback(True)
        if answer.status_code == 422:
            yield f"{row.title} refused to {writer}", answer.content.decode()


class Shown:
    """Shows markup in Chromium as if a server had answered it, with our style and scripts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.markup = ""
        page.route(f"{HERE}/**", self._answer)

    def open(self, markup: str) -> None:
        """Show one page."""
        self.markup = markup
        self.page.goto(f"{HERE}/")

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        ours = path.startswith("/static/")
        found = finders.find(path.removeprefix("/static/")) if ours else None
        if path == "/":
            route.fulfill(body=self.markup, content_type="text/html; charset=utf-8")
        elif isinstance(found, str):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body="")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "room",
    [
        one if one == AT_ALL_TIMES else pytest.param(one, marks=pytest.mark.drill)
        for one in sorted({row.room for row in rows()})
    ],
)
def test_pages_of_a_room_fit_320_pixels(page: Page, asking: Asking, room: str) -> None:
    shown, faults, seen = Shown(page), [], 0
    page.set_viewport_size(NARROW)
    for row in (one for one in rows() if one.room == room and readers_of(one, "get")):
        before = seen
        for title, markup in answered(asking, row):
            seen += 1
            shown.open(markup)
            found = narrow_faults(page) + outline_faults(page)
            found += violations(page) if seen % ONE_IN == 0 else []
            faults += [f"{title}: {one}" for one in found]
        if (seen == before) != (row.title in NO_PAGE):
            faults.append(f"{row.title}: opens {seen - before} pages; see NO_PAGE")
    assert faults == []


def test_every_address_that_can_be_opened_is_opened_by_somebody() -> None:
    opened = {row.name for row in rows() if readers_of(row, "get")}
    # In a state in which nobody can, it stands in the table once more.
    assert sorted({row.name for row in rows() if "get" in row.who} - opened - set(NO_PAGE)) == []
    assert sorted(set(NO_PAGE) - {row.title for row in rows()}) == []


def test_page_that_is_too_wide_or_skips_a_level_is_told(page: Page) -> None:
    shown = Shown(page)
    shown.open(
        "<h1>One</h1><h3>Three</h3><p style='width: 900px'>wide</p>"
        "<div style='overflow-x: auto; width: 100px'>"
        "<table style='width: 600px'><td>1</table></div>"
    )
    told = narrow_faults(page)
    assert [one.split(":")[0] for one in told] == [
        "scrolls to 908",
        "scrolls by itself without a name or the keyboard",
        "a table wider than its place",
    ]
    assert outline_faults(page) == ["from h1 to h3 “Three”"]
    shown.open(
        "<h1>One</h1><div role=region aria-label=Table tabindex=0 style='overflow-x: auto'>"
        "<table style='width: 600px'></table></div>"
    )
    assert (narrow_faults(page), outline_faults(page)) == ([], [])


def test_every_page_of_the_sign_in_library_is_opened_in_chromium_or_named() -> None:
    opened = {
        resolve(f"/accounts/{path}").view_name for path in (*FOR_STRANGERS, FIRST, *FOR_A_PERSON)
    }
    there = {name for name, pattern in addresses() if pattern.startswith("accounts/")}
    assert sorted(there - opened - set(NOT_OPENED)) == []
    assert sorted(set(NOT_OPENED) - there) == []


@pytest.mark.drill
def test_every_page_of_the_public_site_fits_320_pixels(page: Page, demo: Demo) -> None:
    faults, pages = [], sorted(demo.site.rglob("*.html"))
    assert len(pages) > 200
    for path in pages:
        page.goto(path.as_uri())
        page.set_viewport_size(NARROW)
        found = narrow_faults(page) + outline_faults(page) + violations(page)
        faults += [f"{path.relative_to(demo.site)}: {one}" for one in found]
    assert faults == []


def test_one_page_of_each_kind_of_the_public_site_fits_320_pixels(page: Page, demo: Demo) -> None:
    faults, kinds = [], {}
    for path in sorted(demo.site.rglob("*.html")):
        kinds.setdefault(re.sub(r"\d+", "0", str(path.relative_to(demo.site))), path)
    page.set_viewport_size(NARROW)
    for path in kinds.values():
        page.goto(path.as_uri())
        found = narrow_faults(page) + outline_faults(page)
        faults += [f"{path.relative_to(demo.site)}: {one}" for one in found]
    assert faults == []
    assert len(kinds) > 20
