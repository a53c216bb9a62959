"""Variation: how far the grades of bodies lie apart. Stored as ``{"criteria": […]}``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.reasons.reasons import Reason

from ..figures import Figures, Support
from ..what_stands import SeenItem
from .asking import Asking, Question, criteria_chosen, criteria_keys, criteria_question
from .kind import Kind, no_support
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database


@dataclass(frozen=True, slots=True)
class Variation:
    """Graded criteria, by key."""

    criteria: tuple[int, ...]


class VariationKind(Kind[Variation]):
    """The spread of agreed grades on some criteria; like a count of them, it bears no marking."""

    code = "variation"
    label = "Spread between bodies"
    example = "Some inconsistency; mixed"
    method = "Read from the spread of agreed judgments between {nouns}{on}."
    untested = (
        "Not tested: whether {nouns} differ by more than two inspectors of one {noun} would is not "
        "known."
    )

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Variation:
        """Read the criteria; each is graded."""
        reader.only(table, "", "criteria", "area")
        criteria = reader.criteria(table)
        for criterion in criteria:
            if not criterion.grades:
                what = f"{criterion.ref} is not graded and has no spread."
                reader.wrong("criteria", what, "Choose graded criteria.")
        return Variation(tuple(criterion.pk for criterion in criteria))

    def count(
        self,
        predicate: Variation,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count the cells of each grade, and those that differ from the commonest."""
        used = {
            place: judged
            for place, judged in base.judged.items()
            if place[1] in predicate.criteria
            and place not in base.left_out
            and judged.order is not None
        }
        by_grade = Counter(judged.grade for judged in used.values())
        order = {judged.grade: judged.order or 0 for judged in used.values()}
        commonest = by_grade.most_common(1)[0][1] if by_grade else 0
        moved = {place[0] for place, judged in used.items() if judged.moved}
        judgments = list(used.values())
        return Figures(
            values={
                "judgments": str(len(used)),
                "grades used": str(len(by_grade)),
                "away from the commonest grade": str(len(used) - commonest),
                **{
                    f"graded {name}": str(by_grade[name])
                    for name in sorted(by_grade, key=lambda name: -order[name])
                },
            },
            support=Support.of(
                base.cited(judgments),
                judged=judgments,
                body_count=len({place[0] for place in used}),
                moved=(label for pk, label in base.labels.items() if pk in moved),
            ),
        )

    def unsupported(self, predicate: Variation, figures: Figures) -> list[Reason]:
        """At least one judgment is agreed."""
        if figures.support.judgments:
            return []
        return no_support("Nothing is agreed on these criteria yet.")

    def questions(self, asking: Asking) -> list[Question]:
        """Ask which graded criteria."""
        return [criteria_question([one for one in asking.known.criteria if one.grades])]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Tick the criteria stored."""
        return {"criteria": criteria_keys(asking)}

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Name the criteria chosen."""
        return criteria_chosen(asking.known, answers["criteria"])


KIND = VariationKind()
