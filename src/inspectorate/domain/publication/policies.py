"""May it be published now? Each rule answers with reasons, empty when all is well. Nothing here
reads the database or a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from inspectorate.foundation.reasons.reasons import Reason

from .reasons import PublicationReason
from .states import NEXT, State

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One edition offered for release, as the rules see it.

    ``printed_on`` is the day of publication it prints, if any; ``newest`` is the number of its
    document's newest edition; ``stale`` names claims it carries that are stale or whose figures
    have moved since it was frozen.
    """

    document: str
    title: str
    kind: str
    number: int
    newest: int
    printed_on: date | None
    here: bool = True
    stale: tuple[str, ...] = ()
    released: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is to be released: ``rehearsal`` says that the site shows rehearsals only."""

    address: str
    rehearsal: bool


def day(moment: datetime) -> date:
    """The day a moment falls on in London: the day of publication."""
    return moment.astimezone(LONDON).date()


def _said(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M:%S %Z}"


def may_prepare(
    *,
    candidates: Sequence[Candidate],
    embargo_until: datetime,
    at: datetime,
    correction: bool,
    reason: str,
    corrected: State | None,
) -> list[Reason]:
    """A release holds newest public editions, each document once, and an embargo that is not past.

    ``correction`` says that it corrects a release, which stands in ``corrected``.
    """
    if not candidates:
        return [
            Reason(
                PublicationReason.NO_EDITION,
                "A release holds at least one edition.",
                "Choose what to publish.",
                "editions",
            )
        ]
    found = fit(candidates)
    if len({one.document for one in candidates}) < len(candidates):
        found.append(
            Reason(
                PublicationReason.DOCUMENT_TWICE,
                "Two editions of one document are chosen.",
                "Choose one of each.",
                "editions",
            )
        )
    if embargo_until.tzinfo is None:
        return [
            *found,
            Reason(
                PublicationReason.EMBARGO_WITHOUT_ZONE,
                "The embargo names no time zone.",
                "Give the moment with its zone.",
                "embargo_until",
            ),
        ]
    if embargo_until < at:
        found.append(
            Reason(
                PublicationReason.EMBARGO_PAST,
                "The embargo would end in the past.",
                "Choose now or later.",
                "embargo_until",
            )
        )
    if correction:
        if corrected != State.RELEASED:
            found.append(
                Reason(
                    PublicationReason.NOT_RELEASED,
                    "Only what was released can be corrected.",
                    "Choose a released one.",
                    "corrects",
                )
            )
        if not reason.strip():
            found.append(
                Reason(
                    PublicationReason.REASON_MISSING,
                    "A correction needs its reason.",
                    "Say what was wrong.",
                    "correction_reason",
                )
            )
        if all(one.released for one in candidates):
            found.append(
                Reason(
                    PublicationReason.NOTHING_CORRECTED,
                    "No edition here is new.",
                    "Freeze the corrected text first.",
                    "editions",
                )
            )
        return found
    if all(one.released for one in candidates):
        found.append(
            Reason(
                PublicationReason.RELEASED_ALREADY,
                "All of this is published already.",
                "Freeze a new edition, or prepare a correction.",
                "editions",
            )
        )
    return [*found, *printed(candidates, day(embargo_until))]


def fit(candidates: Sequence[Candidate]) -> list[Reason]:
    """Each edition is public, of this inspection, its document's newest, and says what is still
    found.
    """
    found = []
    for one in candidates:
        name = f"{one.title}, edition {one.number}"
        if not one.here:
            found.append(
                Reason(
                    PublicationReason.EDITION_ELSEWHERE,
                    f"{name}: is of another inspection.",
                    "Leave it out.",
                    "editions",
                )
            )
        if one.kind != "public":
            found.append(
                Reason(
                    PublicationReason.EDITION_NOT_PUBLIC,
                    f"{name}: is a {one.kind} edition.",
                    "Choose the public one.",
                    "editions",
                )
            )
        if one.number < one.newest:
            found.append(
                Reason(
                    PublicationReason.EDITION_NOT_NEWEST,
                    f"{name}: edition {one.newest} is newer.",
                    "Choose that one.",
                    "editions",
                )
            )
        for key in one.stale:
            found.append(
                Reason(
                    PublicationReason.CLAIM_MOVED,
                    f"{name}: what the claim `{key}` rests on has changed since it was frozen.",
                    "Look at the claim, then freeze the document again.",
                    "editions",
                )
            )
    return found


def printed(candidates: Sequence[Candidate], on: date) -> list[Reason]:
    """The day of publication in print is the day it happens."""
    return [
        Reason(
            PublicationReason.PUBLISHED_ON_DIFFERS,
            f"{one.title} prints {one.printed_on.day} {one.printed_on:%B %Y}; it would be "
            f"published on {on.day} {on:%B %Y}.",
            "Move the embargo to that day, or freeze the document with the right one.",
            "embargo_until",
        )
        for one in candidates
        if one.printed_on is not None and one.printed_on != on
    ]


def may_approve(*, state: State, prepared_by_self: bool) -> list[Reason]:
    """Another person approves, once."""
    if prepared_by_self:
        return [
            Reason(
                PublicationReason.SAME_PERSON,
                "You prepared this release.",
                "Another person must approve it.",
                "",
            )
        ]
    return _step(state, State.APPROVED)


def may_cancel(*, state: State, reason: str) -> list[Reason]:
    """Whatever is not yet out can be stopped, to the last second, with a reason."""
    found = _step(state, State.CANCELLED)
    if not reason.strip():
        found.append(
            Reason(
                PublicationReason.REASON_MISSING,
                "Stopping a release needs its reason.",
                "Say why.",
                "reason",
            )
        )
    return found


def may_release(
    *,
    state: State,
    embargo_until: datetime,
    at: datetime,
    candidates: Sequence[Candidate],
    correction: bool,
) -> list[Reason]:
    """Approved by another person, its moment come, its editions still true, its printed day today."""
    if state == State.PREPARED:
        return [
            Reason(
                PublicationReason.NOT_APPROVED,
                "Nobody has approved this release.",
                "Another person must approve it first.",
                "",
            )
        ]
    found = _step(state, State.RELEASED)
    if found:
        return found
    if at < embargo_until:
        return [
            Reason(
                PublicationReason.EMBARGO,
                f"The embargo ends on {_said(embargo_until)}.",
                "Wait, or cancel and prepare it anew.",
                "",
            )
        ]
    return [*fit(candidates), *([] if correction else printed(candidates, day(at)))]


def may_refresh(*, state: State, newest: bool) -> list[Reason]:
    """Only the newest released one has its register brought up to date."""
    if state != State.RELEASED:
        return [
            Reason(
                PublicationReason.NOT_RELEASED,
                "This has not been released.",
                "Release it first.",
                "",
            )
        ]
    if not newest:
        return [
            Reason(
                PublicationReason.NOT_NEWEST,
                "A later release has taken its place.",
                "Refresh that one.",
                "",
            )
        ]
    return []


def fits_site(*, rehearsal: bool, site: Site) -> list[Reason]:
    """A rehearsal goes to a rehearsal site and nowhere else; nothing else goes there."""
    if rehearsal and not site.rehearsal:
        return [
            Reason(
                PublicationReason.REHEARSAL_TO_LIVE_SITE,
                f"This is a rehearsal and {site.address} is not a rehearsal site.",
                "Release it there.",
                "",
            )
        ]
    if site.rehearsal and not rehearsal:
        return [
            Reason(
                PublicationReason.LIVE_TO_REHEARSAL_SITE,
                f"This is a live inspection and {site.address} is a rehearsal site.",
                "Set INSPECTORATE_BASE_URL to the public site.",
                "",
            )
        ]
    return []


def _step(state: State, to: State) -> list[Reason]:
    if to in NEXT[state]:
        return []
    words = {
        State.RELEASED: "has been released",
        State.CANCELLED: "was cancelled",
        State.APPROVED: "has been approved already",
    }
    return [
        Reason(
            f"is_{state.value}",
            f"This release {words.get(state, 'is only prepared')}.",
            "Prepare another.",
            "",
        )
    ]
