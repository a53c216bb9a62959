"""Acts on claims."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class ClaimVerb(Verb):
    """Acts on claims."""

    SEE = ("claims.see", "See claims and what they rest on.")
    DRAFT = ("claims.draft", "Write a claim and pin it to what it rests on.")
    EDIT = ("claims.edit", "Change a claim: a new version that must be referenced again.")
    REFRESH = (
        "claims.refresh",
        "Refresh a claim: same words on current judgments and evidence, to be referenced again.",
    )
    REFERENCE = (
        "claims.reference",
        "Look at the support of a claim somebody else wrote, and sign or object.",
    )
    RELEASE_EXCERPT = (
        "claims.release_excerpt",
        "Release words of an item that a claim names, to be printed behind the claim.",
    )
    WITHDRAW_EXCERPT = (
        "claims.withdraw_excerpt",
        "Withdraw a released excerpt, with the reason: nothing prints it from then on.",
    )
