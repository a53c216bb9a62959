"""Which letters a template has made, and how each stands to it now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.foundation.reasons.reasons import Reason

from ..models import Document, MadeLetter
from . import policies
from .making import asked_for, how_it_stands, made_from, newest_of


class LetterState(StrEnum):
    """How the letter to a body stands to its template and to the record."""

    NOT_MADE = "not made"
    AS_MADE = "as the template makes it now"
    BEHIND = "the template or the record has changed since it was made"
    BY_HAND = "changed by hand since it was made"
    LEFT_OUT = "not inspected any more: no letter is made"


@dataclass(frozen=True, slots=True)
class LetterTold:
    """One body of the scope with its letter, where it was made; ``why`` it is not inspected."""

    scope_body: ScopeBody
    state: LetterState
    made: MadeLetter | None = None
    why: str = ""

    @property
    def makeable(self) -> bool:
        """Would it be another if it were made now?"""
        return self.state in (LetterState.NOT_MADE, LetterState.BEHIND)


def letters_of(template: Document) -> list[LetterTold]:
    """Return every body in scope with how its letter stands. Four queries."""
    made, out = newest_of(template), inspections.wholly_left_out(template.inspection)
    bodies = template.inspection.scope.select_related("body", "inspection")
    return [
        LetterTold(body, LetterState.LEFT_OUT, made.get(body.pk), out[body.pk])
        if body.pk in out
        else _told(template, body, made.get(body.pk))
        for body in bodies
    ]


def _told(template: Document, body: ScopeBody, made: MadeLetter | None) -> LetterTold:
    if made is None:
        return LetterTold(body, LetterState.NOT_MADE)
    stands = how_it_stands(made, asked_for(template, body))
    if not stands["titled"]:
        return LetterTold(body, LetterState.BEHIND, made)
    if stands["by_hand"]:
        return LetterTold(body, LetterState.BY_HAND, made)
    return LetterTold(body, LetterState.AS_MADE if stands["same"] else LetterState.BEHIND, made)


def reasons_behind(letter: Document) -> list[Reason]:
    """Why a letter may not be frozen as it stands beside its template; none of another document."""
    made, body = made_from(letter), letter.scope_body
    if made is None or body is None:
        return []
    return policies.freezable(**how_it_stands(made, asked_for(made.template, body)))
