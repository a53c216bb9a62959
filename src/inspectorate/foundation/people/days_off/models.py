"""Days off, and that some were taken back. Tables of people: their ``models.py`` brings them.

They leave in no binder and in no list; no ground is asked, so none is kept.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent

_PERSON = settings.AUTH_USER_MODEL


class DaysOff(Permanent):
    """Days, the last included, on which a person cannot be sent anywhere."""

    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="days_off")
    from_on = models.DateField()
    to_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")), name="days_off_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_on} to {self.to_on}"


class DaysOffWithdrawal(Permanent):
    """Days off taken back by the person: they can be sent somewhere then after all."""

    days_off = models.OneToOneField(DaysOff, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.days_off}: taken back"
