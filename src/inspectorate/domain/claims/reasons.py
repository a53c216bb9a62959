"""Why something may not be done now in the room of claims: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class ClaimReason(ReasonCode):
    """Reasons of claims."""

    KEY_MALFORMED = ("key_malformed", "Key malformed.")
    NO_SUPPORT = ("no_support", "No support.")
    OWN_CLAIM = ("own_claim", "Own claim.")
    CLAIM_STALE = ("claim_stale", "Claim stale.")
    SMALL_NUMBER_UNDECIDED = ("small_number_undecided", "Small number undecided.")
    INSPECTION_OVER = ("inspection_over", "Inspection over.")
    KEY_TAKEN = ("key_taken", "Key taken.")
    PREDICATE_WRONG = ("predicate_wrong", "Predicate wrong.")
    KIND_UNKNOWN = ("kind_unknown", "Kind unknown.")
    FIGURES_CHANGED = ("figures_changed", "Figures changed.")
    JUDGMENT_REPLACED = ("judgment_replaced", "Judgment replaced.")
    JUDGMENT_ADDED = ("judgment_added", "Judgment added.")
    EVIDENCE_FELL = ("evidence_fell", "Evidence fell.")
