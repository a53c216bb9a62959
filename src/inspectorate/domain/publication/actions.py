"""The only writers of this room: prepare, approve, cancel, release, refresh, export, import."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain, count, islice
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from inspectorate.domain.bodies.actions import STREAM as REGISTER
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.actions import STREAM as INSPECTIONS
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.opening import made_in
from inspectorate.domain.reports.editions.frozen import canonical
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.acts import Actor, action, write
from inspectorate.foundation.ledger.recorded import noted
from inspectorate.foundation.ledger.verbs import LedgerVerb
from inspectorate.foundation.people.access import may as may_anywhere
from inspectorate.foundation.people.access import require as require_anywhere
from inspectorate.foundation.people.actions import CONSOLE
from inspectorate.foundation.people.actions import STREAM as PEOPLE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from . import folder, policies, queries
from .binder import placing as binder_placing
from .binder import taking_over
from .binder.obstacles import reasons_not_to_place
from .bundle import build
from .models import Bundle, Cancellation, Release, ReleaseApproval, ReleasedEdition
from .permissions import TABLE
from .verbs import PublicationVerb


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
    """Prepare a release of public editions, not before ``embargo_until``.

    With ``corrects``, a correction and why.
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
    detail = {
        "number": number,
        "editions": [
            {"document": one.document.slug, "number": one.number, "digest": one.digest}
            for one in chosen
        ],
        "embargo_until": embargo_until,
        "corrects": corrects.number if corrects else None,
    }
    write(of=release, stream=inspection.stream, detail=detail)
    return release


@action(PublicationVerb.APPROVE, streams=lambda *, release, **_: [release.inspection.stream])
def approve(*, by: Person, at: datetime, key: str, release: Release) -> ReleaseApproval:
    """Approve what another person prepared."""
    require(by, release.inspection, TABLE, PublicationVerb.APPROVE)
    refuse_if(
        policies.approvable(
            state=queries.state_of(release), prepared_by_self=release.prepared_by_id == by.pk
        )
    )
    approval = ReleaseApproval.objects.create(release=release, by=by, at=at)
    write(of=approval, stream=release.inspection.stream, detail={"number": release.number})
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
def release(*, by: Person, at: datetime, key: str, release: Release) -> Bundle:
    """Publish: open the recommendations and place the bundle.

    Refused before the embargo ends, compared with ``at``.
    """
    inspection = release.inspection
    require(by, inspection, TABLE, PublicationVerb.RELEASE)
    chosen = list(
        release.editions.select_related("document").order_by("document__kind", "document__slug")
    )
    refuse_if(
        [
            *policies.releasable(
                state=queries.state_of(release),
                embargo_until=release.embargo_until,
                at=at,
                candidates=queries.candidates(inspection, chosen),
                correction=release.corrects_id is not None,
            ),
            *policies.placeable(rehearsal=inspection.rehearsal, site=queries.site()),
        ]
    )
    for edition in chosen:
        if made_in(edition):
            # In the same transaction: what is followed up is what was published, or neither
            # (decision 13).
            recommendations.open_from(by=by, at=at, key=edition.document.slug, edition=edition)
    return _place(by, at, release, published_at=at)


@action(PublicationVerb.REFRESH, streams=lambda *, release, **_: [release.inspection.stream])
def refresh(*, by: Person, at: datetime, key: str, release: Release) -> Bundle:
    """Place a new bundle of the same release with the register as it is now."""
    inspection = release.inspection
    require(by, inspection, TABLE, PublicationVerb.REFRESH)
    out = queries.released(inspection)
    newest = bool(out) and out[-1].release.pk == release.pk
    refuse_if(
        [
            *policies.refreshable(state=queries.state_of(release), newest=newest),
            *policies.placeable(rehearsal=inspection.rehearsal, site=queries.site()),
        ]
    )
    # A refresh brings the register up to date; the day of publication stays the first bundle's.
    return _place(by, at, release, published_at=release.bundles.order_by("number")[0].at)


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
    """Raise Forbidden unless ``by`` may take a binder of ``inspection`` out."""
    if isinstance(by, Person):
        require(by, inspection, TABLE, PublicationVerb.EXPORT)
    elif by is not CONSOLE:
        raise Forbidden(PublicationVerb.EXPORT)


@action(LedgerVerb.TAKE_OVER, streams=lambda *, inspection, **_: [inspection.stream])
def take_over(*, by: Actor, at: datetime, key: str, inspection: Inspection) -> Inspection:
    """Prove in the inspection's own stream up to 20,000 rows that another stream or none proves.

    Whoever takes a binder out needs it, and whoever reads one in.
    """
    if not (isinstance(by, Person) and may_anywhere(by, TABLE, PublicationVerb.IMPORT_BINDER)):
        refuse_export(by, inspection)
    rows = chain(taking_over.proven_elsewhere(inspection), taking_over.proven_nowhere(inspection))
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
    # A binder of format 1 brought no digests.
    for number in count(1):
        if next(taking_over.proven_nowhere(inspection), None) is None:
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


def _place(by: Person, at: datetime, release: Release, *, published_at: datetime) -> Bundle:
    """Write the folder, then the row.

    A kill between the two leaves a folder nobody names, which the next try replaces.
    """
    inspection = release.inspection
    number = release.bundles.count() + 1
    # Counted over the inspection: the public builder takes the highest number of each inspection.
    whole = Bundle.objects.filter(release__inspection=inspection).count() + 1
    editions = queries.standing_editions(inspection, release)
    data, documents = build(
        release,
        editions,
        number=whole,
        published_at=published_at,
        on=policies.day(at),
        address=queries.site().address,
    )
    files = {"bundle.json": canonical(data.as_json())}
    for edition, document in zip(editions, documents, strict=True):
        # The stored JSON itself: read into classes and back, its digest could be another.
        files[f"documents/{document.slug}.json"] = canonical(edition.data)
        files[f"documents/{document.slug}.pdf"] = store.get(edition.pdf)
    name = f"{inspection.slug}-{release.number}-{number}"
    digest = folder.place(Path(settings.BUNDLES_ROOT), name, files)
    bundle = Bundle.objects.create(
        release=release, number=number, digest=digest, folder=name, by=by, at=at
    )
    detail = {"release": release.number, "bundle": number, "digest": digest, "folder": name}
    write(of=bundle, stream=inspection.stream, detail=detail)
    return bundle
