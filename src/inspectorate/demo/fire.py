"""A second, small rehearsal: a dozen services on whatever framework is given.

A new framework so needs no line of code.

Knows nothing of fire or of any criterion: notes and report are made from the words of the criteria
themselves.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from fractions import Fraction

from inspectorate.prose.dates import LONDON

from .phrases import Deck, spoken
from .schedule import weeks

SERVICES = 12
WORDS = (
    (Fraction(1), "all"),
    (Fraction(9, 10), "almost all"),
    (Fraction(3, 4), "most"),
    # Just above a half, which is a word of its own; likewise just above none below.
    (Fraction(501, 1000), "a majority of"),
    (Fraction(1, 2), "half of the"),
    (Fraction(1, 4), "a minority of"),
    (Fraction(1, 10), "a few"),
    (Fraction(1, 1000), "very few"),
)
GOOD = (
    "{who} knew the answer, the figures and the {gap|weak spot}, in that order.",
    "Plan of {month} seen; {four|five} of {five|six} actions done and the rest {dated|explained}.",
    "{Two|Three} watches gave the same account, taken separately.",
    "Record and practice agree where I tested them, in {3-7} places.",
    "{who} showed what had changed since {month} and {could say why|what it had cost}.",
    "Checked {5-14} entries against the station log. {No difference|One slip, already found}.",
)
WEAK = (
    "{who} was frank that this {has slipped|waits for a vacancy to be filled}.",
    "Plan is dated {2015|2016}; nobody on site could say what {replaced it|came of it}.",
    "{Two|Three} stations, {two|three} ways of doing it.",
    "Asked for the record {twice|on both days}. {Part of it came|Not found}.",
    "{who} relies on {memory|one experienced colleague} for this.",
    "Of {6-12} entries sampled, {3-5} were {late|incomplete}.",
)
PEOPLE = (
    "watch manager",
    "group manager",
    "station administrator",
    "control room supervisor",
    "fire safety officer",
    "firefighter",
)
METHODS = ("interview", "focus-group", "reality-testing", "document-review", "observation")


@dataclass(frozen=True, slots=True)
class PlannedCriterion:
    """One criterion as the loaded framework has it.

    `grades` best first; empty where it is not graded.
    """

    ref: str
    area: str
    text: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    key: str
    service: str
    ref: str
    text: str
    method: str
    origin: str
    direction: str
    observed_at: datetime
    written_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class FireClaim:
    """A counted claim on one criterion: services with one of the better grades, with the phrase
    that is true of them.
    """

    key: str
    ref: str
    area: str
    statement: str
    grades: tuple[str, ...]
    met: int
    inspected: int
    sentence: str

    @property
    def predicate(self) -> dict[str, object]:
        return {"criterion": self.ref, "area": self.area, "grades": list(self.grades)}


@dataclass(frozen=True, slots=True)
class FirePlan:
    """What is true of each service and noted there; `grades` by service, area and reference."""

    services: tuple[str, ...]
    criteria: tuple[PlannedCriterion, ...]
    grades: dict[tuple[str, str, str], str]
    notes: tuple[Note, ...]

    def claims(self) -> tuple[FireClaim, ...]:
        return tuple(
            self._claim(number, one)
            for number, one in enumerate(self.criteria, start=1)
            if one.grades
        )

    def _claim(self, number: int, one: PlannedCriterion) -> FireClaim:
        better = one.grades[: max(1, len(one.grades) // 2)]
        held = [self.grades[service, one.area, one.ref] for service in self.services]
        met = sum(grade in better for grade in held)
        names = " or ".join(grade[0].lower() + grade[1:] for grade in better)
        word = next((word for limit, word in WORDS if Fraction(met, len(held)) >= limit), "no")
        noun = "service was" if word == "no" else "services were"
        sentence = f"{word[0].upper()}{word[1:]} {noun} {names}"
        if word != "no":
            sentence += f" ({met} of the {len(held)} services inspected)"
        return FireClaim(
            f"graded-{number}", one.ref, one.area, one.text, better, met, len(held), sentence
        )


def make(
    criteria: Sequence[PlannedCriterion], seed: int = 2019, services: int = SERVICES
) -> FirePlan:
    """Grades and notes for `services` pseudonymous services on the criteria given."""
    rng = random.Random(seed)
    names = tuple(f"Service {number:02d}" for number in range(1, services + 1))
    mondays = rng.sample(weeks(), services)
    grades = {
        (name, one.area, one.ref): rng.choices(one.grades, _weights(len(one.grades)))[0]
        for name in names
        for one in criteria
        if one.grades
    }
    good, weak = Deck(GOOD, rng), Deck(WEAK, rng)
    seen: set[str] = set()
    notes: list[Note] = []
    for name, monday in zip(names, mondays, strict=True):
        for place, one in enumerate(criteria):
            for turn in range(2):
                grade = grades.get((name, one.area, one.ref), "")
                favourable = (
                    one.grades.index(grade) < len(one.grades) / 2 if grade else rng.random() < 0.5
                )
                origin = rng.choice(PEOPLE)
                text = _text(good if favourable else weak, one, origin, seen, rng)
                begun = datetime.combine(monday, time(9), LONDON) + timedelta(
                    days=place % 3, minutes=rng.randint(0, 420)
                )
                notes.append(
                    Note(
                        key=f"S{name[-2:]}-{place + 1:02d}-{turn + 1}",
                        service=name,
                        ref=one.ref,
                        text=text,
                        method=METHODS[(place + turn) % len(METHODS)],
                        origin=origin,
                        direction="supports" if favourable else "contradicts",
                        observed_at=begun,
                        written_at=begun + timedelta(minutes=rng.randint(2, 90)),
                        recorded_at=begun + timedelta(minutes=rng.randint(95, 600)),
                    )
                )
    return FirePlan(names, tuple(criteria), grades, tuple(notes))


def _weights(steps: int) -> list[int]:
    """Middling grades are commoner than either end."""
    return [1 + 4 * min(n, steps - 1 - n) + (2 if n == 1 else 0) for n in range(steps)]


def _text(
    deck: Deck, one: PlannedCriterion, origin: str, seen: set[str], rng: random.Random
) -> str:
    while True:
        text = f"On “{one.text}”: {spoken(deck.deal(), origin, rng)}"
        if text in seen:
            text += f" {spoken(deck.deal(), origin, rng)}"
        if text not in seen:
            seen.add(text)
            return text


def report(plan: FirePlan, title: str) -> str:
    """The manuscript of a short report on the plan, one bound sentence to each graded criterion."""
    lines = [
        "---",
        f"title: {title}",
        "kind: report",
        "---",
        "",
        "# Summary",
        "",
        "{.narrative}",
        "This is a rehearsal. The evidence is simulated, the services appear under "
        "pseudonyms, and nothing in it says anything "
        "about a real service. It shows that an inspection can be carried out on a "
        "framework that was loaded from a table.",
        "",
        "# How to read this report",
        "",
        "{.narrative}",
        "Each graded criterion was judged for each service on written characteristics. "
        "Questions without grades were asked, and "
        "the answers were recorded as evidence; they have no grade and are not counted.",
        "",
        "```table",
        "kind: criteria",
        "caption: What was asked",
        "```",
    ]
    claims = {(claim.area, claim.ref): claim for claim in plan.claims()}
    for area in dict.fromkeys(one.area for one in plan.criteria):
        lines += ["", f"# {area}"]
        for one in plan.criteria:
            if one.area != area:
                continue
            lines += ["", f"## {one.text}", ""]
            claim = claims.get((one.area, one.ref))
            if claim:
                lines.append(f"[{claim.sentence}]{{#{claim.key}}}.")
            else:
                lines += [
                    "{.narrative}",
                    "This question was asked without a grade. What we heard informed the "
                    "criteria above it.",
                ]
    lines += [
        "",
        "# Annex: grades and words",
        "",
        "```table",
        "kind: grades",
        "caption: Grades by criterion",
        "```",
        "",
        "```table",
        "kind: vocabulary",
        "caption: What each word of quantity means",
        "```",
        "",
    ]
    return "\n".join(lines)
