"""What a sample may be of, how it is drawn and seeded, and how a question may be answered."""

from __future__ import annotations

from django.db import models


class Unit(models.TextChoices):
    """What is drawn."""

    FILE = "file", "Case files"
    PERSON = "person", "People, by a code"
    INTERVIEW = "interview", "Interviews"


class DrawRule(models.TextChoices):
    """By which chances cases are drawn."""

    SIMPLE = "simple", "Every case with the same chance"
    STRATIFIED = "stratified", "From each stratum, as many as its part of the list"
    BY_SIZE = "by-size", "In proportion to size"


class Seeding(models.TextChoices):
    """Where the seed of a draw comes from."""

    COMMIT = "commit", "A seed of ours, its digest told before the list is known"
    BODY = "body", "Dice, thrown in front of the body once the list is closed"


class AnswerCode(models.TextChoices):
    """How a question on a case is answered."""

    YES = "yes", "Yes"
    NO = "no", "No"
    CANNOT_TELL = "cannot-tell", "Cannot tell"
    NOT_APPLICABLE = "not-applicable", "Does not apply"
