"""What may befall a visit, who asks for it, and on what ground: codes that are stored."""

from __future__ import annotations

from django.db import models


class Halt(models.TextChoices):
    """How a visit was interrupted."""

    DEFERRED = "deferred", "Deferred"
    PAUSED = "paused", "Paused"
    INCOMPLETE = "left incomplete", "Left incomplete"


class Again(models.TextChoices):
    """How a visit that was interrupted, or had ended, went on."""

    RESUMED = "resumed", "Resumed"
    REOPENED = "reopened", "Reopened"


class AskedBy(models.TextChoices):
    """Who asked for an interruption."""

    BODY = "body", "The body"
    INSPECTORATE = "inspectorate", "The inspectorate"
    OTHER = "other", "Another authority"


class Ground(models.TextChoices):
    """On what ground a visit is interrupted."""

    WELFARE = "welfare", "Somebody's welfare"
    EMERGENCY = "emergency", "An operational emergency"
    DANGER = "danger", "A danger to somebody"
    ORDER = "order", "An order of a court or of another authority"
    WEATHER = "weather", "The weather"
    OTHER = "other", "Another ground"
