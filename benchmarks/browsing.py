"""A browser as a live server behind one proxy meets it: cookies, forms with their token, and the
address that the proxy tells.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import re
import struct
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
APP = re.compile(r'id="authenticator_secret"\s+value="([A-Z2-7]+)"')
LOGIN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"


class Browser:
    """One browser at one address; ``cookies`` of another to begin with."""

    def __init__(self, port: int, address: str, cookies: dict[str, str] | None = None) -> None:
        self.port, self.address, self.cookies = port, address, dict(cookies or {})

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page; its status and text."""
        return self._ask("GET", path)

    def token(self, path: str) -> str:
        """The token of the form on a page."""
        found = TOKEN.search(self.get(path)[1])
        if found is None:
            raise RuntimeError(f"{path} shows no form")
        return found[1]

    def post(self, path: str, told: dict[str, str], token: str = "") -> tuple[int, str]:
        """Send a form, with ``token`` or the one of its page."""
        body = {**told, "csrfmiddlewaretoken": token or self.token(path)}
        return self._ask("POST", path, urlencode(body))

    def post_sign_in(self, email: str, password: str, token: str = "") -> tuple[int, str]:
        """The first proof: 302 where it was right."""
        return self.post(LOGIN, {"login": email, "password": password}, token)

    def sign_in(self, email: str, password: str, code: str) -> bool:
        """Both proofs; is the person in?"""
        return (
            self.post_sign_in(email, password)[0] == 302
            and self.post(CODE, {"code": code})[0] == 302
            and self.get("/")[0] == 200
        )

    def set_up_app(self) -> list[str]:
        """Set up an authenticator app; the recovery codes."""
        page = "/accounts/2fa/totp/activate/"
        # A second code where the half minute of the first ran out on the way.
        for _ in range(2):
            shown = self.get(page)[1]
            found, token = APP.search(shown), TOKEN.search(shown)
            if found is None or token is None:
                raise RuntimeError("no authenticator app is shown")
            if self.post(page, {"code": totp(found[1])}, token[1])[0] == 302:
                break
        else:
            raise RuntimeError("the authenticator app was not taken")
        return re.findall(r"\b[0-9a-f]{8}\b", self.get("/accounts/2fa/recovery-codes/")[1])

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
            "Origin": f"https://127.0.0.1:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            wire.request(method, path, body, headers)
            answer = wire.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            wire.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, text


def totp(secret: str) -> str:
    """The six digits of RFC 6238 (SHA-1, 30 s) for ``secret`` now."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"
