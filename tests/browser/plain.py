"""A visitor without a browser: opens pages of a served application over HTTP, keeps the cookies,
reads the links. A page costs what the server needs for it and nothing else.
"""

from __future__ import annotations

import urllib.request
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin

from tests.browser.walking import Opened
from tests.written.opening import Links


class _Markup(Links):
    """The links of a page, those of drawings too; and the token of its form."""

    token = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads, and the token."""
        super().handle_starttag(tag, attrs)
        given = dict(attrs)
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
        return Opened(url, status, body, [urljoin(url, one) for one in _parsed(body).found])

    def _read(self, url: str, sent: bytes | None = None) -> tuple[int, str]:
        asked = urllib.request.Request(url, sent, {"Referer": url})
        try:
            with self._opener.open(asked, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")


def _parsed(body: str) -> _Markup:
    markup = _Markup()
    markup.feed(body)
    return markup
