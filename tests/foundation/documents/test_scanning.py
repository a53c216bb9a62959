"""What the scanner says decides whether a file may be opened; without one that is said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspectorate.foundation.documents import scanning
from inspectorate.foundation.documents.models import Outcome, Scan
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectorate.foundation.documents.scanner import Scanner, ScannerAway, scanner_at
from inspectorate.foundation.files import store
from tests.factories import scanners
from tests.factories.rooms import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["clamd", "stand-in"])
def scanner(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    """A scanner in use."""
    if request.param == "clamd" and not scanners.CLAMD:
        pytest.skip("clamd is not installed: only a server speaking its protocol is tried")
    with scanners.clamd() if request.param == "clamd" else scanners.stand_in() as address:
        settings.SCANNER = address
        yield address


def kept(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    store.keep(content, digest=digest)
    return digest


def scan(content: bytes) -> scanning.Standing:
    return scanning.scan(kept(content), len(content), at=AT)


def test_a_harmful_file_is_refused_to_everybody_and_noted(scanner: str, settings: Any) -> None:
    found = scan(b"Report\n" + scanners.harmful())
    digest = kept(b"Report\n" + scanners.harmful())
    assert (found.openable, found.harmful) == (False, True)
    assert "Eicar-Test" in found.words
    assert [one.code for one in scanning.against_opening(digest)] == [DocumentReason.VIRUS]
    log = Path(settings.SECURITY_LOG).read_text("utf-8")
    assert "file.refused" in log
    assert digest in log
    # Nor does taking the scanner away open it again.
    settings.SCANNER = ""
    assert not scanning.standing(digest).openable


def test_a_clean_file_may_be_opened_and_says_when_it_was_scanned(scanner: str) -> None:
    found = scan(b"Nothing to see here.")
    assert found.openable
    assert found.words == "Scanned for viruses on 1 October 2018: none found."
    assert Scan.objects.get().scanner


def test_a_file_above_the_scanners_own_limit_is_not_scanned_and_says_why(scanner: str) -> None:
    found = scan(b"x" * (scanners.MOST + 1024 * 1024))
    assert found.openable
    assert found.words == "Not scanned for viruses: it is larger than the scanner takes."


def test_a_file_above_our_limit_is_not_sent_at_all(settings: Any) -> None:
    with scanners.stand_in() as settings.SCANNER:
        settings.SCANNER_LIMIT = 10
        assert scan(scanners.harmful()).openable
    assert Scan.objects.get().outcome == Outcome.NOT_SCANNED


def test_a_file_waits_while_the_scanner_has_not_looked(settings: Any) -> None:
    settings.SCANNER = "unix:/nowhere/clamd.ctl"
    digest = kept(b"Wait")
    assert scanning.standing(digest).words == "Waiting for the scanner."
    reasons = [one.code for one in scanning.against_opening(digest)]
    assert reasons == [DocumentReason.WAITS_FOR_SCANNER]
    with pytest.raises(ScannerAway):
        scanning.scan(digest, 4, at=AT)
    assert not scanning.standing(digest).openable


def test_without_a_scanner_a_file_opens_and_is_said_not_to_be_scanned() -> None:
    found = scan(b"Plain")
    assert found.openable
    assert "this installation has no scanner" in found.words
    assert not Scan.objects.exists()


def test_what_was_not_scanned_is_scanned_once_it_can_be(settings: Any) -> None:
    with scanners.stand_in() as settings.SCANNER:
        settings.SCANNER_LIMIT = 10
        scan(scanners.harmful())
        settings.SCANNER_LIMIT = 1000
        assert scan(scanners.harmful()).harmful


@pytest.mark.parametrize(
    "address",
    ["tcp://10.0.0.1:3310", "tcp://scanner.example:3310", "tcp://127.0.0.1", "/run/x", "unix:x"],
)
def test_an_address_of_another_machine_or_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"socket of this machine|does not appear"):
        scanner_at(address)


def test_addresses_of_this_machine_are_taken() -> None:
    assert scanner_at("unix:/run/clamd.ctl") == Scanner(path="/run/clamd.ctl")
    assert scanner_at("tcp://127.0.0.1:3310") == Scanner(host="127.0.0.1", port=3310)
