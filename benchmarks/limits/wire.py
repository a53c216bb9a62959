"""A client that sends whatever it is told to, in pieces, so that what is large costs it nothing."""

from __future__ import annotations

import http.client
import re
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

PIECE = 256 * 1024
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# Longer than any answer may take, so that one that is too slow is measured and not cut off.
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A file to send: the field, its name, how many bytes, and the bytes piece by piece."""

    field: str
    name: str
    size: int
    pieces: Iterable[bytes]

    @staticmethod
    def of(field_name: str, name: str, content: bytes) -> Part:
        """A file of known content."""
        return Part(field_name, name, len(content), [content])

    @staticmethod
    def large(field_name: str, name: str, size: int) -> Part:
        """A file of any size, of one letter; nothing of it is held."""
        return Part(field_name, name, size, Letters(size))


@dataclass(frozen=True, slots=True)
class Letters:
    """One letter again and again, as often as it is asked for: a form may be sent twice."""

    size: int

    def __iter__(self) -> Iterator[bytes]:
        piece = b"x" * PIECE
        for _ in range(self.size // PIECE):
            yield piece
        yield piece[: self.size % PIECE]


@dataclass(slots=True)
class Answer:
    """What came back: 0 where the connection ended without an answer."""

    status: int
    page: str
    headers: dict[str, str]
    seconds: float

    @property
    def type(self) -> str:
        """The content type, in lower case."""
        return self.headers.get("content-type", "").lower()


@dataclass(slots=True)
class Sender:
    """One person signed in at a server that a proxy says it reached by TLS."""

    port: int
    session: str = ""
    token: str = ""
    csrf: str = ""
    more: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, headers: Mapping[str, str] = {}) -> Answer:
        """Ask for a page; remember the token of its forms."""
        answer = self.send("GET", path, headers=headers)
        if found := TOKEN.search(answer.page):
            self.token = found[1]
        return answer

    def form(
        self, path: str, told: Sequence[tuple[str, str]], files: Sequence[Part] = ()
    ) -> Answer:
        """Send a form as a browser does, with files or without."""
        told = [("csrfmiddlewaretoken", self.token), *told]
        if not files:
            body = urlencode(told, errors="surrogatepass").encode()
            return self.send("POST", path, [body], len(body), "application/x-www-form-urlencoded")
        edge = secrets.token_hex(16)
        size, pieces = _multipart(edge, told, files)
        return self.send("POST", path, pieces, size, f"multipart/form-data; boundary={edge}")

    def send(
        self,
        method: str,
        path: str,
        pieces: Iterable[bytes] = (),
        size: int = 0,
        kind: str = "",
        headers: Mapping[str, str] = {},
    ) -> Answer:
        """Send a request piece by piece; an answer given before the end is read too."""
        begun = time.monotonic()
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        status, page, found = 0, "", {}
        try:
            wire.putrequest(method, path, skip_accept_encoding=True)
            for name, value in {**self._headers(size, kind), **headers}.items():
                wire.putheader(name, value)
            wire.endheaders()
            with suppress(BrokenPipeError, ConnectionResetError):
                for piece in pieces:
                    wire.send(piece)
            answer = wire.getresponse()
            page = answer.read().decode("utf-8", "replace")
            status = answer.status
            found = {name.lower(): value for name, value in answer.getheaders()}
            for line in answer.headers.get_all("Set-Cookie") or []:
                if line.startswith("__Host-csrf="):
                    self.csrf = line.partition("=")[2].partition(";")[0]
        except (OSError, http.client.HTTPException, ValueError) as broken:
            page = page or repr(broken)
        finally:
            wire.close()
        return Answer(status, page, found, time.monotonic() - begun)

    def _headers(self, size: int, kind: str) -> dict[str, str]:
        told = {
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "127.0.0.1",
            "Origin": f"https://127.0.0.1:{self.port}",
            "Cookie": f"__Host-session={self.session}; __Host-csrf={self.csrf}",
            "Connection": "close",
        }
        if kind:
            told |= {"Content-Type": kind, "Content-Length": str(size)}
        return told | self.more


def _multipart(
    edge: str, told: Sequence[tuple[str, str]], files: Sequence[Part]
) -> tuple[int, Iterator[bytes]]:
    """How long a form with files is, and its pieces."""
    start = f"--{edge}\r\nContent-Disposition: form-data; name="
    words = b"".join(
        f'{start}"{name}"\r\n\r\n{value}\r\n'.encode("utf-8", "surrogatepass")
        for name, value in told
    )
    heads = [
        f'{start}"{one.field}"; filename="{one.name}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n".encode("utf-8", "surrogatepass")
        for one in files
    ]
    end = f"--{edge}--\r\n".encode()
    size = len(words) + len(end)
    size += sum(len(head) + one.size + 2 for head, one in zip(heads, files, strict=True))

    def pieces() -> Iterator[bytes]:
        yield words
        for head, one in zip(heads, files, strict=True):
            yield head
            yield from one.pieces
            yield b"\r\n"
        yield end

    return size, pieces()
