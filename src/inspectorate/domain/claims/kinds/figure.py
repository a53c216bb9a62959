"""Figure: a number computed from the records of the inspection by a named recipe.

Stored as ``{"recipe": one of RECIPES, "register": phrase, "on": day}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.dates import in_words

from ..figures import Figures
from ..reasons import ClaimReason
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
from .kind import Kind
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database


@dataclass(frozen=True, slots=True)
class FigureRecipe:
    """A recipe; for the register its phrase and day, the last of the fieldwork where None."""

    recipe: str
    register: str = ""
    on: date | None = None


_Recipe = Callable[[FigureRecipe, "EvidenceBase"], dict[str, str]]


def _visit_dates(_: FigureRecipe, base: EvidenceBase) -> dict[str, str]:
    first, last, _visits = base.visited
    return {"from": in_words(first), "to": in_words(last)} if first and last else {}


def _register(asked: FigureRecipe, base: EvidenceBase) -> dict[str, str]:
    counts = base.register(asked.on or base.inspection.fieldwork_to)
    return {asked.register: str(counts[asked.register])}


def _agreement(_: FigureRecipe, base: EvidenceBase) -> dict[str, str]:
    """The share with its 95 % interval, for any inspectors like these, before any moderation."""
    found = base.pairs
    shares = {
        "per cent": found.share and found.share.value,
        "lower limit": found.share and found.share.low,
        "upper limit": found.share and found.share.high,
        "level of the interval": found.share and found.share.level,
    }
    given = {name: f"{share:.0%}".rstrip("%") for name, share in shares.items() if share}
    return {"same grade": str(found.same), "judged twice": str(found.cells), **given}


def _number(count: Callable[[EvidenceBase], int]) -> _Recipe:
    return lambda asked, base: {asked.recipe.replace("_", " "): str(count(base))}


# Each recipe: how a form names it, and how it is computed.
_RECIPES: dict[str, tuple[str, _Recipe]] = {
    "bodies_in_scope": ("Bodies in scope", _number(lambda base: len(base.bodies))),
    "bodies_inspected": (
        "Bodies inspected",
        _number(lambda base: len({body for body, _ in base.judged.keys() - base.left_out})),
    ),
    "visits": ("Visits made", _number(lambda base: base.visited[2])),
    "visit_dates": ("First and last day of the visits", _visit_dates),
    "sessions": (
        "Sessions that left evidence which can be described",
        _number(lambda base: base.described_sessions),
    ),
    "evidence_items": (
        "Items of evidence relied on that can be described",
        _number(lambda base: base.described_items),
    ),
    "judgments": (
        "Judgments agreed",
        _number(lambda base: len(base.judged.keys() - base.left_out)),
    ),
    "judged_twice": (
        "Judgments made by two inspectors who could not see each other's",
        lambda _asked, base: {"judged twice": str(base.pairs.cells)},
    ),
    "agreement": ("How often two inspectors gave the same grade", _agreement),
    "causes_of_concern": (
        "Judgments with a cause of concern",
        _number(lambda base: len(base.concerns)),
    ),
    "bodies_with_cause_of_concern": (
        "Bodies with a cause of concern",
        _number(lambda base: len({body for body, _ in base.concerns})),
    ),
    # Counted by the room of reports, which stands above this one, from the copies sent out.
    "bodies_asked": ("Bodies asked to check facts", lambda _asked, _base: {}),
    "bodies_that_raised_points": (
        "Bodies that raised points on a draft",
        lambda _asked, _base: {},
    ),
    "bodies_that_answered": (
        "Bodies that raised points on a draft or said that they had none",
        lambda _asked, _base: {},
    ),
    "addressees_asked": ("National addressees shown a draft", lambda _asked, _base: {}),
    "points_raised": ("Points raised on drafts", lambda _asked, _base: {}),
    "points_open": ("Points on drafts that nobody has decided", lambda _asked, _base: {}),
    # Counted in the texts by the room of reports, which stands above this one.
    "recommendations": ("Recommendations made", lambda _asked, _base: {}),
    "register": ("A count of the register", _register),
}
RECIPES = frozenset(_RECIPES)
# What a count of the register is called since, by the phrase that claims of before are stored with.
_CALLED_SINCE = {"special police forces": "non-Home Office forces"}
# One text is printed for all readers, so that a number in it is the public's; beside it stands what
# restricted evidence adds, for those who may know that there is any.
_WHOLE: Mapping[str, Callable[[EvidenceBase], int]] = {
    "sessions": lambda base: base.sessions_held,
    "evidence_items": lambda base: base.standing_items,
}


class FigureKind(Kind[FigureRecipe]):
    """A number with its recipe; it is computed again whenever it is asked for.

    It bears no marking: it counts only what anybody may be told of. What restricted evidence adds
    stands beside it, counted for the reader alone.
    """

    code = "figure"
    label = "A number with its recipe"
    example = "46 forces; October 2018 to February 2019"
    method = "A figure computed from the records of this inspection."

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> FigureRecipe:
        """Read the recipe; only the register takes a phrase."""
        reader.only(table, "", "recipe", "register", "on")
        recipe, register = table.get("recipe"), table.get("register", "")
        if not isinstance(recipe, str) or recipe not in RECIPES:
            known = ", ".join(sorted(RECIPES))
            what = f"there is no recipe {recipe!r}."
            reader.wrong("recipe", what, f"Choose one of: {known}.")
        elif recipe != "register" and register:
            what = "only the recipe `register` takes a phrase."
            reader.wrong("register", what, "Leave it out.")
        elif recipe == "register" and (
            not isinstance(register, str) or register not in reader.known.registers
        ):
            known = ", ".join(sorted(reader.known.registers))
            what = f"the register counts no {register!r}."
            reader.wrong("register", what, f"Choose one of: {known}.")
        return FigureRecipe(str(recipe), str(register), reader.day(table, "on", needed=False))

    def count(
        self,
        predicate: FigureRecipe,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Follow the recipe."""
        # Never pinned: what it counts changes with the records, and the checks of a text compare
        # anew.
        _, computed = _RECIPES[predicate.recipe]
        whole = {
            f"{name.replace('_', ' ')}, restricted ones too": str(count(base))
            for name, count in _WHOLE.items()
            if name == predicate.recipe
        }
        return Figures(values=computed(predicate, base), whole=whole)

    def with_numbers_above(
        self, predicate: FigureRecipe, figures: Figures, above: Mapping[str, str]
    ) -> Figures:
        """Add the number counted above where the recipe names it."""
        if predicate.recipe not in above:
            return figures
        name = predicate.recipe.replace("_", " ")
        return replace(figures, values={name: above[predicate.recipe]})

    def rests_on(self, figures: Figures) -> str:
        """Say that it is computed, not pinned."""
        return "A recipe that counts what the system holds; it is computed again each time."

    def sourced(self, values: Mapping[str, str], source: str) -> str:
        """List the numbers by name."""
        if not values:
            return ""
        listed = "; ".join(
            f"{_CALLED_SINCE.get(name, name).replace('_', ' ')}: {value}"
            for name, value in sorted(values.items())
        )
        return f" {listed[:1].upper()}{listed[1:]}."

    def questions(self, asking: Asking) -> list[Question]:
        """Ask for the recipe and, for the register, which count on which day."""
        offered = sorted(asking.known.registers - _CALLED_SINCE.keys())
        registers = [("", "None"), *((one, one) for one in offered)]
        return [
            Question(
                "recipe",
                "How the number is made",
                Answer.ONE_SHOWN,
                [(name, words) for name, (words, _) in _RECIPES.items()],
            ),
            Question(
                "register", "Which count of the register", Answer.ONE, registers, needed=False
            ),
            Question(
                "on",
                "Counted on",
                Answer.DAY,
                needed=False,
                hint="Left empty: the last day of fieldwork.",
            ),
        ]

    def contradictions(self, asking: Asking, answers: Mapping[str, Any]) -> list[Reason]:
        """The register is counted by one of its phrases."""
        if answers.get("recipe") != "register" or answers.get("register"):
            return []
        what = "Choose which count of the register."
        mend = Mend.words("Choose one of its phrases.")
        return [Reason(ClaimReason.PREDICATE_WRONG, what, mend, "register")]

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the phrase and the day for the register alone."""
        fields = {"recipe": answers["recipe"]}
        if answers["recipe"] == "register":
            fields["register"] = answers["register"]
            if answers["on"]:
                fields["on"] = answers["on"].isoformat()
        return fields


KIND = FigureKind()
