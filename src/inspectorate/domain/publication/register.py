"""Builds the public register of an inspection as plain data, and keeps it by its digest."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.recommendations.opening.made import shown
from inspectorate.domain.recommendations.public_record import (
    PublicEntry,
    PublicPart,
    public_record,
)
from inspectorate.domain.reports.addressed import Addressed
from inspectorate.domain.reports.editions.frozen import canonical
from inspectorate.domain.reports.queries import addressable

from . import folder
from .models import Bundle
from .register_schema import (
    SCHEMA,
    AddresseeInfo,
    HistoryLine,
    RecommendationInfo,
    RegisterData,
)


def keep(inspection: Inspection, on: date) -> str:
    """Build the register as it stands ``on`` a day, and keep it; return its digest.

    Two days on which it says the same have one folder: the day itself stands in the row.
    """
    files = {"register.json": canonical(build(inspection, on).as_json())}
    return folder.keep(Path(settings.BUNDLES_ROOT), files)


def build(inspection: Inspection, on: date) -> RegisterData:
    """Return the register of all that is open, as the public may know it ``on`` a day."""
    opened_by = dict(
        Bundle.objects.filter(release__inspection=inspection, number=1)
        .order_by("-release__number")
        .values_list("release__editions", "release__number")
    )
    entries = public_record(inspection, on, public_before=first_format_until(inspection))
    addressed = addressable(inspection)
    made = tuple(_recommendation(one, opened_by, addressed) for one in entries)
    return RegisterData(SCHEMA, inspection.slug, made)


def first_format_until(inspection: Inspection) -> datetime | None:
    """The last moment at which a bundle showed the register with all that was recorded.

    Bundles of before contents were signed did; none where there is no such bundle.
    """
    return (
        Bundle.objects.filter(release__inspection=inspection, release__contents=None)
        .order_by("at")
        .values_list("at", flat=True)
        .last()
    )


def _recommendation(
    entry: PublicEntry, opened_by: dict[int, int], addressed: Addressed
) -> RecommendationInfo:
    one = entry.recommendation
    return RecommendationInfo(
        ref=one.ref,
        number=one.number,
        text=one.text,
        document=one.edition.document.slug,
        origin=one.origin,
        release=opened_by[one.edition_id],
        state=entry.state,
        addressees=tuple(_addressee(each, addressed) for each in entry.parts),
    )


def _addressee(one: PublicPart, addressed: Addressed) -> AddresseeInfo:
    to = one.addressee
    return AddresseeInfo(
        body=shown(to, addressed),
        basis=to.basis,
        legal_basis=to.legal_basis,
        reply_by=_iso(to.reply_by),
        due_on=_iso(one.due_on),
        agreement=one.agreement or "No reply",
        response=one.response,
        why_none=one.why_none,
        link=one.link,
        responded_on=_iso(one.received_on),
        being_read=one.being_read,
        claimed=one.claimed,
        confirmed=one.confirmed,
        state=one.state,
        history=tuple(
            HistoryLine(line.on.isoformat(), line.what, line.by_one) for line in one.history
        ),
        by_one=one.by_one,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
