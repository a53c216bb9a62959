"""May a remark be made, answered, resolved or opened again now? With reasons.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable
from inspectorate.prose.anchors import places_of

from ..reasons import ReportReason
from ..verbs import ReportVerb
from .models import LONGEST_NAME

# Of the words that are pointed at, of those in their place, and of what is said of them.
LONGEST_WORDS, LONGEST_COMMENT, LONGEST_REASON = 20_000, 20_000, 4_000
# Of one document: its page of remarks shows them all, and no reader works through more.
MOST_REMARKS = 5_000
# Of one file that is brought in.
MOST_TOGETHER = 2_000


def anchorable(*, then: str | None, start: int | None, quote: str) -> list[Reason]:
    """Words are pointed at that stand in that version of the section, and where they do."""
    if then is None:
        told = "The section never had that version."
        mend = Mend.words("Open the section again, and begin from there.")
        return [Reason(ReportReason.VERSION_UNKNOWN, told, mend, "version")]
    if found := storable(quote, "quote", limit=LONGEST_WORDS):
        return found
    if start is not None:
        if 0 <= start <= len(then) and then[start : start + len(quote)] == quote:
            return []
        told = "These words do not stand at that place of the section."
        mend = Mend.words("Select the words again where they stand.")
        return [Reason(ReportReason.NOT_AT_PLACE, told, mend, "quote")]
    return _standing_once(len(places_of(quote, then)))


def _standing_once(times: int) -> list[Reason]:
    if times == 1:
        return []
    if times:
        told = "These words stand more than once in the section."
        mend = Mend.words("Write down more words around them, so that they stand there once.")
        return [Reason(ReportReason.EXCERPT_TWICE, told, mend, "quote")]
    told = "These words do not stand in the section."
    mend = Mend.words("Copy them from the text, with its marks, exactly as they stand.")
    return [Reason(ReportReason.EXCERPT_NOT_FOUND, told, mend, "quote")]


def suggestable(*, quote: str, replacement: str, there: int) -> list[Reason]:
    """Other words are suggested than those that stand; a document takes so many remarks."""
    found = storable(replacement, "replacement", limit=LONGEST_WORDS)
    found = found or storable(quote, "quote", limit=LONGEST_WORDS)
    if not found and quote == replacement:
        told = "The suggested words are the words that stand."
        mend = Mend.words("Change them, or leave the suggestion.")
        found = [Reason(ReportReason.NOTHING_SUGGESTED, told, mend, "replacement")]
    return [*found, *_room(there)]


def commentable(*, text: str, there: int) -> list[Reason]:
    """A comment says something; a document takes so many remarks."""
    return [*storable(text, "text", needed=True, limit=LONGEST_COMMENT), *_room(there)]


def _room(there: int) -> list[Reason]:
    mend = Mend.nothing()
    return room_for_more(there, MOST_REMARKS, "remarks on this document", mend)


def sayable(*, said_by: str) -> list[Reason]:
    """Whom a file names fits the column."""
    return storable(said_by, "said_by", limit=LONGEST_NAME)


def bringable(*, number: int) -> list[Reason]:
    """One file brings so many remarks at once."""
    if number <= MOST_TOGETHER:
        return []
    told = f"The file brings {number:,} remarks; at most {MOST_TOGETHER:,} are taken at once."
    mend = Mend.words("Bring in a part of the changes at a time.")
    return [Reason(ReportReason.TOO_MANY_REMARKS, told, mend)]


def holdable(*, there: int, more: int) -> list[Reason]:
    """A document has room for all that a file brings."""
    if there + more <= MOST_REMARKS:
        return []
    told = (
        f"The file brings {more:,} remarks and the document has {there:,}; it takes at most "
        f"{MOST_REMARKS:,}."
    )
    mend = Mend.words("Bring in a part of the changes at a time.")
    return [Reason(ReportReason.TOO_MANY_REMARKS, told, mend)]


def decidable(*, answered: bool, reason: str = "") -> list[Reason]:
    """A suggestion is answered once."""
    if answered:
        told = "This suggestion was accepted, not accepted or withdrawn already."
        return [Reason(ReportReason.SUGGESTION_ANSWERED, told, Mend.nothing())]
    return storable(reason, "reason", limit=LONGEST_REASON)


def withdrawable(*, answered: bool, own: bool) -> list[Reason]:
    """One takes back one's own suggestion, and nobody else's."""
    if own:
        return decidable(answered=answered)
    told = "Somebody else made or brought in this suggestion."
    mend = Mend.by(ReportVerb.DECLINE_SUGGESTION, "Whoever writes the section may not accept it.")
    return [Reason(ReportReason.OTHERS_SUGGESTION, told, mend)]


def replyable(*, here: bool) -> list[Reason]:
    """A comment answers one of the same section."""
    if here:
        return []
    told = "The comment that you answer is not one of this section."
    mend = Mend.words("Choose a comment of this section, or begin one.")
    return [Reason(ReportReason.COMMENT_ELSEWHERE, told, mend, "answers_to")]


def mentionable(people: Sequence[Person], readers: Collection[int]) -> list[Reason]:
    """A comment is put to members of the team who may read it; ``readers`` are their keys."""
    others = [one.name for one in people if one.pk not in readers]
    if not others:
        return []
    told = f"Not all of them may read this comment: {', '.join(others)}."
    mend = Mend.words("Put it to members of the team who may read the words that it is about.")
    return [Reason(ReportReason.NOT_A_READER, told, mend, "mentions")]


def resolvable(*, resolved: bool) -> list[Reason]:
    """A comment is resolved that is open."""
    if not resolved:
        return []
    told = "This comment is resolved already."
    return [Reason(ReportReason.COMMENT_RESOLVED, told, Mend.nothing())]


def reopenable(*, resolved: bool) -> list[Reason]:
    """A comment is opened again that was resolved."""
    if resolved:
        return []
    told = "This comment is open."
    return [Reason(ReportReason.COMMENT_OPEN, told, Mend.nothing())]
