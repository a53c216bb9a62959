"""The shapes of a claim's predicate once it has been read, and what a predicate may name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

RECIPES = frozenset(
    (
        "bodies_inspected",
        "bodies_in_scope",
        "visit_dates",
        "recommendations",
        "evidence_items",
        "sessions",
        "visits",
        "register",
        "judgments",
    )
)


@dataclass(frozen=True, slots=True)
class KnownCriterion:
    """What a predicate may say of a criterion: its findings' codes and the names of its grades
    (none when ungraded).
    """

    pk: int
    ref: str
    area: str
    findings: frozenset[str]
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a predicate may name in one inspection."""

    criteria: Mapping[str, Sequence[KnownCriterion]]
    kinds: frozenset[str]
    groups: frozenset[str]
    registers: frozenset[str]
    fieldwork_to: date


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one criterion: a finding that holds (or not), or one of ``grades``; neither: a
    grade that counts as met.
    """

    criterion: int
    finding: str = ""
    holds: bool = True
    grades: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Counted:
    conditions: tuple[Condition, ...]
    any_of: bool = False
    kind: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class FigureOf:
    recipe: str
    register: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Variation:
    criteria: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    criteria: tuple[int, ...]
    practice: bool | None = None
    direction: str = ""
    min_items: int = 1
    min_kinds: int = 1
    min_bodies: int = 1


@dataclass(frozen=True, slots=True)
class Development:
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Quotation:
    source: str
    words: str


Predicate = Counted | FigureOf | Variation | Evidence | Development | Quotation
