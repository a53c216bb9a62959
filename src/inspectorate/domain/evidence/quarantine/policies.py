"""May a note be put into the quarantine; may one there be accepted, set aside, taken up again?"""

from __future__ import annotations

from inspectorate.foundation.envelopes import opening, said
from inspectorate.foundation.envelopes.coding import CannotOpen, NotAnEnvelope
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..models import Quarantined
from ..reasons import EvidenceReason
from ..states import QuarantineState
from ..verbs import EvidenceVerb


def keepable(*, lies_here: bool) -> list[Reason]:
    """Require an envelope that does not lie here, from whoever sent it."""
    if not lies_here:
        return []
    text = "The same envelope was put into the quarantine a moment before."
    return [Reason(EvidenceReason.QUARANTINED_ALREADY, text, NOTHING_TO_DO)]


def acceptable(quarantined: Quarantined, reason: str) -> list[Reason]:
    """Require one that waits, that opens now and names an inspection, and a reason to believe it.

    Raises KeysFault where our own keys cannot be read.
    """
    return [
        *_waiting(quarantined),
        *storable(reason, "reason", needed=True),
        *readable(quarantined),
    ]


def readable(quarantined: Quarantined) -> list[Reason]:
    """Require one that opens now, holds words, and names an inspection that there is.

    Why it lies here says nothing of that: a key may have come back since, and what is no whole note
    may hold words all the same. Raises KeysFault where our own keys cannot be read.
    """
    found = []
    aside = Mend.by(EvidenceVerb.SET_QUARANTINED_ASIDE, "Set it aside.", quarantined)
    if quarantined.left_out:
        text = f"What {quarantined.ref} held was SECRET, and was dropped unread."
        found.append(Reason(EvidenceReason.SECRET_TEXT, text, aside, "note"))
    elif not _holds_words(quarantined):
        text = f"{quarantined.ref} does not open, so that nobody can say what it holds."
        found.append(Reason(EvidenceReason.QUARANTINED_SHUT, text, aside, "note"))
    if quarantined.inspection_id is None:
        text = f"{quarantined.ref} names no inspection that there is."
        found.append(Reason(EvidenceReason.QUARANTINED_OF_NONE, text, aside, "inspection"))
    return found


def _holds_words(quarantined: Quarantined) -> bool:
    """Does it open by a key that is here, and say something?"""
    try:
        said.read(opening.opened(opening.read(quarantined.sent)).said)
    except (NotAnEnvelope, CannotOpen, said.NotAsDescribed):
        return False
    return True


def quarantined_aside_settable(quarantined: Quarantined, reason: str) -> list[Reason]:
    """Require one that waits, and a reason."""
    return [*_waiting(quarantined), *storable(reason, "reason", needed=True)]


def quarantined_up_takeable(quarantined: Quarantined, reason: str) -> list[Reason]:
    """Require one that was set aside, and a reason."""
    found = storable(reason, "reason", needed=True)
    if quarantined.state is not QuarantineState.SET_ASIDE:
        text = f"{quarantined.ref} was not set aside."
        found.append(Reason(EvidenceReason.QUARANTINED_SETTLED, text, NOTHING_TO_DO))
    return found


def _waiting(quarantined: Quarantined) -> list[Reason]:
    state = quarantined.state
    if state is QuarantineState.WAITING:
        return []
    text = f"{quarantined.ref} was decided on: {state.label.lower()}."
    mend = Mend.by(EvidenceVerb.TAKE_UP_QUARANTINED, "Take it up again first.", quarantined)
    settled = state is QuarantineState.ACCEPTED
    return [Reason(EvidenceReason.QUARANTINED_SETTLED, text, NOTHING_TO_DO if settled else mend)]
