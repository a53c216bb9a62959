"""What the public may know of each recommendation on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspectorate.domain.inspections.models import Inspection

from .models import Addressee, Recommendation


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One dated line of a recommendation's life, fit for print.

    ``by_one`` says that it became public on one person's word, before two were asked for.
    """

    on: date
    what: str
    by_one: bool = False


@dataclass(frozen=True, slots=True)
class PublicPart:
    """Where one addressee stands, as the public may know it.

    ``received_on`` is the day of the newest reply; while ``being_read`` its words wait for
    acceptance, and ``response`` and ``why_none`` are those of the last reply that was accepted.
    """

    addressee: Addressee
    state: str
    due_on: date | None
    received_on: date | None
    being_read: bool
    agreement: str
    response: str
    why_none: str
    link: str
    claimed: str
    confirmed: str
    history: tuple[PublicLine, ...]
    by_one: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One recommendation with every addressee's part."""

    recommendation: Recommendation
    state: str
    parts: tuple[PublicPart, ...]


def public_record(inspection: Inspection, on: date) -> list[PublicEntry]:
    """Return every recommendation of an inspection as the public may know it on a day."""
    raise NotImplementedError
