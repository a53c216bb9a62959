"""Why a note is in the quarantine, and what was decided on one: codes that are stored."""

from __future__ import annotations

from django.db import models


class Ground(models.TextChoices):
    """Why nobody is taken for the author of what came."""

    UNOPENED = "unopened", "Its seal does not open by any key of the inspectorate"
    UNKNOWN_DEVICE = "unknown_device", "It names a device that was never enrolled"
    UNSIGNED = "unsigned", "It bears no signature of the device that it names"
    OTHER_DEVICE = "other_device", "Another device sent it than the one that it names"
    NOT_AS_SEALED = "not_as_sealed", "What it says inside is not what stands on its envelope"
    NOT_A_NOTE = "not_a_note", "What was sealed is no note"
    ENDED = "ended", "Its device was ended, lost or stolen, or its person has left"
    NOT_OF_TEAM = "not_of_team", "Its author was never on the inspection that it names"


class Settled(models.TextChoices):
    """What was decided on a note in the quarantine."""

    ACCEPTED = "accepted", "Accepted"
    SET_ASIDE = "set aside", "Set aside"
    TAKEN_UP = "taken up", "Taken up again"
