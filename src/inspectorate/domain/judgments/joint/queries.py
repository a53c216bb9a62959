"""Reads of joint figures: the newest, whether they are of the readings of now, and answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from inspectorate.domain.inspections.access import may
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.prose.dates import in_words

from ..models import JointFigures, JointSeverity
from ..permissions import TABLE
from ..verbs import JudgmentVerb
from .questions import METHODS, Question, same
from .readings import read

# What of a question moves with the bodies judged, and makes it no other statement.
_MOVING = ("among", "bodies", "low", "high")


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest joint figures; ``of_now`` where no judgment came in or went since, and they were
    worked out by the method of now (``of_method``).
    """

    figures: JointFigures
    of_now: bool

    @property
    def of_method(self) -> bool:
        """Were they worked out by the method that is used now?"""
        return of_method(self.figures)

    @property
    def since(self) -> str:
        """Why they are not of now."""
        if not self.of_method:
            return f"the answer of {in_words(self.on)} is by an earlier method"
        return f"judgments came in since {in_words(self.on)}"

    @property
    def on(self) -> date:
        """The day on which they were worked out, where the inspectorate is."""
        return timezone.localtime(self.figures.at).date()

    def answer(self, question: Question) -> Mapping[str, Any] | None:
        """What was answered; None where it was not asked."""
        rows = self.figures.answers
        return next((one["answer"] for one in rows if same(question, one["question"])), None)


def standing(inspection: Inspection) -> Standing | None:
    """The newest joint figures of an inspection, None where there are none. At most four queries.

    Whoever may read them has first to be asked: see :func:`seen_by`.
    """
    newest = inspection.joint_figures.last()
    if newest is None:
        return None
    return Standing(newest, of_method(newest) and _of_now(newest, inspection))


def of_method(figures: JointFigures) -> bool:
    """Were these figures worked out by the method that is used now?"""
    return figures.method == METHODS


def tried(inspection: Inspection) -> Counter[str]:
    """How many statements of each sort (``asked``) were ever tested of its readings.

    Of each question once, however often its readings were read anew, whoever was in scope and
    whatever the word of a count allowed.
    """
    asked: dict[str, str] = {}
    for answers in inspection.joint_figures.values_list("answers", flat=True):
        for one in answers:
            if one["answer"].get("reason") == "ok":
                question = {
                    name: held for name, held in one["question"].items() if name not in _MOVING
                }
                asked[json.dumps(question, sort_keys=True)] = question["asked"]
    return Counter(asked.values())


def _of_now(figures: JointFigures, inspection: Inspection) -> bool:
    """Were all the cells read that are complete now, as they are, and none that was left out since?

    A cell that somebody has still to judge is not asked: that it was read would tell them that
    the other had submitted.
    """
    now = read(inspection)
    if any(figures.cells.get(cell) != digest for cell, digest in now.cells.items()):
        return False
    return now.left_out.isdisjoint(figures.cells)


def seen_by(person: Person, inspection: Inspection) -> Standing | None:
    """As :func:`standing`, for who may see how far inspectors agree; None for others."""
    if not may(person, inspection, TABLE, JudgmentVerb.SEE_AGREEMENT):
        return None
    return standing(inspection)


def own_severities(person: Person, inspection: Inspection) -> list[tuple[JointSeverity, bool]]:
    """The severity of ``person`` alone in the newest joint figures, by scale; with the figures, and
    whether it may be told: of two inspectors each would read the other's from their own.

    For who judges here. Whether they are of the readings of now is not asked: that judgments came
    in since would tell an inspector of others'. Three queries.
    """
    if not may(person, inspection, TABLE, JudgmentVerb.SUBMIT):
        return []
    newest = inspection.joint_figures.last()
    if newest is None:
        return []
    judges = Counter(newest.severities.values_list("scale", flat=True))
    rows = newest.severities.filter(person=person).select_related("scale", "person", "figures")
    return [(row, judges[row.scale_id] > 2) for row in rows.order_by("scale", "pk")]


def severities_for(person: Person, found: Standing | None) -> list[JointSeverity]:
    """How severe each inspector is, as ``person`` may know: the lead all, an inspector their own.

    In the order of scale and name.
    """
    if found is None:
        return []
    rows = found.figures.severities.select_related("person", "scale")
    if not may(person, found.figures.inspection, TABLE, JudgmentVerb.SEE_SEVERITIES):
        rows = rows.filter(person=person)
    return list(rows.order_by("scale", "person__name", "pk"))
