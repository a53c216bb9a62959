"""From which template a letter was made, and with what in its slots.

It is a table of the room, and its ``models.py`` brings it to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent


class MadeLetter(Permanent):
    """One making of a letter: revision ``letter_version`` is the template as it stood in
    ``template_version``, its slots filled by ``values``. A letter that is made again has another.
    """

    letter = models.ForeignKey("reports.Document", on_delete=models.PROTECT, related_name="made")
    template = models.ForeignKey(
        "reports.Document", on_delete=models.PROTECT, related_name="letters_made"
    )
    template_version = models.PositiveIntegerField()
    letter_version = models.PositiveIntegerField()
    values = models.JSONField("what the record said of the body, by slot")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["letter", "letter_version"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "letter_version"], name="letter_made_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter} from {self.template}, version {self.template_version}"
