"""What is worked out of all judgments together: asked for, under way, and what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from math import ceil
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.asked_of_model import tested_kinds
from inspectorate.domain.claims.figures import ChanceReading, WordChance
from inspectorate.domain.claims.kinds import chance_of_word
from inspectorate.domain.claims.kinds.counted import CountedKind
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.desk.beside import OwnDrift, own_drifts
from inspectorate.domain.judgments.desk.figures import FEW_INSPECTORS
from inspectorate.domain.judgments.joint import queries
from inspectorate.domain.judgments.joint.queries import Standing
from inspectorate.domain.judgments.models import JointSeverity
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.drawing.interval import Estimate, intervals
from inspectorate.foundation.drawing.picture import Picture
from inspectorate.foundation.jobs import asking
from inspectorate.foundation.jobs.models import Job
from inspectorate.foundation.jobs.states import UNDER_WAY, JobState, state_of
from inspectorate.foundation.people.models import Person

from ...act_forms import ActForm, require_get_or_post
from ...in_place import lead_back
from ...jobs import joint_figures
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page

# What a chance may read as that asks somebody to do something.
_DOUBTFUL = (ChanceReading.OPEN, ChanceReading.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person is told of joint figures: how they stand, severities, each claim's test, and of
    how many words a chance is told, with those that hang on who read what, least likely first.
    """

    standing: Standing | None
    job: Job | None
    state: JobState | None
    picture: Picture | None
    severe: Sequence[str]
    claims: Sequence[tuple[Any, str]]
    words: int
    doubtful: Sequence[tuple[Any, WordChance]]

    @property
    def under_way(self) -> bool:
        """Is it being worked out, or waited for?"""
        return self.state in UNDER_WAY

    @property
    def percent(self) -> int:
        """How much of it is done, in a hundred."""
        return round(100 * self.job.share) if self.job else 0


def told(person: Person, inspection: Inspection) -> Told:
    """What ``person``, who may see agreement here, is told."""
    found, job = queries.seen_by(person, inspection), joint_figures.newest(inspection)
    rows = queries.severities_for(person, found)
    known = [one for one in rows if one.value is not None]
    chances = _chances(person, inspection) if found else []
    return Told(
        found,
        job,
        state_of(job, timezone.now()) if job else None,
        _drawn(known) if known else None,
        [_in_words(one) for one in known if _apart(one)],
        _tests(person, inspection),
        len(chances),
        [each for each in chances if each[1].reading in _DOUBTFUL],
    )


class SeverityLean(Enum):
    """What an inspector's own severity allows: what it means, and what to do next."""

    UNKNOWN = (
        "Too few judgments link you with others to tell.",
        "Nothing is to be done by you; the lead can have more judgments drawn to be made twice.",
    )
    OF_TWO = (
        "Two of you judge by these grades: your figure would tell each of you the other's.",
        "Nothing is to be done by you; the lead reads both.",
    )
    NONE = (
        "The limits hold the average: no difference is shown.",
        "Go on by the characteristics.",
    )
    HARSHER = (
        "Given the same evidence you would tend to give a lower grade than these inspectors do.",
        "Read again what each grade looks like before you judge on, and talk with the lead about a "
        "few of your judgments. It says nothing of who is right.",
    )
    MILDER = (
        "Given the same evidence you would tend to give a higher grade than these inspectors do.",
        "Read again what each grade looks like before you judge on, and talk with the lead about a "
        "few of your judgments. It says nothing of who is right.",
    )

    @property
    def means(self) -> str:
        """What it means."""
        return self.value[0]

    @property
    def next(self) -> str:
        """What to do next."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class OwnSeverity:
    """One's own severity on a scale, as one is told it: the figure in words, and how it leans."""

    row: JointSeverity
    lean: SeverityLean

    @property
    def of_method(self) -> bool:
        """Was it worked out by the method that is used now?"""
        return queries.of_method(self.row.figures)

    @property
    def figure(self) -> str:
        """The value with its limits, in grades."""
        value, low, high = (one / 100 if one is not None else 0.0 for one in _numbers(self.row))
        if self.row.value is None or self.lean is SeverityLean.OF_TWO:
            return "Not told"
        side = "harsher" if value >= 0 else "milder"
        # Harsher counts up in both, so that the limits are read on the side that the value names.
        ends = (low, high) if value >= 0 else (-high, -low)
        return f"{abs(value):.2f} grades {side} than the average ({ends[0]:.2f} to {ends[1]:.2f})"


def own(person: Person, inspection: Inspection) -> list[OwnSeverity]:
    """What ``person`` is told of their own severity, never of a colleague's."""
    rows = queries.own_severities(person, inspection)
    return [OwnSeverity(one, _lean(one) if told else SeverityLean.OF_TWO) for one, told in rows]


class DriftLean(Enum):
    """What an inspector's own drift allows: what it means, and what to do next."""

    UNKNOWN = (
        "Too few of your judgments are in that others made as well, or all are of one day: whether "
        "you changed cannot be told.",
        "Nothing is to be done by you; the lead can have more judgments drawn to be made twice.",
    )
    OF_TWO = (
        "Two of you judge by these grades: your figure would tell each of you the other's.",
        "Nothing is to be done by you; the lead reads both.",
    )
    NONE = (
        "It is no more than chance or a trifle: you judged at the end as at the beginning.",
        "Go on by the characteristics.",
    )
    HARSHER = (
        "Beside all others you gave lower grades at the end than on such evidence at the "
        "beginning.",
        "Read an early judgment of yours beside a late one on the same criterion, go by what each "
        "grade looks like, and talk it through with the lead before you judge on.",
    )
    MILDER = (
        "Beside all others you gave higher grades at the end than on such evidence at the "
        "beginning.",
        "Read an early judgment of yours beside a late one on the same criterion, go by what each "
        "grade looks like, and talk it through with the lead before you judge on.",
    )

    @property
    def means(self) -> str:
        """What it means."""
        return self.value[0]

    @property
    def next(self) -> str:
        """What to do next."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class ToldDrift:
    """One's own drift on a scale, as one is told it."""

    of: OwnDrift

    @property
    def lean(self) -> DriftLean:
        """How it leans."""
        value = self.of.drift.value
        if value is None or self.of.judges < 2:
            return DriftLean.UNKNOWN
        if self.of.judges == 2:
            return DriftLean.OF_TWO
        if not self.of.changed:
            return DriftLean.NONE
        return DriftLean.HARSHER if value > 0 else DriftLean.MILDER

    @property
    def figure(self) -> str:
        """The value with its limits, in logits."""
        if self.lean in {DriftLean.UNKNOWN, DriftLean.OF_TWO}:
            return "Not told"
        value, low, high = (
            one or 0.0 for one in (self.of.drift.value, self.of.drift.low, self.of.drift.high)
        )
        side = "harsher" if value >= 0 else "milder"
        ends = (low, high) if value >= 0 else (-high, -low)
        return f"{abs(value):.1f} logits {side} ({ends[0]:.1f} to {ends[1]:.1f})"

    @property
    def caution(self) -> str:
        """What keeps it from being taken as exact as it looks."""
        return FEW_INSPECTORS if self.of.few and self.figure != "Not told" else ""


def own_drift(person: Person, inspection: Inspection) -> list[ToldDrift]:
    """What ``person`` is told of how they changed, never of a colleague."""
    return [ToldDrift(one) for one in own_drifts(person, inspection)]


def _numbers(row: JointSeverity) -> tuple[int | None, int | None, int | None]:
    return row.value, row.low, row.high


def _lean(row: JointSeverity) -> SeverityLean:
    if row.value is None:
        return SeverityLean.UNKNOWN
    if not _apart(row):
        return SeverityLean.NONE
    return SeverityLean.HARSHER if row.value > 0 else SeverityLean.MILDER


def _drawn(rows: Sequence[JointSeverity]) -> Picture:
    """How many grades harsher, or milder, each inspector reads, about the average."""
    ends = [abs(one) for row in rows for one in (row.low or 0, row.high or 0)]
    edge = max(ceil(max(ends) / 50) / 2, 0.5)
    scales = {row.scale_id for row in rows}
    return intervals(
        [
            Estimate(
                row.person.name if len(scales) == 1 else f"{row.person.name}, {row.scale.name}",
                *((one or 0) / 100 for one in (row.value, row.low, row.high)),
            )
            for row in rows
        ],
        prefix="severity",
        title="How many grades harsher than the average of these inspectors each reads",
        heading="Inspector",
        bottom=-edge,
        top=edge,
        unit="",
    )


def _apart(row: JointSeverity) -> bool:
    """Do its limits leave out the average?"""
    return bool(row.low is not None and row.high is not None and (row.low > 0 or row.high < 0))


def _in_words(row: JointSeverity) -> str:
    value = row.value or 0
    side = "harsher" if value > 0 else "milder"
    ends = sorted(abs(one or 0) / 100 for one in (row.low, row.high))
    return (
        f"{row.person.name} reads {abs(value) / 100:.2f} grades {side} than the average "
        f"({ends[0]:.2f} to {ends[1]:.2f}) on {row.scale.name}."
    )


def _tests(person: Person, inspection: Inspection) -> list[tuple[Any, str]]:
    """Each claim of difference that ``person`` may see, with what its test says."""
    rows = inspection.claims.filter(kind__in=tested_kinds())
    if not rows.exists():
        return []
    nouns = {"noun": inspection.noun, "nouns": inspection.noun_plural}
    return [
        (claim, facts.kind.told_by_test(facts.figures, **nouns))
        for claim, facts in claims.read_by(person, inspection, rows)
    ]


def _chances(person: Person, inspection: Inspection) -> list[tuple[Any, WordChance]]:
    """Each counted claim that ``person`` may see and of whose word a chance is told, the least
    likely first.
    """
    if chance_of_word.shut():
        return []
    rows = inspection.claims.filter(kind=CountedKind.code)
    told = [
        (claim, facts.figures.chance)
        for claim, facts in claims.read_by(person, inspection, rows)
        if facts.figures.chance and facts.figures.chance.percent is not None
    ]
    return sorted(told, key=lambda one: (one[1].percent, one[0].key))


@require_get_or_post
@inspection_page(JudgmentVerb.WORK_OUT)
def work_out(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Have the joint figures worked out; what came of it is told on the page of agreement."""
    return act_page(
        request,
        inspection,
        ActForm(request.POST or None),
        partial(joint_figures.ask, inspection=inspection),
        title="Work out what all judgments tell together",
        button="Work it out",
        success_url=reverse("judgments-agreement", args=[inspection.slug]),
        message=lambda _job: _asked(inspection),
        intro="It reads every first judgment and those drawn to be made twice, where all who were "
        "to judge have: how severe each inspector is, whether claims that bodies differ hold, and, "
        "where that may be told, how likely words are. It takes seconds to half a minute, and is "
        "kept in your name.",
    )


def _asked(inspection: Inspection) -> str:
    """What to say once it was asked for: where a worker has it still, it is under way."""
    job = joint_figures.newest(inspection)
    if job is None or job.ended_at is None:
        return "It is being worked out. Ask for this page again in half a minute."
    return "It is worked out." if state_of(job, timezone.now()) is JobState.DONE else job.told


@require_POST
@inspection_page(JudgmentVerb.WORK_OUT)
def stop(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Stop what is being worked out: nothing of it is kept."""
    job = joint_figures.newest(inspection)
    if job is not None and state_of(job, timezone.now()) in UNDER_WAY:
        asking.stop(job=job, at=timezone.now())
        messages.success(request, "It is being stopped. Nothing of it is kept.")
    else:
        messages.info(request, "Nothing is being worked out now.")
    return lead_back(request, reverse("judgments-agreement", args=[inspection.slug]))
