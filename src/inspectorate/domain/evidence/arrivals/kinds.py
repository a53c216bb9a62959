"""By which door a note came, what it is meant for, what was decided on it: as stored."""

from __future__ import annotations

from django.db import models


class Door(models.TextChoices):
    """The doors by which notes come; all of them end in ``taking.take_in``."""

    FORM = "form", "The form"
    API = "api", "A program"
    DEVICE = "device", "A device"
    RESCUE = "rescue", "A rescue file"


class Meant(models.TextChoices):
    """What the words of a note are meant for; without a word of it, evidence."""

    NOTE = "note", "A note"
    GRADE = "grade", "A provisional grade"
    DEBRIEF = "debrief", "A debrief note"


class Decided(models.TextChoices):
    """What a person decided on a note that was received."""

    RECORDED = "recorded", "Recorded"
    SET_ASIDE = "set aside", "Set aside"
    TAKEN_UP = "taken up", "Taken up again"
    DRAFTED = "drafted", "Taken into the draft"
    DEBRIEFED = "debriefed", "Used in a debrief"
