"""The only writers of this room: documents, revisions, waivers, fact checks, frozen editions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections.access import reading, require
from inspectorate.domain.inspections.marked_words import markable, readable
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if
from inspectorate.prose.excerpts import standing
from inspectorate.prose.reading.markdown import from_markdown

from . import policies, queries
from .accuracy.actions import open_fact_check as open_fact_check
from .accuracy.kinds import RecipientKind
from .accuracy.queries import reads_as, told_of
from .editions.frozen import pinned_in
from .editions.model import EditionData, EditionKind
from .gaps import Gap, unseen, warned
from .models import Decision, Document, Edition, FactCheck, PassedGate, Point, Waiver
from .permissions import TABLE
from .proof import Proof, proof_of
from .reasons import ReportReason
from .revising import at_the_door, at_version, require_read, revise
from .sections.keeping import write_revision
from .set_ahead import SetAhead, digest_of, next_number, set_before
from .showing import named, showing
from .templates import loading as templates
from .verbs import ReportVerb
from .wording.loading import pinned as signatures_pinned


@action(ReportVerb.OPEN_DOCUMENT, streams=lambda *, inspection, **_: [inspection.stream])
def open_document(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    slug: str,
    kind: str,
    title: str,
    scope_body: ScopeBody | None = None,
    from_template: bool = False,
) -> Document:
    """Open a report, release, letter or summary: empty, or ``from_template`` of its kind.

    ``scope_body`` is a letter's addressee. Refused: policies.openable, and a template that the
    record cannot fill (policies.fillable). The text of a template is the document's first revision.
    """
    require(by, inspection, TABLE, ReportVerb.OPEN_DOCUMENT)
    taken = inspection.documents.filter(slug=slug).exists()
    refuse_if(
        policies.openable(
            slug_taken=taken, title=title, kind=kind, with_body=scope_body is not None
        )
    )
    if scope_body is not None and scope_body.inspection_id != inspection.pk:
        text = "That body is not in the scope of this inspection."
        mend = Mend.words("Choose another.")
        raise Refused([Reason(ReportReason.BODY_NOT_IN_SCOPE, text, mend, "scope_body")])
    begins = _begins(inspection, kind, title, scope_body) if from_template else ""
    document = Document.objects.create(
        inspection=inspection,
        slug=slug,
        kind=kind,
        title=title.strip(),
        scope_body=scope_body,
        opened_at=at,
    )
    if begins:
        document = write_revision(by, at, document, begins)
    detail = {"slug": slug, "kind": kind, "from_template": bool(begins)}
    write(of=document, stream=inspection.stream, detail=detail)
    return document


@action(ReportVerb.SAVE, streams=lambda *, document, **_: [document.inspection.stream])
def save(
    *, by: Person, at: datetime, key: str, document: Document, text: str, version: int
) -> Document:
    """Save a document's whole text as its next revision.

    Raises Conflict with both texts when somebody saved meanwhile.
    """
    require(by, document.inspection, TABLE, ReportVerb.SAVE)
    refuse_if(policies.savable(text))
    # Before who sends it is told to ask for a clearance: nobody's would let it in.
    refuse_if(policies.keepable(from_markdown(text)))
    require_read(by, document, text)
    return _revise(by, at, document, text, version, {"words": len(text.split())})


@action(ReportVerb.PLACE, streams=lambda *, document, **_: [document.inspection.stream])
def place(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    claim: Claim,
    excerpt: str,
    version: int,
) -> Document:
    """Bind ``excerpt`` to ``claim`` by writing ``[excerpt]{#claim-key}``.

    It must stand in the text exactly once, on however many lines.
    """
    require(by, document.inspection, TABLE, ReportVerb.PLACE)
    require_read(by, document)
    current = at_version(document, version, excerpt)
    found = standing(current.text, excerpt)
    excerpt = found[0] if found else excerpt
    text = (
        current.text.replace(excerpt, f"[{excerpt}]{{#{claim.key}}}", 1)
        if excerpt
        else current.text
    )
    before = [span for _, span in from_markdown(current.text).claim_spans()]
    after = [span for _, span in from_markdown(text).claim_spans()]
    new = [
        span
        for span in after
        if span.key == claim.key
        and (span.text, span.start) not in {(s.text, s.start) for s in before}
    ]
    refuse_if(
        policies.placeable(
            excerpt=excerpt,
            times=len(found),
            claim_here=claim.inspection_id == document.inspection_id,
            bound_before=len(before),
            bound_after=len(after),
            bound_as=next(
                (
                    " ".join(span.text.split())
                    for span in new
                    if span.text.split() == excerpt.split()
                ),
                "",
            ),
        )
    )
    require_read(by, document, text, field="claim")
    return _revise(by, at, document, text, version, {"claim": claim.key})


@action(ReportVerb.MEND, streams=lambda *, document, **_: [document.inspection.stream])
def mend(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    check: str,
    excerpt: str,
    version: int,
) -> Document:
    """Write the replacement that a check offers for ``excerpt`` where the problem stands."""
    require(by, document.inspection, TABLE, ReportVerb.MEND)
    require_read(by, document)
    current = at_version(document, version, excerpt)
    text = queries.mended(current, check, excerpt, on=localdate(at))
    if text is None:
        reason = Reason(
            ReportReason.NO_MEND,
            f"{check} offers no change for that passage now.",
            Mend.words("Reload, or change the words by hand."),
            "excerpt",
        )
        raise Refused([reason])
    return _revise(by, at, document, text, version, {"check": check})


@action(ReportVerb.WAIVE, streams=lambda *, document, **_: [document.inspection.stream])
def waive(
    *, by: Person, at: datetime, key: str, document: Document, check: str, excerpt: str, reason: str
) -> Waiver:
    """Let a problem stand, for one passage of one check, with a reason and a name.

    Printed in the binder.
    """
    require(by, document.inspection, TABLE, ReportVerb.WAIVE)
    laid = proof_of(document, localdate(at))
    refuse_if(queries.unread(by, document, laid.marking))
    standing = laid.problems().problems
    refuse_if(policies.waivable(check=check, excerpt=excerpt, reason=reason, problems=standing))
    waiver = Waiver.objects.create(
        document=document, check_name=check, excerpt=excerpt, reason=reason.strip(), by=by, at=at
    )
    write(
        of=waiver,
        stream=document.inspection.stream,
        detail={"document": document.slug, "check": check},
    )
    return waiver


@action(
    ReportVerb.RAISE_POINT,
    streams=lambda *, fact_check, **_: [fact_check.document.inspection.stream],
)
def raise_point(
    *,
    by: Person,
    at: datetime,
    key: str,
    fact_check: FactCheck,
    kind: str,
    about: str,
    text: str,
    marking: str = BASELINE,
    file: StoredFile | None = None,
) -> Point:
    """Raise one numbered point: the recipient, or staff for one that came another way.

    ``file`` is what shows it; it is marked as the point is.
    """
    inspection = fact_check.document.inspection
    on = localdate(at)
    by_body = reads_as(by, fact_check, on)
    if not by_body:
        require(by, inspection, TABLE, ReportVerb.RAISE_POINT)
    kinds = RecipientKind(fact_check.kind).about.points
    refuse_if(
        policies.raisable(
            text=text,
            about=about,
            kind=kind,
            kinds=kinds,
            by_body=by_body,
            due_on=fact_check.due_on,
            on=on,
            there=fact_check.points.count(),
        )
        + markable(marking, outside=by_body)
    )
    number = (fact_check.points.aggregate(last=Max("number"))["last"] or 0) + 1
    digest = store.put(file, at=at).digest if file else ""
    point = Point.objects.create(
        fact_check=fact_check,
        number=number,
        kind=kind,
        about=about.strip(),
        text=text.strip(),
        marking=marking,
        digest=digest,
        file_name=file.name if file else "",
        by=by,
        at=at,
    )
    write(
        of=point,
        stream=inspection.stream,
        detail={
            **told_of(fact_check),
            "number": number,
            "kind": kind,
            **({"file": True} if digest else {}),
        },
    )
    return point


@action(
    ReportVerb.DECIDE, streams=lambda *, point, **_: [point.fact_check.document.inspection.stream]
)
def decide(
    *, by: Person, at: datetime, key: str, point: Point, outcome: str, reason: str
) -> Decision:
    """Decide a point once, with a reason the body will read, so that it has no marking.

    Who decides may read the point. Its effect on the text is a later revision.
    """
    inspection = point.fact_check.document.inspection
    require(by, inspection, TABLE, ReportVerb.DECIDE)
    decided = Decision.objects.filter(point=point).exists()
    outcomes = ("accepted", "partly", "rejected")
    refuse_if(
        policies.decidable(decided=decided, outcome=outcome, outcomes=outcomes, reason=reason)
        + readable(by, inspection, point.marking, "This point")
    )
    decision = Decision.objects.create(
        point=point, outcome=outcome, reason=reason.strip(), by=by, at=at
    )
    detail = {**told_of(point.fact_check), "number": point.number, "outcome": outcome}
    write(of=decision, stream=inspection.stream, detail=detail)
    return decision


@set_before
@action(ReportVerb.FREEZE, streams=lambda *, document, **_: [document.inspection.stream])
def freeze(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    version: int | None = None,
    reason: str = "",
    seen: str | None = None,
    out: Collection[int] = (),
    ahead: SetAhead | None = None,
) -> Edition:
    """Freeze the newest text as a full and a public edition, each with its PDF.

    Return the public one.

    Refused with one reason per thing that its kind requires and that is missing, per blocking
    problem (line, sentence, what, mend), per undecided accuracy point, and where the newest edition
    already says the same. What its kind only warns of is gone past by ``reason``, which is kept
    under the edition; where nothing warns, it is not. ``version`` guards against freezing a text
    the signer has not seen, ``seen`` against a reason for what they have not (``gaps.seen_as``).
    ``out`` is what ``publication.queries.out`` gave: of a correction less is asked. ``ahead`` are
    the PDFs, set before (``set_ahead``).
    """
    require(by, document.inspection, TABLE, ReportVerb.FREEZE)
    on = localdate(at)
    laid = proof_of(document, on, out=out)
    # Before a conflict is told, which shows the text.
    refuse_if(queries.unread(by, document, laid.marking))
    current = at_version(document, version, "") if version else document
    number = next_number(current)
    findings = laid.problems()
    let_stand = list(current.waivers.all())
    stands = {(one.check_name, one.excerpt) for one in let_stand}
    if queries.reasons_not_to_freeze(laid, findings, stands):
        # Said again for who asks: a reason may name evidence that they may not read.
        asked = proof_of(current, on, reading(by, document.inspection), out)
        raise Refused(queries.reasons_not_to_freeze(asked))
    gaps = warned(queries.gaps(laid))
    refuse_if([*unseen(gaps, seen), *policies.passable(gaps, reason)])
    full, public = laid.edition(EditionKind.FULL, number), laid.edition(EditionKind.PUBLIC, number)
    pinned = {
        "facts": pinned_in(full, laid.facts.claims or {}),
        "signed": signatures_pinned(laid.wording),
    }
    shown = {"shown": showing(current, findings, let_stand)}
    made = {
        "full": _edition(laid, full, pinned | shown, ahead, by, at),
        "public": _edition(laid, public, pinned, ahead, by, at),
    }
    if gaps:
        pass_gate(by=by, at=at, key="gates", edition=made["public"], gaps=gaps, reason=reason)
    detail = {
        "document": current.slug,
        "number": number,
        "revision": current.version,
        "digests": {kind: edition.digest for kind, edition in made.items()},
        "waivers": named(let_stand),
    }
    write(of=made["public"], stream=current.inspection.stream, detail=detail)
    return made["public"]


@action(ReportVerb.PASS_GATE, streams=lambda *, edition, **_: [edition.document.inspection.stream])
def pass_gate(
    *, by: Person, at: datetime, key: str, edition: Edition, gaps: Sequence[Gap], reason: str
) -> PassedGate:
    """Sign why an edition goes on with ``gaps`` that warn: a record for each gate, the first
    returned.

    Done within freezing, or within approving a release that holds the edition.
    """
    inspection = edition.document.inspection
    require(by, inspection, TABLE, ReportVerb.PASS_GATE)
    refuse_if(policies.passable(gaps, reason))
    made = PassedGate.objects.bulk_create(
        [
            PassedGate(
                edition=edition,
                gate=one.gate.value,
                missing=list(one.things),
                reason=reason.strip(),
                by=by,
                at=at,
            )
            for one in gaps
        ]
    )
    detail = {"edition": edition.pk, "gates": {one.gate.value: len(one.things) for one in gaps}}
    write(of=made[0], stream=inspection.stream, detail=detail)
    return made[0]


def _begins(inspection: Inspection, kind: str, title: str, scope_body: ScopeBody | None) -> str:
    values = templates.values_of(inspection, title, scope_body)
    refuse_if(policies.fillable(templates.left_open(kind, values)))
    text = at_the_door(templates.begun(kind, values))
    refuse_if(policies.savable(text))
    return text


def _edition(
    laid: Proof,
    data: EditionData,
    pinned: dict[str, Any],
    ahead: SetAhead | None,
    by: Person,
    at: datetime,
) -> Edition:
    stored = data.as_json()
    digest = digest_of(stored)
    return Edition.objects.create(
        document=laid.document,
        number=data.number,
        kind=data.edition,
        data=stored,
        digest=digest,
        pdf=store.put((ahead or SetAhead({})).of(digest), at=at).digest,
        **pinned,
        addressees=laid.addressable.given(data),
        by=by,
        at=at,
    )


def _revise(
    by: Person, at: datetime, document: Document, text: str, version: int, detail: dict[str, object]
) -> Document:
    saved = revise(by, at, document, text, version)
    detail = {"document": saved.slug, "revision": saved.version, **detail}
    write(of=saved, stream=saved.inspection.stream, detail=detail)
    return saved
