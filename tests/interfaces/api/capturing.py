"""A device at the door for capture, as a browser asks there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.factories.devices import Browser, SentFile, enrolled
from tests.factories.rooms import criterion, scope_body
from tests.factories.world import Half

ROOT = "/api/v1/capture/"
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360000000000500010d0a2db40000000049454e44ae426082"
)


def an_item(half: Half, **instead: Any) -> dict[str, Any]:
    """What a note says, with ``instead`` in place of what is there."""
    now = timezone.now()
    return {
        "body": scope_body(half.inspection).code,
        "kind": "interview",
        "method": "interview",
        "origin": "Sergeant, custody",
        "words": "We look at it each morning.",
        "direction": "supports",
        "criteria": [criterion(half.inspection).pk],
        "observed_at": (now - timedelta(hours=2)).isoformat(),
        "written_at": (now - timedelta(hours=1)).isoformat(),
    } | instead


class Device:
    """An enrolled browser, and the door it sends to."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.client = browser, Client()

    @property
    def headers(self) -> dict[str, str]:
        """What it sends with each request."""
        return {"Authorization": f"Bearer {self.browser.token}"}

    def send(self, *envelopes: Any, **more: Any) -> Any:
        """Send envelopes; the answer as it came."""
        sent = {"envelopes": list(envelopes)} | more
        return self.client.post(
            f"{ROOT}notes/", sent, content_type="application/json", headers=self.headers
        )

    def outcomes(self, *envelopes: Any, **more: Any) -> list[dict[str, Any]]:
        """Send envelopes; what became of each."""
        answer = self.send(*envelopes, **more)
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["outcomes"]
        return found

    def outcome(self, envelope: Any, **more: Any) -> dict[str, Any]:
        """Send one envelope; what became of it."""
        (found,) = self.outcomes(envelope, **more)
        return found

    def put(self, note: str, file: SentFile, n: int, content: bytes | None = None) -> Any:
        """Send the n-th piece of a file; the answer as it came."""
        address = f"{ROOT}files/{file.said['id']}/{n}/?of={len(file.pieces)}&note={note}"
        return self.client.put(
            address,
            file.pieces[n] if content is None else content,
            content_type="application/octet-stream",
            headers=self.headers,
        )

    def asked(self, *ids: str) -> list[dict[str, Any]]:
        """What became of notes, by their ids."""
        answer = self.client.post(
            f"{ROOT}asked/",
            {"ids": list(ids)},
            content_type="application/json",
            headers=self.headers,
        )
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["outcomes"]
        return found


def a_device(half: Half, who: str = "inspector") -> Device:
    """A device of somebody on the team."""
    return Device(enrolled(half.people[who]))
