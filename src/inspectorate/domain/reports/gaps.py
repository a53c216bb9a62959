"""What is missing at a gate before a document, in words, and what somebody may go past.

Nothing here reads the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from .documents.gates import Gate
from .reasons import ReportReason
from .verbs import ReportVerb

CODES = {
    Gate.JUDGING: ReportReason.NOT_AT_JUDGING,
    Gate.JUDGMENTS: ReportReason.CELLS_UNJUDGED,
    Gate.FACT_CHECK: ReportReason.BODIES_NOT_ASKED,
    Gate.REFERENCES: ReportReason.CLAIMS_NOT_REFERENCED,
}
NAMED = 5  # of what is missing, before the rest is counted


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing at one gate: ``things`` as people call them, of ``of`` that there are.

    At a gate of the whole inspection the one thing is its phase.
    """

    gate: Gate
    things: tuple[str, ...]
    of: int = 0

    @property
    def text(self) -> str:
        """What is missing, in a sentence that names the first few."""
        count, named = len(self.things), self._named()
        match self.gate:
            case Gate.JUDGING:
                return f"The inspection is {named.lower()}: nothing has been judged."
            case Gate.JUDGMENTS:
                return f"{count} of {self.of} judgments are not agreed: {named}."
            case Gate.FACT_CHECK if count == self.of:
                return f"No body was asked to check the facts of this document: {named}."
            case Gate.FACT_CHECK:
                return (
                    f"{count} of {self.of} bodies were not asked to check the facts of this "
                    f"document: {named}."
                )
            case Gate.REFERENCES:
                return (
                    f"{count} of {self.of} claims of this document are not referenced as they "
                    f"stand: {named}."
                )

    @property
    def mend(self) -> Mend:
        """What there is to do."""
        return _MENDS[self.gate]

    def reason(self, field: str = "") -> Reason:
        """Say it as a reason, about a field of what was sent."""
        return Reason(CODES[self.gate], self.text, self.mend, field)

    def _named(self) -> str:
        shown, more = ", ".join(self.things[:NAMED]), len(self.things) - NAMED
        return f"{shown} and {more} more" if more > 0 else shown


_MENDS = {
    Gate.JUDGING: Mend.by(InspectionVerb.MOVE, "Move it to judging, and have everything judged."),
    Gate.JUDGMENTS: Mend.by(
        (JudgmentVerb.AGREE, InspectionVerb.LEAVE_OUT),
        "Have them agreed, or leave them out of the coverage with a reason.",
    ),
    Gate.FACT_CHECK: Mend.by(
        ReportVerb.OPEN_FACT_CHECK,
        "Ask them, or say in the reason why the document goes on without.",
    ),
    Gate.REFERENCES: Mend.by(
        ClaimVerb.REFERENCE,
        "Have them referenced, or say in the reason why the document goes on without.",
    ),
}


def hard(gaps: Iterable[Gap]) -> list[Gap]:
    """Those that nobody goes past."""
    return [one for one in gaps if not one.gate.warns]


def warned(gaps: Iterable[Gap], signed: Collection[tuple[str, str]] = ()) -> list[Gap]:
    """Those that somebody may go past with a reason, without what is ``signed``: gate and thing."""
    left = (
        replace(one, things=tuple(thing for thing in one.things if (one.gate, thing) not in signed))
        for one in gaps
        if one.gate.warns
    )
    return [one for one in left if one.things]
