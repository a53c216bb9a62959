"""Servers that begin from one process: each is of its own folder and its own environment."""

from __future__ import annotations

import secrets
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests import migrated
from tests.browser.served import served


def said(address: str) -> str:
    """What a server says of its health."""
    try:
        with urllib.request.urlopen(f"{address}/healthz") as answer:
            told: bytes = answer.read()
    except HTTPError as fault:
        told = fault.read()
    return told.decode().strip()


def headers(address: str) -> str | None:
    """What a server has browsers ask over TLS alone, if anything."""
    asked = urllib.request.Request(f"{address}/healthz", headers={"X-Forwarded-Proto": "https"})
    with urllib.request.urlopen(asked) as answer:
        told: str | None = answer.headers["Strict-Transport-Security"]
    return told


def a_folder(path: Path) -> Path:
    """A migrated data folder."""
    path.mkdir(mode=0o700)
    migrated.laid(path)
    return path


def test_server_reads_and_writes_its_own_folder_beside_another_of_the_same_process(
    tmp_path: Path,
) -> None:
    one, other = a_folder(tmp_path / "one"), a_folder(tmp_path / "other")
    with served(one) as first, served(other) as second:
        assert (said(first), said(second)) == ("ok", "ok")
        (one / "inspectorate.sqlite3").unlink()
        assert (said(first), said(second)) == ("database", "ok")
    assert (one / "server.log").stat().st_mode & 0o777 == 0o600


@pytest.mark.drill
def test_server_has_the_environment_it_was_given_and_nothing_of_the_one_before(
    tmp_path: Path,
) -> None:
    data = a_folder(tmp_path / "data")
    live = {
        "INSPECTORATE_MODE": "live",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "INSPECTORATE_CONTACT": "nobody@inspectorate.example",
    }
    with served(data, **live) as address:
        assert headers(address)
    with served(data) as address:
        assert headers(address) is None
