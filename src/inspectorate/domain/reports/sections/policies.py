"""May a section be written, brought back, given to somebody or marked now? With reasons.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..reasons import ReportReason
from ..states import SectionStatus
from ..verbs import ReportVerb


def section_reachable(stands: bool) -> list[Reason]:
    """Require that the section stands in the text."""
    if stands:
        return []
    told = "This section is in the document no longer: it was joined to another or taken out."
    mend = Mend.by(ReportVerb.SAVE_SECTION, "Put your words into the section where they belong.")
    return [Reason(ReportReason.SECTION_GONE, told, mend)]


def section_savable(*, was: str, text: str) -> list[Reason]:
    """Words that stand already are not saved again."""
    return [_as_it_is("The section has these words already.", "text")] if was == text else []


def section_restorable(*, earlier: str | None, now: str) -> list[Reason]:
    """An earlier text is brought back that the section had, and that is not what stands."""
    if earlier is None:
        told = "That revision does not hold this section."
        mend = Mend.words("Choose another revision of its history.")
        return [Reason(ReportReason.SECTION_NOT_THERE, told, mend, "revision")]
    return section_savable(was=now, text=earlier)


def section_closable(begins: bool) -> list[Reason]:
    """A text is saved where the section after it begins as it did."""
    if begins:
        return []
    told = (
        "The section after this one would no longer begin at its heading: something at the end of "
        "this text is open, or takes the heading as its own."
    )
    mend = Mend.by(
        ReportVerb.SAVE,
        "Close the fence, and put attributes above what they are about; to join the sections, "
        "write the whole text.",
    )
    return [Reason(ReportReason.SECTION_OPEN, told, mend, "text")]


def section_separable(*, whole: bool, alone: bool) -> list[Reason]:
    """Who does not read all of the document saves a section that touches no other: ``alone``."""
    if whole or alone:
        return []
    told = (
        "You do not read all of this document, so this section must stay apart from the others: it "
        "begins with its own heading, closes what it opens, and keeps the addresses of its links."
    )
    mend = Mend.by(
        ReportVerb.SAVE_SECTION,
        "Begin with a heading after # signs and leave its lines of addresses as they were, or ask "
        "somebody who reads all of the document.",
    )
    return [Reason(ReportReason.SECTION_BESIDE_CLOSED, told, mend, "text")]


def section_revertible(joined: Sequence[str], revision: int) -> list[Reason]:
    """An earlier text is brought back where no other section's words would go for it."""
    if not joined:
        return []
    told = (
        f"Since revision {revision} there ended beside this section: {', '.join(joined)}. What was "
        f"joined to it would go from the document with the text that stands."
    )
    mend = Mend.by(
        ReportVerb.SAVE_SECTION,
        "Put the earlier paragraphs back one at a time, or write what is missing by hand.",
    )
    return [Reason(ReportReason.SECTION_JOINED, told, mend, "revision")]


def section_assignable(*, writes: bool, same: bool) -> list[Reason]:
    """A section is given to a member of the team who may write it, or to nobody."""
    if not writes:
        told = "That person may not write documents of this inspection."
        mend = Mend.words("Choose somebody of the team who may, or nobody.")
        return [Reason(ReportReason.NOT_A_WRITER, told, mend, "to")]
    return [_as_it_is("The section is theirs already.", "to")] if same else []


def section_markable(*, status: str, now: str) -> list[Reason]:
    """A section is marked with one of the statuses, other than the one it has."""
    if status not in SectionStatus:
        told = f"{status!r} is not a status of a section."
        mend = Mend.words(f"Choose one of {', '.join(SectionStatus.values)}.")
        return [Reason(ReportReason.STATUS_UNKNOWN, told, mend, "status")]
    return [_as_it_is("The section is marked so already.", "status")] if status == now else []


def _as_it_is(told: str, field: str) -> Reason:
    return Reason(ReportReason.SECTION_AS_IT_IS, told, Mend.nothing(), field)
