"""The only writer of live quotations: who speaks, who was asked, what they approved."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from inspectorate.domain.inspections.access import require
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE
from inspectorate.foundation.reasons.reasons import refuse_if

from ..models import ApprovalWithdrawal, Document, LiveQuotation, SpeakerApproval, SpeakerAsked
from ..permissions import TABLE
from ..revising import require_read
from ..verbs import ReportVerb
from . import policies
from .queries import counts, said_by, speaks, standing_of


@action(ReportVerb.DECLARE_QUOTATION, streams=lambda *, document, **_: [document.inspection.stream])
def declare_quotation(
    *, by: Person, at: datetime, key: str, document: Document, code: str, office: str, name: str
) -> LiveQuotation:
    """Say who speaks the words that the text marks with ``code``: an office, and a name or none."""
    require(by, document.inspection, TABLE, ReportVerb.DECLARE_QUOTATION)
    require_read(by, document)
    taken = document.live_quotations.filter(code=code).exists()
    refuse_if(policies.declarable(code=code, taken=taken, office=office, name=name))
    made = LiveQuotation.objects.create(
        document=document, code=code, office=office.strip(), name=name.strip(), by=by, at=at
    )
    detail = {"document": document.slug, "quotation": code}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


@action(
    ReportVerb.ASK_SPEAKER,
    streams=lambda *, quotation, **_: [quotation.document.inspection.stream],
)
def ask_speaker(
    *,
    by: Person,
    at: datetime,
    key: str,
    quotation: LiveQuotation,
    person: Person,
    until: date,
) -> SpeakerAsked:
    """Ask the speaker in the portal to approve their words; they see nothing else of the document.

    Asked again, the newest asking counts: of another person, or until another day.
    """
    document = quotation.document
    require(by, document.inspection, TABLE, ReportVerb.ASK_SPEAKER)
    require_read(by, document)
    said = said_by(quotation)
    refuse_if(
        policies.askable(
            spoken=said is not None,
            withheld=said is not None and said.withheld,
            outside_only=person.is_active and bool(person.roles) and person.roles <= OUTSIDE,
            until=until,
            on=localdate(at),
        )
    )
    made = SpeakerAsked.objects.create(
        quotation=quotation, person=person, until=until, by=by, at=at
    )
    detail = {"document": document.slug, "quotation": quotation.code, "until": until}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


@action(
    ReportVerb.WITHDRAW_ASKING,
    streams=lambda *, quotation, **_: [quotation.document.inspection.stream],
)
def withdraw_asking(
    *, by: Person, at: datetime, key: str, quotation: LiveQuotation, why: str
) -> SpeakerAsked:
    """Withdraw that somebody is asked in the portal: from now on they open nothing of it.

    ``why`` is one of ``policies.WHY_WITHDRAWN``. What they approved stays, until it is taken back.
    """
    document = quotation.document
    require(by, document.inspection, TABLE, ReportVerb.WITHDRAW_ASKING)
    require_read(by, document)
    last = quotation.asked.select_related("person").last()
    on = localdate(at)
    refuse_if(policies.asking_withdrawable(open_until=last.until if last else None, why=why, on=on))
    assert last is not None  # or the rule had refused
    made = SpeakerAsked.objects.create(
        quotation=quotation, person=last.person, until=on - timedelta(days=1), by=by, at=at
    )
    detail = {"document": document.slug, "quotation": quotation.code, "why": why}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


@action(
    ReportVerb.APPROVE_QUOTATION,
    streams=lambda *, quotation, **_: [quotation.document.inspection.stream],
)
def approve_quotation(
    *,
    by: Person,
    at: datetime,
    key: str,
    quotation: LiveQuotation,
    seen: str,
    file: StoredFile | None = None,
) -> SpeakerApproval:
    """Approve the words as they stand: the speaker in the portal, or an editor who records the
    speaker's message, which is ``file``.

    ``seen`` is the digest of the words that whoever acts was shown; others are refused.
    """
    document = quotation.document
    by_speaker = speaks(by, quotation, localdate(at))
    if not by_speaker:
        require(by, document.inspection, TABLE, ReportVerb.APPROVE_QUOTATION)
        require_read(by, document)
    said = said_by(quotation)
    identity = "" if said is None else said.identity
    given = quotation.approvals.select_related("withdrawal")
    refuse_if(
        policies.approvable(
            spoken=said is not None,
            withheld=said is not None and said.withheld,
            same=seen == identity,
            already=standing_of(given, identity) is not None,
            by_speaker=by_speaker,
            with_file=file is not None,
        )
    )
    made = SpeakerApproval.objects.create(
        quotation=quotation,
        words="" if said is None else said.words,
        identity=identity,
        by_speaker=by_speaker,
        digest=store.put(file, at=at).digest if file else "",
        file_name=file.name if file else "",
        by=by,
        at=at,
    )
    detail = {"document": document.slug, "quotation": quotation.code, "by_speaker": by_speaker}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


@action(
    ReportVerb.WITHDRAW_APPROVAL,
    streams=lambda *, approval, **_: [approval.quotation.document.inspection.stream],
)
def withdraw_approval(
    *, by: Person, at: datetime, key: str, approval: SpeakerApproval, reason: str
) -> ApprovalWithdrawal:
    """Take an approval back, with a reason: the speaker, or an editor whom they told."""
    quotation = approval.quotation
    inspection = quotation.document.inspection
    if not speaks(by, quotation, localdate(at)):
        require(by, inspection, TABLE, ReportVerb.WITHDRAW_APPROVAL)
    refuse_if(policies.withdrawable(withdrawn=not counts(approval), reason=reason))
    made = ApprovalWithdrawal.objects.create(approval=approval, reason=reason.strip(), by=by, at=at)
    detail = {"document": quotation.document.slug, "quotation": quotation.code}
    write(of=made, stream=inspection.stream, detail=detail)
    return made
