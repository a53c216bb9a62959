"""The plan of the Prevent rehearsal: for 46 pseudonymous bodies, what is true, who judges, when.

Decided by a seed alone. Truth is given to pseudonym numbers; nothing here knows a real force, so
nothing here can tell which pseudonym stands for which.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from . import readers
from . import truth as truths
from .schedule import Visit, visits_for
from .truth import FORCES, GRADES, SPECIAL_FORCES, CriterionTruth, Truth

INSPECTORS = 15
MODERATED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Inspector:
    """A role, not a person.

    `severity` is the chance in a hundred of grading one step lower (positive) or higher (negative).
    """

    code: str
    severity: int


@dataclass(frozen=True, slots=True)
class Rating:
    """What one inspector submits before anyone compares: a grade and the yes-or-no findings."""

    inspector: str
    grade: str
    findings: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """One body on one criterion.

    `grade` and `findings` are what is agreed in the end; `reason` says why a cell is empty.
    """

    body: int
    criterion: str
    inspected: bool
    grade: str
    findings: dict[str, bool]
    ratings: tuple[Rating, ...]
    outcome: str
    reason: str

    @property
    def moderated(self) -> bool:
        """Whether agreement moved or had to settle what was submitted."""
        return any(
            rating.grade != self.grade or rating.findings != self.findings
            for rating in self.ratings
        )


@dataclass(frozen=True, slots=True)
class Body:
    number: int
    kind: str
    quality: float

    @property
    def name(self) -> str:
        return f"Force {self.number:02d}"


@dataclass(frozen=True, slots=True)
class Count:
    """Bodies that met a condition, of those inspected, of those in scope."""

    met: int
    inspected: int
    scope: int
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    seed: int
    bodies: tuple[Body, ...]
    inspectors: tuple[Inspector, ...]
    visits: tuple[Visit, ...]
    cells: dict[tuple[int, str], Cell] = field(repr=False)

    def inspected(self) -> Iterator[Cell]:
        return (cell for cell in self.cells.values() if cell.inspected)

    def not_inspected(self) -> Iterator[Cell]:
        return (cell for cell in self.cells.values() if not cell.inspected)

    def body(self, number: int) -> Body:
        return self.bodies[number - 1]

    def visit(self, number: int) -> Visit:
        return next(visit for visit in self.visits if visit.body == number)

    def count(
        self,
        criterion: str,
        *,
        finding: str = "",
        holds: bool = True,
        grades: Sequence[str] = (),
        outcome: str = "",
        kind: str = "",
    ) -> Count:
        """How many bodies meet a condition on one criterion; ``outcome`` as a judgment codes it.

        Raises KeyError for a finding the criterion does not have.
        """
        chosen = [
            self.cells[body.number, criterion]
            for body in self.bodies
            if not kind or body.kind == kind
        ]
        seen = [cell for cell in chosen if cell.inspected]
        recorded = outcome.replace("-", " ")
        met = [
            c
            for c in seen
            if (
                c.findings[finding] is holds
                if finding
                else c.outcome == recorded
                if outcome
                else c.grade in grades
            )
        ]
        return Count(len(met), len(seen), len(chosen), tuple(self.body(c.body).name for c in met))


def make(seed: int = 2020) -> Plan:
    """The whole plan for a seed: the same seed gives the same plan."""
    rng = random.Random(seed)
    truth = truths.read()
    bodies = _bodies(rng)
    inspectors = _inspectors(rng)
    visits = visits_for(
        [body.number for body in bodies], [inspector.code for inspector in inspectors], rng
    )
    empty = _empty_cells(truth, bodies)
    keys = [
        (body.number, one.ref)
        for one in truth.criteria
        for body in bodies
        if (body.number, one.ref) not in empty
    ]
    double = set(rng.sample(keys, len(keys) * readers.DOUBLE_SHARE // 100))
    judged_by = readers.readers(keys, [one.code for one in inspectors], visits)
    teams = {visit.body: list(visit.team) for visit in visits}
    cells: dict[tuple[int, str], Cell] = {}
    for criterion in truth.criteria:
        inspected = [body for body in bodies if (body.number, criterion.ref) not in empty]
        findings = _findings(criterion, inspected, rng)
        grades = _grades(criterion, inspected, findings, rng)
        for body in bodies:
            key = number, ref = body.number, criterion.ref
            if key in empty:
                cells[key] = Cell(number, ref, False, "", {}, (), "", empty[key])
                continue
            held = {code: number in findings[code] for code in criterion.findings}
            grade = grades[number]
            # Who judges was drawn here once, in the stream from which what is true of the next
            # criterion comes too. It runs through it still: every body keeps what is true of it.
            team = rng.sample(teams[number], 2 if key in double else 1)
            _ratings(grade, held, team, inspectors, rng)
            own = random.Random(f"{seed} {number} {ref} judged")
            ratings = _ratings(grade, held, judged_by[key], inspectors, own)
            cells[key] = Cell(number, ref, True, grade, held, ratings, _outcome(grade), "")
    return Plan(seed, bodies, inspectors, visits, cells)


def _bodies(rng: random.Random) -> tuple[Body, ...]:
    special = set(rng.sample(range(1, FORCES + 1), SPECIAL_FORCES))
    return tuple(
        Body(n, "special" if n in special else "territorial", rng.gauss(0, 1))
        for n in range(1, FORCES + 1)
    )


def _inspectors(rng: random.Random) -> tuple[Inspector, ...]:
    severities = [-22, -14, -8, -4, -2, 0, 0, 0, 2, 3, 5, 8, 10, 16, 24][:INSPECTORS]
    rng.shuffle(severities)
    return tuple(
        Inspector(f"inspector-{n:02d}", severity) for n, severity in enumerate(severities, start=1)
    )


def _empty_cells(truth: Truth, bodies: Sequence[Body]) -> dict[tuple[int, str], str]:
    by_kind = {
        kind: [body.number for body in bodies if body.kind == kind]
        for kind in ("special", "territorial")
    }
    return {
        (by_kind[cell.kind][cell.order - 1], cell.criterion): cell.reason
        for cell in truth.not_inspected
    }


def _findings(
    criterion: CriterionTruth, inspected: Sequence[Body], rng: random.Random
) -> dict[str, set[int]]:
    """For each finding the bodies for which it holds: the better ones (or the worse, where it is
    adverse), with some luck.
    """
    chosen: dict[str, set[int]] = {}
    for code, number in criterion.findings.items():
        sign = -1 if code in criterion.adverse else 1
        pool = [
            body
            for body in inspected
            if code not in criterion.implies or body.number in chosen[criterion.implies[code]]
        ]
        score = {body.number: sign * body.quality + rng.gauss(0, 1.2) for body in pool}
        if code in criterion.territorial_first:
            score = {
                body.number: score[body.number] + (100 if body.kind == "territorial" else 0)
                for body in pool
            }
        ranked = sorted(score, key=lambda number: (-score[number], number))
        chosen[code] = set(ranked[:number])
        if len(chosen[code]) != number:
            raise ValueError(
                f"truth.toml, criterion {criterion.ref}: {code} cannot hold for {number} "
                f"bodies, {len(pool)} could have it"
            )
    return chosen


def _grades(
    criterion: CriterionTruth,
    inspected: Sequence[Body],
    findings: dict[str, set[int]],
    rng: random.Random,
) -> dict[int, str]:
    """Grades follow from the findings first and from the body's general quality second.

    The counts are the truth's.
    """
    if sum(criterion.grades) != len(inspected):
        raise ValueError(
            f"truth.toml, criterion {criterion.ref}: grades are given to "
            f"{sum(criterion.grades)} bodies, {len(inspected)} inspected"
        )
    score: dict[int, float] = {}
    for body in inspected:
        held = sum(
            (body.number in findings[code]) != (code in criterion.adverse)
            for code in criterion.findings
        )
        score[body.number] = held + 0.3 * body.quality + rng.gauss(0, 0.05)
    ranked = sorted(score, key=lambda number: (-score[number], number))
    ladder = [
        grade for grade, many in zip(GRADES, criterion.grades, strict=True) for _ in range(many)
    ]
    return dict(zip(ranked, ladder, strict=True))


def _ratings(
    grade: str,
    held: dict[str, bool],
    raters: Sequence[str],
    inspectors: Sequence[Inspector],
    rng: random.Random,
) -> tuple[Rating, ...]:
    return tuple(
        _rating(grade, held, next(i for i in inspectors if i.code == code), rng) for code in raters
    )


def _rating(grade: str, held: dict[str, bool], inspector: Inspector, rng: random.Random) -> Rating:
    step = 0
    if rng.random() * 100 < abs(inspector.severity):
        step = 1 if inspector.severity > 0 else -1
    elif rng.random() < MODERATED_SHARE:
        step = rng.choice((-1, 1))
    # Nobody gives the lowest grade by a slip: it needs a cause of concern, and moderation would
    # have stopped it long before.
    lowest = len(GRADES) - 1 if grade == GRADES[-1] else len(GRADES) - 2
    submitted = GRADES[min(max(GRADES.index(grade) + step, 0), lowest)]
    findings = dict(held)
    if rng.random() < MODERATED_SHARE:
        code = rng.choice(sorted(code for code in findings))
        findings[code] = not findings[code]
    return Rating(inspector.code, submitted, findings)


def _outcome(grade: str) -> str:
    """Grade and outcome agree: inadequate if and only if there is a cause of concern."""
    return {"Inadequate": "cause of concern", "Requires improvement": "area for improvement"}.get(
        grade, ""
    )
