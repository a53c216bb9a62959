"""Outcomes in words with their wordings and what became of them, read once for rules and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from inspectorate.domain.inspections.access import cleared
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person

from .. import cells
from ..marking import Place
from ..models import Agreed
from ..states import OutcomeState, outcome_state
from .models import OutcomeMove, OutcomeWording, WrittenOutcome
from .policies import AgreedCell


@dataclass(frozen=True, slots=True)
class LoadedOutcome:
    """An outcome with its wordings and moves, oldest first; it has a wording at least."""

    outcome: WrittenOutcome
    wordings: tuple[OutcomeWording, ...]
    moves: tuple[OutcomeMove, ...]

    @property
    def wording(self) -> OutcomeWording:
        """What it says now."""
        return self.wordings[-1]

    @property
    def state(self) -> OutcomeState:
        """Whether it stands."""
        return outcome_state([one.step for one in self.moves])

    @property
    def stands(self) -> bool:
        """Is it not withdrawn?"""
        return self.state is OutcomeState.STANDS

    @property
    def place(self) -> Place:
        """Of which judgment it is."""
        return self.outcome.scope_body_id, self.outcome.criterion_id

    @property
    def cited(self) -> tuple[int, ...]:
        """The keys of the items that its words rest on, as they were named."""
        return tuple(one.item_id for one in self.wording.citations.all())


def load(inspection: Inspection, **of: Any) -> list[LoadedOutcome]:
    """The outcomes of an inspection that ``of`` asks for, by number. Four queries."""
    rows = WrittenOutcome.objects.filter(inspection=inspection, **of)
    return loaded(
        rows.select_related(
            "inspection", "scope_body__body", "criterion__area", "criterion__scale", "by"
        )
        .prefetch_related(
            "wordings__citations", "wordings__by", "moves__by", "criterion__scale__grades"
        )
        .order_by("number")
    )


def loaded(rows: Iterable[WrittenOutcome]) -> list[LoadedOutcome]:
    """The same of rows whose wordings and moves were read."""
    return [LoadedOutcome(one, tuple(one.wordings.all()), tuple(one.moves.all())) for one in rows]


def settling(by: Person, scope_body: ScopeBody, criterion: Criterion) -> AgreedCell:
    """What bears on whether ``by`` may write about a judgment now. Thirteen queries."""
    cell = cells.load(scope_body, criterion)
    agreed = Agreed.objects.filter(scope_body=scope_body, criterion=criterion)
    return AgreedCell(
        cell,
        agreed.select_related("grade").order_by("number").last(),
        by.pk,
        cells.conflicted(by, scope_body),
        cleared(by, scope_body.inspection, cell.marking),
    )
