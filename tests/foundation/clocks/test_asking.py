"""Where the time source leads: to the named server, over TLS that is verified, no further."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from inspectorate.foundation.clocks.source import SourceSilent, ask
from tests.house.test_web_server import certificate


@contextmanager
def answering(status: int = 200, to: str = "", tls: Path | None = None) -> Iterator[HTTPServer]:
    """A web server on loopback; ``asked`` of it counts the requests."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            if to:
                self.send_header("Location", to)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked = asked  # type: ignore[attr-defined]
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls / "fullchain.pem", tls / "privkey.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_answer_that_points_elsewhere_leads_nowhere_else() -> None:
    with answering() as elsewhere:
        there = f"http://127.0.0.1:{elsewhere.server_port}/there"
        with answering(302, there) as named:
            ask(f"http://127.0.0.1:{named.server_port}/")
            assert named.asked == ["/"]  # type: ignore[attr-defined]
        assert elsewhere.asked == []  # type: ignore[attr-defined]


def test_server_with_a_certificate_nobody_vouches_for_gives_no_time(tmp_path: Path) -> None:
    certificate(tmp_path)
    with answering(tls=tmp_path) as server:
        with pytest.raises(SourceSilent, match=r"(?i)certificate"):
            ask(f"https://127.0.0.1:{server.server_port}/")
        assert server.asked == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address", ["http://time.example.org/", "http://10.0.0.1/", "file:///etc/passwd", "gopher://x/"]
)
def test_address_that_is_not_https_is_not_asked(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reached(*_: object, **__: object) -> None:
        raise AssertionError("it was asked")

    monkeypatch.setattr("socket.create_connection", reached)
    with pytest.raises(SourceSilent, match="https://"):
        ask(address)
