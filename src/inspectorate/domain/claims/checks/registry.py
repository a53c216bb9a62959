"""The checks of a claim's support, in the order in which they are told."""

from __future__ import annotations

from typing import Protocol

from inspectorate.foundation.reasons.codes import ReasonCode
from inspectorate.foundation.reasons.reasons import Reason, Severity

from ..facts import ClaimFacts, Setting
from . import (
    items_not_shared,
    judgment_newer_than_evidence,
    referenced_by_another,
    small_number_decided,
    support_not_withdrawn,
    support_older_than_signing,
    support_unchanged,
    triangulated,
)


class ClaimCheck(Protocol):
    """A module of this folder: four constants and the rule."""

    SEVERITY: Severity
    MEANING: str
    NEEDS: tuple[str, ...]

    @property
    def NAME(self) -> ReasonCode:  # a constant of each module
        """The check's code."""
        ...

    def check(self, claim: ClaimFacts, setting: Setting) -> list[Reason]:
        """Return what is wrong with the claim, empty when nothing is."""
        ...


CHECKS: tuple[ClaimCheck, ...] = (
    referenced_by_another,
    support_not_withdrawn,
    support_unchanged,
    support_older_than_signing,
    judgment_newer_than_evidence,
    triangulated,
    items_not_shared,
    small_number_decided,
)
