"""Criteria met by one body: on how many of some criteria its agreed grade counts as met.

Stored as ``{"body": the body's code, "criteria": […], "area": …}``. It is a claim of letters:
whoever reads the number is told of that body alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.quantity.flips import flips

from ..figures import Figures, Support
from ..what_stands import JudgedCell, SeenItem
from .asking import Answer, Asking, Question, criteria_chosen, criteria_keys, criteria_question
from .kind import Kind, no_support
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database


@dataclass(frozen=True, slots=True)
class BodyCriteria:
    """A body by its code, and graded criteria by key."""

    body: str
    criteria: tuple[int, ...]


class CriteriaKind(Kind[BodyCriteria]):
    """The criteria, of those on which one body was inspected, that its grades count as met.

    Like a count over bodies it rests on agreed grades, and bears no marking. It always speaks of
    one body: where the inspection names none in public, its number needs a decision.
    """

    code = "criteria"
    label = "Criteria met by one body"
    example = "This force met nine of the twelve criteria"
    method = (
        "Counted over the agreed judgments of one {noun}{on}: a criterion is met where its grade "
        "counts as met. Each judgment was made against written characteristics, with its reasons "
        "and the evidence it rests on."
    )
    explains_judging = True
    prints_values = False
    counts = ("criterion", "criteria")

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> BodyCriteria:
        """Read the body and the criteria; each is graded."""
        reader.only(table, "", "body", "criteria", "area")
        body = table.get("body")
        if not isinstance(body, str) or body not in reader.known.bodies:
            known = ", ".join(reader.known.bodies)
            what = f"there is no body {body!r} in scope."
            reader.wrong("body", what, f"Choose one of: {known}.")
        criteria = reader.criteria(table)
        for criterion in criteria:
            if not criterion.grades:
                what = f"{criterion.ref} is not graded: nothing says whether it was met."
                reader.wrong("criteria", what, "Choose graded criteria.")
        return BodyCriteria(str(body), tuple(criterion.pk for criterion in criteria))

    def count(
        self,
        predicate: BodyCriteria,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count the criteria; one left out or not agreed yet counts neither way."""
        body = next(one for one in base.bodies if one.code == predicate.body)
        places = [(body.pk, criterion) for criterion in predicate.criteria]
        judged: list[JudgedCell] = [
            base.judged[place]
            for place in places
            if place in base.judged and place not in base.left_out
        ]
        met, inspected = sum(one.meets for one in judged), len(judged)
        word = (base.vocabulary.word_for(met, inspected) or "") if inspected else ""
        return Figures(
            met=met,
            not_met=inspected - met,
            inspected=inspected,
            scope=len(places),
            population="criteria",
            # Signed with the number, and printed nowhere: the text says of whom it speaks.
            values={"body": body.label},
            word=word,
            flips=flips(base.vocabulary, word, met, inspected) if word else None,
            asked=dict.fromkeys(predicate.criteria, ()),
            identifies=not base.inspection.names_bodies,
            support=Support.of(
                base.cited(judged),
                judged=judged,
                body_count=1 if judged else 0,
                moved=(body.label,) if any(one.moved for one in judged) else (),
            ),
        )

    def unsupported(self, predicate: BodyCriteria, figures: Figures) -> list[Reason]:
        """At least one judgment of the body is agreed."""
        if figures.inspected:
            return []
        return no_support("Nothing is agreed on these criteria for this body yet.")

    def criteria(self, stored: Mapping[str, Any], *, graded: bool = False) -> list[str]:
        """Return the criteria counted: the number tells of grades."""
        return [str(ref) for ref in stored.get("criteria", ())]

    def questions(self, asking: Asking) -> list[Question]:
        """Ask which body, and on which graded criteria."""
        bodies = list(asking.known.bodies.items())
        return [
            Question("body", "The body", Answer.ONE, [("", "Choose one"), *bodies]),
            criteria_question([one for one in asking.known.criteria if one.grades]),
        ]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Give the body as stored, the criteria by their keys."""
        return {"body": asking.stored.get("body", ""), "criteria": criteria_keys(asking)}

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Name the body and the criteria chosen."""
        return {"body": answers["body"], **criteria_chosen(asking.known, answers["criteria"])}


KIND = CriteriaKind()
