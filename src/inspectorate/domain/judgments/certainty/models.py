"""How sure a person is of an agreed judgment, and its withdrawal. Nothing is ever changed.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.markings.scheme import marking_column

_PERSON = settings.AUTH_USER_MODEL
LONGEST_WORDS = 2000


class CertaintyLevel(models.TextChoices):
    """How sure, in four levels: after GRADE, which rates the certainty of evidence high, moderate,
    low or very low (Guyatt et al. 2008, BMJ 336:924; Balshem et al. 2011, J. Clin. Epidemiol.
    64:401). A level is a person's word with its reasons; it is no chance and becomes none.
    """

    HIGH = "high", "High"
    MODERATE = "moderate", "Moderate"
    LOW = "low", "Low"
    VERY_LOW = "very-low", "Very low"

    @property
    def means(self) -> str:
        """What it means, in a sentence."""
        return _MEANS[self]


_MEANS = {
    CertaintyLevel.HIGH: "More evidence would very likely leave the judgment as it is.",
    CertaintyLevel.MODERATE: "More evidence may change the judgment.",
    CertaintyLevel.LOW: "More evidence is likely to change the judgment.",
    CertaintyLevel.VERY_LOW: "The judgment rests on little: take it with great care.",
}


class CertaintyReason(models.TextChoices):
    """Why somebody is less sure: the reasons of GRADE (imprecision, indirectness, inconsistency,
    risk of bias, publication bias) in the words of inspectorates.
    """

    FEW = "few", "Few sources, or few of those who could tell"
    INDIRECT = "indirect", "Indirect evidence: of something other than the criterion asks"
    INCONSISTENT = "inconsistent", "Sources do not say the same"
    CONDITIONS = "conditions", "Evidence was gathered in doubtful conditions"
    SELECTED = "selected", "What was seen may have been selected"


class Certainty(Permanent):
    """How sure somebody is of an agreed judgment, or of one ``finding`` of it by its code.

    A later one of the same stands in its place. ``reasons`` are codes of :class:`CertaintyReason`.
    """

    agreed = models.ForeignKey(
        "judgments.Agreed", on_delete=models.PROTECT, related_name="certainties"
    )
    finding = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=10, choices=CertaintyLevel.choices)
    reasons = models.JSONField(default=list)
    words = models.TextField(blank=True)
    marking = marking_column()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    @property
    def named_reasons(self) -> list[str]:
        """Its reasons in words, in the order in which they are offered."""
        return [str(one.label) for one in CertaintyReason if one.value in self.reasons]

    @property
    def means(self) -> str:
        """What its level means."""
        return CertaintyLevel(self.level).means

    def __str__(self) -> str:
        return f"how sure {self.agreed} is"


class CertaintyWithdrawal(Permanent):
    """What was said of how sure a judgment is was withdrawn; what was said before does not stand
    again.
    """

    certainty = models.OneToOneField(Certainty, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.certainty}, withdrawn"
