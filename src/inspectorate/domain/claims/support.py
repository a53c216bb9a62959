"""What is wrong with a claim's support: the door other rooms take to this room's checks."""

from __future__ import annotations

from inspectorate.domain.claims.checks.registry import CHECKS, ClaimCheck
from inspectorate.domain.claims.facts import ClaimFacts, Setting
from inspectorate.foundation.answers.answers import Reason

__all__ = ["CHECKS", "ClaimCheck", "problems"]


def problems(claim: ClaimFacts, setting: Setting, *, severity: str = "") -> list[Reason]:
    """Return every fault of the claim's support, each with the check's name as its code; ``severity`` keeps one kind only."""
    return [reason for one in CHECKS if severity in ("", one.SEVERITY) for reason in one.check(claim, setting)]
