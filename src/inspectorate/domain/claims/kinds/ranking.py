"""Ranking: some bodies stand lowest, or highest, on the mean of some criteria.

Stored as ``{"named": the codes of bodies, "criteria": […], "highest": true, "area": …}``. It names
a set: which of the set stands lowest is not said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inspectorate.domain.judgments.joint.questions import Ranked
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.quantities.numbers import NUMBER
from inspectorate.prose.quantities.phrases import read

from ..figures import Figures, ModelTest, Support
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question, criteria_chosen, criteria_keys, criteria_question
from .kind import Kind, no_support
from .reading import Reader
from .testing import names_of, of_hundred, tested
from .wording_of_difference import at_end, denies

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database


_NUMBER = re.compile(rf"\b{NUMBER}\b", re.I)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Bodies by code, in no order, and the graded criteria whose grades are averaged."""

    named: tuple[str, ...]
    criteria: tuple[int, ...]
    highest: bool


class RankingKind(Kind[Ranking]):
    """Which bodies stand at one end. It names them, so its number needs a decision where the
    inspection names none in public.
    """

    code = "ranking"
    label = "The bodies at one end"
    example = "The three lowest"
    method = (
        "Ranked by the mean of the independent judgments of each {noun}{on}, as the average of "
        "these inspectors would give them."
    )
    untested = "Not tested: whether these {nouns} and no others stand at that end is not known."
    explains_judging = True
    prints_values = False

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Ranking:
        """Read the bodies and the criteria; each is graded."""
        reader.only(table, "", "named", "criteria", "area", "highest")
        raw = table.get("named")
        named = tuple(raw) if isinstance(raw, list | tuple) else ()
        unknown = [one for one in named if one not in reader.known.bodies]
        if not named or unknown or len(set(named)) != len(named):
            what = f"must name bodies in scope, each once{_such(unknown)}."
            reader.wrong("named", what, "Choose the bodies that the sentence speaks of.")
        elif len(named) == len(reader.known.bodies):
            reader.wrong("named", "names every body.", "Choose some of them.")
        criteria = reader.criteria(table)
        for criterion in criteria:
            if not criterion.grades:
                what = f"{criterion.ref} is not graded and ranks nobody."
                reader.wrong("criteria", what, "Choose graded criteria.")
        highest = reader.yes_or_no(table, "highest", "", False)
        return Ranking(named, tuple(one.pk for one in criteria), bool(highest))

    def count(
        self,
        predicate: Ranking,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Gather every agreed judgment on the criteria: a rank rests on all of them."""
        used = {
            place: judged
            for place, judged in base.judged.items()
            if place[1] in predicate.criteria and place not in base.left_out
        }
        moved = {place[0] for place, judged in used.items() if judged.moved}
        judgments = list(used.values())
        labels = {body.code: body.label for body in base.bodies}
        return Figures(
            # Signed with the claim: the text itself names them.
            values={
                "bodies": ", ".join(labels[code] for code in predicate.named),
                "end": "high" if predicate.highest else "low",
            },
            asked=dict.fromkeys(predicate.criteria, ()),
            identifies=not base.inspection.names_bodies,
            tested=self._tested(predicate, base),
            support=Support.of(
                base.cited(judgments),
                judged=judgments,
                body_count=len({place[0] for place in used}),
                moved=(label for pk, label in base.labels.items() if pk in moved),
            ),
        )

    def asked_of_model(self, predicate: Ranking, base: EvidenceBase) -> Ranked:
        """Ask whether these bodies and no others stand at that end."""
        criteria = names_of(predicate.criteria, base)
        # A body not inspected on one of them has no rank, and then nobody is said to have one.
        among = tuple(one.code for one in base.bodies)
        return Ranked(criteria, predicate.named, among, predicate.highest)

    def _tested(self, predicate: Ranking, base: EvidenceBase) -> ModelTest:
        """What the joint model says of these bodies, with the rank of each."""
        labels = {body.code: body.label for body in base.bodies}

        def tell(answer: Mapping[str, Any]) -> ModelTest:
            ranks = {
                labels[code]: f"rank {low:g} to {high:g}"
                for code, (low, high) in answer["ranks"].items()
                if code in predicate.named
            }
            return ModelTest({"ranked": bool(answer["holds"])}, _said(answer), ranks)

        return tested(self.asked_of_model(predicate, base), base, tell, self.untested)

    def unborne(self, figures: Figures, words: str) -> str:
        """The words name the end and the number that it is of, and it holds."""
        bodies = figures.values.get("bodies", "").split(", ")
        end, wanted = at_end(words), figures.values.get("end", "")
        if wanted and (denies(words) or (end and end != wanted)):
            return f"the claim is of those that stand {wanted}est, and denies nothing"
        counts = {_value(match[0]) for match in _NUMBER.finditer(words)}
        if wanted and counts and counts != {len(bodies)}:
            return f"the claim names {len(bodies)}"
        holds = figures.tested.holds if figures.tested else {}
        if holds.get("ranked", True):
            return ""
        return "it is not sure enough that these and no others stand at that end"

    def unread(self, words: str) -> bool:
        """No end is named."""
        return not at_end(words)

    def unsupported(self, predicate: Ranking, figures: Figures) -> list[Reason]:
        """At least one judgment is agreed."""
        if figures.support.judgments:
            return []
        return no_support("Nothing is agreed on these criteria yet.")

    def questions(self, asking: Asking) -> list[Question]:
        """Ask which bodies, at which end, on which graded criteria."""
        return [
            Question("named", "The bodies", Answer.ANY_SHOWN, list(asking.known.bodies.items())),
            Question("highest", "They are the highest, not the lowest", Answer.TICK, needed=False),
            criteria_question([one for one in asking.known.criteria if one.grades]),
        ]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Give the bodies as stored, the criteria by their keys."""
        return {
            "named": list(asking.stored.get("named", ())),
            "highest": bool(asking.stored.get("highest")),
            "criteria": criteria_keys(asking),
        }

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Name the bodies and the criteria chosen."""
        return {
            "named": list(answers["named"]),
            **({"highest": True} if answers["highest"] else {}),
            **criteria_chosen(asking.known, answers["criteria"]),
        }


KIND = RankingKind()


def _value(number: str) -> int | None:
    """What a numeral, in figures or words, is of bodies."""
    return next((one.n for one in read(f"{number} bodies")), None)


def _such(unknown: Sequence[object]) -> str:
    return f"; {unknown[0]!r} is none" if unknown else ""


def _said(answer: Mapping[str, Any]) -> str:
    """The test in a sentence for margin and print."""
    said = (
        "Tested: the average of these inspectors would place these {nouns}, and no others, at that "
        f"end {of_hundred(answer['chance'])} times"
    )
    return f"{said}." if answer["holds"] else f"{said}, and it may be said from 95 of 100."
