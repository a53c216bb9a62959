"""The only writer of pictures of editors' own: one is added, and taken back."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.states import ItemState
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.marked_words import readable
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import ORDER
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from ..models import Document, OwnPicture, PictureWithdrawal
from ..permissions import TABLE
from ..revising import require_read
from ..verbs import ReportVerb
from . import policies
from .kinds import InPicture, PictureOrigin
from .policies import PictureSaid
from .taking import TakenPicture


@action(ReportVerb.ADD_PICTURE, streams=lambda *, document, **_: [document.inspection.stream])
def add_picture(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    code: str,
    picture: TakenPicture,
    said: PictureSaid,
) -> OwnPicture:
    """Add a picture to a document, whose texts show it by ``code``; ``picture`` lies in the store
    as it came, with the copy that is shown.
    """
    inspection = document.inspection
    require(by, inspection, TABLE, ReportVerb.ADD_PICTURE)
    require_read(by, document)
    refuse_if(
        readable(by, inspection, said.marking, "The picture") if said.marking in ORDER else []
    )
    item = _item(by, document, said)
    refuse_if(
        policies.addable(
            key=code,
            taken=inspection.own_pictures.filter(key=code).exists(),
            said=said,
            item_marking=item.marking if item else None,
            item_stands=item is not None and item.state is ItemState.RELIED_ON,
        )
    )
    elsewhere = said.origin == PictureOrigin.SOURCE
    made = OwnPicture.objects.create(
        inspection=inspection,
        document=document,
        key=code,
        digest=store.put(picture.shown, at=at).digest,
        media_type=picture.shown.media_type,
        width=picture.width,
        height=picture.height,
        size=picture.shown.size,
        original=store.put(picture.original, at=at).digest,
        original_name=picture.original.name[:200],
        origin=said.origin,
        item=item,
        source=said.source.strip() if elsewhere else "",
        ground=said.ground.strip() if elsewhere else "",
        people=said.people,
        agreement=said.agreement.strip() if said.people == InPicture.AGREED else "",
        marking=said.marking,
        by=by,
        at=at,
    )
    write(of=made, stream=inspection.stream, detail={"document": document.slug, "picture": code})
    return made


@action(ReportVerb.WITHDRAW_PICTURE, streams=lambda *, picture, **_: [picture.inspection.stream])
def withdraw_picture(
    *, by: Person, at: datetime, key: str, picture: OwnPicture, reason: str
) -> PictureWithdrawal:
    """Take a picture back, with a reason: no text that shows it can be frozen any more."""
    inspection = picture.inspection
    require(by, inspection, TABLE, ReportVerb.WITHDRAW_PICTURE)
    refuse_if(readable(by, inspection, picture.marking, "The picture"))
    withdrawn = PictureWithdrawal.objects.filter(picture=picture).exists()
    refuse_if(policies.withdrawable(withdrawn=withdrawn, reason=reason))
    made = PictureWithdrawal.objects.create(picture=picture, reason=reason.strip(), by=by, at=at)
    detail = {"document": picture.document.slug, "picture": picture.key}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


def _item(by: Person, document: Document, said: PictureSaid) -> Item | None:
    """The item of evidence that a picture is said to be from, where ``by`` may read it."""
    if said.origin != PictureOrigin.EVIDENCE or said.item is None:
        return None
    rows = evidence.visible_to(by, document.inspection).select_related("inspection")
    return rows.filter(number=said.item).first()
