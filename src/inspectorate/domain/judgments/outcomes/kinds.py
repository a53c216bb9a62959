"""What a judgment may record beside a grade."""

from __future__ import annotations

from django.db import models


class OutcomeKind(models.TextChoices):
    """What a judgment may record beside a grade, by its code."""

    CAUSE = "cause-of-concern", "Cause of concern"
    IMPROVEMENT = "area-for-improvement", "Area for improvement"
    PRACTICE = "promising-practice", "Promising practice"

    @property
    def several(self) -> str:
        """What more than one of them are called."""
        return _SEVERAL[self]


_SEVERAL = {
    OutcomeKind.CAUSE: "Causes of concern",
    OutcomeKind.IMPROVEMENT: "Areas for improvement",
    OutcomeKind.PRACTICE: "Promising practices",
}
