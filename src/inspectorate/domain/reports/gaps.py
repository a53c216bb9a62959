"""What is missing at a gate before a document, in words, and what somebody may go past.

Nothing here reads the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.inspections.states import Phase
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
    Gate.DISCLOSURE: ReportReason.BODY_DERIVABLE,
    Gate.SIGNATURES: ReportReason.WORDING_NOT_SIGNED,
    Gate.TOLD: ReportReason.TOLD_OTHERWISE,
    Gate.ANSWERING: ReportReason.BODIES_STILL_ANSWERING,
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
                return self._phase
            case Gate.JUDGMENTS:
                return f"{count} of {self.of} judgments are not agreed: {named}."
            case Gate.FACT_CHECK if count == self.of:
                return f"No body was asked to check the facts of this document: {named}."
            case Gate.FACT_CHECK:
                return (
                    f"{count} of {self.of} bodies were not asked to check the facts of this "
                    f"document: {named}."
                )
            case Gate.ANSWERING:
                return (
                    f"{count} of {self.of} bodies that were asked again still have time to answer: "
                    f"{named}."
                )
            case Gate.REFERENCES:
                return (
                    f"{count} of {self.of} claims of this document are not referenced as they "
                    f"stand: {named}."
                )
            case Gate.DISCLOSURE:
                return (
                    f"{count} of {self.of} things that this release hides of a body can be worked "
                    f"out from all that is published: {named}."
                )
            case Gate.SIGNATURES:
                return f"{count} of {self.of} passages and sections are not signed: {named}."
            case Gate.TOLD:
                return (
                    f"{count} of {self.of} grades that the body was told on the day are agreed "
                    f"otherwise or left out, without words for the body: {named}."
                )

    @property
    def mend(self) -> Mend:
        """What there is to do."""
        if self.gate is Gate.JUDGING and self.things == (Phase.ABANDONED.label,):
            return Mend.nothing("It stays as it is: nothing follows an inspection given up.")
        return _MENDS[self.gate]

    def reason(self, field: str = "") -> Reason:
        """Say it as a reason, about a field of what was sent."""
        return Reason(CODES[self.gate], self.text, self.mend, field)

    @property
    def _phase(self) -> str:
        if self.things == (Phase.ABANDONED.label,):
            return "The inspection is abandoned."
        return f"The inspection is {self._named().lower()}: nothing has been judged."

    def _named(self) -> str:
        shown, more = ", ".join(self.things[:NAMED]), len(self.things) - NAMED
        return f"{shown} and {more} more" if more > 0 else shown


_MENDS = {
    Gate.JUDGING: Mend.by(InspectionVerb.MOVE, "Move it to judging, and have everything judged."),
    Gate.JUDGMENTS: Mend.by(
        (JudgmentVerb.AGREE, InspectionVerb.LEAVE_OUT, InspectionVerb.MOVE),
        "Have them agreed, or leave them out of the coverage with a reason. Where judging is over, "
        "move the inspection back to it first.",
    ),
    Gate.FACT_CHECK: Mend.by(
        ReportVerb.OPEN_FACT_CHECK,
        "Ask them, or say in the reason why the document goes on without.",
    ),
    Gate.REFERENCES: Mend.by(
        ClaimVerb.REFERENCE,
        "Have them referenced, or say in the reason why the document goes on without.",
    ),
    Gate.DISCLOSURE: Mend.by(
        (ReportVerb.SAVE, ClaimVerb.EDIT, ReportVerb.FREEZE),
        "Take out what gives it away, as told beside it, and prepare the release again; or say in "
        "the reason why it goes out all the same.",
    ),
    Gate.SIGNATURES: Mend.by(
        (ReportVerb.SIGN, ReportVerb.DECLARE_DRAFT),
        "Say that the document is ready to be signed, and have an evidence checker sign them.",
    ),
    Gate.ANSWERING: Mend.by(
        ReportVerb.FREEZE,
        "Wait until their day is over, or say in the reason why the document goes on before it.",
    ),
    Gate.TOLD: Mend.by(
        JudgmentVerb.SAY_DIFFERENCE, "Have it said in words for the body why they differ."
    ),
}


def seen_as(gaps: Iterable[Gap]) -> str:
    """Return a digest of what is missing, by which a page says what its reader was shown."""
    told = sorted((one.gate.value, thing) for one in gaps for thing in one.things)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def unseen(gaps: Iterable[Gap], seen: str | None) -> list[Reason]:
    """Refuse a signature under what its page did not show; ``seen`` is empty where no page was."""
    if not seen or seen == seen_as(gaps):
        return []
    text = "What is missing has changed since this page was opened, so nothing was signed."
    mend = Mend.words("Open the page again, read what is missing now, and send it from there.")
    return [Reason(ReportReason.GAPS_UNSEEN, text, mend, "seen")]


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
