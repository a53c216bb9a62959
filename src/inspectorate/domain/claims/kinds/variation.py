"""Variation: how far the grades of bodies lie apart. Stored as ``{"criteria": […]}``.

Whether bodies differ by more than the inspectors who judged them is tested by the joint model
(``inspectstats.joint.differing``); *mixed* and *consistent* need more than that, and no test that
found nothing is read as "alike".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from inspectorate.domain.judgments.joint.questions import Spread
from inspectorate.foundation.reasons.reasons import Reason

from ..figures import Figures, ModelTest, Support
from ..what_stands import JudgedCell, Place, SeenItem
from .asking import Asking, Question, criteria_chosen, criteria_keys, criteria_question
from .kind import Kind, no_support
from .reading import Reader
from .testing import names_of, of_hundred, tested
from .wording_of_difference import SpreadWord, says

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
            tested=self._tested(predicate, base, used),
            support=Support.of(
                base.cited(judgments),
                judged=judgments,
                body_count=len({place[0] for place in used}),
                moved=(label for pk, label in base.labels.items() if pk in moved),
            ),
        )

    def asked_of_model(self, predicate: Variation, base: EvidenceBase) -> Spread:
        """Ask whether bodies differ, and whether they are alike, on its criteria."""
        return Spread(names_of(predicate.criteria, base))

    def _tested(
        self, predicate: Variation, base: EvidenceBase, used: Mapping[Place, JudgedCell]
    ) -> ModelTest:
        """What the joint model says of these criteria."""
        words = base.vocabulary
        both = any(
            _both_sides(
                [one for place, one in used.items() if place[1] == criterion], words.mixed_share
            )
            for criterion in predicate.criteria
        )

        def tell(answer: Mapping[str, Any]) -> ModelTest:
            differ, high = bool(answer["differ"]), answer["apart"][-1]
            alike = high is not None and high < words.alike_below
            return ModelTest(
                {"differ": differ, "mixed": differ and both, "alike": alike},
                _said(answer, differ=differ, alike=alike),
                {
                    "dispersion of first judgments": f"{answer['dispersion']:.2f}",
                    "the same where all are alike": f"{answer['expected']:.2f}",
                },
            )

        return tested(self.asked_of_model(predicate, base), base, tell, self.untested)

    def unborne(self, figures: Figures, words: str) -> str:
        """Hold what the words say, differ, mixed or alike, to its own test."""
        holds = figures.tested.holds if figures.tested else {}
        said = says(words)
        if said is SpreadWord.ALIKE and not holds.get("alike", True):
            return "it was not shown that they are alike"
        if said in (SpreadWord.DIFFER, SpreadWord.MIXED) and not holds.get("differ", True):
            return "inspectors who differ as these do would give grades as far apart"
        if said is SpreadWord.MIXED and not holds.get("mixed", True):
            return (
                "on no criterion do so many bodies stand on each side of what meets as the "
                "vocabulary asks of *mixed*"
            )
        return ""

    def unread(self, words: str) -> bool:
        """Nothing is said that is tested."""
        return says(words) is None

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


def _both_sides(judged: Sequence[JudgedCell], share: Fraction) -> bool:
    """Do enough bodies stand on each side of the edge that meets, on one criterion?"""
    met = sum(one.meets for one in judged)
    return bool(judged) and min(met, len(judged) - met) >= share * len(judged)


def _said(answer: Mapping[str, Any], *, differ: bool, alike: bool) -> str:
    """The test in a sentence for margin and print."""
    often = of_hundred(answer["p"])
    if differ:
        said = (
            f"Tested: were all {{nouns}} alike, inspectors who differ as these do would give "
            f"grades as far apart {often} inspections."
        )
    elif answer["two_grades"]:
        said = (
            f"Tested: inspectors who differ as these do would give grades as far apart {often} "
            f"inspections of {{nouns}} that are all alike, so it is not shown that they differ."
        )
    else:
        said = "Tested: on no criterion did three {nouns} stand at each of two grades."
    apart, _, at_most = answer["apart"]
    if alike:
        said += (
            f" Two {{nouns}} taken at random would be graded differently by one inspector "
            f"{of_hundred(apart)} times, {of_hundred(at_most)} at most."
        )
    return said
