"""What this host says of itself, and what a server elsewhere says of the time."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from inspectorate.foundation.clocks import host, source


class TestHost:
    def test_host_says_its_boot_uptime_and_wall_clock(self) -> None:
        first, second = host.read(), host.read()
        assert first.boot == second.boot != ""
        assert 0 < first.uptime <= second.uptime
        assert first.wall is not None
        assert abs(first.wall - datetime.now(UTC)) < timedelta(seconds=5)

    @pytest.mark.parametrize(
        ("state", "status", "synchronised"),
        [(0, 0x01, True), (4, 0, True), (5, 0x40, False), (0, 0x41, False), (-1, 0, False)],
    )
    def test_synchronised_is_what_the_kernel_reports(
        self, monkeypatch: pytest.MonkeyPatch, state: int, status: int, synchronised: bool
    ) -> None:
        class Library:
            def adjtimex(self, timex: ctypes.Array[ctypes.c_char]) -> int:
                assert timex.raw.strip(b"\0") == b"", "modes are zero: nothing is set"
                ctypes.c_int.from_buffer(timex, 40).value = status
                return state

        monkeypatch.setattr(ctypes, "CDLL", lambda _: Library())
        assert host.synchronised() is synchronised

    def test_host_that_cannot_say_is_not_synchronised(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
        assert host.synchronised() is False

    def test_host_without_these_files_still_counts_its_seconds(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(host, "_PROC", tmp_path)
        found = host.read()
        assert (found.boot, found.wall) == ("", None)
        assert found.uptime > 0


@contextmanager
def a_server(date: str | None) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(204)
            if date is not None:
                self.send_header("Date", date)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class TestSource:
    def test_date_of_the_answer_is_the_moment(self) -> None:
        with a_server("Wed, 25 Nov 2026 12:00:01 GMT") as address:
            assert source.ask(address) == datetime(2026, 11, 25, 12, 0, 1, tzinfo=UTC)

    @pytest.mark.parametrize("date", [None, "soon"])
    def test_answer_without_a_date_gives_no_time(self, date: str | None) -> None:
        with a_server(date) as address, pytest.raises(source.SourceSilent, match=r"127\.0\.0\.1"):
            source.ask(address)

    @pytest.mark.parametrize(
        "address", ["http://127.0.0.1:9", "ntp://time.example", "time.example", "http://x:port"]
    )
    def test_source_that_cannot_be_asked_gives_no_time(self, address: str) -> None:
        with pytest.raises(source.SourceSilent):
            source.ask(address)
