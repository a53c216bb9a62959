"""Reads of recommendations: the register on a day, in a fixed number of queries, and totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, QuerySet, Sum
from django.db.models.functions import Length

from inspectorate.domain.bodies.queries import overseen_by, spoken_for_by
from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.marked_words import reading_outside
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from . import clock, policies, states
from .answered.unanswered import to_answer
from .models import (
    Addressee,
    Closure,
    DueDate,
    Progress,
    Recommendation,
    Response,
    Verification,
)
from .permissions import TABLE
from .publicity import with_replies, with_signatures
from .unread import own_body, to_confirm, to_read
from .verbs import RecommendationVerb


@dataclass(frozen=True, slots=True)
class AddresseeState:
    """Where one addressee stands: agreement, claimed and confirmed, public or not yet."""

    addressee: Addressee
    state: states.PartState
    due_on: date | None
    due_dates: tuple[DueDate, ...]
    responses: tuple[Response, ...]
    progress: tuple[Progress, ...]
    verifications: tuple[Verification, ...]
    closure: Closure | None

    @property
    def response(self) -> Response | None:
        """The newest reply."""
        return self.responses[-1] if self.responses else None

    @property
    def claimed(self) -> Progress | None:
        """The newest claim of progress."""
        return self.progress[-1] if self.progress else None

    @property
    def confirmed(self) -> Verification | None:
        """The newest verification."""
        return self.verifications[-1] if self.verifications else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One recommendation with every addressee's standing."""

    recommendation: Recommendation
    state: str
    standings: tuple[AddresseeState, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts by state, of recommendations and of addressees; each adds up to its total.

    ``agreement``, ``claimed`` and ``confirmed`` count addressees on each axis and add up to
    ``addressees_total`` too.
    """

    recommendations: dict[str, int]
    addressees: dict[str, int]
    agreement: dict[str, int]
    claimed: dict[str, int]
    confirmed: dict[str, int]
    moved: int

    @property
    def total(self) -> int:
        """All recommendations."""
        return sum(self.recommendations.values())

    @property
    def addressees_total(self) -> int:
        """All addressees of all recommendations."""
        return sum(self.addressees.values())


def replied(addressee: Addressee) -> tuple[int, int]:
    """How many replies were given for this part, and how many characters they have together."""
    length = Sum(Length("action") + Length("why_none") + Length("link"))
    found = addressee.responses.aggregate(replies=Count("pk"), characters=length)
    return found["replies"], found["characters"] or 0


def register(inspection: Inspection, on: date) -> list[Entry]:
    """Return every recommendation of an inspection as it stands on a day.

    A fixed number of queries, whatever their number.
    """
    found = []
    rows = Recommendation.objects.filter(inspection=inspection).select_related(
        "inspection", "edition__document"
    )
    for one in rows.prefetch_related(Prefetch("addressees", _addressees())):
        standings = tuple(_standing(addressee, on) for addressee in one.addressees.all())
        found.append(
            Entry(one, states.recommendation_state(each.state for each in standings), standings)
        )
    return found


def standing(addressee: Addressee, on: date) -> AddresseeState:
    """Return where one addressee stands on a day."""
    return _standing(_addressees().get(pk=addressee.pk), on)


def laid_open(person: Person, found: AddresseeState) -> AddresseeState:
    """Return where an addressee stands as a member of the team may have it.

    Of what is marked above the reader the words, and the names of files, are withheld.
    """
    return _laid_open(reading(person, found.addressee.recommendation.inspection), found)


def read_by_contact(person: Person, found: AddresseeState) -> AddresseeState:
    """Return where an addressee stands as a contact of the body may have it.

    What they wrote themselves is theirs to read; of the rest nothing above OFFICIAL is.
    """
    reader = reading_outside(found.addressee.recommendation.inspection)
    return _laid_open(reader, found, wrote=person.pk)


def file(person: Person, addressee: Addressee, digest: str) -> str | None:
    """Return the name of a file offered or looked at, None where ``person`` may not read it."""
    reader = reading(person, addressee.recommendation.inspection)
    offered: list[Progress | Verification] = [
        *addressee.progress.all(),
        *addressee.verifications.all(),
    ]
    for one in offered:
        if digest and one.digest == digest and reader.may(one.marking):
            reader.noted(one, one.marking)
            return getattr(one, "file_name", "")
    return None


def laid_open_row[R: Response | Verification | Closure](person: Person, row: R) -> R:
    """Return one record, its words withheld where they are marked above the reader."""
    reader = reading(person, row.addressee.recommendation.inspection)
    return reader.of(row, row.marking, *_WORDS[type(row)])


def state_of(addressee: Addressee, on: date) -> states.PartState:
    """Return the state of one addressee's part on a day."""
    return standing(addressee, on).state


def totals(inspection: Inspection, on: date) -> Totals:
    """Count the register by state and axis."""
    return totals_of(register(inspection, on))


def totals_of(entries: Iterable[Entry]) -> Totals:
    """Count entries by state and axis; every addressee is counted once on every axis."""
    entries = list(entries)
    parts = [one for entry in entries for one in entry.standings]
    return Totals(
        recommendations=_count(states.RECOMMENDATION_STATES, (one.state for one in entries)),
        addressees=_count(states.PartState.values, (one.state for one in parts)),
        agreement=_count(
            (),
            (one.response.get_agreement_display() if one.response else "No reply" for one in parts),
        ),
        claimed=_count(
            (),
            (
                one.claimed.get_claimed_display() if one.claimed else "Nothing claimed"
                for one in parts
            ),
        ),
        confirmed=_count(
            (),
            (
                one.confirmed.get_confirmed_display() if one.confirmed else "Not looked at"
                for one in parts
            ),
        ),
        moved=sum(len(one.due_dates) > 1 for one in parts),
    )


def reply_by(published_on: date) -> date:
    """The last day for a local policing body's comments (publication day is day 1 of 56)."""
    return clock.reply_by(published_on)


def visible_to(person: Person, inspection: Inspection) -> QuerySet[Recommendation]:
    """The recommendations of an inspection for its staff.

    Nothing for others (contacts: :func:`addressed_to`).
    """
    if not may(person, inspection, TABLE, RecommendationVerb.SEE):
        return Recommendation.objects.none()
    return inspection.recommendations.all()


def can(person: Person, inspection: Inspection, verb: RecommendationVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def addressees_visible_to(person: Person, inspection: Inspection) -> QuerySet[Addressee]:
    """Every addressee's part of an inspection for its staff; none for others."""
    return _addressees().filter(recommendation__in=visible_to(person, inspection))


def reasons_closed(found: AddresseeState) -> list[Reason]:
    """Why nothing more is recorded on a part, once it is closed."""
    return [policies.CLOSED] if found.closure else []


def reasons_not_to_verify(person: Person, addressee: Addressee) -> list[Reason]:
    """Why this person may not verify it now: it is closed, or the body is their own."""
    closed = Closure.objects.filter(addressee=addressee).exists()
    # Sound answers stand for what is not written yet, so that only what cannot be mended is told.
    return policies.verifiable(
        closed=closed,
        confirmed="complete",
        evidence="given",
        own_body=own_body(person, addressee),
    )


def addressed_to(person: Person) -> QuerySet[Addressee]:
    """What a contact may see in the portal: the parts put to the bodies they speak for."""
    return _addressees().filter(body__in=spoken_for_by(person))


def overseen(person: Person, on: date) -> QuerySet[Addressee]:
    """The parts put to bodies that ``person``'s body oversees on a day: to read, not to answer."""
    return (
        _addressees()
        .filter(body__in=overseen_by(person, on))
        .exclude(body__in=spoken_for_by(person))
    )


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List what waits on ``person``, and for staff what waits on each addressee."""
    found = []
    for one in addressed_to(person).filter(recommendation__inspection=inspection, closure=None):
        if not one.responses.all():
            what = f"Answer {one.recommendation.ref}"
            found.append(_waiting(one, RecommendationVerb.RESPOND, what, one.reply_by))
    parts = _parts_to_sign(person, inspection)
    for one in parts:
        found += _waiting_to_be_public(person, one)
    if parts:
        found += [
            Waiting(
                f"Say which recommendation answers {one.outcome.ref}",
                RecommendationVerb.ANSWER_OUTCOME,
                (one.outcome.number,),
                inspection.slug,
            )
            for one in to_answer(person, inspection)
        ]
    if may(person, inspection, TABLE, RecommendationVerb.VERIFY):
        found += [_waiting_on_action(one) for one in parts if not hasattr(one, "closure")]
    return found


def _parts_to_sign(person: Person, inspection: Inspection) -> list[Addressee]:
    """The parts with what ``person`` may accept, confirm or verify of them, and with no more.

    Each page of an inspection asks.
    """
    if any(may(person, inspection, TABLE, verb) for verb in _LOOKS_AT_ALL):
        rows = _addressees()
    elif may(person, inspection, TABLE, RecommendationVerb.ACCEPT):
        rows = with_replies().select_related("recommendation__inspection")
    else:
        return []
    return list(rows.filter(recommendation__inspection=inspection))


def _waiting_on_action(one: Addressee) -> Waiting:
    """What an open part waits for: that we verify, that its addressee replies or acts."""
    claims, looks = list(one.progress.all()), list(one.verifications.all())
    ref, days = one.recommendation.ref, list(one.due_dates.all())
    # A claim looked at since is answered, whatever was confirmed.
    looked = bool(looks and claims and looks[-1].at >= claims[-1].at)
    if claims and claims[-1].claimed == "complete" and not looked:
        what = f"Verify {ref}: {one.label} says it is complete"
        return _waiting(one, RecommendationVerb.VERIFY, what, None)
    if not one.responses.all():
        what, due_on, verb = f"Reply to {ref}", one.reply_by, RecommendationVerb.RESPOND
    else:
        due_on = days[-1].due_on if days else None
        what, verb = f"Action on {ref}", RecommendationVerb.CLAIM_PROGRESS
    return _waiting(one, verb, what, due_on, waits_on=one.label)


def _waiting(
    one: Addressee, verb: RecommendationVerb, what: str, due_on: date | None, waits_on: str = ""
) -> Waiting:
    slug = one.recommendation.inspection.slug
    return Waiting(
        what,
        verb,
        (one.pk,),
        slug,
        due_on,
        mine=not waits_on,
        waits_on=waits_on,
    )


def _waiting_to_be_public(person: Person, part: Addressee) -> list[Waiting]:
    """Words to read, and records to sign as the second, for whoever may."""
    inspection = part.recommendation.inspection
    ref, found = part.recommendation.ref, []
    reply = to_read(part)
    if reply and may(person, inspection, TABLE, RecommendationVerb.ACCEPT):
        what = f"Read the reply to {ref} by {part.label}: not public yet"
        waits = _waiting(part, RecommendationVerb.ACCEPT, what, None)
        found.append(replace(waits, args=(part.pk, reply.pk)))
    if may(person, inspection, TABLE, RecommendationVerb.CONFIRM):
        for record in to_confirm(part):
            kind = str(record._meta.verbose_name)
            mine = record.by_id != person.pk
            waits_on = "" if mine else "a second person"
            what = f"Confirm the {kind} of {ref} for {part.label}: not public yet"
            found.append(_waiting(part, RecommendationVerb.CONFIRM, what, None, waits_on=waits_on))
    return found


def _addressees() -> QuerySet[Addressee]:
    return with_signatures().select_related("recommendation__inspection")


def _standing(one: Addressee, on: date) -> AddresseeState:
    due_dates = tuple(one.due_dates.all())
    closure = getattr(one, "closure", None)
    due_on = due_dates[-1].due_on if due_dates else None
    responses = tuple(one.responses.all())
    state = states.part_state(
        outcome=closure.outcome if closure else "",
        answered=bool(responses),
        reply_by=one.reply_by,
        due_on=due_on,
        on=on,
    )
    return AddresseeState(
        addressee=one,
        state=state,
        due_on=due_on,
        due_dates=due_dates,
        responses=responses,
        progress=tuple(one.progress.all()),
        verifications=tuple(one.verifications.all()),
        closure=closure,
    )


# Who may do either is shown all that was recorded of a part.
_LOOKS_AT_ALL = (RecommendationVerb.CONFIRM, RecommendationVerb.VERIFY)

# Whatever is words, or tells of a file, in each record.
_WORDS: dict[type[Any], tuple[str, ...]] = {
    Response: ("action", "why_none", "link"),
    Progress: ("text", "file_name", "digest"),
    Verification: ("evidence", "digest"),
    Closure: ("reasons",),
}


def _laid_open(reader: Reading, found: AddresseeState, wrote: int = 0) -> AddresseeState:
    closed = [found.closure] if found.closure else []
    rows: list[Response | Progress | Verification | Closure] = [
        *found.responses,
        *found.progress,
        *found.verifications,
        *closed,
    ]
    for one in rows:
        if one.by_id == wrote:
            reader.own(one, one.marking)
        else:
            reader.of(one, one.marking, *_WORDS[type(one)])
    return found


def _count(known: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(known, 0)
    for one in found:
        counts[one] = counts.get(one, 0) + 1
    return counts
