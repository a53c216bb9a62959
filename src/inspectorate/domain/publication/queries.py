"""Reads of this room: where a release stands, what may be published, and all that is out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.kinds import INSPECTED
from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.small_numbers import USUAL
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.frozen import read_pinned
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.editions.told import as_told
from inspectorate.domain.reports.gates import Gates, signed_under
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.pictures.queries import fallen_in
from inspectorate.domain.reports.queries import newest_public
from inspectorate.domain.reports.quotations.fallen import fallen_since
from inspectorate.domain.reports.wording.gaps import fallen_gap
from inspectorate.foundation.people.access import may as may_anywhere
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from . import doubts, policies, states
from .embargo import planned_at
from .models import Bundle, Contents, Mandate, PublishedRegister, Release, ReleasedEdition
from .permissions import TABLE
from .policies import Site
from .published import OutInspection, OutRegister, OutRelease, Published
from .schema import MANIFEST, MadeInfo, read_bundle
from .snapshot import snapshot
from .states import State
from .still_true import Candidate
from .verbs import PublicationVerb

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class ReleaseStatus:
    """One release with its state, its editions and its bundles, newest last."""

    release: Release
    state: State
    editions: tuple[Edition, ...]
    bundles: tuple[Bundle, ...]


def visible_to(person: Person, inspection: Inspection) -> QuerySet[Release]:
    """The releases of an inspection for its staff; nothing for others."""
    if not may(person, inspection, TABLE, PublicationVerb.SEE):
        return Release.objects.none()
    return inspection.releases.all()


def can(person: Person, inspection: Inspection, verb: PublicationVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def may_confirm_clock(person: Person) -> bool:
    """May ``person`` say that the clock is right, whatever inspection they are on?"""
    return may_anywhere(person, TABLE, PublicationVerb.CONFIRM_CLOCK)


def state_of(release: Release) -> State:
    """Where a release stands, read afresh."""
    return _state(Release.objects.select_related("approval", "cancellation").get(pk=release.pk))


def _state(release: Release) -> State:
    return states.state(
        approved=hasattr(release, "approval"),
        cancelled=hasattr(release, "cancellation"),
        released=bool(release.bundles.all()),
    )


def releases(inspection: Inspection) -> list[ReleaseStatus]:
    """Every release of an inspection with its state, oldest first. A fixed number of queries."""
    rows = inspection.releases.select_related(
        "approval__by", "cancellation__by", "prepared_by", "corrects"
    )
    return [
        ReleaseStatus(one, _state(one), tuple(one.editions.all()), tuple(one.bundles.all()))
        for one in rows.prefetch_related("editions__document", "bundles")
    ]


def released(inspection: Inspection) -> list[ReleaseStatus]:
    """The releases that are out, in the order of their numbers."""
    return [one for one in releases(inspection) if one.state == State.RELEASED]


def standing_editions(inspection: Inspection, release: Release) -> list[Edition]:
    """Return what the public sees with ``release``.

    Its own editions, and those released before of documents it does not hold.
    """
    shown: dict[int, Edition] = {}
    for one in released(inspection):
        # A later release has replaced what this one showed; the bundle is of this release's moment.
        if one.release.number < release.number:
            shown |= {edition.document_id: edition for edition in one.editions}
    shown |= {
        edition.document_id: edition for edition in release.editions.select_related("document")
    }
    return sorted(
        shown.values(),
        key=lambda edition: (DocumentKind(edition.document.kind).place, edition.document.slug),
    )


def _withheld_since(edition: Edition, claim: ClaimFacts) -> bool:
    """Does an edition print a number that was decided to be withheld after it was frozen?"""
    printed = (edition.data.get("claims") or {}).get(claim.key)
    return claim.withheld and printed is not None and not printed.get("suppressed")


def _other_bound(edition: Edition) -> int | None:
    """The bound below which an edition holds numbers to be small, where it is another now.

    One that was frozen before it was kept holds the usual bound; it is printed beside a withheld
    number alone.
    """
    claims = (edition.data.get("claims") or {}).values()
    said = int(edition.data.get("small_below") or USUAL)
    told = any(one.get("suppressed") for one in claims)
    return said if told and said != edition.document.inspection.small_below else None


def _excerpts_gone(edition: Edition, facts: Mapping[str, ClaimFacts]) -> Iterator[str]:
    """Yield the excerpts that an edition prints and that stand no more."""
    for key, printed in sorted((edition.data.get("claims") or {}).items()):
        standing = {one.text for one in facts[key].excerpts} if key in facts else set()
        yield from (
            one["text"] for one in printed.get("excerpts", ()) if one["text"] not in standing
        )


def candidates(inspection: Inspection, editions: Iterable[Edition]) -> list[Candidate]:
    """Return each edition as the rules see it: public, newest, here, and still true."""
    newest = newest_public(inspection)
    facts, editions = claims.facts(inspection), list(editions)
    out = [edition for one in released(inspection) for edition in one.editions]
    shown = {one.document.slug: one.number for one in (*out, *editions)}
    documents = {one.document_id for one in out}
    gates = Gates(inspection, facts)
    found = []
    for edition in editions:
        carried = read_pinned(edition.facts)
        # What was frozen may be true to the letter and no longer to the records.
        stale = [
            key
            for key, pinned in sorted(carried.items())
            if key not in facts
            or facts[key].stale
            or not pinned.still_says(facts[key])
            or _withheld_since(edition, facts[key])
        ]
        latest = newest.get(edition.document.slug)
        printed = edition.data.get("published_on") or ""
        found.append(
            Candidate(
                document=edition.document.slug,
                title=edition.document.title,
                kind=edition.kind,
                number=edition.number,
                newest=latest.number
                if latest and latest.document_id == edition.document_id
                else edition.number,
                printed_on=date.fromisoformat(printed) if printed else None,
                planned_at=planned_at(edition),
                here=edition.document.inspection_id == inspection.pk,
                stale=tuple(stale),
                released=edition in out,
                gaps=tuple(
                    gates.gaps(
                        edition.document,
                        carried,
                        correction=edition.document_id in documents,
                        wording=fallen_gap(edition),
                    )
                ),
                signed=signed_under(edition),
                named=tuple(reports.named_since(edition)),
                suppressed=tuple(reports.suppressed_since(edition)),
                excerpts=tuple(_excerpts_gone(edition, facts)),
                small_below=_other_bound(edition),
                beside=_beside(edition, shown),
                fallen=tuple(fallen_since(edition)),
                pictures=tuple(_pictures_fallen(edition)),
            )
        )
    return found


def _pictures_fallen(edition: Edition) -> list[str]:
    """Which pictures that an edition shows may be shown no more. No query where it shows none."""
    shown = {one["anchor"] for one in edition.data["blocks"] if one["kind"] == "picture"}
    return fallen_in(edition.document.inspection, shown)


def _beside(edition: Edition, shown: Mapping[str, int]) -> tuple[int, int] | None:
    """Of a translation the edition of its original that it was frozen beside, and the one shown.

    ``shown`` are the numbers that the public would see, by slug.
    """
    original = edition.data.get("original")
    if not original:
        return None
    return int(edition.data.get("original_number") or 0), shown.get(original, 0)


def site() -> Site:
    """Where bundles go: ``settings.BASE_URL``.

    A rehearsal site is named by ``settings.REHEARSAL_SITE``, else told by its host (this machine,
    or a host whose name begins with "rehearsal").
    """
    address = str(settings.BASE_URL)
    said = getattr(settings, "REHEARSAL_SITE", None)
    host = urlsplit(address).hostname or ""
    return Site(
        address,
        bool(said) if said is not None else host in LOOPBACK or host.startswith("rehearsal"),
    )


def digest_of(release: Release) -> str:
    """The digest of the contents that were prepared, which both sign; empty for an old release."""
    return release.contents.digest if hasattr(release, "contents") else ""


def root() -> Path:
    """Where the folders of contents and registers lie."""
    return Path(settings.BUNDLES_ROOT)


def folder_of(bundle: Bundle) -> Path:
    """Where a bundle lies."""
    return root() / bundle.folder


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A file of a release as the public will get it: path, size in bytes, SHA-256."""

    path: str
    size: int
    digest: str


def contents_of(release: Release) -> list[ContentFile]:
    """Every file that a release will put out, in the order of their paths; none for an old one."""
    digest = digest_of(release)
    if not digest:
        return []
    folder = root() / digest
    listed: dict[str, str] = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
    return [
        ContentFile(path, (folder / path).stat().st_size, one)
        for path, one in sorted(listed.items())
    ]


def content(release: Release, path: str) -> bytes | None:
    """One file of what a release will put out; nothing for a path that it does not list."""
    if path not in {one.path for one in contents_of(release)}:
        return None
    return (root() / digest_of(release) / path).read_bytes()


def to_open(release: Release) -> list[MadeInfo]:
    """The recommendations that a release will open, as the contents signed say."""
    digest = digest_of(release)
    if not digest:
        return []
    return [one for one in read_bundle(root() / digest).recommendations if one.opens]


def mandate_of(inspection: Inspection) -> Mandate | None:
    """The mandate that stands: the newest that was not ended."""
    return inspection.mandates.filter(end=None).last()


def folders_of(inspection: Inspection | None = None) -> dict[str, str]:
    """The digest of each folder that rows name, of one inspection or of all.

    A folder of the first format is named by its release, every other by its digest.
    """
    bundles, contents, registers = Bundle.objects, Contents.objects, PublishedRegister.objects
    of = {} if inspection is None else {"release__inspection": inspection}
    own = {} if inspection is None else {"inspection": inspection}
    digests = [
        *contents.filter(**of).values_list("digest", flat=True),
        *registers.filter(**own).values_list("digest", flat=True).distinct(),
    ]
    named = dict(bundles.filter(**of).values_list("folder", "digest"))
    return named | {one: one for one in digests}


def register_of(inspection: Inspection) -> PublishedRegister | None:
    """The register that the public sees: the newest."""
    return inspection.registers.last()


def published() -> Published:
    """All that is out, as committed rows name it at one moment."""
    with snapshot():
        inspections = [
            out_of(one)
            for one in Inspection.objects.filter(releases__bundles__isnull=False)
            .distinct()
            .order_by("slug")
        ]
    where, on = site(), newest_day(inspections)
    counted = bodies.counts(on) if on else {}
    return Published(
        publisher=reports.publisher(),
        base_url=where.address,
        contact=str(getattr(settings, "PUBLISHER_CONTACT", "")),
        rehearsal=where.rehearsal,
        inspections=tuple(inspections),
        inspects=tuple((counted[one], one) for one in INSPECTED if counted.get(one)),
        inspects_on=on.isoformat() if on else "",
    )


def newest_day(inspections: Iterable[OutInspection]) -> date | None:
    """The newest day that anything public is as of: of a register, or else of a release."""
    days = [date.fromisoformat(one.register.as_of) for one in inspections if one.register]
    out = [
        policies.day(datetime.fromisoformat(each.at))
        for one in inspections
        for each in one.releases
    ]
    return max([*days, *out], default=None)


def out_of(inspection: Inspection) -> OutInspection:
    """What is out of one inspection."""
    rows = Bundle.objects.filter(release__inspection=inspection).select_related(
        "release__corrects", "release__contents"
    )
    newest = {row.release_id: row for row in rows.order_by("release__number", "number")}
    # The first row of a release is the moment it went out; those after it refreshed a register.
    first = {row.release_id: row for row in rows.order_by("release__number", "-number")}
    releases = tuple(
        OutRelease(
            number=row.release.number,
            folder=row.folder,
            digest=row.digest,
            at=first[pk].at.isoformat(timespec="seconds"),
            signed=hasattr(row.release, "contents"),
            corrects=row.release.corrects.number if row.release.corrects else 0,
            reason=row.release.correction_reason,
            given_at=() if hasattr(row.release, "contents") else _given_at(inspection),
        )
        for pk, row in newest.items()
    )
    register = register_of(inspection)
    return OutInspection(inspection.slug, releases, _out(register) if register else None)


def _out(register: PublishedRegister) -> OutRegister:
    return OutRegister(
        register.number, register.digest, register.digest, register.as_of.isoformat()
    )


def _given_at(inspection: Inspection) -> tuple[str, ...]:
    """Where the pages of the first format stood.

    At the root while one inspection alone was out, and in a folder of its name after.
    """
    first = Bundle.objects.order_by("at", "pk").select_related("release").first()
    alone = first is not None and first.release.inspection_id == inspection.pk
    return ("", inspection.slug) if alone else (inspection.slug,)


def reasons_not_to_release(release: Release, at: datetime) -> list[Reason]:
    """Why it may not go out at ``at``: not signed, embargoed, another day, untrue, another site."""
    inspection = release.inspection
    chosen = list(release.editions.select_related("document"))
    approval = getattr(release, "approval", None)
    return [
        *policies.releasable(
            state=state_of(release),
            embargo_until=release.embargo_until,
            at=at,
            candidates=candidates(inspection, chosen),
            contents=digest_of(release),
            approved=approval.digest if approval else "",
        ),
        *policies.placeable(rehearsal=inspection.rehearsal, site=site()),
        # A rehearsal and a demonstration tell acts of other days.
        *policies.believable([one.text for one in doubts.doubts()] if settings.LIVE else []),
    ]


def reasons_not_to_cancel(release: Release) -> list[Reason]:
    """Why it may not be stopped now, given a reason."""
    return policies.cancellable(state=state_of(release), reason="given")


def reasons_not_to_refresh(inspection: Inspection) -> list[Reason]:
    """Why the register may not be brought up to date now."""
    return [
        *policies.refreshable(out=bool(released(inspection))),
        *policies.placeable(rehearsal=inspection.rehearsal, site=site()),
    ]


def reasons_not_to_amend(inspection: Inspection) -> list[Reason]:
    """Why nothing of what the inspection is called and asks may be amended any more."""
    return policies.amendable(out=bool(released(inspection)))


def out(inspection: Inspection) -> frozenset[int]:
    """Return the keys of the editions of an inspection that are out."""
    rows = ReleasedEdition.objects.filter(
        release__inspection=inspection, release__bundles__isnull=False
    )
    return frozenset(rows.values_list("edition", flat=True))


def told_in_letter(scope_body: ScopeBody) -> dict[tuple[str, str, str], tuple[str, str]] | None:
    """What the newest letter to a body that is out says of the grades that it was told: by
    criterion, grade and day, what the judgment is and the words on a difference. None where no
    letter is out.

    It is read from the letter as it was frozen. Two queries.
    """
    to_one = [kind for kind in DocumentKind if kind.type.to_one_body]
    rows = ReleasedEdition.objects.filter(
        release__bundles__isnull=False,
        edition__document__scope_body=scope_body,
        edition__document__kind__in=to_one,
    ).order_by("-edition__at", "-edition")
    newest = rows.values_list("edition__document", "edition__number").first()
    if newest is None:
        return None
    document, number = newest
    # The public edition that a release names says nothing of it: the body's own is the full one.
    full = Edition.objects.get(document=document, number=number, kind=EditionKind.FULL.value)
    told = as_told(EditionData.from_json(full.data).blocks)
    return {(one.criterion, one.grade, one.on): (one.now, one.words) for one in told}


def publishable(inspection: Inspection) -> list[Edition]:
    """The newest public edition of each document, in the order of their short names."""
    return [one for _, one in sorted(newest_public(inspection).items())]


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List releases to approve, for who did not prepare them, and approved ones to release."""
    found = []
    approves, releases_it = (
        can(person, inspection, PublicationVerb.APPROVE),
        can(person, inspection, PublicationVerb.RELEASE),
    )
    pending: Sequence[ReleaseStatus] = releases(inspection) if approves or releases_it else ()
    for one in pending:
        due_on = policies.day(one.release.embargo_until)
        if one.state == State.PREPARED and approves and one.release.prepared_by_id != person.pk:
            what = f"Approve release {one.release.number}"
            found.append(
                Waiting(
                    what, PublicationVerb.APPROVE, (one.release.number,), inspection.slug, due_on
                )
            )
        elif one.state == State.APPROVED and releases_it:
            what = f"Release {one.release.number} when its embargo ends"
            found.append(
                Waiting(
                    what, PublicationVerb.RELEASE, (one.release.number,), inspection.slug, due_on
                )
            )
    return found
