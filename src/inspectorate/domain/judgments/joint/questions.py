"""What may be asked of the joint model, as plain data that is stored with its answer.

Bodies are known by the codes of the scope, criteria by area and reference ("2/2.1"), grades by
their place on the scale, 0 the lowest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """Do bodies differ on these criteria by more than their inspectors do; are they alike?"""

    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Are more of bodies ``more`` than of bodies ``than`` given one of ``grades``?"""

    criterion: str
    grades: tuple[int, ...]
    more: tuple[str, ...]
    than: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Are ``named`` the lowest, or the ``highest``, of bodies ``among`` on the mean of these
    criteria?
    """

    criteria: tuple[str, ...]
    named: tuple[str, ...]
    among: tuple[str, ...] = ()
    highest: bool = False


Question = Spread | Compared | Ranked
_SPELT: dict[str, type[Question]] = {"spread": Spread, "compared": Compared, "ranked": Ranked}


def stored(question: Question) -> dict[str, Any]:
    """A question as it is stored: what is asked, and the fields of its class."""
    asked = next(name for name, kind in _SPELT.items() if isinstance(question, kind))
    fields = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(question).items()
    }
    return {"asked": asked, **fields}


def criteria_of(question: Question) -> tuple[str, ...]:
    """The criteria whose readings it is about."""
    return (question.criterion,) if isinstance(question, Compared) else question.criteria


def same(question: Question, other: Mapping[str, Any]) -> bool:
    """Is ``other``, as it was stored, this question?"""
    return stored(question) == dict(other)
