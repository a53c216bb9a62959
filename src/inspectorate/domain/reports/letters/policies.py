"""Whether a letter may be made from a template now: each rule returns its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..reasons import ReportReason
from ..verbs import ReportVerb


def makeable(
    *,
    template: bool,
    in_scope: bool,
    left_out: str | None,
    written: bool,
    unknown: Sequence[str],
    slug_taken: bool,
) -> list[Reason]:
    """A letter is made for a body that is inspected, from a template that is written and knows its
    slots. ``left_out`` is why it is inspected on nothing any more, None where it is inspected.
    """
    found = []
    if not template:
        text = "Letters are made from a template of letters alone."
        mend = Mend.by(ReportVerb.OPEN_DOCUMENT, "Open a template of letters.")
        found.append(Reason(ReportReason.NO_TEMPLATE, text, mend, "template"))
    if not in_scope:
        text = "That body is not in the scope of this inspection."
        mend = Mend.words("Choose another.")
        found.append(Reason(ReportReason.BODY_NOT_IN_SCOPE, text, mend, "scope_body"))
    if left_out is not None:
        text = f"That body is inspected on no criterion any more: {left_out}"
        mend = Mend.by(InspectionVerb.TAKE_BACK, "Take what was left out back into the coverage.")
        found.append(Reason(ReportReason.BODY_NOT_IN_SCOPE, text, mend, "scope_body"))
    if not written:
        text = "The template is empty."
        mend = Mend.by(ReportVerb.SAVE, "Write it first.")
        found.append(Reason(ReportReason.TEXT_EMPTY, text, mend, "template"))
    if unknown:
        text = f"No letter can fill these slots: {', '.join(unknown)}."
        mend = Mend.by(ReportVerb.SAVE, "Write {{body}} where the body is named.")
        found.append(Reason(ReportReason.TEMPLATE_UNFILLED, text, mend, "template"))
    if slug_taken:
        text = "There is another document of the name that this letter would have."
        mend = Mend.words("Open the template anew under another short name.")
        found.append(Reason(ReportReason.SLUG_TAKEN, text, mend, "template"))
    return found


def remakeable(*, by_hand: bool, same: bool, titled: bool) -> list[Reason]:
    """A letter is made again where nobody changed it since and it would be another, or where its
    title names the body as it was called: ``titled`` says that it names it as it is called now.
    """
    if not titled:
        return []
    if by_hand:
        text = "Somebody has changed this letter since it was made: it stays as they left it."
        mend = Mend.by(ReportVerb.SAVE, "Change the letter itself.")
        return [Reason(ReportReason.LETTER_CHANGED, text, mend)]
    if same:
        text = "The letter stands as it would be made now."
        return [Reason(ReportReason.LETTER_STANDS, text, NOTHING_TO_DO)]
    return []


def freezable(*, by_hand: bool, same: bool, titled: bool) -> list[Reason]:
    """A letter is frozen as its template and the record have it now, or as somebody changed it."""
    if titled and (by_hand or same):
        return []
    text = "The template of this letter, or what the record says of the body, has changed since."
    mend = Mend.by(ReportVerb.MAKE_LETTER, "Make the letter again.")
    return [Reason(ReportReason.LETTER_BEHIND, text, mend)]
