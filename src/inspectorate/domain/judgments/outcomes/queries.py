"""Reads of outcomes in words, through blindness.py: nobody learns of one on a judgment they are
still to make, by page, count or list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import laid_open, not_relied_on, visible_to
from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.waiting import Waiting

from ..blindness import sights
from ..marking import Marks, Place, marks
from ..models import OUTCOMES, Agreed, Assignment
from ..permissions import TABLE
from ..queries import Cell, current
from ..verbs import JudgmentVerb
from .fitting import unfit
from .loading import LoadedOutcome, load, settling
from .models import OutcomeMove, OutcomeWording, WrittenOutcome
from .policies import outcome_offerable

# Of judgments without words, before the rest is counted.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An outcome as one reader has it.

    Words marked above the reader are withheld, and items above the reader are not among ``items``
    (what its newest wording rests on). ``unfit`` says why it does not go with the grade that
    stands, and ``fallen`` what became of evidence that is no longer relied on; ``marking``
    is how high its words are marked.
    """

    outcome: WrittenOutcome
    wordings: tuple[OutcomeWording, ...]
    moves: tuple[OutcomeMove, ...]
    stands: bool
    items: tuple[Item, ...]
    unfit: str
    fallen: tuple[str, ...]
    marking: str

    @property
    def wording(self) -> OutcomeWording:
        """What it says."""
        return self.wordings[-1]

    @property
    def of(self) -> str:
        """Of which judgment it is, in words."""
        return f"{self.outcome.scope_body.label}, {self.outcome.criterion}"

    @property
    def earlier(self) -> tuple[OutcomeWording, ...]:
        """What it said before, newest first."""
        return self.wordings[-2::-1]


@dataclass(frozen=True, slots=True)
class OutcomeGap:
    """A judgment agreed with an outcome of which no words are recorded."""

    scope_body: ScopeBody
    criterion: Criterion
    kind: str

    @property
    def key(self) -> str:
        """What tells it from the others of a list."""
        return f"{self.scope_body.code}-{self.criterion.pk}"

    @property
    def text(self) -> str:
        """What is missing, in a sentence."""
        return (
            f"{self.scope_body.label} on {self.criterion.ref} is agreed with "
            f"{_an(OUTCOMES[self.kind])}: no words recorded."
        )


def known(person: Person, inspection: Inspection, **of: Any) -> list[LoadedOutcome]:
    """The outcomes of an inspection that ``person`` may know of, by number; ``of`` narrows them.

    Their words are not for showing: whoever shows them asks :func:`outcomes`, which withholds them
    where they are marked above the reader, and notes what is laid open.
    """
    if not may(person, inspection, TABLE, JudgmentVerb.SEE):
        return []
    found = load(inspection, **of)
    seen = _in_sight(person, inspection) if found else set()
    return [one for one in found if one.place in seen]


def outcomes(person: Person, inspection: Inspection, **of: Any) -> list[OutcomeView]:
    """Those of :func:`known` in their words, as ``person`` may have them.

    A fixed number of queries.
    """
    found = known(person, inspection, **of)
    return _views(person, inspection, found, _standing(inspection, found), marks(inspection))


def outcome(person: Person, inspection: Inspection, number: int) -> OutcomeView | None:
    """One of them by its number, None where there is none that ``person`` may know of."""
    found = known(person, inspection, number=number)
    standing = _standing(inspection, found)
    views = _views(person, inspection, found, standing, marks(inspection), words=True)
    return next(iter(views), None)


def of_cell(person: Person, cell: Cell) -> list[OutcomeView]:
    """Those of a judgment, as :func:`queries.cell` gave it: none where its reader sees no agreed
    judgment.
    """
    if cell.agreed is None:
        return []
    inspection, place = cell.scope_body.inspection, (cell.scope_body.pk, cell.criterion.pk)
    found = load(inspection, scope_body=cell.scope_body, criterion=cell.criterion)
    marked = marks(inspection, cell.scope_body, cell.criterion)
    return _views(person, inspection, found, {place: cell.agreed}, marked)


def wordless(
    person: Person, inspection: Inspection, views: Iterable[OutcomeView]
) -> list[OutcomeGap]:
    """Judgments in sight that are agreed with an outcome, and no words of it stand among
    ``views``, which :func:`outcomes` gave.
    """
    if not may(person, inspection, TABLE, JudgmentVerb.SEE):
        return []
    said = {
        (one.outcome.scope_body_id, one.outcome.criterion_id, one.outcome.kind)
        for one in views
        if one.stands
    }
    seen = _in_sight(person, inspection)
    agreed = {
        place: one for place, one in current(inspection, words=False).items() if place in seen
    }
    return list(_wordless(inspection, agreed, said))


def lacks_words(cell: Cell, views: Iterable[OutcomeView]) -> bool:
    """Was a judgment agreed with an outcome of which no words stand?"""
    agreed = cell.agreed
    kinds = {one.outcome.kind for one in views if one.stands}
    return agreed is not None and bool(agreed.outcome) and agreed.outcome not in kinds


def outcome_gaps(
    inspection: Inspection,
    agreed: Mapping[Place, Agreed] | None = None,
    *,
    written: bool = True,
) -> tuple[str, ...]:
    """A sentence for each outcome that is not as it should be before anything is frozen: without
    words, unfit for the grade that stands, or resting on evidence that is no longer relied on.

    ``agreed`` is what :func:`queries.current` gave, where it has been read; ``written`` is false
    where it is known that none was written. No reader is asked: a
    sentence tells no words.
    """
    standing = current(inspection, words=False) if agreed is None else agreed
    found = [one for one in load(inspection) if one.stands] if written else []
    said = {(*one.place, one.outcome.kind) for one in found}
    gaps = _without_words(list(_wordless(inspection, standing, said)))
    fallen = not_relied_on({pk for one in found for pk in one.cited})
    for one in found:
        why = unfit_now(one, standing)
        if why:
            gaps.append(f"{one.outcome.ref} no longer fits, and is not printed. {why}")
        if any(pk in fallen for pk in one.cited):
            gaps.append(f"{one.outcome.ref} rests on evidence that is no longer relied on.")
    return tuple(gaps)


def to_print(
    inspection: Inspection, agreed: Mapping[Place, Agreed]
) -> list[tuple[LoadedOutcome, str]]:
    """The outcomes that stand and fit what is ``agreed``, each with the marking of its words; by
    body, criterion and number.

    No reader is asked: an edition removes what is marked above it.
    """
    found = [one for one in load(inspection) if one.stands and not unfit_now(one, agreed)]
    marked = marks(inspection) if found else Marks()
    placed = sorted(
        found,
        key=lambda one: (
            one.outcome.scope_body.order,
            one.outcome.criterion.area.order,
            one.outcome.criterion.order,
            one.outcome.number,
        ),
    )
    return [(one, marked.of_wording(one.place, one.wording)) for one in placed]


def standing_named(inspection: Inspection, refs: Collection[str]) -> list[WrittenOutcome]:
    """The outcomes of these numbers (PREV-O1) that stand and fit what is agreed now.

    No reader is asked: a text that somebody wrote names them.
    """
    found = [one for one in load(inspection) if one.stands and one.outcome.ref in refs]
    standing = _standing(inspection, found)
    return [one.outcome for one in found if not unfit_now(one, standing)]


def _without_words(missing: Sequence[OutcomeGap]) -> list[str]:
    """One sentence for all of them, which names the first few."""
    if len(missing) < 2:
        return [one.text for one in missing]
    named = [f"{one.scope_body.label} on {one.criterion.ref}" for one in missing[:_NAMED]]
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    return [
        f"{len(missing)} judgments are agreed with an outcome and no words recorded: "
        f"{', '.join(named)}{more}."
    ]


def unfit_now(one: LoadedOutcome, standing: Mapping[Place, Agreed]) -> str:
    """Say why an outcome does not go with the grade that stands; empty where it does."""
    agreed = standing.get(one.place)
    if agreed is None or not one.stands:
        return ""
    of, where = (
        one.outcome.criterion,
        f"{one.outcome.scope_body.label} on {one.outcome.criterion.ref}",
    )
    return " ".join(each.text for each in unfit(of, agreed.grade, one.outcome.kind, where))


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """List outcomes that no longer fit their grade, for those who may withdraw them."""
    if not may(person, inspection, TABLE, JudgmentVerb.WITHDRAW_OUTCOME):
        return []
    found = [one for one in known(person, inspection) if one.stands]
    standing = _standing(inspection, found)
    return [
        Waiting(
            f"Withdraw {one.outcome.ref}, which no longer fits its grade",
            JudgmentVerb.WITHDRAW_OUTCOME,
            (one.outcome.number,),
            inspection.slug,
        )
        for one in found
        if unfit_now(one, standing)
    ]


def reasons_not_to_write(
    person: Person, scope_body: ScopeBody, criterion: Criterion
) -> list[Reason]:
    """Why ``person``, who may write outcomes, may write none of this judgment now."""
    return outcome_offerable(settling(person, scope_body, criterion))


def _in_sight(person: Person, inspection: Inspection) -> set[Place]:
    """The judgments of which ``person`` may see what is agreed. A query."""
    rows = Assignment.standing().filter(scope_body__inspection=inspection)
    asked = rows.order_by().values_list("scope_body", "criterion", "inspector", "submission__pk")
    seen = sights(person, inspection, list(asked))
    return {place for place, one in seen.items() if one.agreed}


def _standing(inspection: Inspection, found: Collection[LoadedOutcome]) -> dict[Place, Agreed]:
    """What is agreed, where there is an outcome to lay beside it."""
    return current(inspection, words=False) if found else {}


def _views(
    person: Person,
    inspection: Inspection,
    found: Sequence[LoadedOutcome],
    standing: Mapping[Place, Agreed],
    marked: Marks,
    *,
    words: bool = False,
) -> list[OutcomeView]:
    """The outcomes as ``person`` may have them; ``words`` where those of evidence are shown too.

    Three queries.
    """
    reader = reading(person, inspection)
    cited = {pk for one in found for pk in one.cited}
    rows = (
        visible_to(person, inspection)
        .filter(pk__in=cited)
        .select_related("inspection", "withdrawal", "supersession")
    )
    items = {one.pk: one for one in (laid_open(person, inspection, rows) if words else rows)}
    fallen = not_relied_on(cited, reader) if cited else {}
    views = []
    for one in found:
        for wording in one.wordings:
            reader.of(wording, marked.of_wording(one.place, wording), "text", "reason")
        for move in one.moves:
            # Why it was withdrawn may say what it says.
            reader.of(move, marked.of_wording(one.place, one.wording), "reason")
        views.append(
            OutcomeView(
                one.outcome,
                one.wordings,
                one.moves,
                one.stands,
                tuple(items[pk] for pk in one.cited if pk in items),
                unfit_now(one, standing),
                tuple(fallen[pk] for pk in one.cited if pk in fallen),
                marked.of_wording(one.place, one.wording),
            )
        )
    return views


def _wordless(
    inspection: Inspection,
    agreed: Mapping[Place, Agreed],
    said: Collection[tuple[int, int, str]],
) -> Iterable[OutcomeGap]:
    missing = [
        (place, one.outcome)
        for place, one in agreed.items()
        if one.outcome and (*place, one.outcome) not in said
    ]
    if not missing:
        return
    bodies = {one.pk: one for one in inspection.scope.all()}
    criteria = {
        one.pk: one
        for one in Criterion.objects.filter(area__framework=inspection.framework_id).select_related(
            "area"
        )
    }
    order = list(criteria)
    for (body, criterion), kind in sorted(
        missing, key=lambda one: (bodies[one[0][0]].order, order.index(one[0][1]))
    ):
        yield OutcomeGap(bodies[body], criteria[criterion], kind)


def _an(label: str) -> str:
    return f"{'an' if label[0] in 'AEIOU' else 'a'} {label.lower()}"
