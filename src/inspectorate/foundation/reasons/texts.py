"""Which texts may be stored: both databases must take them and give them back unchanged."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend

from .codes import ReasonCode
from .reasons import Reason

# Characters no XML may hold: feeds, site map and office files are XML.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# What no database keeps: PostgreSQL refuses NUL, and half a surrogate pair is not UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class TextReason(ReasonCode):
    """Why a text cannot be stored; the reason's ``field`` names the text."""

    NOT_TEXT = ("not_text", "What was sent for a field is not text.")
    TEXT_MISSING = ("text_missing", "A text that is needed is empty.")
    TEXT_TOO_LONG = ("text_too_long", "A text is longer than its field takes.")
    TEXT_UNSTORABLE = (
        "text_unstorable",
        "A text holds an invisible character that cannot be stored.",
    )
    ENOUGH_THERE = ("enough_there", "As many stand there already as one page can show.")


def storable(
    text: object, field: str, *, needed: bool = False, limit: int | None = None
) -> list[Reason]:
    """Say why ``text`` cannot be stored in ``field``.

    It is no text, is empty though ``needed``, has more than ``limit`` characters, or holds a
    character that one of the databases does not keep: it is refused everywhere.
    """
    named = field.replace("_", " ")
    if not isinstance(text, str):
        return [
            Reason(
                TextReason.NOT_TEXT,
                f"The {named} is not text.",
                Mend.words("Write it as text."),
                field,
            )
        ]
    if needed and not text.strip():
        return [
            Reason(
                TextReason.TEXT_MISSING, f"The {named} is empty.", Mend.words("Write it."), field
            )
        ]
    if limit is not None and len(text) > limit:
        what = f"The {named} is longer than {limit} characters."
        return [Reason(TextReason.TEXT_TOO_LONG, what, Mend.words("Shorten it."), field)]
    if _UNSTORABLE.search(text):
        what = f"The {named} holds a character that cannot be stored."
        mend = Mend.words("Remove it (it is invisible) and send it again.")
        return [Reason(TextReason.TEXT_UNSTORABLE, what, mend, field)]
    return []


def room_for_more(there: int, most: int, what: str, mend: Mend) -> list[Reason]:
    """Say why no more may be added to a list that its page shows whole; ``what`` names its rows,
    ``mend`` says where else what is new may go.

    Whoever may add to it would else make the page as long as they like.
    """
    if there < most:
        return []
    text = f"There are {there} {what} already; at most {most} are taken."
    return [Reason(TextReason.ENOUGH_THERE, text, mend, "")]
