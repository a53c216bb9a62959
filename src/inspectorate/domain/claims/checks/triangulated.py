"""A qualitative claim rests on enough items, of more than one kind, from enough bodies."""

from __future__ import annotations

from inspectorate.foundation.reasons.reasons import Reason, Severity

from ..facts import ClaimFacts, Setting

NAME = "triangulated"
SEVERITY: Severity = "blocks"
MEANING = (
    "A qualitative claim rests on several items of at least two kinds of source; an example on "
    "at least one item."
)
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Refuse a qualitative claim on one source, and an example without evidence."""
    if claim.kind.code == "example" and claim.evidence_count == 0:
        return [
            Reason(NAME, f"the example `{claim.key}` has no evidence.", "Cite at least one item.")
        ]
    if claim.kind.code != "qualitative":
        return []
    kinds = len(set(claim.source_kinds))
    short = []
    if claim.evidence_count is not None and claim.evidence_count < setting.least_items:
        short.append(f"{claim.evidence_count} of at least {setting.least_items} items")
    if kinds < setting.least_kinds:
        short.append(f"{kinds} of at least {setting.least_kinds} kinds of source")
    if claim.body_count is not None and claim.body_count < setting.least_bodies:
        short.append(f"{claim.body_count} of at least {setting.least_bodies} bodies")
    if not short:
        return []
    return [
        Reason(
            NAME,
            f"the claim `{claim.key}` rests on {', '.join(short)}.",
            "Cite evidence of another kind, or say less.",
        )
    ]
