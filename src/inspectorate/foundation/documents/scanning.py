"""Whether a file may be opened: what the scanner said of it, or that it has not looked yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inspectorate.foundation.files import store
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.search import keeping as searching
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note

from .models import Outcome, Scan
from .reasons import DocumentReason
from .scanner import TooLarge, scanner_at

NO_SCANNER = "Not scanned for viruses: this installation has no scanner."
WAITING = "Waiting for the scanner."


@dataclass(frozen=True, slots=True)
class Standing:
    """How a file stands with the scanner, in words; ``openable`` unless it waits or was refused."""

    words: str
    openable: bool = True
    harmful: bool = False


def standing(digest: str) -> Standing:
    """How one file stands."""
    return standings([digest])[digest]


def standings(digests: Iterable[str]) -> dict[str, Standing]:
    """How files stand, by digest. One query."""
    wanted = set(digests)
    scans = {one.digest: one for one in Scan.objects.filter(digest__in=wanted)}
    return {one: _standing(scans.get(one)) for one in wanted}


def against_opening(digest: str) -> list[Reason]:
    """Why a file may be opened by nobody now; empty where it may."""
    found = standing(digest)
    if found.openable:
        return []
    if found.harmful:
        mend = Mend.outside("Ask whoever sent it for another copy, and tell who keeps the server.")
        return [Reason(DocumentReason.VIRUS, found.words, mend)]
    mend = Mend.wait("Come back in a few minutes.")
    return [Reason(DocumentReason.WAITS_FOR_SCANNER, found.words, mend)]


def scan(digest: str, size: int, *, at: datetime) -> Standing:
    """Have a file looked at, once; what was found is kept, and noted in the security log.

    A file that was refused stays so. Raises ScannerAway where the scanner does not answer: the
    file goes on waiting. Raises Missing.
    """
    kept = Scan.objects.filter(digest=digest).first()
    if not settings.SCANNER or (kept and kept.outcome in {Outcome.CLEAN, Outcome.HIT}):
        return _standing(kept)
    scanner = scanner_at(settings.SCANNER)
    row = {"scanner": scanner.version()[:200], "at": at, "told": "", "outcome": Outcome.CLEAN}
    try:
        if size > settings.SCANNER_LIMIT:
            raise TooLarge
        with store.opened(digest) as stream:
            row["told"] = scanner.found(stream)
    except TooLarge:
        row |= {"outcome": Outcome.NOT_SCANNED, "told": "it is larger than the scanner takes"}
    else:
        if row["told"]:
            row["outcome"] = Outcome.HIT
            note(SecurityEvent.FILE_REFUSED, objects=[f"files.blob:{digest}"])
    with transaction.atomic():
        made, _ = Scan.objects.update_or_create(digest=digest, defaults=row)
        searching.tell(made)
    return _standing(made)


def _standing(found: Scan | None) -> Standing:
    if found is None:
        return Standing(WAITING, openable=False) if settings.SCANNER else Standing(NO_SCANNER)
    if found.outcome == Outcome.HIT:
        # Refused whatever becomes of the scanner: no setting opens it again.
        return Standing(f"Refused: the scanner found {found.told} in it.", False, True)
    if found.outcome == Outcome.NOT_SCANNED:
        return Standing(f"Not scanned for viruses: {found.told}.")
    return Standing(f"Scanned for viruses on {timezone.localdate(found.at):%-d %B %Y}: none found.")
