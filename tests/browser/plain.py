"""A visitor without a browser: opens pages of a served application over HTTP, keeps the cookies,
reads the links. A page costs what the server needs for it and nothing else.
"""

from __future__ import annotations

import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin

from tests.browser.walking import Opened


class _Anchors(HTMLParser):
    """What stands in ``href`` of each link, those of drawings too; and the token of the form."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.token = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a link, and the token."""
        given = dict(attrs)
        if tag == "a" and (href := given.get("href")) is not None:
            self.hrefs.append(href)
        if given.get("name") == "csrfmiddlewaretoken":
            self.token = given.get("value") or ""


class Plain:
    """One person at one machine that runs no scripts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the form; fails where it is not let in."""
        form = f"{self.address}/accounts/login/"
        _, body = self._read(form)
        sent = {
            "csrfmiddlewaretoken": _parsed(body).token,
            "login": email,
            "password": password,
        }
        status, _ = self._read(form, urlencode(sent).encode())
        assert status == 200, f"{email}: {status}"
        assert self.open(f"{self.address}/").text.count('name="password"') == 0, email

    def open(self, url: str) -> Opened:
        """Open a page."""
        status, body = self._read(url)
        return Opened(url, status, body, [urljoin(url, one) for one in _parsed(body).hrefs])

    def _read(self, url: str, sent: bytes | None = None) -> tuple[int, str]:
        asked = urllib.request.Request(url, sent, {"Referer": url})
        try:
            with self._opener.open(asked, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")


def _parsed(body: str) -> _Anchors:
    anchors = _Anchors()
    anchors.feed(body)
    return anchors
