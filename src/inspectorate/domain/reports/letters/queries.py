"""Which letters a template has made, and how each stands to it now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspectorate.domain.inspections.models import ScopeBody

from ..models import Document, MadeLetter
from .making import asked_for, changed_by_hand, newest_of


class LetterState(StrEnum):
    """How the letter to a body stands to its template and to the record."""

    NOT_MADE = "not made"
    AS_MADE = "as the template makes it now"
    BEHIND = "the template or the record has changed since it was made"
    BY_HAND = "changed by hand since it was made"


@dataclass(frozen=True, slots=True)
class LetterTold:
    """One body of the scope with its letter, where it was made."""

    scope_body: ScopeBody
    state: LetterState
    made: MadeLetter | None = None


def letters_of(template: Document) -> list[LetterTold]:
    """Return every body in scope with how its letter stands. Two queries."""
    made = newest_of(template)
    bodies = template.inspection.scope.select_related("body", "inspection")
    return [_told(template, body, made.get(body.pk)) for body in bodies]


def _told(template: Document, body: ScopeBody, made: MadeLetter | None) -> LetterTold:
    if made is None:
        return LetterTold(body, LetterState.NOT_MADE)
    if changed_by_hand(made):
        return LetterTold(body, LetterState.BY_HAND, made)
    same = made.letter.text == asked_for(template, body).text
    return LetterTold(body, LetterState.AS_MADE if same else LetterState.BEHIND, made)
