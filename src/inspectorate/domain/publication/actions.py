"""The only writers of this room: releases, the register, its mandate, the clock, binders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain, count, islice
from typing import Any

from django.db.models import Max

from inspectorate.domain.bodies.actions import STREAM as REGISTER
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.actions import STREAM as INSPECTIONS
from inspectorate.domain.inspections.models import Amendment, Inspection
from inspectorate.domain.inspections.queries import can
from inspectorate.domain.inspections.states import published_by_release
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.assignments import still_to_judge
from inspectorate.domain.recommendations.opening import actions as opening
from inspectorate.domain.recommendations.opening.made import made_in
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.gaps import unseen
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.ledger.acts import Actor, action, write
from inspectorate.foundation.ledger.clock import database_clock, deciding
from inspectorate.foundation.ledger.recorded import noted
from inspectorate.foundation.ledger.verbs import LedgerVerb
from inspectorate.foundation.people.access import may as may_anywhere
from inspectorate.foundation.people.access import require as require_anywhere
from inspectorate.foundation.people.actions import CONSOLE
from inspectorate.foundation.people.actions import STREAM as PEOPLE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from . import approving, contents, policies, queries, register
from .binder import placing as binder_placing
from .binder import policies as binder_policies
from .binder import taking_over
from .binder.obstacles import reasons_not_to_place
from .models import (
    Bundle,
    Cancellation,
    ClockConfirmation,
    Contents,
    Mandate,
    MandateEnd,
    PublishedRegister,
    Release,
    ReleaseApproval,
    ReleasedEdition,
)
from .permissions import TABLE
from .verbs import PublicationVerb

# What concerns the publisher and no inspection.
PUBLISHER = "publisher"


@action(PublicationVerb.PREPARE, streams=lambda *, inspection, **_: [inspection.stream])
def prepare(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    editions: Iterable[Edition],
    embargo_until: datetime,
    corrects: Release | None = None,
    correction_reason: str = "",
) -> Release:
    """Prepare a release of public editions, not before ``embargo_until``, and sign its contents.

    All that will go out is built here and kept by its digest. With ``corrects``, a correction and
    why.
    """
    require(by, inspection, TABLE, PublicationVerb.PREPARE)
    chosen = list(
        Edition.objects.filter(pk__in=[one.pk for one in editions])
        .select_related("document")
        .order_by("document__slug", "number")
    )
    refuse_if(
        policies.preparable(
            candidates=queries.candidates(inspection, chosen),
            embargo_until=embargo_until,
            at=at,
            correction=corrects is not None,
            reason=correction_reason,
            corrected=queries.state_of(corrects)
            if corrects and corrects.inspection_id == inspection.pk
            else None,
        )
    )
    number = (inspection.releases.aggregate(last=Max("number"))["last"] or 0) + 1
    release = Release.objects.create(
        inspection=inspection,
        number=number,
        embargo_until=embargo_until,
        corrects=corrects,
        correction_reason=correction_reason.strip() if corrects else "",
        prepared_by=by,
        prepared_at=at,
    )
    ReleasedEdition.objects.bulk_create(
        [ReleasedEdition(release=release, edition=edition) for edition in chosen]
    )
    digest = contents.keep(release, policies.day(embargo_until))
    Contents.objects.create(release=release, digest=digest, by=by, at=at)
    detail = {
        "number": number,
        "editions": [
            {"document": one.document.slug, "number": one.number, "digest": one.digest}
            for one in chosen
        ],
        "embargo_until": embargo_until,
        "corrects": corrects.number if corrects else None,
        "contents": digest,
    }
    write(of=release, stream=inspection.stream, detail=detail)
    return release


@action(PublicationVerb.APPROVE, streams=lambda *, release, **_: [release.inspection.stream])
def approve(
    *,
    by: Person,
    at: datetime,
    key: str,
    release: Release,
    digest: str,
    reason: str = "",
    seen: str | None = None,
) -> ReleaseApproval:
    """Sign what another person prepared: ``digest`` is that of the contents looked at.

    What came to be missing since the editions were frozen, and only warns, is gone past by
    ``reason``; where nothing warns, it is not kept. ``seen`` guards against a reason for what the
    page did not show (``gaps.seen_as``).
    """
    require(by, release.inspection, TABLE, PublicationVerb.APPROVE)
    refuse_if(approving.reasons_not_to_approve(by, release, digest))
    chosen = approving.candidates(release)
    unsigned = [gap for one in chosen for gap in one.unsigned]
    refuse_if([*unseen(unsigned, seen), *policies.passable(chosen, reason)])
    shown = approving.shown_to(by, release)
    editions = {one.document.slug: one for one in release.editions.select_related("document")}
    for one in chosen:
        if one.unsigned:
            reports.pass_gate(
                by=by,
                at=at,
                key=f"gates/{one.document}",
                edition=editions[one.document],
                gaps=one.unsigned,
                reason=reason,
            )
    approval = ReleaseApproval.objects.create(
        release=release, digest=digest, shown=shown, by=by, at=at
    )
    detail = {"number": release.number, "contents": digest}
    write(of=approval, stream=release.inspection.stream, detail=detail)
    return approval


@action(PublicationVerb.CANCEL, streams=lambda *, release, **_: [release.inspection.stream])
def cancel(*, by: Person, at: datetime, key: str, release: Release, reason: str) -> Cancellation:
    """Stop a release that is not out, with a reason, up to the last second."""
    require(by, release.inspection, TABLE, PublicationVerb.CANCEL)
    refuse_if(policies.cancellable(state=queries.state_of(release), reason=reason))
    cancellation = Cancellation.objects.create(release=release, reason=reason.strip(), by=by, at=at)
    write(of=cancellation, stream=release.inspection.stream, detail={"number": release.number})
    return cancellation


@action(PublicationVerb.RELEASE, streams=lambda *, release, **_: [release.inspection.stream])
def release(
    *, by: Person, at: datetime, key: str, release: Release, publisher: bool = False
) -> Bundle:
    """Publish exactly what two people signed: open its recommendations, and let its row name it.

    With its report the inspection is at Published.

    The public site is built from what committed rows name, so that this commit is the switch.
    Refused before the embargo ends (by the database's clock in a live installation, else by
    ``at``), on another day than the one printed, and when the records no longer say what was
    signed. ``publisher`` says that the resident publisher does it in the approver's name.
    """
    inspection = release.inspection
    require(by, inspection, TABLE, PublicationVerb.RELEASE)
    refuse_if(queries.reasons_not_to_release(release, deciding(at)))
    digest = release.contents.digest
    # The day that was signed: it is today, or the release was refused.
    on = policies.day(release.embargo_until)
    refuse_if(policies.switchable(contents.moved(release, digest, on)))
    chosen = release.editions.select_related("document").order_by("document__slug")
    for edition in chosen:
        if made_in(edition):
            # In the same transaction: what is followed up is what was published, or neither
            # (decision 13).
            opening.open_from(by=by, at=at, key=edition.document.slug, edition=edition)
    standing = queries.standing_editions(inspection, release)
    refuse_if(policies.switchable(contents.not_as_signed(release, digest, on, standing)))
    bundle = Bundle.objects.create(
        release=release, number=1, digest=digest, folder=digest, by=by, at=at
    )
    detail = {"release": release.number, "bundle": 1, "digest": digest, "publisher": publisher}
    write(of=bundle, stream=inspection.stream, detail=detail)
    _move_phase(by, at, inspection)
    refresh(by=by, at=at, key="register", inspection=inspection, publisher=publisher)
    return bundle


def _move_phase(by: Person, at: datetime, inspection: Inspection) -> None:
    """Let the phase follow a report that is out, where ``by`` may publish one."""
    if not published_by_release(inspection.phase):
        return
    out = (edition for one in queries.released(inspection) for edition in one.editions)
    report = any(DocumentKind(one.document.kind).type.moves_phase for one in out)
    if report and can(by, inspection, InspectionVerb.PUBLISH):
        inspections.publish(by=by, at=at, key="phase", inspection=inspection)


@action(PublicationVerb.AMEND, streams=lambda *, inspection, **_: [inspection.stream, INSPECTIONS])
def amend(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    changes: Mapping[str, Any],
    reason: str,
    version: int,
) -> Amendment:
    """Amend what an inspection is called and asks, until a release is out, with the reason.

    A release that was signed and is not out does not go out where the records say otherwise now:
    ``contents.moved`` finds it, and another must be prepared and signed. Editions stay as frozen.
    """
    require(by, inspection, TABLE, PublicationVerb.AMEND)
    refuse_if(queries.reasons_not_to_amend(inspection))
    amendment = inspections.amend(
        by=by,
        at=at,
        key="amendment",
        inspection=inspection,
        changes=changes,
        reason=reason,
        version=version,
    )
    write(of=amendment, stream=inspection.stream, detail={"number": amendment.number})
    return amendment


@action(PublicationVerb.REFRESH, streams=lambda *, inspection, **_: [inspection.stream])
def refresh(
    *, by: Person, at: datetime, key: str, inspection: Inspection, publisher: bool = False
) -> PublishedRegister:
    """Publish the register as it stands on the day of ``at``: what may go out, and no other word.

    ``publisher`` says that the resident publisher does it under the mandate that stands.
    """
    require(by, inspection, TABLE, PublicationVerb.REFRESH)
    refuse_if(
        [
            *policies.refreshable(out=bool(queries.released(inspection))),
            *policies.placeable(rehearsal=inspection.rehearsal, site=queries.site()),
        ]
    )
    # One whose report went out while nothing moved the phase is moved with its next register.
    _move_phase(by, at, inspection)
    as_of = policies.day(at)
    made = PublishedRegister.objects.create(
        inspection=inspection,
        number=(inspection.registers.aggregate(last=Max("number"))["last"] or 0) + 1,
        as_of=as_of,
        digest=register.keep(inspection, as_of),
        mandate=queries.mandate_of(inspection) if publisher else None,
        by=by,
        at=at,
    )
    detail = {
        "register": made.number,
        "as_of": as_of,
        "digest": made.digest,
        "publisher": publisher,
    }
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(PublicationVerb.MANDATE, streams=lambda *, inspection, **_: [inspection.stream])
def give_mandate(*, by: Person, at: datetime, key: str, inspection: Inspection) -> Mandate:
    """Let the register's receipts, days, links and states go out each day by themselves."""
    require(by, inspection, TABLE, PublicationVerb.MANDATE)
    refuse_if(policies.mandatable(stands=queries.mandate_of(inspection) is not None))
    mandate = Mandate.objects.create(inspection=inspection, by=by, at=at)
    write(of=mandate, stream=inspection.stream)
    return mandate


@action(PublicationVerb.END_MANDATE, streams=lambda *, mandate, **_: [mandate.inspection.stream])
def end_mandate(*, by: Person, at: datetime, key: str, mandate: Mandate, reason: str) -> MandateEnd:
    """End a mandate, with the reason; the register then goes out by hand only."""
    require(by, mandate.inspection, TABLE, PublicationVerb.END_MANDATE)
    refuse_if(policies.endable(ended=hasattr(mandate, "end"), reason=reason))
    end = MandateEnd.objects.create(mandate=mandate, reason=reason.strip(), by=by, at=at)
    write(of=end, stream=mandate.inspection.stream)
    return end


@action(PublicationVerb.CONFIRM_CLOCK, streams=lambda **_: [PUBLISHER])
def confirm_clock(*, by: Person, at: datetime, key: str, said: datetime) -> ClockConfirmation:
    """Say that the database's clock is right: ``said`` is the day and hour read elsewhere."""
    require_anywhere(by, TABLE, PublicationVerb.CONFIRM_CLOCK)
    clock = database_clock()
    refuse_if(policies.confirmable(said=said, clock=clock))
    made = ClockConfirmation.objects.create(said=said, clock=clock, by=by, at=at)
    write(of=made, stream=PUBLISHER, detail={"said": said, "clock": clock})
    return made


@action(PublicationVerb.EXPORT, streams=lambda **_: [REGISTER])
def export_binder(
    *,
    by: Actor,
    at: datetime,
    key: str,
    inspection: Inspection,
    digest: str,
    rows: int,
    entries: int,
    files: int,
) -> Inspection:
    """Say that a binder of ``inspection`` leaves; ``exchange.export`` writes it and is the way out.

    Whoever sits at the server's command line holds the database anyway; a person must answer for
    the inspection. The entry stands in the register's stream: in the inspection's own, a binder
    would change by being made.
    """
    refuse_export(by, inspection)
    counts = {"rows": rows, "entries": entries, "files": files}
    write(of=inspection, stream=REGISTER, detail={"binder": digest, **counts})
    return inspection


def refuse_export(by: Actor, inspection: Inspection) -> None:
    """Raise Forbidden unless ``by`` may take a binder of ``inspection`` out; Refused while they
    have still to judge there.
    """
    if isinstance(by, Person):
        require(by, inspection, TABLE, PublicationVerb.EXPORT)
        refuse_if(binder_policies.exportable(still_to_judge(by, inspection)))
    elif by is not CONSOLE:
        raise Forbidden(PublicationVerb.EXPORT)


@action(LedgerVerb.TAKE_OVER, streams=lambda *, inspection, **_: [inspection.stream])
def take_over(*, by: Actor, at: datetime, key: str, inspection: Inspection) -> Inspection:
    """Prove in the inspection's own stream up to 20,000 rows that another stream or none proves.

    Whoever takes a binder out needs it, and whoever reads one in; also for rows of which a column
    added since is not proven.
    """
    if not (isinstance(by, Person) and may_anywhere(by, TABLE, PublicationVerb.IMPORT_BINDER)):
        refuse_export(by, inspection)
    rows = chain(
        taking_over.proven_elsewhere(inspection),
        taking_over.proven_nowhere(inspection),
        taking_over.proven_in_part(inspection),
    )
    taken = list(islice(rows, taking_over.AT_ONCE))
    for model, row in taken:
        noted(model, [row])
    write(of=inspection, stream=inspection.stream, detail={"rows": len(taken)})
    return inspection


@action(
    PublicationVerb.IMPORT_BINDER,
    # It brings people, the register and an inspection.
    streams=lambda *, binder, **_: [
        PEOPLE,
        REGISTER,
        INSPECTIONS,
        f"inspection/{binder.archive.contents['slug']}",
    ],
)
def import_binder(
    *, by: Actor, at: datetime, key: str, binder: binder_placing.Binder
) -> Inspection:
    """Read in a verified binder: rows, ledger stream, released folders, files.

    ``exchange.read`` verifies it and is the way in.

    An administrator does it; in an installation that holds nobody yet, the command line. Raises
    Refused, naming each row that is here as something else.
    """
    if isinstance(by, Person):
        require_anywhere(by, TABLE, PublicationVerb.IMPORT_BINDER)
    elif by is not CONSOLE or Person.objects.exists():
        raise Forbidden(PublicationVerb.IMPORT_BINDER)
    contents = binder.archive.contents
    refuse_if(reasons_not_to_place(binder.archive))
    rows = binder_placing.place(binder)
    inspection = Inspection.objects.get(slug=contents["slug"])
    # A binder of format 1 brought no digests, one of format 2 none of the columns added since.
    for number in count(1):
        left = chain(taking_over.proven_nowhere(inspection), taking_over.proven_in_part(inspection))
        if next(left, None) is None:
            break
        take_over(by=by, at=at, key=f"{key}/{number}", inspection=inspection)
    detail = {
        "inspection": inspection.slug,
        "binder": binder.archive.digest,
        "rows": sum(rows.values()),
        "entries": contents["ledger"]["entries"],
        "head": contents["ledger"]["head"],
    }
    write(of=inspection, stream=REGISTER, detail=detail)
    return inspection
