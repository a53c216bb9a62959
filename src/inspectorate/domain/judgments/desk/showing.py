"""What a page shows before a decision, as it is kept with it, and as it is told again later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from django.db.models import TextChoices

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import visible_to
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from ..comparisons.queries import to_judge_on
from ..models import Agreed, Moderation, ShownPapers, Submission
from ..outcomes.queries import OutcomeView, of_cell
from ..queries import Cell, can
from ..verbs import JudgmentVerb
from .alike import AlikeBody, agreed_then
from .figures import (
    FEW_INSPECTORS,
    AgreementReading,
    DriftReading,
    Figure,
    FigureKind,
    OrderReading,
    SeverityReading,
)
from .papers import Papers

type Decided = Moderation | Agreed
# What shows one figure or another to its reader.
_SHOW_FIGURES = (
    JudgmentVerb.SEE_AGREEMENT,
    JudgmentVerb.SEE_SEVERITIES,
    JudgmentVerb.SEE_DESK,
    JudgmentVerb.SEE_ORDER,
)
_READINGS: Mapping[FigureKind, Callable[[str], TextChoices]] = {
    FigureKind.AGREEMENT: AgreementReading,
    FigureKind.SEVERITY: SeverityReading,
    FigureKind.DRIFT: DriftReading,
    FigureKind.ORDER: OrderReading,
}
_KINDS: tuple[tuple[str, type[Decided]], ...] = (("moderation", Moderation), ("agreed", Agreed))


class Showing(TypedDict):
    """What is kept of a page, as :class:`ShownPapers` holds it."""

    items: list[list[Any]]
    submissions: list[list[Any]]
    moderations: list[list[Any]]
    agreed_before: list[list[Any]]
    outcomes: list[list[Any]]
    alike: list[list[Any]]
    figures: list[dict[str, Any]]


def showing(papers: Papers) -> Showing:
    """What is kept of the papers as they are shown now."""
    return {
        "items": [[one.item.number, digest_of_item(one.item)] for one in papers.items],
        "submissions": [[one.pk, digest_of_submission(one)] for one in papers.cell.submissions],
        "moderations": [[one.pk, digest_of_decision(one)] for one in papers.cell.moderations],
        "agreed_before": [[one.pk, digest_of_decision(one)] for one in _agreed(papers.cell)],
        "outcomes": [[one.outcome.number, digest_of_outcome(one)] for one in papers.outcomes],
        "alike": [[one.agreed.pk, digest_of_alike(one)] for one in papers.alike],
        "figures": [_figure(one) for one in papers.figures],
    }


def digest_of_item(item: Item) -> str:
    """The digest of what is shown of an item: its words, where they come from, its marking."""
    return _digest([item.words, item.stub, item.kind, item.origin, item.direction, item.marking])


def digest_of_submission(one: Submission) -> str:
    """The digest of what is shown of a submission, its reasons as this reader has them."""
    return _digest([one.grade_id, one.findings, one.borderline, one.reasons])


def digest_of_decision(one: Decided) -> str:
    """The digest of what is shown of a decision made before, as this reader has it."""
    return _digest([one.grade_id, one.findings, getattr(one, "outcome", ""), one.reasons])


def digest_of_outcome(one: OutcomeView) -> str:
    """The digest of what is shown of an outcome in words: whether it stands, and its evidence."""
    items = [item.number for item in one.items]
    return _digest([one.outcome.kind, one.stands, one.wording.text, one.marking, items])


def digest_of_alike(one: AlikeBody) -> str:
    """The digest of what is shown of a body like it: what is agreed, and its evidence."""
    agreed = one.agreed
    return _digest([agreed.grade_id, agreed.outcome, agreed.reasons, dict(one.evidence)])


def _agreed(cell: Cell) -> list[Agreed]:
    """What is agreed, as a page shows it: the newest."""
    return [cell.agreed] if cell.agreed else []


def _figure(one: Figure) -> dict[str, Any]:
    values = [
        [held.of, *(None if end is None else round(end, 4) for end in held.numbers)]
        for held in one.values
    ]
    return {
        "kind": one.kind.value,
        "reading": one.reading.value,
        "values": values,
        "few": bool(one.caution),
    }


def _digest(shown: Any) -> str:
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ToldItem:
    """An item that was shown, and whether its words are still those."""

    item: Item
    same: bool


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure that was shown: what it was of, its values in words, what it said to do, and what
    was said against taking it as exact.
    """

    kind: FigureKind
    values: tuple[str, ...]
    next: str
    caution: str = ""


@dataclass(frozen=True, slots=True)
class ToldAlike:
    """A body like it that was shown, and whether its judgment and evidence are still those."""

    alike: AlikeBody
    same: bool


@dataclass(frozen=True, slots=True)
class ToldOutcome:
    """An outcome in words that was shown, and whether it is still as it was shown."""

    view: OutcomeView
    same: bool


@dataclass(frozen=True, slots=True)
class ToldPapers:
    """What lay before whoever made ``decision``, as this reader may know it.

    Each with whether it is still as it was shown; ``before`` are the decisions made before.
    """

    decision: Decided
    items: tuple[ToldItem, ...]
    submissions: tuple[tuple[str, bool], ...]
    before: tuple[tuple[str, bool], ...]
    alike: tuple[ToldAlike, ...]
    figures: tuple[ToldFigure, ...]
    outcomes: tuple[ToldOutcome, ...] = ()


def with_own(shown: Mapping[str, Any] | None, made: Moderation) -> Mapping[str, Any] | None:
    """What a page showed and the moderation made from it: whoever agrees on it wrote it."""
    if shown is None:
        return None
    own = [made.pk, digest_of_decision(made)]
    return {**shown, "moderations": [*shown["moderations"], own]}


def told(
    person: Person,
    inspection: Inspection,
    cell: Cell,
    worded: Sequence[OutcomeView] | None = None,
) -> list[ToldPapers]:
    """What lay before each decision on a cell that :func:`queries.cell` gave, oldest first.

    ``worded`` are its outcomes in words as this reader has them, where they have been read.

    Nothing where the reader is shown no submissions; of the evidence what they may read, of the
    figures what they may see: of severity at least their own. A fixed number of queries.
    """
    decisions: list[Decided] = [*cell.moderations, *cell.history] if cell.submissions else []
    kept = _kept(decisions)
    if not kept:
        return []
    items = _items(person, inspection, kept.values())
    submissions = {one.pk: one for one in cell.submissions}
    keys = {pk for one in kept.values() for pk, _ in one.alike}
    alike = agreed_then(person, cell.scope_body, cell.criterion, keys)
    views = _outcomes(person, cell, kept.values(), worded)
    people = {str(one.by_id): one.by.name for one in cell.submissions}
    allowed = {verb for verb in _SHOW_FIGURES if can(person, inspection, verb)}
    # A grade that contradicts the order tells of the grade of another body on the criterion.
    if cell.criterion.pk in to_judge_on(person, inspection):
        allowed.discard(JudgmentVerb.SEE_ORDER)
    return [
        ToldPapers(
            one,
            tuple(ToldItem(*each) for each in _still(shown.items, items, digest_of_item)),
            tuple(_told_submitted(shown, submissions)),
            tuple(_told_before(cell, shown)),
            tuple(ToldAlike(*each) for each in _still(shown.alike, alike, digest_of_alike)),
            tuple(_told_figures(shown.figures, people, str(person.pk), allowed)),
            tuple(ToldOutcome(*each) for each in _still(shown.outcomes, views, digest_of_outcome)),
        )
        for one in decisions
        if (shown := kept.get((type(one), one.pk)))
    ]


def _told_submitted(
    shown: ShownPapers, there: Mapping[int, Submission]
) -> Iterator[tuple[str, bool]]:
    """Whose submissions were shown, each with whether it is as it was."""
    for said, same in _still(shown.submissions, there, digest_of_submission):
        yield said.by.name, same


def _items(person: Person, inspection: Inspection, kept: Iterable[ShownPapers]) -> dict[int, Item]:
    """The evidence that was shown and that ``person`` may read, by number. A query."""
    numbers = {number for one in kept for number, _ in one.items}
    readable = visible_to(person, inspection).filter(number__in=numbers)
    return {one.number: one for one in readable.select_related("inspection")}


def _outcomes(
    person: Person,
    cell: Cell,
    kept: Iterable[ShownPapers],
    worded: Sequence[OutcomeView] | None,
) -> dict[int, OutcomeView]:
    """The outcomes of the cell that ``person`` may know of, by number, where some were shown."""
    if not any(one.outcomes for one in kept):
        return {}
    found = of_cell(person, cell) if worded is None else worded
    return {one.outcome.number: one for one in found}


def _kept(decisions: Sequence[Decided]) -> dict[tuple[type[Decided], int], ShownPapers]:
    """What is kept of each decision, by its kind and its key."""
    found: dict[tuple[type[Decided], int], ShownPapers] = {}
    for name, kind in _KINDS:
        of_it = [one for one in decisions if isinstance(one, kind)]
        for shown in ShownPapers.objects.filter(**{f"{name}__in": of_it}):
            found[kind, getattr(shown, f"{name}_id")] = shown
    return found


def _still[T](
    shown: Iterable[Sequence[Any]], there: Mapping[Any, T], digest_of: Callable[[T], str]
) -> Iterator[tuple[T, bool]]:
    """What was shown and is there for this reader, each with whether it is as it was shown."""
    for key, digest in shown:
        if key in there:
            yield there[key], digest_of(there[key]) == digest


def _told_before(cell: Cell, shown: ShownPapers) -> Iterator[tuple[str, bool]]:
    """The decisions that were shown, oldest first, those agreed last."""
    for called, there, kept in (
        ("Moderation", cell.moderations, shown.moderations),
        ("Agreed judgment", cell.history, shown.agreed_before),
    ):
        digests = dict(kept)
        for one in there:
            if one.pk in digests:
                same = digest_of_decision(one) == digests[one.pk]
                yield f"{called} {one.number} of {one.by.name}", same


def _told_figures(
    figures: Iterable[Mapping[str, Any]],
    people: Mapping[str, str],
    reader: str,
    allowed: Set[JudgmentVerb],
) -> Iterator[ToldFigure]:
    """The figures that a reader may see, who has the verbs ``allowed`` of those that show them.

    Who may see no severities is told their own alone. A reading of several tells of the others
    too: it stays for those who have it on the desk, where it names nobody.
    """
    on_desk = JudgmentVerb.SEE_DESK in allowed
    for held in figures:
        if held["kind"] == FigureKind.ORDER:
            if JudgmentVerb.SEE_ORDER in allowed:
                yield _told_figure(held, {})
            continue
        agreement = held["kind"] == FigureKind.AGREEMENT
        verb = JudgmentVerb.SEE_AGREEMENT if agreement else JudgmentVerb.SEE_SEVERITIES
        if verb in allowed:
            yield _told_figure(held, people)
            continue
        mine = [] if agreement else [one for one in held["values"] if one[0] == reader]
        if not agreement and (mine or on_desk):
            one = _told_figure({**held, "values": mine}, people)
            alone = len(mine) == len(held["values"])
            yield one if on_desk or alone else replace(one, next="")


def _told_figure(held: Mapping[str, Any], people: Mapping[str, str]) -> ToldFigure:
    kind = FigureKind(held["kind"])
    agreement = kind is FigureKind.AGREEMENT
    reading = _READINGS[kind]
    values = tuple(
        _in_words(people.get(of, of), numbers, share=agreement) for of, *numbers in held["values"]
    )
    caution = FEW_INSPECTORS if held.get("few") else ""
    return ToldFigure(kind, values, str(reading(held["reading"]).label), caution)


def _in_words(label: str, numbers: Sequence[float | None], *, share: bool) -> str:
    value, low, high = (
        "?" if one is None else f"{100 * one:.0f} %" if share else f"{one:.1f}" for one in numbers
    )
    return f"{label} {value} ({low} to {high})"
