"""A client that posts evidence through the web as a person's browser does: signs in, keeps cookies,
sends the form's own fields.
"""

from __future__ import annotations

import http.client
import re
import secrets
from collections.abc import Sequence
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CHOICE = re.compile(r'name="criteria"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="criteria"')
BODY = re.compile(r'<select name="scope_body".*?</select>', re.DOTALL)
SUMMARY = re.compile(r"govuk-error-summary.*?</div>", re.DOTALL)
OPTION = re.compile(r'value="(\d+)"')


class Lost(Exception):
    """The connection broke, or the server did not say that it had saved: nobody knows, so the same
    key must be sent again. ``status`` and ``page`` where there was an answer, 0 and "" where none.
    """

    def __init__(self, words: str, status: int = 0, page: str = "") -> None:
        super().__init__(words)
        self.status, self.page = status, page


class Client:
    """One person at one machine; ``post`` returns only when the server has said "saved"."""

    def __init__(self, address: str, email: str, password: str, slug: str) -> None:
        parts = urlsplit(address)
        self.host, self.port, self.slug = parts.hostname or "", parts.port or 80, slug
        self.email, self.password = email, password
        self.cookies: dict[str, str] = {}
        self.wire: http.client.HTTPConnection | None = None
        self.token = self.body = self.criterion = ""

    def sign_in(self) -> None:
        """Sign in and read the form once."""
        status, page = self.ask("GET", "/accounts/login/")
        if status != 200:
            raise Lost(f"the page to sign in answered {status}", status, page)
        token = TOKEN.findall(page)[0]
        told = {"login": self.email, "password": self.password, "csrfmiddlewaretoken": token}
        status, answered = self.ask("POST", "/accounts/login/", told)
        if status != 302:
            raise Lost(f"signing in answered {status}", status, answered)
        status, page = self.ask("GET", f"/i/{self.slug}/evidence/record/")
        if status != 200:
            raise Lost(f"the form answered {status}", status, page)
        self.token = TOKEN.findall(page)[0]
        self.criterion = next(one or other for one, other in CHOICE.findall(page))
        self.body = OPTION.findall(BODY.findall(page)[0])[0]

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page; its status and text."""
        return self.ask("GET", path)

    def post(self, key: str, words: str, files: Sequence[tuple[str, bytes]] = ()) -> None:
        """Record one item under ``key``, with files by name. Raises Lost where the server did not
        acknowledge it.
        """
        told = {
            "csrfmiddlewaretoken": self.token,
            "key": key,
            "scope_body": self.body,
            "kind": "interview",
            "method": "interview",
            "origin": "A response sergeant",
            "words": words,
            "criteria": self.criterion,
            "direction": "supports",
            "marking": "OFFICIAL",
            "observed_at": "2018-10-08T10:00",
            "written_at": "2018-10-08T11:00",
        }
        status, page = self.ask("POST", f"/i/{self.slug}/evidence/record/", told, files)
        if status == 302:
            return
        if status in {200, 422}:
            said = SUMMARY.search(page)
            raise ValueError(
                re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", said.group() if said else page))[:600]
            )
        raise Lost(f"{status}", status, page)

    def ask(
        self,
        method: str,
        path: str,
        told: dict[str, str] | None = None,
        files: Sequence[tuple[str, bytes]] = (),
    ) -> tuple[int, str]:
        """Send one request with the cookies, and a form where one is ``told``."""
        reused = self.wire is not None
        if self.wire is None:
            self.wire = http.client.HTTPConnection(self.host, self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body: bytes | None = None
        if told is not None:
            kind, body = _encoded(told, files)
            headers |= {"Content-Type": kind, "Origin": f"http://{self.host}:{self.port}"}
        try:
            self.wire.request(method, path, body, headers)
            answer = self.wire.getresponse()
            page = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as broken:
            self.wire.close()
            self.wire = None
            if reused:
                # The server closes a connection on which nothing came for two seconds.
                return self.ask(method, path, told, files)
            raise Lost(str(broken)) from broken
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        if answer.headers.get("Connection", "").lower() == "close":
            self.wire.close()
            self.wire = None
        return answer.status, page


def _encoded(told: dict[str, str], files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """A form as a browser sends it: its content type and its body."""
    if not files:
        return "application/x-www-form-urlencoded", urlencode(told).encode()
    edge = secrets.token_hex(16)
    start = f"--{edge}\r\nContent-Disposition: form-data; name="
    parts = [f'{start}"{name}"\r\n\r\n{value}'.encode() for name, value in told.items()]
    parts += [
        f'{start}"files"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'.encode() + content
        for name, content in files
    ]
    return f"multipart/form-data; boundary={edge}", b"\r\n".join(
        [*parts, f"--{edge}--\r\n".encode()]
    )
