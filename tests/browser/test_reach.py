"""Every page that a role can reach by links opens, and every kind of page passes axe in Chromium.

The links are walked over HTTP. A walk in a browser would find the same pages, since no script makes
a link: each kind of page is opened in Chromium, where its links must lead to kinds that the walks
found. ``./run test`` does so for three roles, and asks axe of one kind in four; ``./run drill
walks`` for all, of every kind, and does the whole walk of each role in Chromium.
"""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.driving import a_page, violations
from tests.browser.narrow import narrow_faults, outline_faults
from tests.browser.reach import ALL, ROLES, Reach, email_of
from tests.browser.walking import in_chromium, kind_of, leads_on, sign_in, walk
from tests.journeys.told import PASSWORD, SLUG
from tests.sizes import sized

pytestmark = pytest.mark.browser
# One kind of page of so many is asked axe, and at least so many kinds there are.
ONE_IN, KINDS = sized(4, 1), sized(60, 90)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_role_can_reach_opens(reach: Reach, role: str) -> None:
    opened = reach.of(role)
    assert [one for one in opened if one[1] >= 400] == []
    confined(role, [urlsplit(url).path for url, _ in opened])


# Two halves, so that both workers have one.
@pytest.mark.parametrize("number", [0, 1], ids=["first", "second"])
def test_each_kind_of_page_passes_axe_and_links_in_chromium_to_what_the_walks_found(
    browser: Browser, reach: Reach, number: int
) -> None:
    kinds = reach.kinds()
    assert len(kinds) > KINDS
    faults, seen = [], 0
    chosen = sorted(kinds.values(), key=lambda one: ROLES.index(one[0]))[number::2]
    for role, pages in groupby(chosen, key=lambda one: one[0]):
        with a_page(browser) as page:
            sign_in(page, reach.address, email_of(role), PASSWORD)
            opening = in_chromium(page)
            for _, url in pages:
                opened = opening(f"{reach.address}{url}")
                if opened.status >= 400:
                    faults.append(f"{url}: {opened.status}")
                wrong = narrow_faults(page) + outline_faults(page)
                wrong += violations(page) if seen % ONE_IN == 0 else []
                seen += 1
                faults += [f"{url}: {one}" for one in wrong]
                faults += [
                    f"{url}: no walk found {link}"
                    for link in leads_on(opened, reach.address)
                    if kind_of(link) not in kinds
                ]
    assert faults == []


@pytest.mark.drill
@pytest.mark.parametrize("role", ALL)
def test_every_page_a_role_can_reach_in_chromium_opens_and_passes_axe(
    page: Page, told: str, role: str
) -> None:
    sign_in(page, told, email_of(role), PASSWORD)
    faults, paths = [], []
    for opened in walk(in_chromium(page), told):
        paths.append(urlsplit(opened.url).path)
        if opened.status >= 400:
            faults.append(f"{opened.url}: {opened.status}")
        faults += [f"{opened.url}: {one}" for one in violations(page)]
    assert faults == []
    confined(role, paths)


def test_pages_for_strangers_pass_axe(page: Page, told: str) -> None:
    faults = []
    for path in (
        "/accounts/login/",
        "/accounts/login/?next=/people/",
        "/i/there-is-none/",
        "/nowhere/",
    ):
        page.goto(f"{told}{path}")
        faults += [f"{path}: {one}" for one in violations(page)]
    assert faults == []


def confined(role: str, paths: list[str]) -> None:
    """Assert that the walk began at home, went far enough, and stayed where the role belongs."""
    assert paths[0] == "/"
    assert len(paths) > (5 if role == "contact" else 10)
    inside = [path for path in paths if path.startswith(f"/i/{SLUG}/")]
    assert bool(inside) == (role not in {"contact", "administrator"})
    if role == "contact":
        assert [path for path in paths if not path.startswith(("/portal/", "/accounts/"))] == ["/"]
