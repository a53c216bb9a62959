"""Example and qualitative: what items of evidence say, without counting bodies.

Stored as ``{"criteria": […], "practice": true, "direction": "supports", "min_items": 2,
"min_kinds": 2, "min_bodies": 1}``.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..figures import Figures, Support, few
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question, criteria_chosen, criteria_keys, criteria_question
from .kind import Kind, no_support
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

_FIELDS = ("practice", "direction", "min_items", "min_kinds", "min_bodies")
# A stub of SECRET content supports a claim too: its words are in no item, but its number is.
_MARKINGS = ("PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Items on some criteria, of one sort or direction, and how many are needed at least."""

    criteria: tuple[int, ...]
    practice: bool | None = None
    direction: str = ""
    min_items: int = 1
    min_kinds: int = 1
    min_bodies: int = 1

    def shortfall(self, items: Sequence[SeenItem]) -> list[str]:
        """Say in what the items fall short: items, kinds of source, bodies."""
        needed = (
            (len(items), self.min_items, "items"),
            (len({item.kind for item in items}), self.min_kinds, "kinds of source"),
            (len({item.body for item in items}), self.min_bodies, "bodies"),
        )
        return [
            f"{count} of at least {least} {what}" for count, least, what in needed if count < least
        ]

    def marking(self, items: Sequence[SeenItem], pinned: Sequence[SeenItem] = ()) -> str:
        """Return the lowest marking at which the claim is supported, empty where PUBLIC suffices.

        ``items`` are those that stand, ``pinned`` all that it was drafted on: where what stands
        falls short, the words were still written from what fell, and are marked as then.
        """
        for held in (items, pinned):
            for highest, marking in enumerate(_MARKINGS, 1):
                allowed = [item for item in held if item.marking in _MARKINGS[:highest]]
                if not self.shortfall(allowed):
                    return "" if highest == 1 else marking
        bears = {item.marking for item in (*items, *pinned)}
        found = next((one for one in reversed(_MARKINGS) if one in bears), "")
        return "" if found == "PUBLIC" else found


def _counted(items: Sequence[SeenItem], marking: str) -> Figures:
    bodies = len({item.body for item in items})
    return Figures(
        values={"items": str(len(items)), "bodies": str(bodies)},
        identifies=few(bodies),
        support=Support.of(items, body_count=bodies, marking=marking),
    )


class EvidenceKind(Kind[Evidence]):
    """Items of evidence on some criteria; the kinds differ in how many a form proposes.

    Such a claim is a statement of its own: it is marked as the lowest of its items that suffice,
    so that what ten people said in the open is not closed because an eleventh said it in
    confidence.
    """

    pins_items = True
    may_be_marked = True
    prints_values = False
    proposed_items: ClassVar[int]
    proposed_kinds: ClassVar[int]

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Evidence:
        """Read the criteria, which items count, and how many are needed."""
        reader.only(table, "", "criteria", "area", *_FIELDS)
        direction = table.get("direction", "")
        if direction and direction not in list(reader.known.directions):
            known = ", ".join(reader.known.directions)
            what = f"there is no direction {direction!r}."
            reader.wrong("direction", what, f"Choose one of: {known}.")
        return Evidence(
            tuple(criterion.pk for criterion in reader.criteria(table)),
            reader.yes_or_no(table, "practice", "", None),
            str(direction),
            reader.number(table, "min_items", 1),
            reader.number(table, "min_kinds", 1),
            reader.number(table, "min_bodies", 1),
        )

    def count(
        self,
        predicate: Evidence,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count the items pinned, or before that all that fit; none withdrawn or superseded."""
        fitting = (
            base.items_on(predicate.criteria, predicate.practice, predicate.direction)
            if pinned is None
            else pinned
        )
        # Pinned items may have been withdrawn since; items found afresh are free of those already.
        items = [item for item in fitting if item.pk not in base.gone]
        return _counted(items, predicate.marking(items, fitting))

    def seen(self, figures: Figures, markings: Container[str]) -> Figures:
        """Count anew: the number of items is a value of the claim, and tells of each of them."""
        support = figures.support
        held = [item for item in support.items if item.marking in markings]
        if len(held) == len(support.items):
            return figures
        # Whether a decision is needed on the number is the same for everybody.
        return replace(_counted(held, support.marking), identifies=figures.identifies)

    def unsupported(self, predicate: Evidence, figures: Figures) -> list[Reason]:
        """There are as many items, kinds of source and bodies as the claim says."""
        missing = predicate.shortfall(figures.support.items)
        if not missing:
            return []
        what = f"The evidence falls short: {', '.join(missing)}."
        return no_support(what, Mend.words("Widen what it rests on, or say less."))

    def questions(self, asking: Asking) -> list[Question]:
        """Ask for the criteria, which items count, and how many are needed."""
        directions = [("", "Either way"), *asking.known.directions.items()]
        number, items, kinds = Answer.NUMBER, self.proposed_items, self.proposed_kinds
        return [
            criteria_question(asking.known.criteria),
            Question(
                "practice",
                "Only items that show innovative or effective practice",
                Answer.TICK,
                needed=False,
            ),
            Question("direction", "Pointing to", Answer.ONE, directions, needed=False),
            Question("min_items", "At least so many items", number, start=items),
            Question("min_kinds", "Of at least so many kinds of source", number, start=kinds),
            Question("min_bodies", "From at least so many bodies", number, start=1),
        ]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Give the fields as stored, the criteria by their keys."""
        return {**asking.stored, "criteria": criteria_keys(asking)}

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what was chosen; leave out what was not."""
        fields = criteria_chosen(asking.known, answers["criteria"])
        fields |= {name: answers[name] for name in ("min_items", "min_kinds", "min_bodies")}
        if answers["practice"]:
            fields["practice"] = True
        if answers["direction"]:
            fields["direction"] = answers["direction"]
        return fields


class ExampleKind(EvidenceKind):
    """One item may suffice: it shows that something exists."""

    code = "example"
    label = "Examples from evidence"
    example = "There were examples of innovative working"
    method = (
        "Read among the evidence{on} that is tagged as practice worth sharing. The items are those "
        "read; not every one says the same."
    )
    proposed_items = proposed_kinds = 1


class QualitativeKind(EvidenceKind):
    """Several items of more than one kind of source point the same way."""

    code = "qualitative"
    label = "Evidence of several kinds"
    example = "Partners were mostly positive"
    method = (
        "Read among the evidence{on}, of several kinds, that points this way. The items are those "
        "read; not every one says it in so many words."
    )
    triangulated = True
    proposed_items, proposed_kinds = 3, 2


EXAMPLE = ExampleKind()
QUALITATIVE = QualitativeKind()
