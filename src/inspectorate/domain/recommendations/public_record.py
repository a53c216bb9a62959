"""What the public may know of each recommendation on a day.

Receipts, codes, links, days first set and states follow by themselves. An addressee's words are
public once a person accepted them; a verification, a closure and a moved day once a second person
confirmed them. What went out before that was asked for stays, marked as resting on one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Prefetch
from django.utils.timezone import localdate

from inspectorate.domain.bodies.real_names import RealNames
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.scheme import BASELINE, above
from inspectorate.prose.checks.registry import passages
from inspectorate.prose.dates import in_words

from . import states
from .models import (
    Acceptance,
    Addressee,
    DueDate,
    Recommendation,
    Response,
)
from .publicity import Change, Publicity, came_with, publicity_of, with_signatures
from .unread import names_kept_out


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One dated line of a recommendation's life, fit for print.

    ``by_one`` says that it became public on one person's word, before two were asked for.
    """

    on: date
    what: str
    by_one: bool = False


@dataclass(frozen=True, slots=True)
class PublicPart:
    """Where one addressee stands, as the public may know it.

    ``received_on`` is the day of the newest reply; while ``being_read`` its words wait for
    acceptance, and ``response`` and ``why_none`` are those of the last reply that was accepted.
    ``by_one`` names what rests on one person: ``reply``, ``due``, ``confirmed``, ``closed``.
    """

    addressee: Addressee
    state: states.PartState
    due_on: date | None
    received_on: date | None
    being_read: bool
    agreement: str
    response: str
    why_none: str
    link: str
    claimed: str
    confirmed: str
    history: tuple[PublicLine, ...]
    by_one: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One recommendation with every addressee's part."""

    recommendation: Recommendation
    state: str
    parts: tuple[PublicPart, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    """A line before it is dated.

    ``place`` settles the order of two steps of one moment: that in which they may follow.
    """

    at: datetime
    place: int
    what: str
    by_one: bool = False


@dataclass(frozen=True, slots=True)
class _Axis[Value]:
    """What stands on one axis: the value, whether it rests on one person, and how it came."""

    value: Value
    by_one: bool
    events: tuple[_Event, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a reply as they may be public."""

    response: Response | None = None
    action: str = ""
    why_none: str = ""


def public_record(
    inspection: Inspection, on: date, *, public_before: datetime | None = None
) -> list[PublicEntry]:
    """Return every recommendation of an inspection as the public may know it on a day.

    What was recorded up to ``public_before`` went out when one person's word was enough. A fixed
    number of queries.
    """
    rows = Recommendation.objects.filter(inspection=inspection).select_related(
        "inspection", "edition__document"
    )
    found, names = [], names_kept_out(inspection)
    for one in rows.prefetch_related(Prefetch("addressees", with_signatures())):
        parts = tuple(_part(each, one, on, public_before, names) for each in one.addressees.all())
        found.append(
            PublicEntry(one, states.recommendation_state(part.state for part in parts), parts)
        )
    return found


def public_part(
    addressee: Addressee, on: date, *, public_before: datetime | None = None
) -> PublicPart:
    """Return one addressee's part as the public may know it on a day."""
    rows = with_signatures().select_related("recommendation__inspection")
    one = rows.get(pk=addressee.pk)
    names = names_kept_out(one.recommendation.inspection)
    return _part(one, one.recommendation, on, public_before, names)


def _part(
    one: Addressee,
    made: Recommendation,
    on: date,
    public_before: datetime | None,
    names: RealNames | None,
) -> PublicPart:
    words = _words(one, public_before, names)
    due = _due(one, made, public_before, names)
    confirmed = _confirmed(one, public_before)
    closed = _closed(one, public_before, names)
    newest = next(reversed(one.responses.all()), None)
    claimed = next(reversed(one.progress.all()), None)
    state = states.part_state(
        outcome=closed.value,
        answered=newest is not None,
        reply_by=one.reply_by,
        due_on=due.value,
        on=on,
    )
    axes = {"reply": words, "due": due, "confirmed": confirmed, "closed": closed}
    return PublicPart(
        addressee=one,
        state=state,
        due_on=due.value,
        received_on=localdate(newest.at) if newest else None,
        being_read=newest is not None and words.value.response != newest,
        agreement=newest.get_agreement_display() if newest else "",
        response=words.value.action,
        why_none=words.value.why_none,
        link=_link(newest, names),
        claimed=claimed.get_claimed_display() if claimed else "",
        confirmed=confirmed.value,
        history=_history(one, axes.values()),
        by_one=tuple(name for name, axis in axes.items() if axis.by_one),
    )


def _link(newest: Response | None, names: RealNames | None) -> str:
    """The address of the newest reply, but for one that whoever read the reply left out."""
    # A reply marked above OFFICIAL tells the public that it came and what it agrees to, no more.
    if newest is None or above(newest.marking, BASELINE):
        return ""
    read = next(reversed(newest.acceptances.all()), None)
    if read is None:
        # By itself goes only an address in which no check finds anything.
        return "" if passages({"link": newest.link}, names) else newest.link
    return "" if hasattr(read, "withdrawal") else _unnamed(read.link, names)


def _unnamed(words: str, names: RealNames | None) -> str:
    """Words as they may be public: none where they name a real body beside what is simulated.

    Nothing of the kind is taken since; this is for what was recorded before.
    """
    return "" if names is not None and names.first(words) else words


def _words(
    one: Addressee, public_before: datetime | None, names: RealNames | None
) -> _Axis[_Words]:
    shown, by_one = _Words(), False
    events: list[_Event] = []
    for reply in one.responses.all():
        if above(reply.marking, BASELINE):
            events.append(_answered(reply))
            continue
        public = publicity_of(reply, public_before)
        events.append(_answered(reply))
        events += _reading(reply, public)
        if public.out:
            read = public.signature
            source = read if isinstance(read, Acceptance) else reply
            said = (_unnamed(source.action, names), _unnamed(source.why_none, names))
            shown, by_one = _Words(reply, *said), public.by_one
    return _Axis(shown, by_one, tuple(events))


def _answered(reply: Response) -> _Event:
    return _Event(reply.at, 0, f"Answered: {reply.get_agreement_display().lower()}")


def _reading(reply: Response, public: Publicity) -> Iterator[_Event]:
    """Tell when the words of a reply were published, pieces removed, and taken out."""
    words = f"Words of the reply of {in_words(localdate(reply.at))}"
    for before, change in pairwise([Change(reply.at, False, None), *public.changes]):
        if not change.out:
            yield _Event(change.at, 2, f"{words} taken out")
        elif isinstance(change.by, Acceptance):
            whole = (change.by.action, change.by.why_none) == (reply.action, reply.why_none)
            if not before.out:
                pieces = "" if whole else ", with pieces removed"
                yield _Event(change.at, 1, f"{words} published{pieces}")
            elif not whole:
                yield _Event(change.at, 1, f"{words}: pieces removed")


def _due(
    one: Addressee,
    made: Recommendation,
    public_before: datetime | None,
    names: RealNames | None,
) -> _Axis[date | None]:
    first = None
    moves: list[tuple[DueDate, Publicity]] = []
    for row in one.due_dates.all():
        if came_with(row, made.opened_at):
            first = row.due_on
        else:
            moves.append((row, publicity_of(row, public_before)))
    out = [(row, public) for row, public in moves if public.out]
    current, by_one = (out[-1][0].due_on, out[-1][1].by_one) if out else (first, False)
    return _Axis(current, by_one, tuple(_moving(first, moves, names)))


def _moving(
    first: date | None, moves: Sequence[tuple[DueDate, Publicity]], names: RealNames | None
) -> Iterator[_Event]:
    """Tell each move from the day that stood in public before it, and each that was taken back."""
    changes = [(change, row, public) for row, public in moves for change in public.visible()]
    out: set[DueDate] = set()
    before = first
    for change, row, public in sorted(changes, key=lambda change: change[0].at):
        out = out | {row} if change.out else out - {row}
        after = next((each.due_on for each, _ in reversed(moves) if each in out), first)
        if before == after:
            continue
        days = " ".join(
            f"{word} {in_words(day)}" for word, day in (("from", before), ("to", after)) if day
        )
        if change.out:
            # What was taken back since leaves no words.
            said = _unnamed(row.reason, names)
            why = f": {said}" if public.out and said else ""
            yield _Event(change.at, 4, f"Due day moved {days}{why}", public.by_one)
        else:
            yield _Event(
                change.at, 7, f"Due day moved back {days}: the move is no longer confirmed"
            )
        before = after


def _confirmed(one: Addressee, public_before: datetime | None) -> _Axis[str]:
    shown, by_one = "", False
    events = []
    for row in one.verifications.all():
        public = publicity_of(row, public_before)
        said = row.get_confirmed_display().lower()
        if public.out:
            shown, by_one = row.get_confirmed_display(), public.by_one
        for change in public.visible():
            what = f"Inspectorate: {said}" if change.out else f"Inspectorate: withdrew “{said}”"
            events.append(_Event(change.at, 5 if change.out else 7, what, public.by_one))
    return _Axis(shown, by_one, tuple(events))


def _closed(one: Addressee, public_before: datetime | None, names: RealNames | None) -> _Axis[str]:
    closure = getattr(one, "closure", None)
    if closure is None:
        return _Axis("", False, ())
    public = publicity_of(closure, public_before)
    closed = f"Closed, {closure.get_outcome_display().lower()}"
    said = _unnamed(closure.reasons, names)
    if public.out and said and not above(closure.marking, BASELINE):
        closed = f"{closed}: {said}"
    events = [
        _Event(change.at, 6, closed, public.by_one)
        if change.out
        else _Event(change.at, 7, "Open again: the closure is no longer confirmed")
        for change in public.visible()
    ]
    return _Axis(closure.outcome if public.out else "", public.by_one, tuple(events))


def _history(one: Addressee, axes: Iterable[_Axis[object]]) -> tuple[PublicLine, ...]:
    """Tell what happened, oldest first, each step on the day it came out.

    So that no line is ever put in before one that was published.
    """
    events = [event for axis in axes for event in axis.events]
    events += [
        _Event(row.at, 3, f"Owner says: {row.get_claimed_display().lower()}")
        for row in one.progress.all()
    ]
    events.sort(key=lambda event: (event.at, event.place))
    return tuple(PublicLine(localdate(each.at), each.what, each.by_one) for each in events)
