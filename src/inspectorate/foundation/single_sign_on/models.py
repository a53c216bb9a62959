"""Sessions that the identity provider opened, and when it last said yes to each."""

from __future__ import annotations

from django.db import models

from inspectorate.foundation.people.models import Person


class ProviderSession(models.Model):
    """One session that was opened by the provider; no record, as a session is none.

    ``name`` is a digest of what the session holds, so that neither leads to the other. ``sealed``
    holds the provider's tokens, encrypted. ``opened`` says that the person came in by it,
    ``asking`` that a request asks the provider at this moment.
    """

    name = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()
    opened = models.BooleanField(default=False)
    asking = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}: {self.answered_at:%H:%M}"
