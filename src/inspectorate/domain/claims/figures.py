"""A claim's figures, computed afresh from what stands: exact integers, the bodies behind them, the
word that fits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from inspectorate.prose.dates import in_words
from inspectstats.quantity.flips import Flips, flips
from inspectstats.quantity.missing import Bounds, missing_bounds

from .evidence_base import BodyAt, EvidenceBase, Judged, Place, Seen
from .reliability import Chance, chance
from .shapes import Condition, Counted, Development, Evidence, FigureOf, Predicate, Variation

SMALL = 2


@dataclass(frozen=True, slots=True)
class Figures:
    """What a claim says in numbers; counts are None where the claim counts no bodies.

    ``inspected`` is the denominator: bodies of the population whose cells were inspected and
    agreed. ``scope`` is the whole population, ``not_inspected`` what was left out of it by
    decision, ``pending`` what is inspected and not agreed yet: neither stands in ``met`` nor in
    ``not_met``. ``flips`` is the fewest bodies that would have to be judged otherwise before
    ``word`` is wrong. ``chance`` is the probability that the word holds given the measured error of
    single inspectors. ``values`` holds other numbers by name, as text, exact. ``rests_on`` are keys
    of agreed judgments, ``items`` the evidence pinned or cited.
    """

    met: int | None = None
    not_met: int | None = None
    not_inspected: int | None = None
    pending: int | None = None
    inspected: int | None = None
    scope: int | None = None
    bodies_met: tuple[str, ...] = ()
    bodies_not_met: tuple[str, ...] = ()
    bodies_not_inspected: tuple[str, ...] = ()
    bodies_pending: tuple[str, ...] = ()
    population: str = ""
    word: str = ""
    flips: Flips | None = None
    bounds: Bounds | None = None
    chance: Chance | None = None
    moved: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    rests_on: tuple[int, ...] = ()
    items: tuple[Seen, ...] = ()
    newest_support_on: date | None = None
    newest_judgment_on: date | None = None
    identifies: bool = False
    body_count: int | None = None
    marking: str = ""

    @property
    def probability(self) -> float | None:
        """The probability that the word holds; None when the double judgments cannot tell
        (``chance.reason`` says why).
        """
        return self.chance.value if self.chance else None

    @property
    def source_kinds(self) -> tuple[str, ...]:
        """The kinds of source among the items, in order of the alphabet."""
        return tuple(sorted({item.kind for item in self.items}))

    def looked_at(self) -> dict[str, Any]:
        """What a referencer signs: compared later to tell whether the figures have changed."""
        counts = {
            "met": self.met,
            "not_met": self.not_met,
            "inspected": self.inspected,
            "scope": self.scope,
        }
        return {
            **{name: count for name, count in counts.items() if count is not None},
            **({"bodies_met": list(self.bodies_met)} if self.met is not None else {}),
            **({"values": dict(self.values)} if self.values else {}),
        }


def figures(
    predicate: Predicate,
    evidence_base: EvidenceBase,
    pinned: Iterable[Seen] | None = None,
    *,
    with_chance: bool = True,
) -> Figures:
    """Compute the figures of a predicate. ``pinned`` are the items of an evidence claim; without
    them, those that fit now.

    Without ``with_chance`` the double judgments are not read, which no rule asks for.
    """
    if isinstance(predicate, Counted):
        return _counted(predicate, evidence_base, with_chance)
    if isinstance(predicate, FigureOf):
        return Figures(values=_recipe(predicate, evidence_base))
    if isinstance(predicate, Variation):
        return _variation(predicate, evidence_base)
    if isinstance(predicate, Evidence):
        fitting = (
            evidence_base.items_on(predicate.criteria, predicate.practice, predicate.direction)
            if pinned is None
            else pinned
        )
        return _evidence(predicate, [item for item in fitting if item.pk not in evidence_base.gone])
    if isinstance(predicate, Development):
        return Figures(newest_support_on=predicate.on)
    return Figures()


def holds(condition: Condition, judged: Judged) -> bool:
    """Does an agreed judgment meet a condition?"""
    if condition.finding:
        return judged.findings.get(condition.finding) is condition.holds
    return judged.grade in condition.grades if condition.grades else judged.meets


def _counted(predicate: Counted, evidence_base: EvidenceBase, with_chance: bool) -> Figures:
    met: list[BodyAt] = []
    not_met: list[BodyAt] = []
    left_out: list[BodyAt] = []
    pending: list[BodyAt] = []
    used: list[Judged] = []
    moved: list[str] = []
    of = {condition.criterion for condition in predicate.conditions}
    population = [body for body in evidence_base.bodies if _within(predicate, body)]
    for body in population:
        places = [(body.pk, criterion) for criterion in of]
        if any(place in evidence_base.left_out for place in places):
            left_out.append(body)
        elif any(place not in evidence_base.judged for place in places):
            pending.append(body)
        else:
            judged = [evidence_base.judged[place] for place in places]
            used += judged
            moved += [body.label] if any(one.moved for one in judged) else []
            answers = [
                holds(one, evidence_base.judged[body.pk, one.criterion])
                for one in predicate.conditions
            ]
            (met if (any(answers) if predicate.any_of else all(answers)) else not_met).append(body)
    inspected = len(met) + len(not_met)
    word = (evidence_base.vocabulary.word_for(len(met), inspected) or "") if inspected else ""
    items = _items(evidence_base, used)
    verdicts = {body.pk: body in met for body in (*met, *not_met)}
    return Figures(
        met=len(met),
        not_met=len(not_met),
        not_inspected=len(left_out),
        pending=len(pending),
        inspected=inspected,
        scope=len(population),
        bodies_met=_names(met),
        bodies_not_met=_names(not_met),
        bodies_not_inspected=_names(left_out),
        bodies_pending=_names(pending),
        population=_population(predicate, evidence_base),
        word=word,
        flips=flips(evidence_base.vocabulary, word, len(met), inspected) if word else None,
        bounds=missing_bounds(len(met), inspected, len(population)) if population else None,
        chance=chance(predicate, evidence_base, verdicts, word) if with_chance else None,
        moved=tuple(moved),
        rests_on=tuple(one.pk for one in used),
        items=items,
        newest_support_on=_newest(items),
        newest_judgment_on=max((one.on for one in used), default=None),
        identifies=any(1 <= count <= SMALL for count in (len(met), len(not_met))),
        body_count=inspected,
    )


def _within(predicate: Counted, body: BodyAt) -> bool:
    return (not predicate.kind or body.kind == predicate.kind) and (
        not predicate.group or predicate.group in body.groups
    )


def _population(predicate: Counted, evidence_base: EvidenceBase) -> str:
    return " ".join(part for part in (predicate.kind, evidence_base.inspection.noun_plural) if part)


def _variation(predicate: Variation, evidence_base: EvidenceBase) -> Figures:
    """How many cells of the criteria fall to each grade; how many differ from the commonest."""
    used = {
        place: one
        for place, one in evidence_base.judged.items()
        if place[1] in predicate.criteria
        and place not in evidence_base.left_out
        and one.order is not None
    }
    by_grade = Counter(one.grade for one in used.values())
    order = {one.grade: one.order or 0 for one in used.values()}
    commonest = by_grade.most_common(1)[0][1] if by_grade else 0
    values = {
        "judgments": str(len(used)),
        "grades used": str(len(by_grade)),
        "away from the commonest grade": str(len(used) - commonest),
        **{
            f"graded {name}": str(by_grade[name])
            for name in sorted(by_grade, key=lambda name: -order[name])
        },
    }
    items = _items(evidence_base, list(used.values()))
    moved = {place[0] for place, one in used.items() if one.moved}
    return Figures(
        values=values,
        rests_on=tuple(one.pk for one in used.values()),
        items=items,
        newest_support_on=_newest(items),
        newest_judgment_on=max((one.on for one in used.values()), default=None),
        body_count=len({place[0] for place in used}),
        moved=tuple(evidence_base.labels[pk] for pk in evidence_base.labels if pk in moved),
    )


def _evidence(predicate: Evidence, items: Sequence[Seen]) -> Figures:
    bodies = {item.body for item in items}
    return Figures(
        values={"items": str(len(items)), "bodies": str(len(bodies))},
        items=tuple(items),
        newest_support_on=_newest(items),
        body_count=len(bodies),
        identifies=1 <= len(bodies) <= SMALL,
        marking=_marking(predicate, items),
    )


def _marking(predicate: Evidence, items: Sequence[Seen]) -> str:
    """The lowest marking at which the claim still has its support (nothing where PUBLIC items
    suffice).
    """
    for allowed in (
        ("PUBLIC",),
        ("PUBLIC", "OFFICIAL"),
        ("PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE"),
    ):
        if not short(predicate, [item for item in items if item.marking in allowed]):
            return "" if allowed == ("PUBLIC",) else allowed[-1]
    return "SECRET" if items else ""


def short(predicate: Evidence, items: Sequence[Seen]) -> list[str]:
    """In what the support falls short: items, kinds of source, bodies."""
    wanted = (
        (len(items), predicate.min_items, "items"),
        (len({item.kind for item in items}), predicate.min_kinds, "kinds of source"),
        (len({item.body for item in items}), predicate.min_bodies, "bodies"),
    )
    return [f"{found} of at least {least} {what}" for found, least, what in wanted if found < least]


def _recipe(predicate: FigureOf, evidence_base: EvidenceBase) -> dict[str, str]:
    first, last, visits = (
        evidence_base.visited if predicate.recipe in {"visit_dates", "visits"} else (None, None, 0)
    )
    if predicate.recipe == "visit_dates":
        return {"from": in_words(first), "to": in_words(last)} if first and last else {}
    if predicate.recipe == "register":
        found = evidence_base.register(predicate.on or evidence_base.inspection.fieldwork_to)
        return {predicate.register: str(found[predicate.register])}
    if predicate.recipe == "recommendations":
        return {}  # counted by the room of reports, which stands above this one
    counts = {
        "bodies_inspected": lambda: len(
            {body for body, _ in evidence_base.judged.keys() - evidence_base.left_out}
        ),
        "bodies_in_scope": lambda: len(evidence_base.bodies),
        "judgments": lambda: len(evidence_base.judged.keys() - evidence_base.left_out),
        "evidence_items": lambda: evidence_base.standing_items,
        "sessions": lambda: evidence_base.sessions,
        "visits": lambda: visits,
    }
    return {predicate.recipe.replace("_", " "): str(counts[predicate.recipe]())}


def _items(evidence_base: EvidenceBase, judged: Sequence[Judged]) -> tuple[Seen, ...]:
    return tuple(
        evidence_base.cited_items[pk]
        for pk in dict.fromkeys(chain.from_iterable(one.cited for one in judged))
    )


def _names(bodies: Sequence[BodyAt]) -> tuple[str, ...]:
    return tuple(body.label for body in bodies)


def _newest(items: Iterable[Seen]) -> date | None:
    return max((item.on for item in items), default=None)


def places(predicate: Predicate, evidence_base: EvidenceBase) -> list[Place]:
    """The cells of the grid a predicate asks, for links from the claim to them."""
    criteria = (
        {one.criterion for one in predicate.conditions} if isinstance(predicate, Counted) else set()
    )
    criteria |= set(predicate.criteria) if isinstance(predicate, Variation) else set()
    return [place for place in evidence_base.judged if place[1] in criteria]
