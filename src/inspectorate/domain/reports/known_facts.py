"""What an inspectorate knows before a word is written: addressees, days, names and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class KnownRecommendation:
    """A recommendation as it is made: its number, whom it is put to by name, when it is due."""

    number: int
    to: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """Facts of records that a text may state, to be compared with what it states.

    Empty or ``None`` means "not known here".

    ``addressee`` holds every name of the body that a letter is written to, the printed one first;
    ``others`` every name of the other bodies in scope, and of who oversees them. ``visits`` are the
    days of the visits to the addressee, ``visited`` the first and last day of all visits.
    ``asked`` are the recommendations by number. ``names`` are the names by which the registers
    know anybody, as they are written. ``numbers`` maps a noun ("criteria", "strands") to how many
    there are, ``listed`` a noun to the names of all of them. ``inspected`` maps a phrase of the
    registers, or a noun of the inspection, to how many of them are in its scope. ``findings`` is
    how many claims the documents carry that say what was found. ``contacts`` are the telephone
    numbers, addresses and hours at which the inspectorate is reached. ``comment_days`` is the time
    that a statute gives a body to comment on a report. ``question`` is what the inspection asks.
    ``labels`` maps the key of each body in scope to its label. ``strategy`` is the name of the
    strategy inspected, ``co_ordinated_by`` who co-ordinates it, ``aims`` what each strand is for.
    ``phrases`` are the words of the framework: areas, criteria, findings, aims.
    """

    addressee: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    visits: tuple[Days, ...] = ()
    visited: Days | None = None
    asked: Mapping[int, KnownRecommendation] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    listed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inspected: Mapping[str, int] = field(default_factory=dict)
    findings: int | None = None
    contacts: tuple[str, ...] = ()
    comment_days: int | None = None
    question: str = ""
    labels: Mapping[int, str] = field(default_factory=dict)
    strategy: str = ""
    co_ordinated_by: str = ""
    aims: Mapping[str, str] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
