"""The writers of the signed wording: drafts declared, words signed, objected to, looked at."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.claims.writers import written_by
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.marked_words import readable
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from .. import queries
from ..models import (
    Document,
    DraftWithdrawal,
    Look,
    Objection,
    ReferenceDraft,
    Revision,
    Signature,
    SignatureWithdrawal,
)
from ..permissions import TABLE
from ..proof import proof_of
from ..variants.languages import ENGLISH
from ..variants.queries import variant_of
from ..verbs import ReportVerb
from . import policies
from .loading import ToSign
from .queries import open_draft

_NAMED = "These words"


@action(ReportVerb.DECLARE_DRAFT, streams=lambda *, document, **_: [document.inspection.stream])
def declare_draft(*, by: Person, at: datetime, key: str, document: Document) -> ReferenceDraft:
    """Say that a document is ready to be signed, from its newest revision on.

    It may still be edited: what changes is then asked again.
    """
    require(by, document.inspection, TABLE, ReportVerb.DECLARE_DRAFT)
    refuse_if(queries.reasons_unread(by, document))
    already = open_draft(document) is not None
    over = inspections.reasons_over(document.inspection)
    refuse_if([*over, *policies.declarable(open_already=already, text=document.text)])
    made = ReferenceDraft.objects.create(document=document, revision=document.version, by=by, at=at)
    detail = {"document": document.slug, "revision": document.version}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


@action(ReportVerb.WITHDRAW_DRAFT, streams=lambda *, draft, **_: [draft.document.inspection.stream])
def withdraw_draft(
    *, by: Person, at: datetime, key: str, draft: ReferenceDraft, reason: str
) -> DraftWithdrawal:
    """Take back that a document is ready to be signed; what was signed stays signed."""
    document = draft.document
    require(by, document.inspection, TABLE, ReportVerb.WITHDRAW_DRAFT)
    refuse_if(queries.reasons_unread(by, document))
    is_open = not DraftWithdrawal.objects.filter(draft=draft).exists()
    refuse_if(policies.undeclarable(is_open=is_open, reason=reason))
    made = DraftWithdrawal.objects.create(draft=draft, reason=reason.strip(), by=by, at=at)
    write(of=made, stream=document.inspection.stream, detail={"document": document.slug})
    return made


@action(ReportVerb.SIGN, streams=lambda *, document, **_: [document.inspection.stream])
def sign(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    asked: ToSign,
    reads_both: bool = False,
) -> Signature:
    """Sign what a page showed: a passage, the context of a source, or a section read whole.

    Refused where no reference draft stands, where the words have changed meanwhile, and to who
    changed words of it last, wrote one of its claims or may not read all of it. A translation is
    signed by who says that they read both languages (``reads_both``), against its original.
    """
    inspection = document.inspection
    require(by, inspection, TABLE, ReportVerb.SIGN)
    refuse_if(readable(by, inspection, asked.marking, _NAMED))
    own_words = Revision.objects.filter(document=document, number__in=asked.since, by=by)
    last = Objection.objects.filter(document=document, identity=asked.identity).order_by("at")
    objected = last.values_list("at", flat=True).last()
    signed = Signature.objects.filter(
        document=document, identity=asked.identity, kind=asked.kind.value, withdrawal=None
    )
    if objected:
        signed = signed.filter(at__gt=objected)
    variant = variant_of(document)
    refuse_if(
        policies.signable(
            draft_open=open_draft(document) is not None,
            stands=_stands(document, asked),
            signed=signed.exists(),
            own_words=by.pk in asked.writers or own_words.exists(),
            own_claims=written_by(by, inspection, asked.keys),
            translation=variant is not None,
            reads_both=reads_both,
        )
    )
    made = Signature.objects.create(
        document=document,
        kind=asked.kind.value,
        identity=asked.identity,
        content=asked.content,
        words=asked.words,
        marking=asked.marking,
        revision=document.version,
        languages=[ENGLISH, variant.language] if variant else None,
        by=by,
        at=at,
    )
    detail = {"document": document.slug, "kind": asked.kind.value, "identity": asked.identity}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(
    ReportVerb.WITHDRAW_SIGNATURE,
    streams=lambda *, signature, **_: [signature.document.inspection.stream],
)
def withdraw_signature(
    *, by: Person, at: datetime, key: str, signature: Signature, reason: str
) -> SignatureWithdrawal:
    """Take back one's own signature; the words are then asked again."""
    document = signature.document
    require(by, document.inspection, TABLE, ReportVerb.WITHDRAW_SIGNATURE)
    refuse_if(readable(by, document.inspection, signature.marking, _NAMED))
    withdrawn = SignatureWithdrawal.objects.filter(signature=signature).exists()
    own = signature.by_id == by.pk
    refuse_if(policies.unsignable(withdrawn=withdrawn, own=own, reason=reason))
    made = SignatureWithdrawal.objects.create(
        signature=signature, reason=reason.strip(), by=by, at=at
    )
    detail = {"document": document.slug, "identity": signature.identity}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


@action(ReportVerb.OBJECT, streams=lambda *, document, **_: [document.inspection.stream])
def object_to(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    asked: ToSign,
    reason: str,
    finding: bool = False,
) -> Objection:
    """Say why words cannot be signed as they stand; ``finding``: they state a finding.

    An objection takes the words out of what is signed until they change, or are signed after all.
    """
    inspection = document.inspection
    require(by, inspection, TABLE, ReportVerb.OBJECT)
    refuse_if(readable(by, inspection, asked.marking, _NAMED))
    refuse_if(
        policies.objectionable(
            draft_open=open_draft(document) is not None,
            stands=_stands(document, asked),
            reason=reason,
        )
    )
    made = Objection.objects.create(
        document=document,
        identity=asked.identity,
        content=asked.content,
        finding=finding,
        reason=reason.strip(),
        marking=asked.marking,
        by=by,
        at=at,
    )
    detail = {"document": document.slug, "identity": asked.identity, "finding": finding}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(ReportVerb.LOOK, streams=lambda *, document, **_: [document.inspection.stream])
def look(*, by: Person, at: datetime, key: str, document: Document, identity: str) -> Look:
    """Say that one has looked at a passage an editor changed under its signature."""
    require(by, document.inspection, TABLE, ReportVerb.LOOK)
    laid = proof_of(document)
    refuse_if(queries.unread(by, document, laid.marking))
    found = laid.wording.find(identity)
    changed = found is not None and found.wording == "editorial"
    looked = Look.objects.filter(document=document, identity=identity, by=by).exists()
    refuse_if(policies.lookable(changed=changed, looked=looked))
    made = Look.objects.create(document=document, identity=identity, by=by, at=at)
    detail = {"document": document.slug, "identity": identity}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


def _stands(document: Document, asked: ToSign) -> bool:
    """Does what the page showed still stand in the text?

    In the version that the page showed it does, but for words of records; in a later one the text
    is read again.
    """
    if document.version == asked.version and not asked.recorded:
        return True
    return proof_of(document).signed_text.holds(asked)
