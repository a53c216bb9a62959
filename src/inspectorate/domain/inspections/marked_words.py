"""What a writer may say of the marking of words, and what who is not cleared for it may not do.

Every room whose rows carry words asks here.
"""

from __future__ import annotations

from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import (
    BASELINE,
    OF_WORDS,
    OF_WORDS_FROM_OUTSIDE,
    Marking,
    up_to,
)
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from .access import cleared
from .models import Inspection
from .reasons import InspectionReason
from .verbs import InspectionVerb


def reading_outside(inspection: Inspection) -> Reading:
    """How marked words of this inspection come to a contact of a body: none above OFFICIAL.

    What a contact wrote is always their own: :meth:`Reading.own`.
    """
    return Reading(inspection.slug, up_to(BASELINE))


def markable(marking: str, field: str = "marking", *, outside: bool = False) -> list[Reason]:
    """Require one of the markings that a writer may give to words; none of them is SECRET.

    ``outside`` where a contact of a body writes, who may also say that anybody may read them.
    """
    offered = OF_WORDS_FROM_OUTSIDE if outside else OF_WORDS
    if marking in offered:
        return []
    if marking == Marking.SECRET:
        text = "SECRET words are never stored here."
        mend = Mend.words("Leave them out. Say in a record of evidence where they are held.")
        return [Reason(InspectionReason.SECRET_WORDS, text, mend, field)]
    text = f"The marking {marking!r} is unknown."
    mend = Mend.words(f"Choose one of: {', '.join(one.label for one in offered)}.")
    return [Reason(InspectionReason.MARKING_UNKNOWN, text, mend, field)]


def readable(person: Person, inspection: Inspection, marking: str, what: str) -> list[Reason]:
    """Require that ``person`` may read words of ``marking`` here; ``what`` begins the sentence."""
    return [] if cleared(person, inspection, marking) else [not_cleared(what, marking)]


def not_cleared(what: str, marking: str) -> Reason:
    """Say that ``what``, which begins the sentence, is marked too high, and whom to ask."""
    text = (
        f"{what} is marked {Marking(marking).label}. You are not recorded as cleared for that and "
        f"needing to know it on this inspection."
    )
    mend = Mend.by(
        (PersonVerb.CLEAR, InspectionVerb.GIVE_NEED_TO_KNOW),
        "Ask the administrator to record your clearance, and the lead of the inspection that you "
        "need to know.",
    )
    return Reason(InspectionReason.NOT_CLEARED, text, mend)
