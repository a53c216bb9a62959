"""May a recipient be asked now, and may their time be moved? Each rule answers with reasons.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

from datetime import date

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable
from inspectorate.prose.dates import in_words

from ..reasons import ReportReason
from ..verbs import ReportVerb


def askable(
    *,
    already: bool,
    in_scope: bool,
    other_bodys_letter: bool,
    shown: int,
    due_on: date,
    on: date,
    sound: bool = True,
) -> list[Reason]:
    """A recipient is asked once per document, about what concerns them, with time to answer.

    ``already``: asked, and nothing asks for it again. ``sound``: they are of a sort that their kind
    of recipient has.
    """
    found = _fit(sound=sound, in_scope=in_scope)
    if already:
        found.append(
            Reason(
                ReportReason.FACT_CHECK_OPEN,
                "That recipient has been asked about this document already.",
                Mend.words("Open its check."),
                "recipient",
            )
        )
    if other_bodys_letter:
        found.append(
            Reason(
                ReportReason.LETTER_TO_ANOTHER,
                "This letter is to another body.",
                Mend.by(ReportVerb.OPEN_FACT_CHECK, "Open the check for its addressee."),
                "recipient",
            )
        )
    elif not shown:
        found.append(
            Reason(
                ReportReason.NOTHING_TO_SHOW,
                "The document says nothing of that recipient, and has no section headed Summary.",
                Mend.by(ReportVerb.SAVE, "Write the passage or the summary first."),
                "document",
            )
        )
    if due_on <= on:
        found.append(
            Reason(
                ReportReason.DUE_TOO_SOON,
                "The day to answer by is not after today.",
                Mend.words("Choose a later day."),
                "due_on",
            )
        )
    return found


def _fit(*, sound: bool, in_scope: bool) -> list[Reason]:
    """Is the recipient of a sort that their kind has, and of this inspection?"""
    found: list[Reason] = []
    if not sound:
        found.append(
            Reason(
                ReportReason.RECIPIENT_UNFIT,
                "A recipient of this kind is somebody else.",
                Mend.words("Choose a body of the register, or a person, as the kind asks."),
                "recipient",
            )
        )
    if not in_scope:
        found.append(
            Reason(
                ReportReason.BODY_NOT_IN_SCOPE,
                "That body is not in the scope of this inspection.",
                Mend.words("Choose another."),
                "recipient",
            )
        )
    return found


def repeatable() -> list[Reason]:
    """A recipient named twice in one press is asked once."""
    return [
        Reason(
            ReportReason.FACT_CHECK_OPEN,
            "That recipient is named twice.",
            Mend.nothing(),
            "recipient",
        )
    ]


def separable(*, of_scope: bool) -> list[Reason]:
    """Who is inspected, or speaks for or oversees who is, is asked as that body and as no other."""
    if not of_scope:
        return []
    text = "That recipient is a body inspected here, or speaks for one or oversees one."
    mend = Mend.words("Ask the body as an inspected body, or choose somebody else.")
    return [Reason(ReportReason.RECIPIENT_UNFIT, text, mend, "recipient")]


def admissible(
    *, by_person: bool, outside_only: bool, until: date | None, due_on: date
) -> list[Reason]:
    """A person who reads for us has an account of the portal alone, and a last day to open it.

    A contact of a body needs neither: the register says for whom they speak.
    """
    if not by_person:
        return []
    found: list[Reason] = []
    if not outside_only:
        text = "A draft is sent to accounts of the portal alone."
        mend = Mend.outside("Have the administrator invite them as a body contact, and no more.")
        found.append(Reason(ReportReason.RECIPIENT_NOT_OUTSIDE, text, mend, "person"))
    if until is None or until < due_on:
        text = "The last day to open the draft is missing, or before the day to answer by."
        found.append(
            Reason(ReportReason.UNTIL_TOO_SOON, text, Mend.words("Choose a later day."), "until")
        )
    return found


def extendable(*, due_on: date, old: date, on: date, reason: str) -> list[Reason]:
    """The day to answer by is moved to a later one that is still to come, with a reason."""
    found: list[Reason] = []
    if due_on <= max(old, on):
        text = (
            f"The new day is not after {in_words(old)}."
            if old >= on
            else "The new day is not after today."
        )
        mend = Mend.words("Choose a later day.")
        found.append(Reason(ReportReason.NOT_EXTENDED, text, mend, "due_on"))
    return [*found, *storable(reason, "reason", needed=True, limit=4000)]


def answerable(*, asked: bool) -> list[Reason]:
    """What asks for an answer, and stands as it was shown, is answered once."""
    if asked:
        return []
    text = "What changed is no longer what was shown to you, or it has been answered."
    mend = Mend.words("Open the page again, and read what stands there now.")
    return [Reason(ReportReason.CHANGE_GONE, text, mend, "identity")]
