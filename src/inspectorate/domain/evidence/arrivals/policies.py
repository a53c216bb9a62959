"""May a note that was received be recorded, set aside, or taken up again now?"""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.inspections import queries as inspections
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from .. import policies
from ..reasons import EvidenceReason
from ..recording import Recording
from ..states import ArrivalState
from ..verbs import EvidenceVerb
from .kinds import Meant
from .mending import rebuilt_by_author, words_changed
from .models import Arrival


def decidable(arrival: Arrival, *, own: bool, of_others: bool) -> list[Reason]:
    """Require a note that waits, and its author or who may decide on others' notes."""
    reasons = []
    if arrival.state is not ArrivalState.WAITING:
        text = f"{arrival.ref} does not wait: it is {arrival.state.label.lower()}."
        aside = Mend.by(EvidenceVerb.TAKE_UP, "Take it up again.", arrival)
        recorded = Mend.words("What it became is withdrawn or superseded as any item is.")
        mend = aside if arrival.state is ArrivalState.SET_ASIDE else recorded
        reasons.append(Reason(EvidenceReason.NOT_WAITING, text, mend, "arrival"))
    return [*reasons, *_ones_own(arrival, own=own, of_others=of_others)]


def still_recordable(arrival: Arrival, *, own: bool, of_others: bool) -> list[Reason]:
    """Require a note that may be decided on, of an inspection that is not over."""
    over = inspections.reasons_over(arrival.inspection)
    return [*_evidence(arrival), *decidable(arrival, own=own, of_others=of_others), *over]


def acceptable(
    arrival: Arrival, recording: Recording, at: datetime, *, own: bool, of_others: bool
) -> list[Reason]:
    """Require a note that may be decided on, its author's own words, and what may be recorded."""
    reasons = [*_evidence(arrival), *decidable(arrival, own=own, of_others=of_others)]
    for name in () if own else words_changed(arrival, recording):
        text = f"The {name} of {arrival.ref} would be others than its author sent."
        mend = Mend.by_another(
            EvidenceVerb.RECORD_RECEIVED,
            "Leave them as they came, or ask its author to record it. Where neither can be done, "
            "setting the note aside is the only way: it stays readable.",
        )
        reasons.append(Reason(EvidenceReason.WORDS_OF_AUTHOR, text, mend, name))
    if not own and recording.rebuilt != rebuilt_by_author(arrival):
        text = f"Only its author says whether {arrival.ref} was written again from memory."
        mend = Mend.words("Leave that as it came.")
        reasons.append(Reason(EvidenceReason.WORDS_OF_AUTHOR, text, mend, "rebuilt"))
    return [*reasons, *policies.recordable(arrival.inspection, recording, at)]


def usable(arrival: Arrival, meant: Meant) -> list[Reason]:
    """Require what waits and was ``meant`` for this: a grade for a draft, a note for a debrief."""
    reasons = decidable(arrival, own=True, of_others=False)
    if arrival.meant != meant:
        text = f"{arrival.ref} is not {meant.label.lower()}."
        mend = Mend.words("Choose another, or leave it out.")
        reasons.append(Reason(EvidenceReason.MEANT_OTHERWISE, text, mend, "arrival"))
    return reasons


def dismissible(arrival: Arrival, reason: str, *, own: bool, of_others: bool) -> list[Reason]:
    """Require a note that may be decided on, and the reason why it is set aside."""
    return [
        *decidable(arrival, own=own, of_others=of_others),
        *storable(reason, "reason", needed=True, limit=2_000),
    ]


def resumable(arrival: Arrival, reason: str, *, own: bool, of_others: bool) -> list[Reason]:
    """Require a note that was set aside, and a reason."""
    reasons = []
    if arrival.state is not ArrivalState.SET_ASIDE:
        text = f"{arrival.ref} is not set aside."
        mend = Mend.nothing()
        reasons.append(Reason(EvidenceReason.NOT_SET_ASIDE, text, mend, "arrival"))
    return [
        *reasons,
        *_ones_own(arrival, own=own, of_others=of_others),
        *storable(reason, "reason", needed=True, limit=2_000),
    ]


def _evidence(arrival: Arrival) -> list[Reason]:
    """Require a note: what is meant for a draft or a debrief is no evidence."""
    if arrival.meant == Meant.NOTE:
        return []
    text = f"{arrival.ref} is {Meant(arrival.meant).label.lower()}, and no evidence."
    mend = Mend.words("Use it as what it is, or set it aside.")
    return [Reason(EvidenceReason.MEANT_OTHERWISE, text, mend, "arrival")]


def _ones_own(arrival: Arrival, *, own: bool, of_others: bool) -> list[Reason]:
    if own or of_others:
        return []
    text = f"{arrival.ref} was written by somebody else."
    mend = Mend.by(
        EvidenceVerb.DECIDE_ON_OTHERS,
        "Ask its author or a lead inspector to decide on it.",
        arrival,
    )
    return [Reason(EvidenceReason.NOT_YOUR_NOTE, text, mend, "arrival")]
