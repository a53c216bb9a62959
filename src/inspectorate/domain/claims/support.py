"""What is wrong with a claim's support: the door other rooms take to this room's checks."""

from __future__ import annotations

from inspectorate.foundation.reasons.reasons import Reason

from .checks.registry import CHECKS, ClaimCheck
from .facts import ClaimFacts, Setting

__all__ = ["CHECKS", "ClaimCheck", "problems"]


def problems(claim: ClaimFacts, setting: Setting, *, severity: str = "") -> list[Reason]:
    """Return every fault of the claim's support, each with the check's name as its code.

    ``severity`` keeps one kind only.
    """
    return [
        reason
        for one in CHECKS
        if severity in ("", one.SEVERITY)
        for reason in one.check(claim, setting)
    ]
