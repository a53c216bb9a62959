"""The phases of an inspection, as a table."""

from __future__ import annotations

from django.db import models


class Phase(models.TextChoices):
    """Where an inspection stands. Every phase has a way out; none is a dead end but the last."""

    PLANNED = "planned", "Planned"
    FIELDWORK = "fieldwork", "Fieldwork"
    JUDGING = "judging", "Judging"
    DRAFTING = "drafting", "Drafting"
    CHECKING = "checking", "Fact check"
    PUBLISHED = "published", "Published, following up"
    CLOSED = "closed", "Closed"
    ABANDONED = "abandoned", "Abandoned"


NEXT: dict[str, frozenset[str]] = {
    Phase.PLANNED: frozenset({Phase.FIELDWORK, Phase.ABANDONED}),
    Phase.FIELDWORK: frozenset({Phase.JUDGING, Phase.ABANDONED}),
    Phase.JUDGING: frozenset({Phase.FIELDWORK, Phase.DRAFTING, Phase.ABANDONED}),
    Phase.DRAFTING: frozenset({Phase.JUDGING, Phase.CHECKING, Phase.ABANDONED}),
    Phase.CHECKING: frozenset({Phase.DRAFTING, Phase.PUBLISHED, Phase.ABANDONED}),
    Phase.PUBLISHED: frozenset({Phase.CLOSED}),
    Phase.CLOSED: frozenset({Phase.PUBLISHED}),
    Phase.ABANDONED: frozenset(),
}
