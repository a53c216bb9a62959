"""Another clock, asked over HTTP or HTTPS: what a web server says in the ``Date`` of its answer."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

TIMEOUT = 5.0  # seconds


class SourceSilent(Exception):
    """The time source gave no time; the words say why."""


def ask(address: str) -> datetime:
    """Return the moment that the server at ``address`` names, in UTC, to the second.

    Raises SourceSilent where it does not answer or names none.
    """
    parts = urlsplit(address)
    kinds = {"http": HTTPConnection, "https": HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise SourceSilent(f"{address!r} is no address that begins with https:// or http://")
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
