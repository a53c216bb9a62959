"""Signing in and walking from link to link, as a person does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

# Links of drawings too, whose href is no text but an object.
LINKS = (
    "() => [...document.querySelectorAll('a[href]')].map(one => new "
    "URL(one.getAttribute('href'), document.baseURI).href)"
)


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    """Sign in through the form."""
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1).first).not_to_have_text("Sign in")


def kind_of(url: str) -> str:
    """The kind of page behind an address: its view, and what it is asked by name. One page of each
    kind is enough.
    """
    parts = urlsplit(url)
    words = "&".join(sorted(word.split("=")[0] for word in parts.query.split("&") if word))
    try:
        view = resolve(parts.path).view_name
    except Resolver404:
        view = parts.path
    return f"{view}?{words}"


def walk(
    page: Page,
    address: str,
    *,
    by: Callable[[str], str] = kind_of,
    start: str = "/",
    most: int = 300,
) -> Iterator[tuple[str, int]]:
    """Open ``start`` and every page one can reach by links, one for each answer of ``by``; yields
    address and status.

    Downloads and signing out are left alone. The page stays open while the caller looks at it.
    """
    queue, seen = [f"{address}{start}"], {by(start)}
    while queue and most:
        url = queue.pop(0)
        if re.search(r"/pdf/$|/file/|/logout/", url):
            continue
        most -= 1
        response = page.goto(url)
        yield url, response.status if response else 0
        for link in page.evaluate(LINKS):
            bare = urldefrag(link).url
            if bare.startswith(f"{address}/") and by(bare.removeprefix(address)) not in seen:
                seen.add(by(bare.removeprefix(address)))
                queue.append(bare)
