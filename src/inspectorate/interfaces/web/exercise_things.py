"""What entries on standardisation exercises are of: told to those alone who take no part in any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from inspectorate.domain.judgments.verbs import JudgmentVerb

if TYPE_CHECKING:
    from .things import Kind, Place  # which read this module for their table

# By table: the way from its row to the exercise; empty where the row is one.
_TABLES = {
    "exercise": "",
    "exercisecase": "exercise",
    "caseremoval": "case__exercise",
    "passmark": "exercise",
    "exercisemove": "exercise",
    "answersdraft": "exercise",
    "handin": "exercise",
    "handinwithdrawal": "hand_in__exercise",
    "readinessdecision": "exercise",
}
# What of the exercise the row is.
_PARTS: Mapping[str, Callable[[Any], str]] = {
    "exercisecase": lambda row: f"case {row.number} to ",
    "caseremoval": lambda row: f"case {row.case.number} of ",
}


def of_exercises(kind: type[Kind], place: type[Place]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of."""
    return {
        f"judgments.{table}": _of_exercise(kind, place, table, to) for table, to in _TABLES.items()
    }


def _of_exercise(kind: type[Kind], place: type[Place], table: str, to: str) -> Kind:
    under, ways = (f"{to}__", to.split("__")) if to else ("", [])

    def named(row: Any) -> str:
        exercise = row
        for way in ways:
            exercise = getattr(exercise, way)
        part = _PARTS[table](row) if table in _PARTS else ""
        return f"{part}the exercise “{exercise.title}”"

    return kind(
        JudgmentVerb.SEE_EXERCISES,
        "an exercise",
        named,
        place("judgments-exercise", (".".join([*ways, "number"]),)),
        whose=f"{under}inspection",
        with_=(to,) if to else (),
    )
