"""What a person keeps for themselves of the search. Nobody else is told, and it opens nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedSearch(models.Model):
    """A search that its person gave a name.

    ``within`` is the key of the place it looks in, None where it looks in all of theirs; ``asked``
    is what the address of the page held.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    within = models.BigIntegerField(null=True)
    asked = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_search_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class OwnMark(models.Model):
    """That a person has seen a thing, or starred it: ``kind`` is the code of its kind.

    ``key`` is that of its entry in the index of its kind.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    thing = models.BigIntegerField()
    key = models.BigIntegerField()
    seen_at = models.DateTimeField(null=True)
    starred_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "thing"], name="own_mark_once")
        ]
        indexes = [models.Index(fields=["person", "kind", "key"], name="own_mark_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
