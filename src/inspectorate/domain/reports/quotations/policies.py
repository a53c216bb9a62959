"""May somebody be quoted, asked, and their approval be kept? Each rule answers with reasons.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..reasons import ReportReason
from ..verbs import ReportVerb

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Why an asking is withdrawn, by the code that the ledger tells.
WHY_WITHDRAWN: Mapping[str, str] = {
    "wrong_account": "The account is not that of the speaker",
    "other_way": "The speaker approves them another way",
    "not_said": "The words are to stand no more, or to change",
}
LONGEST_NAME = 200
LONGEST_REASON = 4000


def declarable(*, code: str, taken: bool, office: str, name: str) -> list[Reason]:
    """A live quotation has a short name of its own in its document, and an office that speaks."""
    found = [
        *storable(office, "office", needed=True, limit=LONGEST_NAME),
        *storable(name, "name", limit=LONGEST_NAME),
    ]
    if not _CODE.fullmatch(code) or len(code) > 80:
        text = "A short name is small letters, figures and hyphens, at most 80."
        mend = Mend.words("Write it so, as “chief-inspector”.")
        found.append(Reason(ReportReason.QUOTATION_CODE, text, mend, "code"))
    elif taken:
        text = "Another live quotation of this document has that short name."
        mend = Mend.words("Choose another.")
        found.append(Reason(ReportReason.QUOTATION_CODE, text, mend, "code"))
    return found


def askable(
    *, spoken: bool, withheld: bool, outside_only: bool, until: date, on: date
) -> list[Reason]:
    """The speaker has an account of the portal and no more, words to read, and a last day."""
    found = _sayable(spoken=spoken, withheld=withheld)
    if not outside_only:
        text = "A quotation is shown to accounts of the portal alone."
        mend = Mend.outside("Have the administrator invite them as a body contact, and no more.")
        found.append(Reason(ReportReason.RECIPIENT_NOT_OUTSIDE, text, mend, "person"))
    if until < on:
        text = "The last day to open the quotation is over."
        mend = Mend.words("Choose today or a later day.")
        found.append(Reason(ReportReason.UNTIL_TOO_SOON, text, mend, "until"))
    return found


def asking_withdrawable(*, open_until: date | None, why: str, on: date) -> list[Reason]:
    """What somebody may still open is withdrawn, and why is one of what may be said of it."""
    found = []
    if open_until is None or open_until < on:
        text = "Nobody can open these words in the portal now."
        found.append(Reason(ReportReason.NOBODY_ASKED, text, Mend.nothing(), "quotation"))
    if why not in WHY_WITHDRAWN:
        text = f"{why!r} is no reason for which an asking is withdrawn."
        mend = Mend.words(f"Choose one of: {', '.join(WHY_WITHDRAWN)}.")
        found.append(Reason(ReportReason.ASKING_WHY, text, mend, "why"))
    return found


def approvable(
    *, spoken: bool, withheld: bool, same: bool, already: bool, by_speaker: bool, with_file: bool
) -> list[Reason]:
    """What stands in the text as it was shown is approved once, with the message where another
    than the speaker records it.
    """
    found = _sayable(spoken=spoken, withheld=withheld)
    if found:
        return found
    if not same:
        text = "The words of the quotation are no longer those that you were shown."
        mend = Mend.words("Open the page again, and read what stands there now.")
        found.append(Reason(ReportReason.QUOTATION_CHANGED, text, mend, "words"))
    elif already:
        text = "The speaker has approved these very words already."
        found.append(Reason(ReportReason.QUOTATION_APPROVED, text, Mend.nothing(), "words"))
    if not by_speaker and not with_file:
        text = "An approval that came another way is kept with the message it came by."
        mend = Mend.words("Attach the message, or a note of the call that the speaker confirmed.")
        found.append(Reason(ReportReason.APPROVAL_WITHOUT_FILE, text, mend, "file"))
    return found


def withdrawable(*, withdrawn: bool, reason: str) -> list[Reason]:
    """An approval is taken back once, and why is said."""
    if withdrawn:
        text = "The approval has been taken back already."
        return [Reason(ReportReason.APPROVAL_GONE, text, Mend.nothing(), "reason")]
    return storable(reason, "reason", needed=True, limit=LONGEST_REASON)


def _sayable(*, spoken: bool, withheld: bool) -> list[Reason]:
    if not spoken:
        text = "The text has this speaker say nothing."
        mend = Mend.by(ReportVerb.SAVE, "Mark the words in the text as theirs.")
        return [Reason(ReportReason.NOTHING_SAID, text, mend, "quotation")]
    if withheld:
        text = "Some of the words are for no public edition, and may not be shown to the speaker."
        mend = Mend.by(ReportVerb.SAVE, "Take what is marked higher out of the quotation.")
        return [Reason(ReportReason.QUOTATION_LEFT_OUT, text, mend, "quotation")]
    return []
