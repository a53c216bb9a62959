"""What may be asked of the joint model, as plain data that is stored with its answer.

Bodies are known by the codes of the scope, criteria by area and reference ("2/2.1"), findings by
that and their code ("2/2.1#plan"), grades by their place on the scale, 0 the lowest; a finding that
holds is grade 1 of two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from inspectstats.joint import CHANCE_METHOD, METHOD, SEVERITY_METHOD, VARIATION_METHOD

# What answers hang on: the methods of each part of the library, and what is read (grades, and since
# the second findings). Answers by others are of an earlier method.
METHODS = " ".join(
    one.removeprefix("joint.")
    for one in (METHOD, CHANCE_METHOD, SEVERITY_METHOD, VARIATION_METHOD, "readings/2")
)


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


@dataclass(frozen=True, slots=True)
class SoMany:
    """Would from ``low`` to ``high`` of ``bodies`` be given these grades on these criteria?

    ``conditions`` are criteria, each with the grades that meet it; a body meets all of them, or
    with ``any_of`` one or more.
    """

    conditions: tuple[tuple[str, tuple[int, ...]], ...]
    bodies: tuple[str, ...]
    low: int
    high: int
    any_of: bool = False


Question = Spread | Compared | Ranked | SoMany
_SPELT: dict[str, type[Question]] = {
    "spread": Spread,
    "compared": Compared,
    "ranked": Ranked,
    "so_many": SoMany,
}


def stored(question: Question) -> dict[str, Any]:
    """A question as it is stored: what is asked, and the fields of its class."""
    asked = next(name for name, kind in _SPELT.items() if isinstance(question, kind))
    fields = {name: _listed(value) for name, value in asdict(question).items()}
    return {"asked": asked, **fields}


def _listed(value: object) -> object:
    """As it comes back from the store: rows within rows are lists."""
    return [_listed(one) for one in value] if isinstance(value, tuple) else value


def criteria_of(question: Question) -> tuple[str, ...]:
    """The criteria whose readings it is about."""
    match question:
        case Compared():
            return (question.criterion,)
        case SoMany():
            return tuple(dict.fromkeys(criterion for criterion, _ in question.conditions))
        case Spread() | Ranked():
            return question.criteria


def same(question: Question, other: Mapping[str, Any]) -> bool:
    """Is ``other``, as it was stored, this question?"""
    return stored(question) == dict(other)


def named(area: str, ref: str, finding: str = "") -> str:
    """The name by which the joint model knows a criterion, or a finding of it."""
    return f"{area}/{ref}#{finding}" if finding else f"{area}/{ref}"


def criterion_of(name: str) -> str:
    """The name of the criterion, of that or of one of its findings."""
    return name.partition("#")[0]
