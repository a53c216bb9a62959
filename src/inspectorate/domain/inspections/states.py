"""The phases of an inspection: which may follow which, and from which on its work is over."""

from __future__ import annotations

from django.db import models


class Phase(models.TextChoices):
    """Where an inspection is, in the order of its life. Only an abandoned one has no way out."""

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
    # A closed inspection may be reopened, to correct what was published or to follow up.
    Phase.CLOSED: frozenset({Phase.PUBLISHED}),
    Phase.ABANDONED: frozenset(),
}

# Nothing more is planned, asked, recorded, claimed or frozen.
OVER = frozenset({Phase.CLOSED, Phase.ABANDONED})
# Judgments end one phase earlier. Once the report is published they are what the public was told:
# a changed judgment would contradict the page without a correction. Evidence, claims and requests
# go on, because following up and correcting a report need them.
JUDGED = OVER | {Phase.PUBLISHED}


def goes_back(here: Phase, there: Phase) -> bool:
    """Tell whether a move goes back or gives up; such a move is explained."""
    order = list(Phase)
    return there == Phase.ABANDONED or order.index(there) < order.index(here)
