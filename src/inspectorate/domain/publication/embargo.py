"""The embargo as the press is told it: one moment, that of the release, printed on each copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.model import EditionData
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.quotations.fallen import fallen_since
from inspectorate.domain.reports.wording.loading import frozen_text
from inspectorate.prose.dates import LONDON, in_words, told_moment
from inspectorate.prose.reading.markdown import front_matter

from .states import State


def embargo_line(until: datetime) -> str:
    """Return what a copy for the press begins with: until when nobody may publish it."""
    local = until.astimezone(LONDON)
    return (
        f"Under embargo: nobody may publish any of this before {local:%H:%M %Z} on "
        f"{in_words(local.date())}."
    )


def to_press(
    editions: Iterable[Edition], state: State, until: datetime, at: datetime
) -> list[Edition]:
    """Return those of a release's editions that the press is given at ``at``: once two people have
    signed it, and while the embargo lasts. What is out is published as it is, without a line. One
    whose speaker took back that they approved their words is given to nobody.
    """
    if state != State.APPROVED or at >= until:
        return []
    given = [one for one in editions if DocumentKind(one.document.kind).type.to_press]
    return [one for one in given if not fallen_since(one)]


def press_copy(edition: Edition, until: datetime) -> EditionData:
    """Return a frozen edition as the press is given it, which begins with the line."""
    return replace(reports.data_of(edition), embargo=embargo_line(until))


def planned_at(edition: Edition) -> datetime | None:
    """The moment of publication that the text of an edition gave as its stamp when it was frozen,
    with its hour and zone; None where it gave none, or where the press is not given it.
    """
    if not DocumentKind(edition.document.kind).type.to_press:
        return None
    stamp = front_matter(frozen_text(edition))[0].get("stamp", "")
    try:
        return told_moment(stamp)
    except OverflowError:
        return None  # saved before that was refused


def planned(editions: Iterable[Edition]) -> datetime | None:
    """The moment that one of the texts plans, for who prepares their release; None without one."""
    return next((at for one in editions if (at := planned_at(one))), None)
