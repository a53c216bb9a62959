"""Signing in and walking from link to link, as a person does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

# Links of drawings too, whose href is no text but an object.
LINKS = (
    "() => [...document.querySelectorAll('a[href]')].map(one => new "
    "URL(one.getAttribute('href'), document.baseURI).href)"
)
# Downloads, lists taken out as files among them, and signing out.
ELSEWHERE = re.compile(r"/(pdf|word|editors-copy|markdown)/$|/file/|/logout/|[?&]out=")
SEARCHES = {"search", "inspection-search"}
# A page of the public site as it will be, byte for byte: its links are that site's.
AS_PUBLIC = re.compile(r"/publication/\d+/contents/")


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
    # Whatever a search is narrowed to, it is one page: there are more ways than anybody walks.
    return f"{view}?" if view in SEARCHES else f"{view}?{words}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it was opened: the address asked for, the status, its text as markup, its links."""

    url: str
    status: int
    text: str
    links: list[str]


def in_chromium(page: Page) -> Callable[[str], Opened]:
    """What opens a page in Chromium; it stays open while the caller looks at it."""

    def opened(url: str) -> Opened:
        response = page.goto(url)
        status = response.status if response else 0
        return Opened(url, status, page.content(), page.evaluate(LINKS))

    return opened


def walk(
    opening: Callable[[str], Opened],
    address: str,
    *,
    by: Callable[[str], str] = kind_of,
    most: int = 300,
) -> Iterator[Opened]:
    """Open the first page and every page one can reach by links, one for each answer of ``by``.

    Downloads and signing out are left alone.
    """
    queue, seen = [f"{address}/"], {by("/")}
    while queue and most:
        most -= 1
        opened = opening(queue.pop(0))
        yield opened
        for link in leads_on(opened, address):
            if by(link) not in seen:
                seen.add(by(link))
                queue.append(f"{address}{link}")


def leads_on(opened: Opened, address: str) -> list[str]:
    """Where the links of a page lead within the application, without the address of its server."""
    if AS_PUBLIC.search(opened.url):
        return []
    bare = [urldefrag(link).url for link in opened.links]
    return [
        one.removeprefix(address)
        for one in bare
        if one.startswith(f"{address}/") and not ELSEWHERE.search(one)
    ]
