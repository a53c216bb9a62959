"""Comparisons of bodies in pairs on one criterion, and how sure a few judgments are.

Of eight bodies alone, so that the demonstration stays short: enough for an order that says
something, and for its intervals to say how little. One body of the highest grade is called worse
than all others: the desk says that its grade contradicts the order.
"""

from __future__ import annotations

import math
import random
from datetime import timedelta

from inspectorate.domain.judgments.certainty import actions as certainty
from inspectorate.domain.judgments.comparisons import actions as comparisons
from inspectorate.domain.judgments.comparisons.loading import keeping
from inspectorate.domain.judgments.comparisons.proposing import Pair, proposed, seed_of
from inspectorate.domain.programmes.models import Criterion
from inspectstats.ordering import Comparisons
from inspectstats.ordering import comparisons as counted
from inspectstats.ordering import order as ordered

from .plan import Cell
from .story import Story, moment

BODIES, PEOPLE, OF_EACH = 8, 4, 12
# How many logits a step of the grade is worth to who compares.
STEP = 1.8
SURE: tuple[tuple[str, list[str], str], ...] = (
    ("moderate", ["few"], "One of the two stations that were open could be visited."),
    ("low", ["inconsistent", "few"], "Officers and the records say different things."),
    ("high", [], ""),
)


def compare_in_pairs(story: Story) -> None:
    """Let some inspectors, who have judged all that was theirs, compare bodies on one criterion."""
    ref = next(iter(story.criteria))
    criterion = story.criteria[ref]
    order_of = (
        {one.name: one.order for one in criterion.scale.grades.all()} if criterion.scale else {}
    )
    cells = [one for one in story.plan.inspected() if one.criterion == ref][: 2 * BODIES]
    people = [f"inspector-{number:02d}" for number in range(1, PEOPLE + 1)]
    kept = {
        pk for word in people for pk in keeping(story.by(word), story.inspection, criterion).all
    }
    chosen = [one for one in cells if story.scope[one.body].pk not in kept][:BODIES]
    drawn = random.Random(f"{story.seed} compared")
    quality = {
        story.scope[one.body].code: STEP * order_of[one.grade] + drawn.gauss(0, 0.5)
        for one in chosen
    }
    highest = max(chosen, key=lambda one: order_of[one.grade])
    quality[story.scope[highest.body].code] = min(quality.values()) - 2 * STEP
    _compare(story, criterion, chosen, quality, people, drawn)
    _say_how_sure(story, chosen, criterion)


def _compare(
    story: Story,
    criterion: Criterion,
    chosen: list[Cell],
    quality: dict[str, float],
    people: list[str],
    drawn: random.Random,
) -> None:
    bodies = {story.scope[one.body].code: story.scope[one.body] for one in chosen}
    rows: list[tuple[str, str]] = []
    own: dict[str, list[Pair]] = {word: [] for word in people}
    for number in range(PEOPLE * OF_EACH):
        word = people[number % PEOPLE]
        table: Comparisons | None = counted(*zip(*rows, strict=True)) if rows else None
        seed = seed_of(story.inspection.slug, criterion.ref, story.by(word).pk, number, table)
        pair = proposed(
            list(bodies), own[word], table, ordered(table) if table is not None else None, seed
        )
        if pair is None:
            continue
        left, right = pair
        chance = 1 / (1 + math.exp(quality[right] - quality[left]))
        better = "left" if drawn.random() < chance else "right"
        comparisons.compare(
            by=story.by(word),
            at=moment(2019, 5, 20) + timedelta(minutes=3 * number),
            key=f"demo-{story.seed}-compare-{number}",
            left=bodies[left],
            right=bodies[right],
            criterion=criterion,
            better=better,
            seed=seed,
        )
        own[word].append(frozenset(pair))
        rows.append((left, right) if better == "left" else (right, left))


def _say_how_sure(story: Story, chosen: list[Cell], criterion: Criterion) -> None:
    for number, (one, (level, reasons, words)) in enumerate(zip(chosen, SURE, strict=False)):
        certainty.say_how_sure(
            by=story.by("lead"),
            at=moment(2019, 5, 21) + timedelta(minutes=5 * number),
            key=f"demo-{story.seed}-how-sure-{number}",
            scope_body=story.scope[one.body],
            criterion=criterion,
            level=level,
            reasons=reasons,
            words=words,
        )
