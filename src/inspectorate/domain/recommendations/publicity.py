"""When a recorded row became public and when it was taken out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from .models import (
    Acceptance,
    Addressee,
    Closure,
    Confirmation,
    DueDate,
    Response,
    Verification,
)

Signed = Verification | Closure | DueDate
# By which column a confirmation names what it confirms.
KINDS: Mapping[type[Signed], str] = {
    Verification: "verification",
    Closure: "closure",
    DueDate: "due_date",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which a row became public (``out``), or was taken out again.

    ``by`` is the signature that did it; none where one person's word was enough.
    """

    at: datetime
    out: bool
    by: Acceptance | Confirmation | None


def with_signatures() -> QuerySet[Addressee]:
    """Addressees with all that was recorded, accepted, confirmed and withdrawn."""
    accepted = Acceptance.objects.select_related("withdrawal", "by")
    confirmed = Confirmation.objects.select_related("withdrawal", "by")
    return Addressee.objects.select_related("body", "closure").prefetch_related(
        "progress",
        "responses",
        Prefetch("responses__acceptances", accepted),
        "due_dates",
        Prefetch("due_dates__confirmations", confirmed),
        "verifications",
        Prefetch("verifications__confirmations", confirmed),
        Prefetch("closure__confirmations", confirmed),
    )


def with_replies() -> QuerySet[Addressee]:
    """Addressees with their replies and what of these was accepted, for who signs nothing else."""
    accepted = Acceptance.objects.select_related("withdrawal", "by")
    return Addressee.objects.select_related("body").prefetch_related(
        Prefetch("responses__acceptances", accepted)
    )


@dataclass(frozen=True, slots=True)
class Publicity:
    """All that made one row public or took it out again, oldest first."""

    changes: tuple[Change, ...]

    @property
    def out(self) -> bool:
        """Is the row public now?"""
        return bool(self.changes) and self.changes[-1].out

    @property
    def signature(self) -> Acceptance | Confirmation | None:
        """The signature by which it is public now."""
        return self.changes[-1].by if self.out else None

    @property
    def by_one(self) -> bool:
        """Is it public on one person's word, from before two were asked for?"""
        return self.out and self.signature is None

    @property
    def unread(self) -> bool:
        """Has nobody signed it, nor taken a signature back?"""
        return not any(change.by for change in self.changes)

    def visible(self) -> Iterator[Change]:
        """Yield the changes that the public sees.

        A second signature under what is out already changes nothing.
        """
        out = False
        for change in self.changes:
            if change.out != out:
                yield change
            out = change.out


def publicity_of(row: Response | Signed, public_before: datetime | None = None) -> Publicity:
    """Tell how a row became public; up to ``public_before`` it was by being recorded."""
    signatures: Iterable[Acceptance | Confirmation] = (
        row.acceptances.all() if isinstance(row, Response) else row.confirmations.all()
    )
    found = []
    if public_before is not None and row.at <= public_before:
        found.append(Change(row.at, True, None))
    for one in signatures:
        found.append(Change(one.at, True, one))
        if hasattr(one, "withdrawal"):
            found.append(Change(one.withdrawal.at, False, one))
    return Publicity(tuple(found))


def came_with(due: DueDate, opened_at: datetime) -> bool:
    """Did a day come with the recommendation? It stands in print, signed with the release."""
    return due.at == opened_at
