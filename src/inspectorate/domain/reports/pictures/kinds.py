"""Where a picture is from, and who can be recognised in it."""

from __future__ import annotations

from django.db import models


class PictureOrigin(models.TextChoices):
    """Where a picture of an editor's own is from."""

    EVIDENCE = "evidence", "From evidence of this inspection"
    OURS = "ours", "Made by the inspectorate"
    SOURCE = "source", "From another source"


class InPicture(models.TextChoices):
    """Who can be recognised in a picture; where people did not agree, it is not taken."""

    NOBODY = "nobody", "Nobody can be recognised"
    AGREED = "agreed", "People who agreed to it"
