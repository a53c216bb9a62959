"""A qualitative claim rests on enough items, of more than one kind, from enough bodies."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Severity

from ..facts import ClaimFacts, Setting
from ..reasons import SupportCheck

NAME = SupportCheck.TRIANGULATED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Refuse a claim on one source that needs several, and one on items that has none."""
    support = claim.figures.support
    if claim.kind.pins_items and not claim.kind.triangulated and support.item_count == 0:
        what = f"the {claim.kind.code} `{claim.key}` has no evidence."
        return [Reason(NAME, what, Mend.words("Cite at least one item."))]
    if not claim.kind.triangulated:
        return []
    needed = (
        (support.item_count, setting.least_items, "items"),
        (len(set(support.source_kinds)), setting.least_kinds, "kinds of source"),
        (support.body_count, setting.least_bodies, "bodies"),
    )
    short = [
        f"{count} of at least {least} {what}"
        for count, least, what in needed
        if count is not None and count < least
    ]
    if not short:
        return []
    return [
        Reason(
            NAME,
            f"the claim `{claim.key}` rests on {', '.join(short)}.",
            Mend.words("Cite evidence of another kind, or say less."),
        )
    ]
