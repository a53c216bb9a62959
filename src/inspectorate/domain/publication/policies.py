"""May it be published now? Each rule answers with reasons, empty when all is well.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable
from inspectorate.prose.dates import LONDON, in_words

from .reasons import PublicationReason
from .states import NEXT, State
from .still_true import Candidate, shut, still_true
from .verbs import PublicationVerb


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is to be released: ``rehearsal`` says that the site shows rehearsals only."""

    address: str
    rehearsal: bool


def day(moment: datetime) -> date:
    """The day a moment falls on in London: the day of publication."""
    return moment.astimezone(LONDON).date()


def _ahead(moment: datetime, other: datetime) -> timedelta:
    """How far ``other`` lies ahead of ``moment``."""
    # Two moments of one zone are compared by its wall clock, which leaves out an hour and has one
    # twice.
    return other.astimezone(UTC) - moment.astimezone(UTC)


def _to_the_minute(moment: datetime) -> datetime:
    # The press is told hour and minute, and no form asks more.
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _in_words(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{in_words(local)}, {local:%H:%M:%S %Z}"


def preparable(
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
        text, mend = "A release holds at least one edition.", Mend.words("Choose what to publish.")
        return [Reason(PublicationReason.NO_EDITION, text, mend, "editions")]
    found = still_true(candidates)
    if len({one.document for one in candidates}) < len(candidates):
        text, mend = "Two editions of one document are chosen.", Mend.words("Choose one of each.")
        found.append(Reason(PublicationReason.DOCUMENT_TWICE, text, mend, "editions"))
    found += _embargo(embargo_until, at)
    # The day in print cannot be compared either; that the zone is missing is told above.
    if embargo_until.tzinfo is None:
        return found
    if correction:
        return [*found, *_correction(candidates, reason, corrected)]
    if all(one.released for one in candidates):
        text = "All of this is published already."
        mend = Mend.by(
            (ReportVerb.FREEZE, PublicationVerb.PREPARE),
            "Freeze a new edition, or prepare a correction.",
        )
        found.append(Reason(PublicationReason.RELEASED_ALREADY, text, mend, "editions"))
    found += _day_in_print(candidates, day(embargo_until))
    return [*found, *_moment_in_text(candidates, embargo_until)]


def _embargo(until: datetime, at: datetime) -> list[Reason]:
    # A moment without its zone cannot be compared with one that has it.
    if until.tzinfo is None:
        text, mend = "The embargo names no time zone.", Mend.words("Give the moment with its zone.")
        return [Reason(PublicationReason.EMBARGO_WITHOUT_ZONE, text, mend, "embargo_until")]
    if _ahead(at, until) < timedelta(0):
        text, mend = "The embargo would end in the past.", Mend.words("Choose now or later.")
        return [Reason(PublicationReason.EMBARGO_PAST, text, mend, "embargo_until")]
    return []


def _correction(
    candidates: Sequence[Candidate], reason: str, corrected: State | None
) -> list[Reason]:
    """A correction names what was released, says why, and brings something new.

    The day in print is not compared: a corrected document keeps the day it was first published.
    """
    found = []
    if corrected != State.RELEASED:
        text = "Only what was released can be corrected."
        mend = Mend.words("Choose a released one.")
        found.append(Reason(PublicationReason.NOT_RELEASED, text, mend, "corrects"))
    found += storable(reason, "correction_reason", needed=True)
    if all(one.released for one in candidates):
        text = "No edition here is new."
        mend = Mend.by(ReportVerb.FREEZE, "Freeze the corrected text first.")
        found.append(Reason(PublicationReason.NOTHING_CORRECTED, text, mend, "editions"))
    return found


def _day_in_print(candidates: Sequence[Candidate], on: date) -> list[Reason]:
    """The day of publication in print is the day it happens."""
    return [
        Reason(
            PublicationReason.PUBLISHED_ON_DIFFERS,
            f"{one.title} prints {in_words(one.printed_on)}; it would be published on "
            f"{in_words(on)}.",
            Mend.by(
                ReportVerb.FREEZE,
                "Move the embargo to that day, or freeze the document with the right one.",
            ),
            "embargo_until",
        )
        for one in candidates
        if one.printed_on is not None and one.printed_on != on
    ]


def _moment_in_text(candidates: Sequence[Candidate], until: datetime) -> list[Reason]:
    """The press is told one moment: that of the release is the one that its text gives.

    Where the days differ already, that is told alone.
    """
    return [
        Reason(
            PublicationReason.EMBARGO_DIFFERS,
            f"The text of {one.title} says {_in_words(one.planned_at)}; the embargo would end on "
            f"{_in_words(until)}.",
            Mend.by(
                (ReportVerb.SAVE, ReportVerb.FREEZE),
                "Move the embargo to that moment, or give the right one as the stamp of the text.",
            ),
            "embargo_until",
        )
        for one in candidates
        if one.planned_at is not None
        and day(one.planned_at) == day(until)
        and _to_the_minute(until) != _to_the_minute(one.planned_at)
    ]


def approvable(
    *,
    state: State,
    prepared_by_self: bool,
    signed: str,
    contents: str,
    candidates: Sequence[Candidate] = (),
    moved: Sequence[str] = (),
) -> list[Reason]:
    """Another person approves, once, by signing the digest of the contents that were prepared.

    What could not go out is not approved either: its editions are still true, and ``moved`` names
    nothing that the records say otherwise now.
    """
    # Told before the state: it stays true whatever becomes of the release.
    if prepared_by_self:
        text = "You prepared this release."
        mend = Mend.by_another(PublicationVerb.APPROVE, "Another person must approve it.")
        return [Reason(PublicationReason.SAME_PERSON, text, mend, "")]
    if found := _step(state, State.APPROVED):
        return found
    if not contents:
        return [_not_signed("This release was prepared before contents were signed.")]
    if signed != contents:
        text = "What you would sign is not what was prepared."
        mend = Mend.words("Reload the page, look at what will go out, and sign that.")
        return [Reason(PublicationReason.OTHER_CONTENTS, text, mend, "digest")]
    return [*still_true(candidates), *switchable(moved)]


def passable(candidates: Sequence[Candidate], reason: str) -> list[Reason]:
    """What warns and nobody went past yet is gone past with a reason of whoever approves."""
    found = [
        told
        for one in candidates
        for told in shut(f"{one.title}, edition {one.number}", one.unsigned, "reason")
    ]
    return found if found and not reason.strip() else storable(reason, "reason", limit=4000)


def _not_signed(text: str) -> Reason:
    mend = Mend.by(
        (PublicationVerb.CANCEL, PublicationVerb.PREPARE),
        "Stop it, prepare another and have that approved.",
    )
    return Reason(PublicationReason.NOT_SIGNED, text, mend, "")


def cancellable(*, state: State, reason: str) -> list[Reason]:
    """Whatever is not yet out can be stopped, to the last second, with a reason."""
    return [*_step(state, State.CANCELLED), *storable(reason, "reason", needed=True)]


def releasable(
    *,
    state: State,
    embargo_until: datetime,
    at: datetime,
    candidates: Sequence[Candidate],
    contents: str,
    approved: str,
) -> list[Reason]:
    """Embargo over, the printed day today, the editions still true, and its contents signed by two.

    ``contents`` is the digest of what was prepared, ``approved`` the one the second person signed.
    """
    if state == State.PREPARED:
        text = "Nobody has approved this release."
        mend = Mend.by(PublicationVerb.APPROVE, "Another person must approve it first.")
        return [Reason(PublicationReason.NOT_APPROVED, text, mend, "")]
    if found := _step(state, State.RELEASED):
        return found
    if _ahead(at, embargo_until) > timedelta(0):
        text = f"The embargo ends on {_in_words(embargo_until)}."
        mend = Mend.by(
            (PublicationVerb.CANCEL, PublicationVerb.PREPARE),
            "Wait, or cancel it and prepare another.",
        )
        return [Reason(PublicationReason.EMBARGO, text, mend, "")]
    if not contents:
        return [_not_signed("This release was approved before contents were signed.")]
    if approved != contents:
        text = "What the second person signed is not what was prepared."
        mend = Mend.by(
            (PublicationVerb.CANCEL, PublicationVerb.PREPARE),
            "Stop this release and prepare another.",
        )
        return [Reason(PublicationReason.OTHER_CONTENTS, text, mend, "")]
    # Asked again, since claims may have moved between preparing and this moment.
    return [*_day_passed(embargo_until, at), *still_true(candidates)]


def _day_passed(embargo_until: datetime, at: datetime) -> list[Reason]:
    """Every page, title and footer prints the day of the embargo: on another it would be false."""
    planned, today = day(embargo_until), day(at)
    if planned == today:
        return []
    return [
        Reason(
            PublicationReason.DAY_PASSED,
            f"Everything in this release prints {in_words(planned)}; today is {in_words(today)}.",
            Mend.by(
                (PublicationVerb.CANCEL, ReportVerb.FREEZE, PublicationVerb.PREPARE),
                "Stop it, freeze the documents with the day on which they will go out, and have "
                "that prepared and approved.",
            ),
            "embargo_until",
        )
    ]


def switchable(moved: Sequence[str]) -> list[Reason]:
    """The site switches to what was signed while the records still say it.

    ``moved`` names each thing that they say otherwise.
    """
    return [
        Reason(
            PublicationReason.FACTS_MOVED,
            f"The records no longer say what was signed: {one}.",
            Mend.by(
                (PublicationVerb.CANCEL, PublicationVerb.PREPARE),
                "Look at it, stop this release, and prepare another from the records as they are.",
            ),
            "",
        )
        for one in moved[:20]
    ]


def believable(doubts: Sequence[str]) -> list[Reason]:
    """The clock is believed; ``doubts`` says why it is not, a sentence each."""
    return [
        Reason(
            PublicationReason.CLOCK_DOUBTED,
            one,
            Mend.by(
                PublicationVerb.CONFIRM_CLOCK,
                "Compare the server's day and hour with a clock of your own, and confirm them if "
                "they are right.",
            ),
            "",
        )
        for one in doubts
    ]


def amendable(*, out: bool) -> list[Reason]:
    """What an inspection is called and asks is fixed once the public has been told."""
    if not out:
        return []
    text = "A release is out, and says what the inspection is called and asks."
    mend = Mend.by(
        (ReportVerb.SAVE, PublicationVerb.PREPARE),
        "Say what is otherwise in the report, and publish a correction.",
    )
    return [Reason(PublicationReason.RELEASE_OUT, text, mend, "")]


def refreshable(*, out: bool) -> list[Reason]:
    """A register is published beside the release that opened it."""
    if out:
        return []
    text = "Nothing of this inspection is out."
    mend = Mend.by(PublicationVerb.RELEASE, "Publish a release first.")
    return [Reason(PublicationReason.NOTHING_OUT, text, mend, "")]


def mandatable(*, stands: bool) -> list[Reason]:
    """One mandate stands at a time."""
    if not stands:
        return []
    text, mend = "A mandate stands already.", NOTHING_TO_DO
    return [Reason(PublicationReason.MANDATE_STANDS, text, mend, "")]


def endable(*, ended: bool, reason: str) -> list[Reason]:
    """A mandate ends once, with a reason."""
    if ended:
        text, mend = "This mandate has ended already.", NOTHING_TO_DO
        return [Reason(PublicationReason.MANDATE_ENDED, text, mend, "")]
    return storable(reason, "reason", needed=True)


def confirmable(*, said: datetime, clock: datetime) -> list[Reason]:
    """A clock is right when it says the day and hour that a person reads elsewhere."""
    if said.tzinfo is None:
        text, mend = "The day and hour name no time zone.", Mend.words("Give them with their zone.")
        return [Reason(PublicationReason.EMBARGO_WITHOUT_ZONE, text, mend, "said")]
    # A person gives the hour: what is read at its very end may be sent a little after it.
    if -timedelta(minutes=5) <= _ahead(said, clock) < timedelta(hours=1, minutes=10):
        return []
    return [
        Reason(
            PublicationReason.CLOCK_NOT_SO,
            f"The clock of the database says {_in_words(clock)}.",
            Mend.outside(
                "Read your own clock again. If the database's is wrong, have it set right first: "
                "nothing goes out until it is."
            ),
            "said",
        )
    ]


def placeable(*, rehearsal: bool, site: Site) -> list[Reason]:
    """A rehearsal goes to a rehearsal site and nowhere else; nothing else goes there."""
    if rehearsal and not site.rehearsal:
        text = f"This is a rehearsal and {site.address} is not a rehearsal site."
        mend = Mend.outside("Release it to a rehearsal site.")
        return [Reason(PublicationReason.REHEARSAL_TO_LIVE_SITE, text, mend, "")]
    if site.rehearsal and not rehearsal:
        text = f"This is a live inspection and {site.address} is a rehearsal site."
        mend = Mend.outside("Set INSPECTORATE_BASE_URL to the public site.")
        return [Reason(PublicationReason.LIVE_TO_REHEARSAL_SITE, text, mend, "")]
    return []


_NO_STEP = {
    State.PREPARED: (PublicationReason.IS_PREPARED, "This release is only prepared."),
    State.APPROVED: (PublicationReason.IS_APPROVED, "This release has been approved already."),
    State.RELEASED: (PublicationReason.IS_RELEASED, "This release has been released."),
    State.CANCELLED: (PublicationReason.IS_CANCELLED, "This release was cancelled."),
}


def _step(state: State, to: State) -> list[Reason]:
    if to in NEXT[state]:
        return []
    code, text = _NO_STEP[state]
    return [Reason(code, text, Mend.by(PublicationVerb.PREPARE, "Prepare another."), "")]
