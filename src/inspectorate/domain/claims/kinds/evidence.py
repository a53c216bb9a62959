"""Example and qualitative: what items of evidence say, without counting bodies.

Stored as ``{"criteria": […], "practice": true, "direction": "supports", "min_items": 2,
"min_kinds": 2, "min_bodies": 1, "says_so": [12, 15], "says_otherwise": [31], "shared": "…"}``: the
items are named by their numbers. One written before items were named rests on all that fitted.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.disclosure.derivations import few

from ..figures import Figures, Support
from ..reasons import ClaimReason
from ..what_stands import SeenItem, Stance
from .asking import Answer, Asking, Question, criteria_chosen, criteria_keys, criteria_question
from .kind import Kind, no_support
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

_LEAST = ("min_items", "min_kinds", "min_bodies")
_FIELDS = ("practice", "direction", *_LEAST)
_NAMED = {"says_so": Stance.SAYS_SO, "says_otherwise": Stance.SAYS_OTHERWISE}
_MARKS = [
    ("", "Left out"),
    (Stance.SAYS_SO.value, "Says so"),
    (Stance.SAYS_OTHERWISE.value, "Says otherwise"),
]
# A stub of SECRET content supports a claim too: its words are in no item, but its number is.
MARKINGS = ("PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Items on some criteria, of one sort or direction, and how many are needed at least.

    ``stances`` holds, by the number of each item named, what it says of the claim.
    """

    criteria: tuple[int, ...]
    practice: bool | None = None
    direction: str = ""
    min_items: int = 1
    min_kinds: int = 1
    min_bodies: int = 1
    stances: Mapping[int, str] = field(default_factory=dict)

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
            for highest, marking in enumerate(MARKINGS, 1):
                allowed = [item for item in held if item.marking in MARKINGS[:highest]]
                if not self.shortfall(allowed):
                    return "" if highest == 1 else marking
        bears = {item.marking for item in (*items, *pinned)}
        found = next((one for one in reversed(MARKINGS) if one in bears), "")
        return "" if found == "PUBLIC" else found


def _counted(items: Sequence[SeenItem], marking: str) -> Figures:
    """Count the items that say so, and beside them those that say otherwise."""
    bodies = len({item.body for item in items if not item.says_otherwise})
    support = Support.of(items, body_count=bodies, marking=marking)
    # Claims that were referenced before items were marked keep the figures that were signed.
    beside = {"saying otherwise": str(len(support.otherwise))} if support.balanced else {}
    return Figures(
        values={"items": str(len(support.items)), "bodies": str(bodies), **beside},
        support=support,
    )


class EvidenceKind(Kind[Evidence]):
    """Items of evidence on some criteria; the kinds differ in how many a form proposes.

    Such a claim is a statement of its own: it is marked as the lowest of its items that suffice,
    so that what ten people said in the open is not closed because an eleventh said it in
    confidence.
    """

    pins_items = True
    more_fields: ClassVar[tuple[str, ...]] = ()
    may_be_marked = True
    prints_values = False
    proposed_items: ClassVar[int]
    proposed_kinds: ClassVar[int]

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Evidence:
        """Read the criteria, which items count, and how many are needed."""
        reader.only(table, "", "criteria", "area", "shared", *_FIELDS, *_NAMED, *self.more_fields)
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
            _stances(reader, table),
        )

    def count(
        self,
        predicate: Evidence,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count the items pinned, or before that those named; none withdrawn or superseded.

        Where none is named yet, all that fit.
        """
        fitting = self._found(predicate, base) if pinned is None else pinned
        # Pinned items may have been withdrawn since; items found afresh are free of those already.
        items = [item for item in fitting if item.pk not in base.gone]
        so, all_so = _saying_so(items), _saying_so(fitting)
        return self.counted(predicate, base, items, predicate.marking(so, all_so))

    def counted(
        self, predicate: Evidence, base: EvidenceBase, items: Sequence[SeenItem], marking: str
    ) -> Figures:
        """Return the figures of items that stand."""
        figures = _counted(items, marking)
        bodies = figures.support.body_count or 0
        return replace(figures, identifies=few(bodies, base.inspection.small_below))

    def _found(self, predicate: Evidence, base: EvidenceBase) -> Sequence[SeenItem]:
        if predicate.stances:
            return base.named(predicate.stances, predicate.criteria)
        return base.items_on(predicate.criteria, predicate.practice, predicate.direction)

    def misquoted(self, predicate: Evidence, base: EvidenceBase) -> list[Reason]:
        """Each item named is there for who drafts, and speaks to a criterion of the claim."""
        there = base.nameable(predicate.stances, predicate.criteria) if predicate.stances else set()
        missing = [number for number in predicate.stances if number not in there]
        if not missing:
            return []
        refs = ", ".join(map(base.ref, missing))
        what = f"There is no evidence {refs} on these criteria that you may read."
        mend = Mend.words("Name items on the criteria chosen, by their numbers.")
        return [Reason(ClaimReason.NO_SUCH_SOURCE, what, mend, "criteria")]

    def seen(self, figures: Figures, markings: Container[str]) -> Figures:
        """Count anew: the number of items is a value of the claim, and tells of each of them."""
        support = figures.support
        every = (*support.items, *support.otherwise)
        held = [item for item in every if item.marking in markings]
        if len(held) == len(every):
            return figures
        # Whether a decision is needed on the number is the same for everybody.
        return replace(_counted(held, support.marking), identifies=figures.identifies)

    def unsupported(self, predicate: Evidence, figures: Figures) -> list[Reason]:
        """It names its items, and as many, of as many kinds and bodies, say so as it says.

        What says otherwise counts for none of it.
        """
        if not predicate.stances:
            what = "It does not say which items of evidence say so."
            mend = Mend.words("Look at the items that fit, and mark each that says so.")
            return [Reason(ClaimReason.ITEMS_NOT_NAMED, what, mend, "criteria")]
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
            Question(
                "having",
                "List only items with these words",
                Answer.LINE,
                needed=False,
                hint="Narrows the list below; items already marked stay in it.",
            ),
            *_item_questions(asking),
            Question(
                "shared",
                "Why it rests on the very same items as another claim",
                Answer.LINE,
                needed=False,
                hint="Only where it does, and is meant to.",
            ),
        ]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Give the fields as stored, the criteria by their keys."""
        marked = {
            f"item_{number}": stance.value
            for name, stance in _NAMED.items()
            for number in asking.stored.get(name, ())
        }
        return {**asking.stored, **marked, "criteria": criteria_keys(asking)}

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what was chosen; leave out what was not."""
        fields = criteria_chosen(asking.known, answers["criteria"])
        fields |= {name: answers[name] for name in _LEAST}
        if answers["practice"]:
            fields["practice"] = True
        if answers["direction"]:
            fields["direction"] = answers["direction"]
        for name, stance in _NAMED.items():
            numbers = [
                item.number
                for item in asking.offered.listed
                if answers.get(f"item_{item.number}") == stance
            ]
            if numbers:
                fields[name] = sorted(numbers)
        if answers["shared"].strip():
            fields["shared"] = answers["shared"].strip()
        return fields


class ExampleKind(EvidenceKind):
    """One item may suffice: it shows that something exists."""

    code = "example"
    label = "Examples from evidence"
    example = "There were examples of innovative working"
    method = "Read among the evidence{on} that is tagged as practice worth sharing."
    unmarked = "The items are those read; not every one says the same."
    proposed_items = proposed_kinds = 1


class QualitativeKind(EvidenceKind):
    """Several items of more than one kind of source point the same way."""

    code = "qualitative"
    label = "Evidence of several kinds"
    example = "Partners were mostly positive"
    method = "Read among the evidence{on}, of several kinds, that points this way."
    unmarked = "The items are those read; not every one says it in so many words."
    triangulated = True
    proposed_items, proposed_kinds = 3, 2


def _saying_so(items: Sequence[SeenItem]) -> list[SeenItem]:
    return [item for item in items if not item.says_otherwise]


def _stances(reader: Reader, table: Mapping[str, Any]) -> dict[int, str]:
    """Read which items say so and which otherwise; none says both."""
    found: dict[int, str] = {}
    for name, stance in _NAMED.items():
        for number in reader.numbers(table, name):
            if number in found:
                what = f"item {number} cannot say so and say otherwise."
                reader.wrong(name, what, "Name it in one of the two lists.")
            found[number] = stance.value
    if "shared" in table:
        reader.text(table, "shared")
    return found


def _item_questions(asking: Asking) -> list[Question]:
    """One list for each item that fits what was asked: it says so, otherwise, or is left out."""
    offered = asking.offered
    more = offered.fitting - len(offered.listed)
    hint = f"{more} more fit and are not listed: narrow what is listed." if more > 0 else ""
    return [
        Question(
            f"item_{item.number}",
            item.label,
            Answer.ONE,
            _MARKS,
            needed=False,
            hint=hint if place == 0 else "",
        )
        for place, item in enumerate(offered.listed)
    ]


EXAMPLE = ExampleKind()
QUALITATIVE = QualitativeKind()
