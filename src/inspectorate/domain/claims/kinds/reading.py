"""Reading the stored structure of a claim field by field; every fault names its field by path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..reasons import ClaimReason


@dataclass(frozen=True, slots=True)
class KnownCriterion:
    """What a claim may say of a criterion: its findings (code and text) and grades, worst first.

    ``grades`` is empty where the criterion is not graded; ``outcomes`` maps the code of each that a
    judgment may record to its label.
    """

    pk: int
    ref: str
    area: str
    findings: Mapping[str, str]
    grades: tuple[str, ...]
    name: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question of a review form: its code ("2.3"), how a form offers it, and of which bodies a
    sample is drawn for it, by code; ``pooled`` where it is counted over several together.
    """

    code: str
    label: str
    bodies: Mapping[str, str] = field(default_factory=dict)
    pooled: bool = False


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column of a data return: the number of the template that asks now, and its heading.

    ``numbers`` are those of this version and of all that it replaced, ``choices`` everything that
    a cell may hold, where that is a list.
    """

    template: int
    name: str
    kind: str
    label: str
    numbers: frozenset[int]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Everything a claim may name in one inspection, with the labels by which a form offers it.

    ``criteria`` stand in the framework's order; ``groups``, ``directions`` and ``bodies`` map codes
    to names. ``words`` are the vocabulary's banded words, ``claims`` maps the key of each claim to
    its kind. ``sampled`` reads the questions of review forms when a claim first asks for them,
    ``returned`` the columns of data returns.
    """

    criteria: tuple[KnownCriterion, ...]
    kinds: frozenset[str]
    groups: Mapping[str, str]
    registers: frozenset[str]
    directions: Mapping[str, str]
    fieldwork_to: date
    bodies: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    claims: Mapping[str, str] = field(default_factory=dict)
    sampled: Callable[[], tuple[KnownQuestion, ...]] = tuple
    returned: Callable[[], tuple[KnownColumn, ...]] = tuple

    def numbered(self, ref: object) -> list[KnownCriterion]:
        """Return the criteria with this reference: more than one where areas number alike."""
        return [criterion for criterion in self.criteria if criterion.ref == ref]


@dataclass(slots=True)
class Reader:
    """Reads fields and collects what is wrong with them."""

    known: KnownNames
    reasons: list[Reason] = field(default_factory=list)

    def wrong(self, path: str, text: str, mend: str) -> None:
        """Note a fault of the field at ``path`` (``any_of.1.finding``; empty for the whole)."""
        where = f"predicate.{path}" if path else "predicate"
        self.reasons.append(
            Reason(ClaimReason.PREDICATE_WRONG, f"{where}: {text}", Mend.words(mend), where)
        )

    def table(self, raw: object, path: str) -> dict[str, Any]:
        """Return an object with named fields, empty where it is something else."""
        if isinstance(raw, Mapping) and all(isinstance(name, str) for name in raw):
            return dict(raw)
        self.wrong(path, "must be an object with named fields.", "Fill in the form again.")
        return {}

    def only(self, table: Mapping[str, Any], path: str, *names: str) -> None:
        """Refuse fields other than ``names``."""
        for name in table.keys() - set(names):
            self.wrong(
                f"{path}{name}",
                "is not a field of this kind of claim.",
                f"Use only: {', '.join(names)}.",
            )

    def text(self, table: Mapping[str, Any], name: str) -> str:
        """Return a text that is needed and can be stored."""
        value = table.get(name, "")
        for reason in storable(value, name, needed=True, limit=5000):
            self.wrong(name, reason.text, reason.mend)
        return value if isinstance(value, str) else ""

    def number(self, table: Mapping[str, Any], name: str, default: int) -> int:
        """Return a whole number of at least 1."""
        value = table.get(name, default)
        # JSON's true is an int to Python.
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100_000:
            return value
        what = f"{value!r} must be a whole number of at least 1."
        self.wrong(name, what, "Write a number such as 2.")
        return default

    def numbers(self, table: Mapping[str, Any], name: str) -> tuple[int, ...]:
        """Return whole numbers of at least 1, each once; none where the field is missing."""
        listed = table.get(name, [])
        sound = isinstance(listed, list | tuple) and all(
            isinstance(one, int) and not isinstance(one, bool) and 1 <= one < 10**9
            for one in listed
        )
        if not sound or len(set(listed)) != len(listed):
            what = "must list whole numbers of items, each once."
            self.wrong(name, what, "Write them like [12, 15].")
            return ()
        return tuple(listed)

    def yes_or_no(
        self, table: Mapping[str, Any], name: str, path: str, default: bool | None
    ) -> bool | None:
        """Return true, false or, where the field is missing, ``default``."""
        value = table.get(name, default)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(f"{path}{name}", f"{value!r} must be true or false.", "Choose yes or no.")
        return default

    def day(self, table: Mapping[str, Any], name: str, *, needed: bool) -> date | None:
        """Return a day written as ISO 8601."""
        value = table.get(name)
        if value is None and not needed:
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.wrong(name, f"{value!r} is not a date.", "Write it as 2020-03-09.")
            return None

    def criterion(self, ref: object, area: object, path: str) -> KnownCriterion | None:
        """Return the criterion that ``ref`` names, with ``area`` where areas number alike."""
        found = [one for one in self.known.numbered(ref) if area in (None, "", one.area)]
        if not found:
            refs = ", ".join(dict.fromkeys(one.ref for one in self.known.criteria))
            what = f"there is no criterion {ref!r} in this framework."
            self.wrong(path, what, f"Choose one of: {refs}.")
            return None
        if len(found) > 1:
            areas = ", ".join(one.area for one in found)
            self.wrong(path, f"more than one area has {ref}.", f"Name the area too: {areas}.")
            return None
        return found[0]

    def criteria(self, table: Mapping[str, Any]) -> tuple[KnownCriterion, ...]:
        """Return the criteria that ``criteria`` lists, each once, in the order listed."""
        refs = table.get("criteria")
        if not isinstance(refs, list | tuple) or not refs:
            self.wrong("criteria", "names no criterion.", "Choose one or more.")
            return ()
        listed = [
            self.criterion(ref, table.get("area"), f"criteria.{place}")
            for place, ref in enumerate(refs)
        ]
        return tuple({one.pk: one for one in listed if one is not None}.values())
