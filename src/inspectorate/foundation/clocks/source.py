"""Another clock, asked over HTTPS: what a web server says in the ``Date`` of its answer.

The one address this software asks by itself. Whoever keeps the server names it; nobody else can.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

TIMEOUT = 5.0  # seconds
# Where nobody stands between: plain HTTP is believed there, and nowhere else.
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SourceSilent(Exception):
    """The time source gave no time; the words say why."""


def ask(address: str) -> datetime:
    """Return the moment that the server at ``address`` names, in UTC, to the second.

    Its certificate is verified, and where it points to another address nobody goes there. Raises
    SourceSilent where it does not answer or names none.
    """
    parts = urlsplit(address)
    kinds = {"http": HTTPConnection, "https": HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise SourceSilent(f"{address!r} is no address that begins with https://")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SourceSilent(f"{address!r} could be answered by anybody between: write https://")
    try:
        connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=TIMEOUT)
        try:
            connection.request("HEAD", parts.path or "/")
            said = connection.getresponse().getheader("Date")
        finally:
            connection.close()
        if not said:
            raise SourceSilent(f"{address} answers without a date")
        return read_date(said)
    except (OSError, HTTPException, ValueError) as fault:
        raise SourceSilent(f"{address} gave no time: {fault}") from fault


def read_date(said: str) -> datetime:
    """The moment of a ``Date`` header, in UTC. Raises ValueError where it names none."""
    try:
        moment = parsedate_to_datetime(said)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    # The first and the last day of the calendar in a zone of its own; a year of many digits.
    except (OverflowError, TypeError, IndexError) as fault:
        raise ValueError(f"{said[:60]!r} is no moment") from fault
