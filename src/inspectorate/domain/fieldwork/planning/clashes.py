"""What clashes in a plan of visits and sessions: the one place of the rule, over loaded facts.

Pure: nothing here reads a database. A clash that ``refuses`` cannot be gone past; the others can,
with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import chain, combinations, pairwise

ANOTHER = "another inspection of this inspectorate"
# More than anybody goes past with one reason. A column pasted wrongly has millions, and whoever
# counted them all would hold every lock of the inspection meanwhile.
MOST = 1_000


class ClashKind(StrEnum):
    """Of what sort a clash is."""

    TWO_SESSIONS = "two sessions at once"
    BODY_TWICE = "a body visited twice at once"
    TEAM_TWICE = "a team at two bodies"
    TWO_BODIES = "a person at two bodies on a day"
    NOT_AVAILABLE = "a person not available"
    TRAVEL = "too little time to travel"
    NOT_ON_TEAM = "a person no longer on the team"
    INTEREST = "a person with an interest in the body"


REFUSES = frozenset({ClashKind.TWO_SESSIONS, ClashKind.BODY_TWICE, ClashKind.INTEREST})


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit as clashes see it; ``place`` says where it stands in a table, if in one.

    ``ours`` is false for a visit of another inspection, of which nothing is told.
    """

    key: str
    body: int
    label: str
    inspection: int
    team: str
    first: date
    last: date
    people: frozenset[int]
    ours: bool = True
    place: str = ""

    def shares_days(self, other: Stay) -> bool:
        """Say whether both are on one day at least."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session as clashes see it: ``start`` and ``end`` as the inspectorate's clocks show them."""

    key: str
    body: int
    label: str
    title: str
    start: datetime
    end: datetime
    people: frozenset[int]
    ours: bool = True
    place: str = ""

    @property
    def begins(self) -> datetime:
        """When it begins, to be compared: a clock put back shows an hour twice."""
        return self.start.astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """When it ends, to be compared."""
        return self.end.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rule looks at.

    ``minutes`` answers how long it is from one body to another, or between any two for None.
    """

    stays: Collection[Stay]
    sittings: Collection[Sitting]
    names: Mapping[int, str]
    off: Mapping[int, Collection[tuple[date, date]]] = field(default_factory=dict)
    minutes: Callable[[int | None, int | None], int | None] = lambda _one, _other: None


@dataclass(frozen=True, slots=True)
class Clash:
    """One clash: its kind, where it stands in the table, and the sentence that tells it."""

    kind: ClashKind
    place: str
    text: str

    @property
    def refuses(self) -> bool:
        """Say whether it cannot be gone past."""
        return self.kind in REFUSES


def clashes(facts: Facts, new: Collection[str]) -> list[Clash]:
    """Every clash in which something ``new`` takes part, by its key, each once.

    Where there are more than ``MOST`` it stops looking: one more than those is returned.
    """
    new = frozenset(new)
    rules = (_two_sessions, _bodies_twice, _teams_twice, _two_bodies, _not_available, _travel)
    found: dict[Clash, None] = {}
    for one in chain.from_iterable(rule(facts, new) for rule in rules):
        found[one] = None
        if len(found) > MOST:
            break
    return list(found)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _at(one: Sitting) -> str:
    where = f"“{one.title}” at {one.label}" if one.ours else f"a session of {ANOTHER}"
    return f"{where} ({_day(one.start.date())}, {one.start:%H:%M} to {one.end:%H:%M})"


def _visit(one: Stay) -> str:
    return f"{one.label} ({_days(one.first, one.last)})" if one.ours else ANOTHER


def _place(new: frozenset[str], *those: Stay | Sitting) -> str:
    """Where the last of the new ones stands: what was typed later is what is mended."""
    return next((one.place for one in reversed(those) if one.key in new), "")


def _by_person(sittings: Iterable[Sitting]) -> dict[int, list[Sitting]]:
    found: dict[int, list[Sitting]] = defaultdict(list)
    for one in sorted(sittings, key=lambda sitting: (sitting.begins, sitting.ends)):
        for person in one.people:
            found[person].append(one)
    return found


def _two_sessions(facts: Facts, new: frozenset[str]) -> Iterator[Clash]:
    for person, sittings in _by_person(facts.sittings).items():
        for place, one in enumerate(sittings):
            for other in sittings[place + 1 :]:
                if other.begins >= one.ends:
                    break
                if one.key in new or other.key in new:
                    text = f"{facts.names[person]} is in two sessions at once: "
                    text += f"{_at(one)} and {_at(other)}."
                    yield Clash(ClashKind.TWO_SESSIONS, _place(new, one, other), text)


def _pairs(facts: Facts, new: frozenset[str]) -> Iterator[tuple[Stay, Stay]]:
    """Every two visits that share a day and of which one at least is new."""
    ordered = sorted(facts.stays, key=lambda stay: stay.first)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.first > one.last:
                break
            if one.key in new or other.key in new:
                yield one, other


def _bodies_twice(facts: Facts, new: frozenset[str]) -> Iterator[Clash]:
    """Two new visits to one body; against those that stand each new one is asked by itself."""
    for one, other in _pairs(facts, new):
        if one.body == other.body and one.key in new and other.key in new:
            text = f"{one.label} would have two visits at once: "
            text += f"{_days(one.first, one.last)} and {_days(other.first, other.last)}."
            yield Clash(ClashKind.BODY_TWICE, _place(new, one, other), text)


def _same_team(one: Stay, other: Stay) -> bool:
    return bool(one.team) and (one.inspection, one.team) == (other.inspection, other.team)


def _teams_twice(facts: Facts, new: frozenset[str]) -> Iterator[Clash]:
    for one, other in _pairs(facts, new):
        if one.body == other.body:
            continue
        if _same_team(one, other):
            text = f"Team {one.team} would be at two bodies at once: {_visit(one)} and "
            text += f"{_visit(other)}."
            yield Clash(ClashKind.TEAM_TWICE, _place(new, one, other), text)
        elif one.people & other.people:
            who = sorted(facts.names[person] for person in one.people & other.people)
            text = f"{', '.join(who)} would be on two visits on one day: {_visit(one)} and "
            text += f"{_visit(other)}."
            yield Clash(ClashKind.TWO_BODIES, _place(new, one, other), text)


def _two_bodies(facts: Facts, new: frozenset[str]) -> Iterator[Clash]:
    """Sessions of one person on one day at different bodies; or at one, their team at another."""
    for person, sittings in _by_person(facts.sittings).items():
        by_day: dict[date, list[Sitting]] = defaultdict(list)
        for one in sittings:
            by_day[one.start.date()].append(one)
        stays = [stay for stay in facts.stays if person in stay.people]
        for day, those in by_day.items():
            for one, other in combinations(those, 2):
                if one.body != other.body and (one.key in new or other.key in new):
                    text = f"{facts.names[person]} would be at two bodies on one day: "
                    text += f"{_at(one)} and {_at(other)}."
                    yield Clash(ClashKind.TWO_BODIES, _place(new, one, other), text)
            here = [stay for stay in stays if stay.first <= day <= stay.last]
            for one in those:
                yield from _away_from_the_team(one, here, facts.names[person], new)


def _away_from_the_team(
    one: Sitting, here: Collection[Stay], name: str, new: frozenset[str]
) -> Iterator[Clash]:
    # That the team is at both was told of the two visits.
    if any(stay.body == one.body for stay in here):
        return
    for stay in here:
        if one.key in new or stay.key in new:
            text = f"{name} would be in {_at(one)} while the own team visits {_visit(stay)}."
            yield Clash(ClashKind.TWO_BODIES, _place(new, stay, one), text)


def _not_available(facts: Facts, new: frozenset[str]) -> Iterator[Clash]:
    said: set[tuple[int, date]] = set()
    times: list[tuple[Stay | Sitting, date, date]] = [
        (one, one.start.date(), one.end.date()) for one in facts.sittings
    ]
    times += [(stay, stay.first, stay.last) for stay in facts.stays]
    for one, first, last in times:
        if one.key not in new:
            continue
        for person in sorted(one.people):
            for day in _off(facts, person, first, last):
                if (person, day) not in said:
                    said.add((person, day))
                    text = f"{facts.names[person]} is not available on {_day(day)}."
                    yield Clash(ClashKind.NOT_AVAILABLE, one.place, text)


def _off(facts: Facts, person: int, first: date, last: date) -> Iterator[date]:
    for from_on, to_on in facts.off.get(person, ()):
        day = max(first, from_on)
        while day <= min(last, to_on):
            yield day
            day += timedelta(days=1)


def _travel(facts: Facts, new: frozenset[str]) -> Iterator[Clash]:
    for person, sittings in _by_person(facts.sittings).items():
        for one, other in pairwise(sittings):
            # Of two at once another rule tells.
            if one.body == other.body or other.begins < one.ends:
                continue
            # The minutes of a pair tell who knows them which body another inspection visits.
            ours = one.ours and other.ours
            needed = facts.minutes(one.body, other.body) if ours else facts.minutes(None, None)
            gap = (other.begins - one.ends) // timedelta(minutes=1)
            if needed is not None and gap < needed and (one.key in new or other.key in new):
                text = f"{facts.names[person]} would have {_hours(gap)} between {_at(one)} and "
                text += f"{_at(other)}; {_hours(needed)} are needed to travel."
                yield Clash(ClashKind.TRAVEL, _place(new, one, other), text)


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d} min" if rest else f"{hours} h"
